"""Everything that is wrong with the rules of a version, all of it at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from registry.errors import Fault
from registry.schema import LINE, Code, Label
from registry.schemes.rules import (
    MEASURES,
    STATUSES,
    Publication,
    Recertification,
    Route,
    SchemeRules,
    Transition,
    TransitionKind,
)
from registry.texts import Text

_BETWEEN = Text("Vul een getal in van {least} tot en met {most}.", "Enter a number from {least} through {most}.")
_MONTHS, _SUSPENSION, _DAYS, _HOURS = 240, 60, 3_650, 10_000
_CODE = Text(
    "‘{code}’ is geen code. Gebruik kleine letters, cijfers en streepjes, hooguit 40.",
    "‘{code}’ is not a code. Use small letters, digits and hyphens, at most 40.",
)
_LABEL = Text(
    "Schrijf een naam van 2 tot en met 100 tekens, op één regel.",
    "Write a name of 2 through 100 characters, on one line.",
)
_Edition = Annotated[str, Meta(max_length=40, pattern=LINE)]
_EDITION = Text("Schrijf welke versie, in hooguit 40 tekens.", "Write which version, in at most 40 characters.")
_TWICE = Text("‘{code}’ staat er twee keer.", "‘{code}’ is there twice.")
_NO_STATUS = Text("‘{status}’ is geen status van een certificaat.", "‘{status}’ is not a status of a certificate.")
_NO_MEASURE = Text("‘{measure}’ is geen maatregel.", "‘{measure}’ is not a measure.")
_NO_TRACK = Text("Noem ten minste één opleidingstraject.", "Name at least one training track.")
_NO_SCOPE = Text("Noem ten minste één onderdeel van het toepassingsgebied.", "Name at least one scope item.")
_ONE_AT_LEAST = Text("Noem er ten minste één.", "Name at least one.")
_NOT_ASKED = Text("Dit schema vraagt niet om traject ‘{track}’.", "This scheme does not ask for track ‘{track}’.")
_NO_END = Text(
    "‘{status}’ is geen einde: hiervoor kan geen termijn gelden.",
    "‘{status}’ is not an end: no term can be set for it.",
)
_NOT_SHOWN = Text(
    "Een certificaat met status ‘{status}’ wordt niet getoond of genoemd. Een termijn heeft dan geen zin.",
    "A certificate with status ‘{status}’ is neither listed nor named. A term makes no sense then.",
)
_ROUTE_ASKS = Text("Vul in hoeveel deze weg vraagt.", "Enter how much this route asks.")
_ROUTE_ABSENT = Text("Deze weg staat niet bij de wegen. Vul 0 in.", "This route is not among the routes. Enter 0.")
_NEEDS_DAY = Text("Noem de dag waarop de oude certificaten vervallen.", "Name the day on which the old certificates end.")
_NO_DAY = Text(
    "Certificaten die geldig blijven tot hun laatste dag, hebben hier geen dag.",
    "Certificates that stay valid through their last day have no day here.",
)
_TOO_SOON = Text(
    "Dit kan niet vóór de dag waarop deze versie ingaat, {day}.",
    "This cannot be before the day on which this version takes effect, {day}.",
)
_NEEDS_TRACK = Text("Noem het traject van het extra examen.", "Name the track of the extra exam.")
_NO_EXAM = Text("Alleen een extra examen heeft een traject.", "Only an extra exam has a track.")
_ENDED = STATUSES - {"suspended", "not-yet-valid", "valid"}


def faults_of(rules: SchemeRules, *, effective_from: date) -> list[Fault]:
    """Every fault of the rules of a version that takes effect on that day."""
    return [
        *_numbers(rules),
        *_texts(rules),
        *_lists(rules),
        *_publication(rules.publication),
        *_reasons(rules),
        *_routes(rules),
        *(_recertification(rules.recertification, rules.validity_months) if rules.recertification else ()),
        *_transitions(rules.transitions, effective_from),
    ]


def _numbers(rules: SchemeRules) -> Iterator[Fault]:
    yield from _between("validityMonths", rules.validity_months, 1, _MONTHS)
    yield from _between("lookBackMonths", rules.look_back_months, 0, _MONTHS)
    yield from _between("suspensionMonths", rules.suspension_months, 1, _SUSPENSION)
    yield from _between("backdatingDays", rules.backdating_days, 0, _DAYS)
    yield from _between("aheadDays", rules.ahead_days, 0, _DAYS)


def _between(field: str, value: int, least: int, most: int) -> Iterator[Fault]:
    if not least <= value <= most:
        yield Fault(field, _BETWEEN, {"least": least, "most": most})


def _texts(rules: SchemeRules) -> Iterator[Fault]:
    for field, value in (("termsVersion", rules.terms_version), ("codeOfConductVersion", rules.code_of_conduct_version)):
        if not _is(value, _Edition):
            yield Fault(field, _EDITION)


def _is(value: str, kind: object) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _named(field: str, items: Sequence[tuple[str, str, str]]) -> Iterator[Fault]:
    """Codes are codes, each once; names are names."""
    yield from _codes(field, [code for code, _, _ in items], ".code")
    for place, (_, dutch, english) in enumerate(items):
        for name, value in (("nameNl", dutch), ("nameEn", english)):
            if not _is(value, Label):
                yield Fault(f"{field}[{place}].{name}", _LABEL)


def _codes(field: str, codes: Sequence[str], under: str = "") -> Iterator[Fault]:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if not _is(code, Code):
            yield Fault(f"{field}[{place}]{under}", _CODE, {"code": code})
        elif code in seen:
            yield Fault(f"{field}[{place}]{under}", _TWICE, {"code": code})
        seen.add(code)


def _lists(rules: SchemeRules) -> Iterator[Fault]:
    if not rules.track_codes:
        yield Fault("trackCodes", _NO_TRACK)
    if not rules.scope:
        yield Fault("scope", _NO_SCOPE)
    yield from _codes("trackCodes", rules.track_codes)
    yield from _named("scope", [(each.code, each.name_nl, each.name_en) for each in rules.scope])


def _publication(publication: Publication) -> Iterator[Fault]:
    shown = {"listed": publication.listed, "namedOnCheck": publication.named_on_check}
    for field, statuses in shown.items():
        yield from _known(f"publication.{field}", statuses)
    for place, term in enumerate(publication.terms):
        at = f"publication.terms[{place}]"
        if term.status not in STATUSES:
            yield Fault(f"{at}.status", _NO_STATUS, {"status": term.status})
        elif term.status not in _ENDED:
            yield Fault(f"{at}.status", _NO_END, {"status": term.status})
        elif not any(term.status in statuses for statuses in shown.values()):
            yield Fault(f"{at}.status", _NOT_SHOWN, {"status": term.status})
        elif term.status in {earlier.status for earlier in publication.terms[:place]}:
            yield Fault(f"{at}.status", _TWICE, {"code": term.status})
        if term.months is not None:
            yield from _between(f"{at}.months", term.months, 0, _MONTHS)


def _known(field: str, statuses: Iterable[str]) -> Iterator[Fault]:
    return (Fault(field, _NO_STATUS, {"status": status}) for status in statuses if status not in STATUSES)


def _reasons(rules: SchemeRules) -> Iterator[Fault]:
    yield from _named("reasons", [(each.code, each.name_nl, each.name_en) for each in rules.reasons])
    for place, reason in enumerate(rules.reasons):
        if not reason.measures:
            yield Fault(f"reasons[{place}].measures", _ONE_AT_LEAST)
        for measure in reason.measures:
            if measure not in MEASURES:
                yield Fault(f"reasons[{place}].measures", _NO_MEASURE, {"measure": measure})


def _routes(rules: SchemeRules) -> Iterator[Fault]:
    routes = rules.equivalent_routes
    yield from _named("equivalentRoutes", [(each.code, each.name_nl, each.name_en) for each in routes])
    for place, route in enumerate(routes):
        if route.track_code not in rules.track_codes:
            yield Fault(f"equivalentRoutes[{place}].trackCode", _NOT_ASKED, {"track": route.track_code})
        if not route.part_codes:
            yield Fault(f"equivalentRoutes[{place}].partCodes", _ONE_AT_LEAST)


def _recertification(again: Recertification, validity_months: int) -> Iterator[Fault]:
    longest = validity_months if 1 <= validity_months <= _MONTHS else _MONTHS
    yield from _between("recertification.windowMonths", again.window_months, 1, longest)
    yield from _between("recertification.graceMonths", again.grace_months, 0, _SUSPENSION)
    if not again.routes:
        yield Fault("recertification.routes", _ONE_AT_LEAST)
    for field, asked, route in (
        ("educationHours", again.education_hours, Route.EDUCATION),
        ("evaluatedEngagements", again.evaluated_engagements, Route.ENGAGEMENTS),
    ):
        yield from _between(f"recertification.{field}", asked, 0, _HOURS)
        if route in again.routes and asked == 0:
            yield Fault(f"recertification.{field}", _ROUTE_ASKS)
        if route not in again.routes and asked > 0:
            yield Fault(f"recertification.{field}", _ROUTE_ABSENT)


def _transitions(transitions: Sequence[Transition], effective_from: date) -> Iterator[Fault]:
    seen: set[tuple[str, int | None]] = set()
    for place, each in enumerate(transitions):
        at, ends = f"transitions[{place}]", each.kind is not TransitionKind.UNTIL_EXPIRY
        if (each.scheme, each.version) in seen:
            yield Fault(f"{at}.scheme", _TWICE, {"code": each.scheme})
        seen.add((each.scheme, each.version))
        if ends and each.on is None:
            yield Fault(f"{at}.on", _NEEDS_DAY)
        elif not ends and each.on is not None:
            yield Fault(f"{at}.on", _NO_DAY)
        elif each.on is not None and each.on < effective_from:
            yield Fault(f"{at}.on", _TOO_SOON, {"day": effective_from})
        if each.kind is TransitionKind.EXTRA_EXAM and not _is(each.track_code or "", Code):
            yield Fault(f"{at}.trackCode", _NEEDS_TRACK)
        elif each.kind is not TransitionKind.EXTRA_EXAM and each.track_code is not None:
            yield Fault(f"{at}.trackCode", _NO_EXAM)
