"""A version in words: nothing it says is left out, and every difference between two versions shows."""

import pytest

from registry.schemes.rules import (
    EquivalentRoute,
    Publication,
    Reason,
    Recertification,
    Route,
    SchemeRules,
    ScopeItem,
    Term,
    Transition,
    TransitionKind,
)
from registry.schemes.wording import FIELDS, changes, facts_of
from registry.texts import Language
from tests.registry.schemes.rules_in_full import FIRST_DAY, FULL, again, but, reason, route, shown, transition

CHANGED = [
    but(validity_months=24),
    but(look_back_months=1),
    but(track_codes=("ander",)),
    but(scope=(ScopeItem("x", "Gemeentelijke processen", "Municipal processes"),)),
    but(scope=(ScopeItem("gp", "Processen", "Municipal processes"),)),
    but(scope=(ScopeItem("gp", "Gemeentelijke processen", "Processes"),)),
    but(terms_version="{2}"),
    but(code_of_conduct_version="2"),
    shown(listed=("valid",)),
    shown(named_on_check=("valid", "void")),
    shown(terms=(Term("withdrawn", None),)),
    shown(terms=(Term("void", 12),)),
    reason(code="anders"),
    reason(name_nl="Anders"),
    reason(name_en="Other"),
    reason(measures=("suspended",)),
    reason(public=False),
    but(suspension_months=1),
    but(backdating_days=1),
    but(ahead_days=1),
    route(code="anders"),
    route(name_nl="Anders"),
    route(name_en="Other"),
    route(track_code="ander"),
    route(part_codes=("GP",)),
    but(recertification=None),
    again(window_months=1),
    again(grace_months=1),
    again(routes=(Route.EDUCATION,)),
    again(education_hours=1),
    again(routes=(Route.EDUCATION, Route.EXAM, Route.ENGAGEMENTS), evaluated_engagements=1),
    again(gap_allowed=True),
    transition(scheme="ander"),
    transition(version=1),
    transition(kind=TransitionKind.EXTRA_EXAM, track_code="extra"),
    transition(on=FIRST_DAY.replace(year=2028)),
]


@pytest.mark.parametrize("rules", CHANGED, ids=range(len(CHANGED)))
def test_every_change_shows(rules: SchemeRules) -> None:
    """Whatever changes, both parties see it before they sign."""
    assert changes(FULL, rules)


def test_every_field_is_changed_once_above() -> None:
    """A field that is added to the rules needs its words, and its change in this test."""
    structs = (SchemeRules, ScopeItem, Publication, Term, Reason, EquivalentRoute, Recertification, Transition)
    assert sum(len(each.__struct_fields__) for each in structs) == 43
    assert {fact.field for rules in (FULL, *CHANGED) for fact in facts_of(rules)} == set(FIELDS)


def test_a_change_tells_old_and_new() -> None:
    """Removed, new and changed; the same rules have none."""
    [change] = changes(FULL, but(validity_months=1))
    assert change.old
    assert change.new
    assert (change.field, change.old.nl, change.new.nl, change.new.en) == ("validityMonths", "36 maanden", "1 maand", "1 month")
    [gone] = changes(FULL, but(reasons=()))
    assert (gone.item, gone.new) == ("misbruik", None)
    assert changes(FULL, FULL) == []


def test_words_stand_as_they_were_written() -> None:
    """Braces in a name stand for nothing."""
    [fact] = [each for each in facts_of(but(scope=(ScopeItem("gp", "Een {haak}", "A {brace}"),))) if each.field == "scope"]
    assert (fact.text.say(Language.NL), fact.text.say(Language.EN)) == ("Een {haak}", "A {brace}")
