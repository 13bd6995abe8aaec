"""Correcting the name of a person, as part of a decision that another topic takes; what was issued keeps the old one."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.people.rules import Name
from registry.people.tables import Person
from registry.permissions import Actor
from registry.personal_data.service import About


async def rename(person: UUID, name: Name, *, actor: Actor, now: datetime) -> None:
    """The person is called this from now on; inside the caller's transaction, which asked whether.

    Raises NotFound for who was erased.
    """
    renamed = (
        await Person.update({Person.given_name: name.given, Person.family_prefix: name.prefix, Person.family_name: name.family})
        .where(Person.id == person, Person.erased_at.is_null())
        .returning(Person.id)
    )
    if not renamed:
        raise NotFound
    called = {"given": name.given, "prefix": name.prefix, "family": name.family}
    await audit.record(Action.PERSON_RENAMED, person, actor=actor, at=now, personal=About(person, called))
