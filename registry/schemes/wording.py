"""The rules of a version in words: each fact under its field, to be read, and to be compared with another version's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.schemes.rules import (
    EquivalentRoute,
    Party,
    Reason,
    Recertification,
    Route,
    SchemeRules,
    Term,
    Transition,
    TransitionKind,
)
from registry.texts import Language, Text

FIELDS: Mapping[str, Text] = {
    "validityMonths": Text("Hoe lang is een certificaat geldig?", "How long is a certificate valid?"),
    "lookBackMonths": Text("Hoe lang telt lesgeven en examineren mee?", "How long do teaching and examining count?"),
    "trackCodes": Text("Opleidingstrajecten", "Training tracks"),
    "scope": Text("Toepassingsgebied", "Scope"),
    "termsVersion": Text("Versie van de voorwaarden", "Version of the terms"),
    "codeOfConductVersion": Text("Versie van de gedragscode", "Version of the code of conduct"),
    "listed": Text("Op de openbare lijst", "On the public list"),
    "namedOnCheck": Text("Met naam bij controle van een nummer", "With a name when a number is checked"),
    "terms": Text("Hoe lang na het einde?", "How long after the end?"),
    "reasons": Text("Redenen voor maatregelen", "Reasons for measures"),
    "suspensionMonths": Text("Langste termijn van een schorsing", "Longest term of a suspension"),
    "backdatingDays": Text("Hoe ver terug mag een maatregel ingaan?", "How far back may a measure take effect?"),
    "aheadDays": Text("Hoe ver vooruit mag een maatregel ingaan?", "How far ahead may a measure take effect?"),
    "equivalentRoutes": Text("Andere wegen naar hetzelfde", "Other ways to the same"),
    "recertification": Text("Hercertificatie", "Recertification"),
    "transitions": Text("Wat gebeurt er met oudere certificaten?", "What becomes of older certificates?"),
}
"""What each field of the rules is called, in the order of reading."""

STATUSES: Mapping[str, Text] = {
    "valid": Text("geldig", "valid"),
    "not-yet-valid": Text("nog niet geldig", "not yet valid"),
    "suspended": Text("geschorst", "suspended"),
    "expired": Text("verlopen", "expired"),
    "replaced": Text("vervangen", "replaced"),
    "superseded": Text("vervallen", "superseded"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
    "void": Text("nietig", "void"),
}
MEASURES: Mapping[str, Text] = {
    "suspended": Text("schorsen", "suspend"),
    "reinstated": Text("herstellen", "reinstate"),
    "withdrawn": Text("intrekken", "withdraw"),
    "voided": Text("nietig verklaren", "void"),
    "replaced": Text("vervangen", "replace"),
}
ROUTES: Mapping[Route, Text] = {
    Route.EXAM: Text("examen", "exam"),
    Route.ENGAGEMENTS: Text("beoordeelde inzetten", "evaluated engagements"),
    Route.EDUCATION: Text("bijscholing", "continuing education"),
}
KINDS: Mapping[TransitionKind, Text] = {
    TransitionKind.UNTIL_EXPIRY: Text("geldig tot de laatste dag", "valid through the last day"),
    TransitionKind.EXTRA_EXAM: Text("extra examen", "extra exam"),
    TransitionKind.HARD_END: Text("vervalt", "ends"),
}
PARTIES: Mapping[Party, Text] = {
    Party.OWNER: Text("schemabeheerder", "scheme owner"),
    Party.BODY: Text("certificerende instelling", "certification body"),
}
PUBLIC, NOT_PUBLIC = Text("openbaar", "public"), Text("niet openbaar", "not public")
ALL_VERSIONS = Text("alle versies", "all versions")

_MONTHS, _MONTH = Text("{number} maanden", "{number} months"), Text("{number} maand", "{number} month")
_DAYS, _DAY = Text("{number} dagen", "{number} days"), Text("{number} dag", "{number} day")
_FOR_EVER = Text("altijd", "for ever")
_TERM = Text("{status}: {term}", "{status}: {term}")
_ROUTE_ALONE = Text("{route}", "{route}")
_REASON = Text("{name}: {measures}; {public}", "{name}: {measures}; {public}")
_ROUTE = Text("{name}: onderdelen {parts} van traject {track}", "{name}: parts {parts} of track {track}")
_WINDOW = Text("aanvragen vanaf {number} maanden vóór de laatste dag", "apply from {number} months before the last day")
_GRACE = Text("aanvragen tot {number} maanden na de laatste dag", "apply until {number} months after the last day")
_GAP = Text("een onderbreking mag", "a gap is allowed")
_NO_GAP = Text("zonder onderbreking", "without a gap")
_HOURS = Text("{route}: ten minste {number} uur", "{route}: at least {number} hours")
_ENGAGEMENTS = Text("{route}: ten minste {number}", "{route}: at least {number}")
_UNTIL = Text("{scheme}, {which}: {kind}", "{scheme}, {which}: {kind}")
_ENDING = Text("{scheme}, {which}: {kind} op {day}", "{scheme}, {which}: {kind} on {day}")
_EXAM = Text(
    "{scheme}, {which}: {kind} vóór {day}, traject {track}; anders vervallen op die dag",
    "{scheme}, {which}: {kind} before {day}, track {track}; else superseded on that day",
)
_WHICH = Text("versie {number}", "version {number}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the rules say: in which field, of which item of it, in words."""

    field: str
    item: str
    text: Text


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that differs between two versions; None where one of them has no such fact."""

    field: str
    item: str
    old: Text | None
    new: Text | None


def facts_of(rules: SchemeRules) -> list[Fact]:
    """All that the rules say, in the order of reading."""
    return [
        Fact("validityMonths", "", _counted(rules.validity_months, _MONTH, _MONTHS)),
        Fact("lookBackMonths", "", _counted(rules.look_back_months, _MONTH, _MONTHS)),
        *(Fact("trackCodes", code, Text(code, code)) for code in rules.track_codes),
        *(Fact("scope", each.code, Text(each.name_nl, each.name_en)) for each in rules.scope),
        Fact("termsVersion", "", Text(rules.terms_version, rules.terms_version)),
        Fact("codeOfConductVersion", "", Text(rules.code_of_conduct_version, rules.code_of_conduct_version)),
        *(Fact("listed", status, STATUSES[status]) for status in rules.publication.listed),
        *(Fact("namedOnCheck", status, STATUSES[status]) for status in rules.publication.named_on_check),
        *(Fact("terms", term.status, _term(term)) for term in rules.publication.terms),
        *(Fact("reasons", each.code, _reason(each)) for each in rules.reasons),
        Fact("suspensionMonths", "", _counted(rules.suspension_months, _MONTH, _MONTHS)),
        Fact("backdatingDays", "", _counted(rules.backdating_days, _DAY, _DAYS)),
        Fact("aheadDays", "", _counted(rules.ahead_days, _DAY, _DAYS)),
        *(Fact("equivalentRoutes", each.code, _route(each)) for each in rules.equivalent_routes),
        *(_recertification(rules.recertification) if rules.recertification else ()),
        *(Fact("transitions", f"{each.scheme} {each.version or ''}", said_of(each)) for each in rules.transitions),
    ]


def changes(old: SchemeRules, new: SchemeRules) -> list[Change]:
    """What differs, in the order of reading: what was removed or changed, and what is new."""
    before = {(each.field, each.item): each.text for each in facts_of(old)}
    after = {(each.field, each.item): each.text for each in facts_of(new)}
    order = list(FIELDS)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (order.index(key[0]), key[1]))
    return [Change(*key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def said_of(transition: Transition) -> Text:
    """A transition in words."""
    which = ALL_VERSIONS if transition.version is None else _said(_WHICH, number=transition.version)
    text = {TransitionKind.UNTIL_EXPIRY: _UNTIL, TransitionKind.HARD_END: _ENDING, TransitionKind.EXTRA_EXAM: _EXAM}
    return _said(
        text[transition.kind],
        scheme=transition.scheme,
        which=which,
        kind=KINDS[transition.kind],
        day=transition.on or "",
        track=transition.track_code or "",
    )


def _said(text: Text, **facts: object) -> Text:
    """The text with its facts filled in, in both languages."""
    return Text(*(text.say(language, **facts) for language in (Language.NL, Language.EN)))


def _counted(number: int, one: Text, more: Text) -> Text:
    return _said(one if number == 1 else more, number=number)


def _term(term: Term) -> Text:
    months = _FOR_EVER if term.months is None else _counted(term.months, _MONTH, _MONTHS)
    return _said(_TERM, status=STATUSES[term.status], term=months)


def _reason(reason: Reason) -> Text:
    measures = [MEASURES[each] for each in reason.measures]
    return _said(_REASON, name=reason.name, measures=measures, public=_public(reason))


def _public(reason: Reason) -> Text:
    return PUBLIC if reason.public else NOT_PUBLIC


def _route(route: EquivalentRoute) -> Text:
    return _said(_ROUTE, name=route.name, parts=list(route.part_codes), track=route.track_code)


def _recertification(again: Recertification) -> Iterator[Fact]:
    asked = {Route.EDUCATION: (_HOURS, again.education_hours), Route.ENGAGEMENTS: (_ENGAGEMENTS, again.evaluated_engagements)}
    yield Fact("recertification", "1", _said(_WINDOW, number=again.window_months))
    yield Fact("recertification", "2", _said(_GRACE, number=again.grace_months))
    yield Fact("recertification", "3", _GAP if again.gap_allowed else _NO_GAP)
    for route in again.routes:
        text, number = asked.get(route, (_ROUTE_ALONE, 0))
        yield Fact("recertification", route.value, _said(text, route=ROUTES[route], number=number))
