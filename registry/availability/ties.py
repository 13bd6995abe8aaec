"""Ties that an adviser declares: municipalities that should not book them, from a day on."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.availability.errors import TieEnded, TieStands
from registry.availability.schemas import DeclareTie, EndTie, TieOut
from registry.availability.tables import DeclaredTie
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.organisations import service as organisations
from registry.people import service as people
from registry.people.own_file import own_file
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import fetch, transaction

_TOO_EARLY = Text("Kies een dag vanaf {earliest}.", "Choose a day from {earliest} on.")

_STANDING = """
SELECT valid_from FROM declared_tie
WHERE adviser IN (SELECT files_of_same_person($1)) AND organisation = $2
    AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
ORDER BY valid_from LIMIT 1
"""
_ONE = """
SELECT valid_from, valid_to FROM declared_tie
WHERE id = $1 AND adviser IN (SELECT files_of_same_person($2)) FOR NO KEY UPDATE
"""
_ALL = """
SELECT declared_tie.id, organisation, organisation.name AS organisation_name, valid_from, valid_to
FROM declared_tie JOIN organisation ON organisation.id = declared_tie.organisation
WHERE adviser IN (SELECT files_of_same_person($1)) ORDER BY valid_to DESC NULLS FIRST, valid_from DESC, declared_tie.id
"""


async def declare(command: DeclareTie, *, actor: Actor, now: datetime) -> UUID:
    """The judge refuses what this municipality books in the period of the tie; raises UnknownMunicipality, TieStands.

    A tie stands in the way that holds on the first day already; one that is to come stays beside it. Bookings that stand
    stay; the tie counts when they are judged again.
    """
    actor.must(Permission.ANSWER_BOOKINGS)
    municipality = (await organisations.municipality_by_code(command.municipality))["organisation"]
    async with transaction() as connection:
        adviser = (await own_file(actor)).id
        await people.lock(adviser, connection=connection)
        held = await connection.fetchval(_STANDING, adviser, municipality, command.valid_from)
        if held is not None:
            raise TieStands(valid_from=held)
        tie = DeclaredTie(
            adviser=adviser,
            organisation=municipality,
            valid_from=command.valid_from,
            account=actor.account,
            recorded_at=now,
        )
        await DeclaredTie.insert(tie)
        facts = {"adviser": adviser, "organisation": municipality, "validFrom": command.valid_from}
        await audit.record(Action.TIE_DECLARED, tie.id, actor=actor, at=now, facts=facts)
    return tie.id


async def end(tie: UUID, command: EndTie, *, actor: Actor, now: datetime) -> None:
    """The tie holds through a last day, today or later; raises TieEnded, Invalid, NotFound for another's."""
    actor.must(Permission.ANSWER_BOOKINGS)
    async with transaction() as connection:
        adviser = (await own_file(actor)).id
        await people.lock(adviser, connection=connection)
        held = await connection.fetchrow(_ONE, tie, adviser)
        if held is None:
            raise NotFound
        if held["valid_to"] is not None:
            raise TieEnded(valid_to=held["valid_to"])
        earliest = max(held["valid_from"], amsterdam_day(now))
        if command.last_day < earliest:
            raise Invalid([Fault("lastDay", _TOO_EARLY, {"earliest": earliest})])
        await DeclaredTie.update({DeclaredTie.valid_to: command.last_day}).where(DeclaredTie.id == tie)
        await audit.record(Action.TIE_ENDED, tie, actor=actor, at=now, facts={"validTo": command.last_day})


async def declared_by(actor: Actor) -> list[TieOut]:
    """The ties that the adviser declared, those that hold first; raises NotFound for who is no adviser."""
    actor.must(Permission.ANSWER_BOOKINGS)
    rows = await fetch(_ALL, (await own_file(actor)).id)
    return [TieOut(**dict(row)) for row in rows]
