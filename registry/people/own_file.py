"""An adviser's own file: what they say of themselves, and what they let the public see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.people.names import names_of
from registry.people.rules import PublicField
from registry.people.schemas import AdviserOut, ChangeConsent, ChangeProfile
from registry.people.tables import Adviser, ConsentEvent
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN_PROVINCE = Text("‘{value}’ is geen provincie.", "‘{value}’ is not a province.")
_UNKNOWN_SPECIALISM = Text("‘{value}’ is geen vakgebied van de lijst.", "‘{value}’ is not a specialism on the list.")


async def change_profile(command: ChangeProfile, *, actor: Actor, now: datetime) -> None:
    """The adviser says where they work and on what; every unknown value is named at once."""
    actor.must(Permission.KEEP_OWN_FILE)
    unknown = [Fault("provinces", _UNKNOWN_PROVINCE, {"value": each}) for each in command.provinces if each not in PROVINCES]
    unknown += [
        Fault("specialisms", _UNKNOWN_SPECIALISM, {"value": each}) for each in command.specialisms if each not in specialisms()
    ]
    if unknown:
        raise Invalid(unknown)
    async with transaction():
        adviser = await own_file(actor)
        await Adviser.update(
            {"provinces": command.provinces, "specialisms": command.specialisms},
        ).where(Adviser.id == adviser.id)
        about = About(adviser.person, command)
        await audit.record(Action.PROFILE_CHANGED, adviser.id, actor=actor, at=now, personal=about)


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


async def show_own_file(actor: Actor) -> AdviserOut:
    """The actor's own file in full."""
    adviser = await own_file(actor)
    return AdviserOut(
        id=adviser.id,
        person=adviser.person,
        candidate_number=adviser.candidate_number,
        name=str((await names_of([adviser.person]))[adviser.person]),
        provinces=adviser.provinces,
        specialisms=adviser.specialisms,
        consent=sorted((await consents([adviser.id])).get(adviser.id, frozenset())),
    )


async def consents(advisers: Iterable[UUID]) -> dict[UUID, frozenset[PublicField]]:
    """What each adviser lets the public see: of each field the latest event counts."""
    wanted = list(advisers)
    if not wanted:
        return {}
    rows = (
        await ConsentEvent.select(ConsentEvent.adviser, ConsentEvent.field, ConsentEvent.kind)
        .where(
            ConsentEvent.adviser.is_in(wanted),
        )
        .order_by(ConsentEvent.id)
    )
    latest = {(row["adviser"], row["field"]): row["kind"] == "given" for row in rows}
    given: dict[UUID, set[PublicField]] = {}
    for (adviser, field), consented in latest.items():
        if consented:
            given.setdefault(adviser, set()).add(PublicField(field))
    return {adviser: frozenset(fields) for adviser, fields in given.items()}
