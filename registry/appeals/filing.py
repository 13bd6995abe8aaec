"""Taking in appeals and complaints: from anybody, and from who is signed in; with a receipt, and not too many at once."""

from datetime import datetime, timedelta
from uuid import UUID

from registry.appeals import naming
from registry.appeals.errors import TooManyAppeals
from registry.appeals.reading import About as What
from registry.appeals.rules import ACKNOWLEDGED_WITHIN, DECIDED_WITHIN, Step
from registry.appeals.schemas import FileAppeal, OwnAppeal, Received
from registry.appeals.steps import take
from registry.appeals.tables import Appeal
from registry.days import amsterdam_day
from registry.dossiers import reading as dossiers
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import new_appeal_number
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import Connection, transaction

ANYBODY = Actor(account=None, person=None, name="public", grants=())
"""Whoever writes without an account."""
FROM_ANYBODY_AN_HOUR = 30
FROM_ONE_A_DAY = 10

_NO_SCHEME = Text("Kies een certificatieschema.", "Choose a certification scheme.")
_TURN = 7_024_098
_RECENT = """
SELECT count(*) FROM appeal_event WHERE step = 'received' AND recorded_at > $1 AND account IS NOT DISTINCT FROM $2
"""


async def file(command: FileAppeal, *, now: datetime) -> Received:
    """Anybody appeals or complains; a person of their own is kept with it, whether or not the registry knows them.

    The receipt does not tell whether the number exists. Raises Invalid, TooManyAppeals.
    """
    async with transaction() as connection:
        await _check_not_flooded(connection, ANYBODY, now - timedelta(hours=1), FROM_ANYBODY_AN_HOUR)
        body, scheme = await _body_and_scheme(command.scheme)
        what = await _named(command, scheme)
        who = RegisterPerson(given_name=command.given_name, family_name=command.family_name, work_email=command.email)
        sender = await people.add(who, actor=ANYBODY, now=now)
        return await _receive(command, what, sender=sender, body=body, actor=ANYBODY, now=now)


async def file_own(command: OwnAppeal, *, actor: Actor, now: datetime) -> Received:
    """Whoever is signed in appeals or complains, about an application of their own or anything else.

    Raises Invalid, TooManyAppeals; NotFound for another's application.
    """
    if actor.person is None or actor.account is None:
        raise NotFound
    actor.must_be_in_person()
    async with transaction() as connection:
        await _check_not_flooded(connection, actor, now - timedelta(days=1), FROM_ONE_A_DAY)
        body, scheme = await _body_and_scheme(command.scheme)
        what = await _named(command, scheme)
        if command.dossier is not None:
            held = await dossiers.dossier(command.dossier)
            if held.person not in await merging.same_person_as(actor.person):
                raise NotFound
            what = (await naming.about_dossier(held.id)).over(what)
        return await _receive(command, what, sender=actor.person, body=body, actor=actor, now=now)


async def _check_not_flooded(connection: Connection, actor: Actor, since: datetime, most: int) -> None:
    """Senders queue here, so that none slips past the count."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _TURN)
    if await connection.fetchval(_RECENT, since, actor.account) >= most:
        raise TooManyAppeals


async def _body_and_scheme(code: str) -> tuple[UUID, UUID]:
    """The certification body of the newest version that was signed, and the scheme; raises Invalid where there is none."""
    signed = [each for each in await schemes.versions() if each.scheme_code == code and each.is_signed]
    newest = max(signed, key=lambda each: each.number, default=None)
    if newest is None:
        raise Invalid([Fault("scheme", _NO_SCHEME)])
    return newest.certification_body, newest.scheme


async def _named(command: OwnAppeal, scheme: UUID) -> What:
    if command.number is None:
        return What()
    return await naming.about(naming.read_number(command.number), command.against, scheme=scheme)


async def _receive(command: OwnAppeal, what: What, *, sender: UUID, body: UUID, actor: Actor, now: datetime) -> Received:
    [content] = await personal_data.keep([About(sender, {"text": command.text, "number": command.number or ""})], at=now)
    row = Appeal(
        number=new_appeal_number(),
        kind=command.kind.value,
        against=command.against.value,
        body=body,
        sender=sender,
        dossier=what.dossier,
        certificate=what.certificate,
        measure=what.measure,
        content=content,
        received_at=now,
    )
    await Appeal.insert(row)
    await take(row.id, Step.RECEIVED, actor=actor, now=now, facts={"kind": command.kind, "against": command.against})
    day = amsterdam_day(now)
    return Received(
        number=row.number,
        received_at=now,
        acknowledged_by=day + ACKNOWLEDGED_WITHIN,
        decided_by=day + DECIDED_WITHIN,
    )
