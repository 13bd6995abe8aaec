"""What follows for a booking from the certificates of its adviser: one pure rule (DESIGN §7, "Booking")."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from registry.bookings.covering import Held
from registry.bookings.steps import State
from registry.certificates.rules import Status, status_on
from registry.days import ALL_ON_RECORD, day_after


class Consequence(StrEnum):
    """What is to be done with a booking that no longer agrees with the certificates of its adviser."""

    FREEZE = "freeze"
    END = "end"
    RESUME = "resume"


_VALID = frozenset({Status.VALID})
_NOT_ENDED = frozenset({Status.VALID, Status.SUSPENDED})


def consequence(
    state: State, held: Sequence[Held], scope: Collection[str], *, first_day: date, last_day: date, today: date
) -> Consequence | None:
    """What follows today from all that is on record; None where the booking stands as it should.

    `held` are the certificates that count for it. An active booking is frozen while one that it needs is suspended, and
    ends when that is not enough either. A frozen one is resumed when they cover it again; also after its last day, so
    that the municipality can complete it. A request ends only when nothing is left: during a suspension the judge keeps
    the adviser from accepting. What passed its last day without being frozen has no day left to lose.
    """
    day = day_that_counts(first_day, today)
    covered, over = covers(held, scope, day), last_day < today
    suspended = not covered and _cover(held, scope, day, _NOT_ENDED)
    if state is State.FROZEN:
        if covered:
            return Consequence.RESUME
        return None if suspended else Consequence.END
    if state not in (State.ACTIVE, State.REQUESTED) or over or covered:
        return None
    if not suspended:
        return Consequence.END
    return Consequence.FREEZE if state is State.ACTIVE else None


def day_that_counts(first_day: date, today: date) -> date:
    """The first day that is still to be worked: today, or the first day of a booking that has yet to begin."""
    return max(first_day, today)


def covers(held: Sequence[Held], scope: Collection[str], day: date) -> bool:
    """Whether there is a valid certificate on a day, and what is valid then covers the scope; as the judge has it."""
    return _cover(held, scope, day, _VALID)


def _cover(held: Sequence[Held], scope: Collection[str], day: date, statuses: Collection[Status]) -> bool:
    counting = [each.scope for each in held if status_on(each.timeline, day, ALL_ON_RECORD) in statuses]
    return bool(counting) and frozenset[str]().union(*counting).issuperset(scope)


def since(held: Sequence[Held], scope: Collection[str], day: date) -> date:
    """The first of the days up to this one, without a gap, that the certificates do not cover.

    That can only change on the days that the timelines name, so only those are asked.
    """
    turns = {day} | {turn for each in held for turn in (each.timeline.valid_from, day_after(each.timeline.valid_until))}
    turns |= {event.effective_on for each in held for event in each.timeline.events}
    first = day
    for turn in sorted((turn for turn in turns if turn <= day), reverse=True):
        if covers(held, scope, turn):
            break
        first = turn
    return first
