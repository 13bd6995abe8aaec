"""Certificates that another body issued, taken over from its list (DESIGN §7): what a row must keep to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from registry.certificates.rules import last_day
from registry.people.rules import Name, folded, same_email_key, same_name_key
from registry.texts import Text

MOST_ROWS = 1_000


class Ending(StrEnum):
    """How a list that one certifier prepared ended."""

    DECIDED = "decided"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"


class Wrong(StrEnum):
    """What can be in the way of taking over a certificate."""

    AHEAD = "takeover-ahead"
    ENDED = "takeover-ended"
    REVERSED = "takeover-reversed"
    TOO_LONG = "takeover-too-long"
    DOUBLE = "takeover-double"
    ON_RECORD = "takeover-on-record"
    HOLDER_UNKNOWN = "holder-not-found"
    HOLDER_DOUBLE = "holder-double"
    HOLDER_CERTIFIED = "holder-certified"
    HOLDER_CLOSE = "holder-close"
    HOLDER_ON_HOLD = "holder-on-hold"
    HOLDER_IS_YOU = "holder-is-you"


class Line(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """One certificate as the list has it: its row, its holder, and its number, scheme and days with who issued it.

    Whoever has a candidate number is known here; of the others `distinct_from` are the known candidates of a like name
    from whom a certifier said they differ.
    """

    row: int
    number: str | None
    given_name: str
    family_prefix: str | None
    family_name: str
    work_email: str | None
    certificate: str
    scheme: str
    first_day: date
    last_day: date
    distinct_from: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        """The holder's name."""
        return Name(self.given_name, self.family_prefix, self.family_name)


@dataclass(frozen=True, slots=True)
class Holder:
    """A known candidate: the file that counts, and the names under which its person is known."""

    adviser: UUID
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the registry knows beside one line, and beside who judges it. `alike` are candidates of a like name or e-mail."""

    holder: Holder | None = None
    alike: tuple[tuple[str, str], ...] = ()
    certified_until: date | None = None
    reasons: tuple[Text, ...] = ()
    on_hold: bool = False
    is_judge: bool = False
    on_record: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is in the way of one line."""

    row: int
    wrong: Wrong
    facts: Mapping[str, object] = field(default_factory=dict)


def certificate_key(number: str) -> str:
    """Equal for two ways to write one certificate number: blanks, dashes and case make no difference."""
    return "".join(sign for sign in folded(number) if sign.isalnum())


def open_doubts(line: Line, seen: Seen) -> tuple[tuple[str, str], ...]:
    """The known candidates, by number and name, who may be this holder, and of whom no certifier said that they are not."""
    return () if line.number else tuple(each for each in seen.alike if each[0] not in line.distinct_from)


def problems(lines: Sequence[Line], seen: Mapping[int, Seen], *, today: date, validity_months: int) -> list[Problem]:
    """Everything that is in the way, of all rows at once; `seen` goes by row."""
    found = [*_doubles(lines)]
    for line in lines:
        found += _of_days(line, today=today, validity_months=validity_months)
        found += _of_holder(line, seen[line.row])
    return sorted(found, key=lambda each: each.row)


def _of_days(line: Line, *, today: date, validity_months: int) -> Iterable[Problem]:
    if line.last_day < line.first_day:
        yield Problem(line.row, Wrong.REVERSED, {"first": line.first_day, "last": line.last_day})
        return
    if line.first_day > today:
        yield Problem(line.row, Wrong.AHEAD, {"first": line.first_day, "today": today})
    if line.last_day < today:
        yield Problem(line.row, Wrong.ENDED, {"last": line.last_day})
    latest = last_day(line.first_day, validity_months)
    if line.last_day > latest:
        yield Problem(line.row, Wrong.TOO_LONG, {"months": validity_months, "latest": latest})


def _of_holder(line: Line, seen: Seen) -> Iterable[Problem]:
    if seen.on_record:
        yield Problem(line.row, Wrong.ON_RECORD, {"certificate": line.certificate})
    if seen.is_judge:
        yield Problem(line.row, Wrong.HOLDER_IS_YOU, {"name": str(line.name)})
    if line.number is None:
        if seen.reasons:
            yield Problem(line.row, Wrong.HOLDER_CLOSE, {"number": str(line.name), "reasons": list(seen.reasons)})
        return
    if seen.holder is None or same_name_key(line.name) not in {same_name_key(name) for name in seen.holder.names}:
        yield Problem(line.row, Wrong.HOLDER_UNKNOWN, {"typed": line.number})
        return
    if seen.certified_until is not None:
        yield Problem(line.row, Wrong.HOLDER_CERTIFIED, {"number": line.number, "until": seen.certified_until})
    if seen.reasons:
        yield Problem(line.row, Wrong.HOLDER_CLOSE, {"number": line.number, "reasons": list(seen.reasons)})
    if seen.on_hold:
        yield Problem(line.row, Wrong.HOLDER_ON_HOLD, {"number": line.number})


def _doubles(lines: Sequence[Line]) -> Iterable[Problem]:
    certificates: dict[str, int] = {}
    holders: dict[str, int] = {}
    for line in lines:
        first = certificates.setdefault(certificate_key(line.certificate), line.row)
        if first != line.row:
            yield Problem(line.row, Wrong.DOUBLE, {"certificate": line.certificate, "first": first})
        first = min(holders.setdefault(key, line.row) for key in _keys_of(line))
        if first != line.row:
            yield Problem(line.row, Wrong.HOLDER_DOUBLE, {"first": first})


def _keys_of(line: Line) -> list[str]:
    """What two rows of one holder have in common: a number, or of two who are new the name or the e-mail address."""
    if line.number is not None:
        return [line.number]
    keys = [same_name_key(line.name)]
    return keys if line.work_email is None else [*keys, same_email_key(line.work_email)]
