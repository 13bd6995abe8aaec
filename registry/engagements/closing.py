"""Ending a booking: a change that waits ends with it, and what will not be worked becomes available again."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep, ChangeEnding
from registry.engagements import changes
from registry.engagements.stepping import release, take
from registry.permissions import Actor

_NO_FACTS: Mapping[str, object] = MappingProxyType({})


async def close(
    step: BookingStep, booking: Now, *, actor: Actor, now: datetime, facts: Mapping[str, object] = _NO_FACTS
) -> None:
    """Decline, lapse, complete or cancel, inside the caller's transaction; raises BookingOutOfOrder.

    Days that were entered and wait for the municipality stay reserved until it approves or rejects them.
    """
    await take(step, booking, actor=actor, now=now, facts={"released": booking.unworked, **facts})
    change = await changes.waiting_of(booking.id)
    if change is not None:
        await changes.end(change, ChangeEnding.LAPSED, booking, actor=actor, now=now)
    await release(booking, booking.unworked, actor=actor, now=now)
