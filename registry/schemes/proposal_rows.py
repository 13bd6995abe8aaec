"""Rows on the form of a proposal: each item of a list is a row of fields, `scope-2-nameNl`; a row that is empty is no item."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from registry.accounts.forms import Form
from registry.schema import Schema
from registry.schemes.rules import EquivalentRoute, Reason, SchemeRules, ScopeItem, Transition, TransitionKind
from registry.schemes.wording import MEASURES

LISTS = ("scope", "equivalentRoutes", "reasons", "transitions")
_FEWEST, _MOST = 2, 999
_FIELD = re.compile(r"(\w+)-(\d{1,3})-([\w-]+)")


class _Named(Schema, frozen=True):
    """What every item has that people choose by its name."""

    code: str
    name_nl: str
    name_en: str


class _Route(_Named, frozen=True):
    track_code: str
    part_codes: str


class _Transition(Schema, frozen=True):
    """A version that is left open stands for all of them."""

    scheme: str
    kind: TransitionKind
    version: int | None = None
    on: date | None = None
    track_code: str | None = None


def rows(form: Form, field: str) -> dict[int, Form]:
    """Every row of this list that was sent, by its number and in that order; its fields have their names within the row."""
    found: dict[int, dict[str, str]] = {}
    for name, typed in form.fields.items():
        if (place := _FIELD.fullmatch(name)) and place[1] == field:
            found.setdefault(int(place[2]), {})[place[3]] = typed
    return {number: Form(found[number]) for number in sorted(found)}


def filled(form: Form, field: str) -> dict[int, Form]:
    """The rows in which something was typed or ticked."""
    return {number: row for number, row in rows(form, field).items() if any(row.fields.values())}


def shown(form: Form, *, empty: int) -> dict[str, range]:
    """The numbers of the rows on the page, per list: those of the form, and so many empty ones behind them."""
    last = {field: max(rows(form, field), default=0) + empty for field in LISTS}
    return {field: range(1, min(max(number, _FEWEST), _MOST) + 1) for field, number in last.items()}


def listed(text: str) -> tuple[str, ...]:
    """Codes with commas or new lines between them."""
    return tuple(each.strip() for each in re.split(r"[,\n]", text) if each.strip())


def scope_item(row: Form) -> ScopeItem:
    """Raises Invalid, as the others do, with every fault at the field of the row."""
    named = row.read(_Named)
    return ScopeItem(named.code, named.name_nl, named.name_en)


def reason(row: Form) -> Reason:
    """Its measures are ticked."""
    named = row.read(_Named)
    measures = tuple(each for each in MEASURES if row.text(each))
    return Reason(named.code, named.name_nl, named.name_en, measures, bool(row.text("public")))


def equivalent_route(row: Form) -> EquivalentRoute:
    """Its parts have commas between them."""
    read = row.read(_Route)
    return EquivalentRoute(read.code, read.name_nl, read.name_en, read.track_code, listed(read.part_codes))


def transition(row: Form) -> Transition:
    """What becomes of certificates of one older version, or of all."""
    read = row.read(_Transition)
    return Transition(read.scheme, read.version, read.kind, read.on, read.track_code)


def fields_of(rules: SchemeRules) -> dict[str, str]:
    """The rows that make these rules again, but for their transitions: those are of one version alone."""
    routes = [
        {**_names(each), "trackCode": each.track_code, "partCodes": ", ".join(each.part_codes)}
        for each in rules.equivalent_routes
    ]
    reasons = [{**_names(each), **_ticked([*each.measures, *["public"] * each.public])} for each in rules.reasons]
    lists = {"scope": [_names(each) for each in rules.scope], "equivalentRoutes": routes, "reasons": reasons}
    return {
        f"{field}-{number}-{name}": text
        for field, items in lists.items()
        for number, item in enumerate(items, start=1)
        for name, text in item.items()
    }


def _names(item: ScopeItem | Reason | EquivalentRoute) -> dict[str, str]:
    return {"code": item.code, "nameNl": item.name_nl, "nameEn": item.name_en}


def _ticked(names: Iterable[str]) -> Mapping[str, str]:
    return dict.fromkeys(names, "ja")
