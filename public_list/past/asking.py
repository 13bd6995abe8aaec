"""What an address asks of the past: read once and whole, with every fault at its name.

Without a day it is yesterday; without an instant the end of that day, or the last midnight if that has not come yet. So an
address without either is the list of yesterday as it was.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from public_list.listing.asked_values import Refused, day_of_people, day_of_programs, one_of, page_of
from public_list.past.rules import Moment
from registry.days import AMSTERDAM, amsterdam_day, day_after
from registry.errors import Fault, Invalid
from registry.exports.answering import ASKED, FileKind
from registry.texts import Text

Value = TypeVar("Value")

FIRST_YEAR = 2000
"""Before it nothing was known."""
_MOST_PARTS = 20
_LONGEST = 40
_LAST_HOUR, _LAST_MINUTE = 23, 59
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})")

_UNREADABLE = Text("Dit adres is niet te lezen.", "This address cannot be read.")
_UNKNOWN = Text(
    "‘{name}’ kennen wij niet. U kunt kiezen uit: {known}.", "We do not know ‘{name}’. You can choose from: {known}."
)
_REPEATED = Text("Dit mag maar één keer in het adres staan.", "This may stand in the address only once.")
_NO_DAY = Text("Vul een datum in, zoals 05-03-2027.", "Enter a date, such as 05-03-2027.")
_NO_TIME = Text("Vul een tijd in, zoals 14:30.", "Enter a time, such as 14:30.")
_NO_INSTANT = Text("Vul een moment in, zoals 2027-03-05T14:30:00Z.", "Enter an instant, such as 2027-03-05T14:30:00Z.")
_NOT_YET = Text("Dit moment is nog niet voorbij.", "This moment has not passed yet.")
_TOO_OLD = Text("Kies een dag vanaf 1 januari {year}.", "Choose a day from 1 January {year} on.")


@dataclass(frozen=True, slots=True)
class Question:
    """Which past list, which page of it, and which kind of file; no file is the page itself."""

    moment: Moment
    page: int = 1
    file: FileKind | None = None

    @property
    def written(self) -> dict[str, str]:
        """The list as the fields of its page say it, in one way only; the page of it left out."""
        here = self.moment.known_at.astimezone(AMSTERDAM)
        return {"dag": self.moment.day.isoformat(), "bekend-op": here.date().isoformat(), "tijd": here.strftime("%H:%M")}

    @property
    def address(self) -> str:
        """What stands after the `?` of the address of the list."""
        return urlencode(self.written)


@dataclass(frozen=True, slots=True)
class Reading:
    """An address as it was read: the question of what is right in it, what was typed at each name, and every fault."""

    question: Question
    typed: Mapping[str, str]
    faults: tuple[Fault, ...]

    def right(self) -> Question:
        """The question of an address without a fault; raises Invalid with every fault."""
        if self.faults:
            raise Invalid(self.faults)
        return self.question


def of_people(query: bytes, *, now: datetime) -> Reading:
    """The address of the page: `dag`, `bekend-op` with `tijd` (Amsterdam's; without a time the end of the day), `pagina`."""
    taken = _Taken.of(query, ("dag", "bekend-op", "tijd", "pagina", ASKED))
    day = taken.value("dag", _day_of_people)
    known_on, at = taken.value("bekend-op", _day_of_people), taken.value("tijd", _time)
    if at is not None and known_on is None:
        taken.faults.setdefault("bekend-op", Fault("bekend-op", _NO_DAY))
    known_at = None if known_on is None else _end_of(known_on) if at is None else _instant_of(known_on, at)
    moment = taken.moment(day, known_at, field="bekend-op", now=now)
    question = Question(moment, taken.value("pagina", page_of) or 1, taken.value(ASKED, _file))
    return Reading(question, taken.typed, tuple(taken.faults.values()))


def of_programs(query: bytes, *, now: datetime) -> Reading:
    """The address of the API: `validOn`, `knownAt` (RFC 3339, with its offset), `page`."""
    taken = _Taken.of(query, ("validOn", "knownAt", "page"))
    moment = taken.moment(taken.value("validOn", _day_of_programs), taken.value("knownAt", _instant), field="knownAt", now=now)
    return Reading(Question(moment, taken.value("page", page_of) or 1), taken.typed, tuple(taken.faults.values()))


class _Taken:
    """What an address says, by name, and what is wrong with it."""

    def __init__(self, pairs: Iterable[tuple[str, str]], known: tuple[str, ...]) -> None:
        self.typed: dict[str, str] = {}
        self.faults: dict[str, Fault] = {}
        for name, value in pairs:
            if name not in known:
                shown = "".join(each if each.isprintable() else "?" for each in name[:_LONGEST])
                self.faults.setdefault(shown, Fault(shown, _UNKNOWN, {"name": shown, "known": list(known)}))
            elif name in self.typed:
                self.faults.setdefault(name, Fault(name, _REPEATED))
            else:
                self.typed[name] = value.strip()

    @classmethod
    def of(cls, query: bytes, known: tuple[str, ...]) -> "_Taken":
        try:
            return cls(parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARTS), known)
        except ValueError:
            taken = cls((), known)
            taken.faults[""] = Fault("", _UNREADABLE)
            return taken

    def value(self, name: str, convert: Callable[[str], Value]) -> Value | None:
        typed = self.typed.get(name, "")
        if not typed or name in self.faults:
            return None
        try:
            return convert(typed)
        except Refused as refused:
            self.faults[name] = Fault(name, refused.text, refused.facts)
            return None

    def moment(self, day: date | None, known_at: datetime | None, *, field: str, now: datetime) -> Moment:
        today = amsterdam_day(now)
        if known_at is not None and known_at > now:
            self.faults.setdefault(field, Fault(field, _NOT_YET))
            known_at = None
        asked = day or today - timedelta(days=1)
        return Moment(asked, known_at or min(_end_of(max(asked, date(FIRST_YEAR, 1, 1))), _instant_of(today, time())))


def _end_of(day: date) -> datetime:
    return _instant_of(day_after(day), time())


def _instant_of(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


def _since_first(day_of: Callable[[str], date]) -> Callable[[str], date]:
    """The same day, of a year in which something was known; raises Refused."""

    def convert(typed: str) -> date:
        day = day_of(typed)
        if day.year < FIRST_YEAR:
            raise Refused(_TOO_OLD, year=str(FIRST_YEAR))
        return day

    return convert


_day_of_people, _day_of_programs = _since_first(day_of_people), _since_first(day_of_programs)
_file = one_of({each.value: each for each in FileKind})


def _time(typed: str) -> time:
    found = _TIME.fullmatch(typed)
    if not found or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        raise Refused(_NO_TIME)
    return time(int(found[1]), int(found[2]))


def _instant(typed: str) -> datetime:
    if not _INSTANT.fullmatch(typed):
        raise Refused(_NO_INSTANT)
    try:
        read = datetime.fromisoformat(typed).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(_NO_INSTANT) from error
    if read.year < FIRST_YEAR:
        raise Refused(_TOO_OLD, year=str(FIRST_YEAR))
    return read
