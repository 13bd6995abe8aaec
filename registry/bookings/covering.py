"""What must hold on every day of a period: the first day on which it does not, and which part of the period would do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.certificates.rules import Status, Timeline, status_on
from registry.days import day_after


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate of a scheme that the programme accepts, and the parts of it that the certificate covers."""

    timeline: Timeline
    scope: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bond:
    """An employment with an organisation, or a tie to it that the adviser declared; without a last day it goes on."""

    organisation: UUID
    first_day: date
    last_day: date | None

    def holds_on(self, day: date) -> bool:
        """The day is in it."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Covered:
    """`bare` is the first day of the period on which it does not hold; None when it holds throughout.

    Where it does not: `passes_from` is the earliest later first day from which it holds through the last day of the period,
    or on that day itself where the period is over by then; `passes_until` the latest last day through which it holds from
    the first. None where there is no such day.
    """

    bare: date | None
    passes_from: date | None = None
    passes_until: date | None = None


_THROUGHOUT = Covered(None)


def over(first: date, last: date, *, turns: Iterable[date], holds: Callable[[date], bool]) -> Covered:
    """Whether something holds from the first through the last day; it only changes on the days of `turns`."""
    later_turns = sorted({turn for turn in turns if turn > first})
    holds_first = holds(first)
    if holds_first and not (later_turns and later_turns[0] <= last):
        return _THROUGHOUT
    answers = [(first, holds_first), *((turn, holds(turn)) for turn in later_turns)]
    inside = [answer for answer in answers if answer[0] <= last]
    bare = next((day for day, held in inside if not held), None)
    if bare is None:
        return _THROUGHOUT
    later = next((day for day, held in answers[len(inside) :] if held), None)
    return Covered(
        bare,
        passes_from=_begins_last_run(inside) if inside[-1][1] else later,
        passes_until=bare - timedelta(days=1) if bare > first else None,
    )


def _begins_last_run(answers: list[tuple[date, bool]]) -> date:
    """The day from which it holds until the end, where it holds at the end."""
    began = answers[-1][0]
    for day, held in reversed(answers):
        if not held:
            break
        began = day
    return began


def certified(held: Sequence[Held], scope: frozenset[str], first: date, last: date, known_at: datetime) -> Covered:
    """Whether every day has a valid certificate, and what is valid on a day covers the scope; renewals join."""

    def holds(day: date) -> bool:
        valid = [each.scope for each in held if status_on(each.timeline, day, known_at) is Status.VALID]
        return bool(valid) and scope <= frozenset().union(*valid)

    return over(first, last, turns=(turn for each in held for turn in _turns(each.timeline)), holds=holds)


def _turns(timeline: Timeline) -> Iterable[date]:
    """The days on which the status can change."""
    yield timeline.valid_from
    yield day_after(timeline.valid_until)
    yield from (event.effective_on for event in timeline.events)


def always(first: date, last: date, bonds: Sequence[Bond], holds: Callable[[date], bool]) -> Covered:
    """Something that depends on these bonds alone holds on every day of the period."""
    ends = {day_after(each.last_day) for each in bonds if each.last_day not in (None, date.max)}
    return over(first, last, turns={each.first_day for each in bonds} | ends, holds=holds)


def never(first: date, last: date, bonds: Sequence[Bond]) -> Covered:
    """On no day of the period any of these."""
    return always(first, last, bonds, lambda day: not any(bond.holds_on(day) for bond in bonds))


def within(first: date, last: date, opens_on: date, closes_on: date | None) -> Covered:
    """The whole period lies between two days."""
    turns = [opens_on] if closes_on in (None, date.max) else [opens_on, day_after(closes_on)]
    return over(first, last, turns=turns, holds=lambda day: opens_on <= day and (closes_on is None or day <= closes_on))
