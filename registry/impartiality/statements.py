"""Conflict statements: a certifier says that every relation they have with an adviser is on record (DESIGN §2.3)."""

from datetime import date, datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotAllowed
from registry.impartiality import service
from registry.impartiality.rules import last_day_of_statement
from registry.impartiality.tables import ConflictStatement
from registry.people import merging
from registry.permissions import Actor, Permission
from registry.transactions import transaction


async def state(*, actor: Actor, now: datetime) -> date:
    """The actor's statement holds from today for twelve months; returns its last day. Raises NotAllowed for a program."""
    person = in_person(actor)
    today = amsterdam_day(now)
    statement = ConflictStatement(
        person=person,
        valid_from=today,
        valid_until=last_day_of_statement(today),
        account=actor.account,
        recorded_at=now,
    )
    async with transaction():
        await ConflictStatement.insert(statement)
        facts = {"validFrom": statement.valid_from, "validUntil": statement.valid_until}
        await audit.record(Action.CONFLICTS_STATED, statement.id, actor=actor, at=now, facts=facts)
    last: date = statement.valid_until
    return last


async def own_until(*, actor: Actor, now: datetime) -> date | None:
    """The last day of the actor's statement that is in force today, or None."""
    persons = await merging.same_person_as(in_person(actor))
    return await service.stated_until(persons, amsterdam_day(now))


def in_person(actor: Actor) -> UUID:
    """The person who declares conflicts; raises NotAllowed for who may not, and for a program."""
    actor.must(Permission.DECLARE_CONFLICTS)
    actor.must_be_in_person()
    if actor.person is None:
        raise NotAllowed
    return actor.person
