"""An adviser's own file, and what they let the public see of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent
from registry.people.tables import Adviser, ConsentEvent
from registry.permissions import Actor, Permission
from registry.transactions import transaction


async def change_consent(command: ChangeConsent, *, actor: Actor, now: datetime) -> None:
    """The adviser lets the public see these fields, and no others, from now on."""
    actor.must(Permission.KEEP_OWN_FILE)
    async with transaction():
        adviser = await own_file(actor)
        given = (await consents([adviser.id])).get(adviser.id, frozenset())
        wanted = frozenset(command.fields)
        events = [
            ConsentEvent(adviser=adviser.id, field=field.value, kind=kind, recorded_at=now)
            for kind, fields in (("given", wanted - given), ("withdrawn", given - wanted))
            for field in sorted(fields)
        ]
        if events:
            await ConsentEvent.insert(*events)
        facts = {"fields": sorted(wanted)}
        await audit.record(Action.CONSENT_CHANGED, adviser.id, actor=actor, at=now, facts=facts)


async def own_file(actor: Actor) -> Adviser:
    """The actor's own file; raises NotFound for who is no adviser."""
    adviser = await Adviser.objects().where(Adviser.person == actor.person).first() if actor.person else None
    if adviser is None:
        raise NotFound
    return adviser


async def consent_before(actor: Actor) -> frozenset[PublicField]:
    """What the adviser let the public see before they last changed that."""
    actor.must(Permission.KEEP_OWN_FILE)
    adviser = await own_file(actor)
    rows = (
        await ConsentEvent.select(ConsentEvent.field, ConsentEvent.kind, ConsentEvent.recorded_at)
        .where(ConsentEvent.adviser == adviser.id)
        .order_by(ConsentEvent.id)
    )
    kinds = {row["field"]: row["kind"] for row in rows if row["recorded_at"] < rows[-1]["recorded_at"]}
    return frozenset(PublicField(field) for field, kind in kinds.items() if kind == "given")


async def consents(advisers: Iterable[UUID]) -> dict[UUID, frozenset[PublicField]]:
    """What each adviser lets the public see: of each field the latest event counts."""
    return {adviser: frozenset(since) for adviser, since in (await consents_since(advisers)).items()}


async def consents_since(advisers: Iterable[UUID]) -> dict[UUID, dict[PublicField, datetime]]:
    """What each adviser lets the public see, and when they said so; who lets nothing be seen is left out."""
    wanted = list(advisers)
    if not wanted:
        return {}
    rows = (
        await ConsentEvent.select(ConsentEvent.adviser, ConsentEvent.field, ConsentEvent.kind, ConsentEvent.recorded_at)
        .where(ConsentEvent.adviser.is_in(wanted))
        .order_by(ConsentEvent.id)
    )
    latest = {(row["adviser"], row["field"]): row for row in rows}
    given: dict[UUID, dict[PublicField, datetime]] = {}
    for (adviser, field), row in latest.items():
        if row["kind"] == "given":
            given.setdefault(adviser, {})[PublicField(field)] = row["recorded_at"]
    return given
