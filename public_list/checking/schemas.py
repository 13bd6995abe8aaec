"""What whoever checks a number reads in the API."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta

from public_list.checking.numbers import LONGEST, MOST
from public_list.checking.rules import Line, Outcome, counted
from public_list.listing.rules import Checked
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language


class CheckedOut(Schema, frozen=True):
    """The status of a certificate on a day; name and reason only where they may be told. `since`: its first day."""

    number: str
    status: Status
    since: date | None
    scheme: str
    scheme_name: str
    valid_from: date
    valid_until: date
    day: date
    name: str | None
    reason: str | None
    taken_over_from: str | None

    @classmethod
    def of(cls, checked: Checked, language: Language) -> "CheckedOut":
        """The answer in a language."""
        return cls(
            number=checked.number,
            status=checked.status,
            since=checked.since,
            scheme=checked.scheme,
            scheme_name=checked.scheme_name.say(language),
            valid_from=checked.valid_from,
            valid_until=checked.valid_until,
            day=checked.day,
            name=checked.name,
            reason=checked.reason.say(language) if checked.reason else None,
            taken_over_from=checked.taken_over_from,
        )


class CheckList(Schema, frozen=True):
    """Numbers to check, as they were typed; `validOn` is another day than today."""

    numbers: Annotated[list[Annotated[str, Meta(max_length=LONGEST)]], Meta(min_length=1, max_length=MOST)]
    valid_on: date | None = None


class LineOut(Schema, frozen=True):
    """The answer to one number; `position` counts from 1, and `firstPosition` is where the same number stood before.

    `outcome`: a certificate; unknown, for a number that was never issued; or no number, and then `problem` tells what is wrong
    and `suggestions` are issued numbers that may be meant.
    """

    position: int
    typed: str
    outcome: Outcome
    number: str | None
    certificate: CheckedOut | None
    problem: str | None
    suggestions: list[str]
    first_position: int | None

    @classmethod
    def of(cls, line: Line, language: Language) -> "LineOut":
        """The answer in a language."""
        return cls(
            position=line.row,
            typed=line.typed,
            outcome=line.outcome,
            number=line.number,
            certificate=CheckedOut.of(line.checked, language) if line.checked else None,
            problem=line.fault.say(language) if line.fault else None,
            suggestions=list(line.suggestions),
            first_position=line.first_row,
        )


class CheckedListOut(Schema, frozen=True):
    """The answers in the order asked; `day` is the day of every status, and `counts` how many there are of each.

    In `counts` a certificate counts by its status, anything else by its outcome.
    """

    day: date
    counts: dict[str, int]
    lines: list[LineOut]

    @classmethod
    def of(cls, lines: Sequence[Line], day: date, language: Language) -> "CheckedListOut":
        """The answers in a language."""
        return cls(day=day, counts=counted(lines), lines=[LineOut.of(line, language) for line in lines])
