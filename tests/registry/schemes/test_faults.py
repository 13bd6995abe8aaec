"""What the rules of a version must be: each fault at its field, all of them at once."""

from datetime import date, timedelta

import pytest

from registry.measures.rules import Measure
from registry.schemes.faults import faults_of
from registry.schemes.rules import MEASURES, Route, SchemeRules, ScopeItem, Term, TransitionKind
from registry.texts import Language
from tests.registry.schemes.rules_in_full import FIRST_DAY, FULL, again, but, reason, route, shown, transition

UNTIL, EXAM = TransitionKind.UNTIL_EXPIRY, TransitionKind.EXTRA_EXAM
ITEM = FULL.scope[0]


def told(rules: SchemeRules, first_day: date = FIRST_DAY) -> list[str]:
    """The fields at which something is wrong; each fault can be said in both languages."""
    faults = faults_of(rules, effective_from=first_day)
    assert all(fault.say(language) for fault in faults for language in Language)
    return [fault.field for fault in faults]


def test_full_rules_have_no_fault() -> None:
    """Every field filled in, and filled in rightly."""
    assert told(FULL) == []
    assert told(but(recertification=None, reasons=(), equivalent_routes=(), transitions=())) == []


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (but(validity_months=0), "validityMonths"),
        (but(validity_months=241), "validityMonths"),
        (but(look_back_months=-1), "lookBackMonths"),
        (but(look_back_months=241), "lookBackMonths"),
        (but(suspension_months=0), "suspensionMonths"),
        (but(suspension_months=61), "suspensionMonths"),
        (but(backdating_days=-1), "backdatingDays"),
        (but(backdating_days=3_651), "backdatingDays"),
        (but(ahead_days=-1), "aheadDays"),
        (but(ahead_days=3_651), "aheadDays"),
        (but(terms_version=""), "termsVersion"),
        (but(code_of_conduct_version="2" * 41), "codeOfConductVersion"),
        (but(track_codes=(), equivalent_routes=()), "trackCodes"),
        (but(track_codes=("traject", "traject")), "trackCodes[1]"),
        (but(track_codes=("traject", "Geen Code")), "trackCodes[1]"),
        (but(scope=()), "scope"),
        (but(scope=(ITEM, ITEM)), "scope[1].code"),
        (but(scope=(ScopeItem("GP", "Processen", "Processes"),)), "scope[0].code"),
        (but(scope=(ScopeItem("gp", "", "Processes"),)), "scope[0].nameNl"),
        (but(scope=(ScopeItem("gp", "Processen", "P"),)), "scope[0].nameEn"),
        (shown(listed=("withdrawn", "gone")), "publication.listed"),
        (shown(named_on_check=("gone",)), "publication.namedOnCheck"),
        (shown(terms=(Term("gone", 1),)), "publication.terms[0].status"),
        (shown(terms=(Term("valid", 1),)), "publication.terms[0].status"),
        (shown(terms=(Term("expired", 1),)), "publication.terms[0].status"),
        (shown(terms=(Term("withdrawn", 1), Term("withdrawn", 2))), "publication.terms[1].status"),
        (shown(terms=(Term("withdrawn", 241),)), "publication.terms[0].months"),
        (reason(code="Misbruik"), "reasons[0].code"),
        (reason(name_nl=""), "reasons[0].nameNl"),
        (reason(measures=()), "reasons[0].measures"),
        (reason(measures=("granted",)), "reasons[0].measures"),
        (route(code=""), "equivalentRoutes[0].code"),
        (route(track_code="ander"), "equivalentRoutes[0].trackCode"),
        (route(part_codes=()), "equivalentRoutes[0].partCodes"),
        (again(window_months=0), "recertification.windowMonths"),
        (again(window_months=37), "recertification.windowMonths"),
        (again(grace_months=-1), "recertification.graceMonths"),
        (again(routes=(), education_hours=0), "recertification.routes"),
        (again(education_hours=0), "recertification.educationHours"),
        (again(routes=(Route.EXAM,)), "recertification.educationHours"),
        (again(evaluated_engagements=2), "recertification.evaluatedEngagements"),
        (transition(on=None), "transitions[0].on"),
        (transition(kind=UNTIL), "transitions[0].on"),
        (transition(on=FIRST_DAY - timedelta(days=1)), "transitions[0].on"),
        (transition(kind=EXAM), "transitions[0].trackCode"),
        (transition(track_code="extra"), "transitions[0].trackCode"),
        (but(transitions=FULL.transitions * 2), "transitions[1].scheme"),
    ],
)
def test_each_fault_at_its_field(rules: SchemeRules, field: str) -> None:
    """One thing wrong is one fault."""
    assert told(rules) == [field]


@pytest.mark.parametrize(
    "rules",
    [
        but(validity_months=1, recertification=None),
        but(validity_months=240, look_back_months=240),
        but(look_back_months=0),
        but(backdating_days=0, ahead_days=0),
        again(window_months=36),
        shown(terms=(Term("withdrawn", None),)),
        transition(kind=UNTIL, on=None),
        transition(kind=EXAM, track_code="extra"),
    ],
)
def test_the_ends_of_what_is_allowed(rules: SchemeRules) -> None:
    """The last that may be."""
    assert told(rules) == []


def test_all_faults_at_once() -> None:
    """Whoever proposes corrects in one go."""
    poor = but(validity_months=0, scope=(), track_codes=(), equivalent_routes=(), suspension_months=0)
    assert told(poor) == ["validityMonths", "suspensionMonths", "trackCodes", "scope"]


def test_a_reason_can_be_for_each_measure_and_nothing_else() -> None:
    """The measures of a reason are those that certifiers can take."""
    assert {measure.value for measure in Measure} == MEASURES
