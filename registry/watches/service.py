"""Following a certificate or an adviser, and no longer following it."""

from datetime import datetime
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.errors import UnknownCertificate
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import read_certificate_number
from registry.organisations import succession
from registry.people import merging
from registry.people import service as people
from registry.people.rules import PublicField
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.texts import Text
from registry.transactions import fetch, transaction
from registry.watches import seeing
from registry.watches.errors import AdviserNotShown
from registry.watches.rules import Followed
from registry.watches.schemas import Follow

_WHICH = Text("Kies voor welke organisatie u volgt.", "Choose for which organisation you follow.")
_FOLLOW = """
INSERT INTO watch (id, organisation, certificate, adviser, account, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
"""
_STANDING = """
SELECT id FROM watch WHERE organisation = $1 AND ended_at IS NULL
    AND certificate IS NOT DISTINCT FROM $2::uuid AND adviser IS NOT DISTINCT FROM $3::uuid FOR UPDATE
"""
_OF_WHOM = "SELECT organisation FROM watch WHERE id = $1"
_END = "UPDATE watch SET ended_by = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id"


async def follow(command: Follow, *, actor: Actor, now: datetime) -> UUID:
    """The organisation is told from now on of each change of status; what it follows already it keeps following.

    Returns the id of the watch. Raises Invalid, UnknownCertificate, AdviserNotShown, and NotFound for an organisation of
    somebody else.
    """
    actor.must(Permission.WATCH)
    organisation = _organisation(command.organisation, actor)
    issued = await _issued(command.certificate, now)
    adviser = await _adviser(issued) if command.followed is Followed.ADVISER else None
    certificate = issued.id if adviser is None else None
    made = uuid4()
    async with transaction() as connection:
        await connection.execute(_FOLLOW, made, organisation, certificate, adviser, actor.account, now)
        watch: UUID = await connection.fetchval(_STANDING, organisation, certificate, adviser)
        if watch == made:
            await seeing.see(await seeing.differences([watch], now=now), now=now)
            facts = {"organisation": organisation, "followed": command.followed.value, "certificate": issued.number}
            await audit.record(Action.WATCH_BEGUN, watch, actor=actor, at=now, facts=facts)
    return watch


def _organisation(asked: UUID | None, actor: Actor) -> UUID:
    own = actor.organisations_where(Permission.WATCH)
    if asked is not None:
        actor.must_for(Permission.WATCH, asked)
        return asked
    if len(own) != 1:
        raise Invalid([Fault("organisation", _WHICH)])
    [only] = own
    return only


async def _issued(typed: str, now: datetime) -> Issued:
    try:
        number = read_certificate_number(typed)
    except Invalid as error:
        raise Invalid([Fault("certificate", fault.text, fault.facts) for fault in error.faults]) from error
    issued = await certificates.by_number(number)
    if issued.status_on(amsterdam_day(now), now) is None:
        raise UnknownCertificate(number=number)
    return issued


async def _adviser(issued: Issued) -> UUID:
    """The file under which all of the holder's files count; raises AdviserNotShown for who is not shown by name."""
    shown = (await people.consents([issued.adviser])).get(issued.adviser, frozenset())
    if PublicField.NAME not in shown or not await personal_data.reveal([issued.holder]):
        raise AdviserNotShown
    return (await merging.main_files([issued.adviser]))[issued.adviser]


async def end(watch_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The organisation is told no more; what was ended already stays so. Raises NotFound for what another follows."""
    actor.must(Permission.WATCH)
    rows = await fetch(_OF_WHOM, watch_id)
    if not rows:
        raise NotFound
    await succession.must_for(actor, Permission.WATCH, rows[0]["organisation"])
    async with transaction() as connection:
        if await connection.fetchval(_END, watch_id, actor.account, now) is not None:
            await audit.record(Action.WATCH_ENDED, watch_id, actor=actor, at=now)
