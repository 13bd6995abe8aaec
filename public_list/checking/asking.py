"""What an address asks of the check: read once and strictly, every fault at its name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

import msgspec

from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.schema import Schema
from registry.texts import Text

FOR_PEOPLE, FOR_PROGRAMS = "dag", "validOn"
"""What the day is called in the addresses of pages, and in those of the API."""
NUMBER = "nummer"
_LONGEST = 100
_MOST_PARTS = 50

_UNREADABLE = Text("Dit adres is niet te lezen.", "This address cannot be read.")
_UNKNOWN = Text(
    "‘{name}’ kennen wij niet. U kunt kiezen uit: {known}.", "We do not know ‘{name}’. You can choose from: {known}."
)
_REPEATED = Text("Dit mag maar één keer in het adres staan.", "This may stand in the address only once.")
_TOO_LONG = Text("Schrijf hooguit {most} tekens.", "Write at most {most} characters.")
_DAY_FOR_PROGRAMS = Text("Geef een datum als 2027-03-05.", "Give a date like 2027-03-05.")


class _Day(Schema, frozen=True):
    day: date | None = msgspec.field(default=None, name=FOR_PEOPLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that is asked, if any, and every fault, each at the name in the address."""

    day: date | None = None
    faults: tuple[Fault, ...] = ()

    def right(self) -> date | None:
        """The day of an address without a fault; raises Invalid with every fault."""
        if self.faults:
            raise Invalid(self.faults)
        return self.day


def of_people(query: bytes) -> Asked:
    """What the address of a page asks: `dag`, as a date field sends it or as people write it."""
    typed, faults = _values(query, known=(FOR_PEOPLE,))
    try:
        day = day_typed(typed.get(FOR_PEOPLE, "")) if FOR_PEOPLE not in faults else None
    except Invalid as error:
        return Asked(None, (*faults.values(), *error.faults))
    return Asked(day, tuple(faults.values()))


def of_programs(query: bytes) -> Asked:
    """What an address of the API asks: `validOn`, as 2027-03-05."""
    typed, faults = _values(query, known=(FOR_PROGRAMS,))
    given = typed.get(FOR_PROGRAMS)
    try:
        day = msgspec.convert(given, date) if given is not None and FOR_PROGRAMS not in faults else None
    except msgspec.ValidationError:
        return Asked(None, (*faults.values(), Fault(FOR_PROGRAMS, _DAY_FOR_PROGRAMS)))
    return Asked(day, tuple(faults.values()))


def number_in(query: bytes) -> str:
    """The number that was typed in the form; raises Invalid with every fault."""
    typed, faults = _values(query, known=(NUMBER,))
    if faults:
        raise Invalid(tuple(faults.values()))
    return typed.get(NUMBER, "")


def day_typed(typed: str) -> date | None:
    """The day in the field of a form, as a date field sends it or as people write it; raises Invalid at `dag`."""
    return Form({FOR_PEOPLE: typed}).read(_Day).day


def _values(query: bytes, *, known: Collection[str]) -> tuple[dict[str, str], dict[str, Fault]]:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARTS)
    except ValueError:
        return {}, {"": Fault("", _UNREADABLE)}
    typed: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    for name, value in pairs:
        if name not in known:
            shown = "".join(each if each.isprintable() else "?" for each in name[:_LONGEST])
            faults.setdefault(name, Fault(shown, _UNKNOWN, {"name": shown, "known": list(known)}))
        elif name in typed:
            faults.setdefault(name, Fault(name, _REPEATED))
        elif len(value) > _LONGEST:
            faults.setdefault(name, Fault(name, _TOO_LONG, {"most": _LONGEST}))
        typed.setdefault(name, value.strip())
    return typed, faults
