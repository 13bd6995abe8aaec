"""Taking a step with a booking, and giving back the days that will not be worked; inside the caller's transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.bookings.standing import Now
from registry.bookings.steps import BookingStep, check_may
from registry.bookings.tables import BookingEvent
from registry.canonical import canonical_json
from registry.permissions import Actor

_NO_FACTS: Mapping[str, object] = MappingProxyType({})


async def take(
    step: BookingStep, booking: Now, *, actor: Actor, now: datetime, facts: Mapping[str, object] = _NO_FACTS
) -> None:
    """The step, with its facts and its audit entry; raises BookingOutOfOrder where the booking does not stand so."""
    await take_all(step, [booking], {booking.id: facts}, actor=actor, now=now)


async def take_all(
    step: BookingStep, bookings: Collection[Now], facts: Mapping[UUID, Mapping[str, object]], *, actor: Actor, now: datetime
) -> None:
    """As `take`, the same step with each of these bookings, at least one, by its own facts: as fast as one."""
    for each in bookings:
        check_may(step, each.state)
    await BookingEvent.insert(
        *(
            BookingEvent(
                booking=each.id,
                step=step.value,
                account=actor.account,
                facts=canonical_json(dict(facts[each.id])),
                recorded_at=now,
            )
            for each in bookings
        )
    )
    told = {each.id: {"step": step, **facts[each.id]} for each in bookings}
    await audit.record_all(Action.BOOKING_STEP, told, actor=actor, at=now)


async def release(booking: Now, quarters: int, *, actor: Actor, now: datetime) -> None:
    """So many reserved quarters of the booking become available again; none is nothing to do."""
    if quarters > 0:
        await post(Movement(PostingKind.RELEASE, booking.allotment, quarters, booking=booking.id), actor=actor, now=now)
