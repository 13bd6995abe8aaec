"""Any past list: that of a day, as it was known at an instant; equal each time, for as long as the same may be shown.

It rests on what was recorded by the instant and on nothing else, but for the names of employers, which are those of now. To the
public it is cut to what may be published today; who erased, withdrew consent, or is past a term, is on no list any more.
"""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import datetime

from public_list.past import keeping, reading, rules
from public_list.past.rules import Moment, PastEntry, Recorded
from registry.days import amsterdam_day
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes


async def seen_by(visitor: Actor | None, moment: Moment, *, now: datetime) -> Sequence[PastEntry]:
    """As much of it as this visitor may see, signed in or not; by name and then by number."""
    if visitor is not None and visitor.may(Permission.READ_CERTIFICATES):
        return await whole(moment, actor=visitor, now=now)
    return await published(moment, now=now)


async def published(moment: Moment, *, now: datetime) -> Sequence[PastEntry]:
    """What everyone may see of it today; by name and then by number."""

    async def made() -> Sequence[PastEntry]:
        return await _list(lambda each: rules.as_published_now(each, moment), moment, now=now)

    return await keeping.kept(moment, amsterdam_day(now), made)


async def whole(moment: Moment, *, actor: Actor, now: datetime) -> list[PastEntry]:
    """As it was, with a tombstone for who was erased since: to an auditor whole, to a certifier of their own body.

    Of what another body issued a certifier sees what everyone does. Raises NotAllowed.
    """
    actor.must(Permission.READ_CERTIFICATES)
    if actor.sees_everything:
        bodies = frozenset(each.certification_body for each in await schemes.versions())
    else:
        bodies = actor.organisations_where(Permission.READ_CERTIFICATES)

    def shown(each: Recorded) -> PastEntry | None:
        return rules.as_it_was(each, moment) if each.body in bodies else rules.as_published_now(each, moment)

    return await _list(shown, moment, now=now)


async def _list(shown: Callable[[Recorded], PastEntry | None], moment: Moment, *, now: datetime) -> list[PastEntry]:
    found = []
    async with aclosing(reading.recorded(moment, now=now)) as told:
        async for some in told:
            found += [(rules.order(each), entry) for each in some if (entry := shown(each)) is not None]
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]
