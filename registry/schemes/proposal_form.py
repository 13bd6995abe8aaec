"""The form on which a scheme owner proposes a version: fields of one value each, boxes to tick, and lists of rows."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.schema import Schema
from registry.schemes import proposal_rows as rows
from registry.schemes.rules import Publication, Recertification, Route, SchemeRules, Term
from registry.schemes.schemas import ProposeVersion
from registry.schemes.wording import STATUSES
from registry.texts import Language, Text

ENDED = ("expired", "replaced", "superseded", "withdrawn", "void")
"""The statuses that have an end to count from."""

_Item = TypeVar("_Item")
_RULE = re.compile(r"(?:publication\.|recertification\.)?(\w+)(?:\[(\d+)\](?:\.(\w+))?)?")
_STANDS_FOR = {"listed": "listed-valid", "namedOnCheck": "named-valid", "terms": "term-expired", "routes": "route-exam"}
_TOLD = Text("{told}", "{told}")
_WHOLE = Text("Schrijf een heel getal.", "Write a whole number.")


class _Plain(Schema, frozen=True):
    """The fields that hold one value each."""

    effective_from: date
    certification_body: UUID
    validity_months: int
    look_back_months: int
    terms_version: str
    code_of_conduct_version: str
    suspension_months: int
    backdating_days: int
    ahead_days: int
    window_months: int | None = None
    grace_months: int = 0
    education_hours: int = 0
    evaluated_engagements: int = 0


class _Reader:
    """Reads a form and gathers its faults."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.faults: list[Fault] = []

    def plain(self) -> _Plain | None:
        try:
            return self._form.read(_Plain)
        except Invalid as error:
            self.faults += error.faults
            return None

    def codes(self, field: str) -> tuple[str, ...]:
        return rows.listed(self._form.text(field))

    def ticked(self, prefix: str, choices: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in choices if self._form.text(f"{prefix}-{each}"))

    def items(self, field: str, make: Callable[[Form], _Item]) -> tuple[_Item, ...]:
        """What each row makes in which something stands; a fault of one is told at its own field."""
        found = []
        for number, row in rows.filled(self._form, field).items():
            try:
                found.append(make(row))
            except Invalid as error:
                self.faults += [Fault(f"{field}-{number}-{each.field}", each.text, each.facts) for each in error.faults]
        return tuple(found)

    def terms(self) -> tuple[Term, ...]:
        found = []
        for status in ENDED:
            typed = self._form.text(f"term-{status}")
            if typed and not typed.isdecimal():
                self.faults.append(Fault(f"term-{status}", _WHOLE))
            elif typed:
                found.append(Term(status, int(typed)))
        return tuple(found)


def read(form: Form) -> ProposeVersion:
    """What the form proposes; raises Invalid, every fault at once, each at the field of the form."""
    reader = _Reader(form)
    plain = reader.plain()
    tracks, scope = reader.codes("trackCodes"), reader.items("scope", rows.scope_item)
    reasons = reader.items("reasons", rows.reason)
    equivalent = reader.items("equivalentRoutes", rows.equivalent_route)
    transitions = reader.items("transitions", rows.transition)
    terms = reader.terms()
    if reader.faults or plain is None:
        raise Invalid(reader.faults)
    rules = SchemeRules(
        validity_months=plain.validity_months,
        look_back_months=plain.look_back_months,
        track_codes=tracks,
        scope=scope,
        terms_version=plain.terms_version,
        code_of_conduct_version=plain.code_of_conduct_version,
        publication=Publication(reader.ticked("listed", STATUSES), reader.ticked("named", STATUSES), terms),
        reasons=reasons,
        suspension_months=plain.suspension_months,
        backdating_days=plain.backdating_days,
        ahead_days=plain.ahead_days,
        equivalent_routes=equivalent,
        recertification=_recertification(plain, reader.ticked("route", Route), form),
        transitions=transitions,
    )
    return ProposeVersion(effective_from=plain.effective_from, certification_body=plain.certification_body, rules=rules)


def at_fields(faults: Iterable[Fault], form: Form) -> Invalid:
    """The same faults at the fields of the form: what is wrong with several codes in one field is told together."""
    told: dict[str, list[Text]] = {}
    for fault in faults:
        text = Text(*(fault.text.say(language, **fault.facts) for language in (Language.NL, Language.EN)))
        told.setdefault(_field(fault.field, form), []).append(text)
    return Invalid([Fault(name, _TOLD, {"told": _joined(texts)}) for name, texts in told.items()])


def kept(rules: SchemeRules) -> dict[str, str]:
    """The fields as they are filled in to begin with: the rules of the version before."""
    again = rules.recertification
    months = {term.status: term.months for term in rules.publication.terms}
    return {
        "validityMonths": str(rules.validity_months),
        "lookBackMonths": str(rules.look_back_months),
        "termsVersion": rules.terms_version,
        "codeOfConductVersion": rules.code_of_conduct_version,
        "suspensionMonths": str(rules.suspension_months),
        "backdatingDays": str(rules.backdating_days),
        "aheadDays": str(rules.ahead_days),
        "trackCodes": "\n".join(rules.track_codes),
        **rows.fields_of(rules),
        **{f"listed-{each}": "ja" for each in rules.publication.listed},
        **{f"named-{each}": "ja" for each in rules.publication.named_on_check},
        **{f"term-{status}": str(number) for status, number in months.items() if number is not None},
        **({f"route-{each}": "ja" for each in again.routes} if again else {}),
        "windowMonths": str(again.window_months) if again else "",
        "graceMonths": str(again.grace_months) if again else "",
        "educationHours": str(again.education_hours or "") if again else "",
        "evaluatedEngagements": str(again.evaluated_engagements or "") if again else "",
        "gapAllowed": "ja" if again and again.gap_allowed else "",
    }


def _recertification(plain: _Plain, routes: tuple[str, ...], form: Form) -> Recertification | None:
    """None where nothing of it was filled in."""
    if plain.window_months is None and not routes:
        return None
    return Recertification(
        window_months=plain.window_months or 0,
        grace_months=plain.grace_months,
        routes=tuple(Route(each) for each in routes),
        education_hours=plain.education_hours,
        evaluated_engagements=plain.evaluated_engagements,
        gap_allowed=bool(form.text("gapAllowed")),
    )


def _field(rule: str, form: Form) -> str:
    """The field of the form that holds a field of the rules; several boxes go by the first of them."""
    found = _RULE.fullmatch(rule)
    if found is None:
        return rule
    name, place, column = found.groups()
    if column is None or name not in rows.LISTS:
        return _STANDS_FOR.get(name, name)
    return f"{name}-{list(rows.filled(form, name))[int(place)]}-{column}"


def _joined(texts: list[Text]) -> Text:
    return Text(" ".join(each.nl for each in texts), " ".join(each.en for each in texts))
