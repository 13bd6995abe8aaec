"""Everything the registry keeps of a person, as a file: for themselves, or for an admin whom they asked (AVG, art. 15, 20)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from piccolo.table import Table

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.exports.cursor import Query
from registry.exports.listing import Column, Exported, Row
from registry.exports.outline import Outline
from registry.inspection.reach import statement
from registry.inspection.wording import FIELDS, PARTS
from registry.people import merging
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.texts import Text
from registry.transactions import fetch, transaction

Tables = Sequence[type[Table]]
_KNOWN = """
SELECT (SELECT array_agg(id) FROM person WHERE id = ANY($1)) AS persons,
    (SELECT coalesce(array_agg(id), '{}') FROM adviser WHERE person = ANY($1)) AS advisers,
    (SELECT coalesce(array_agg(id), '{}') FROM account WHERE person = ANY($1)) AS accounts
"""
_OUTLINE = Outline(
    "persoonsgegevens",
    Text("Persoonsgegevens", "Personal data"),
    (
        Column(Text("Onderdeel", "Part"), width=30, words=PARTS),
        Column(Text("Kenmerk", "Record"), width=38),
        Column(Text("Gegeven", "Field"), width=24, words=FIELDS),
        Column(Text("Waarde", "Value"), width=80),
    ),
    Text(
        "Alles wat het register over deze persoon bewaart, en wat die er deed. Wat over anderen gaat, staat er niet in.",
        "All that the registry keeps of this person, and what this person did in it. What is about others is not in it.",
    ),
    whose=Text("Van één persoon.", "Of one person."),
)


async def own(tables: Tables, *, actor: Actor, now: datetime) -> Exported:
    """What the registry keeps of the actor; raises NotAllowed for a program, NotFound for who is no person."""
    actor.must_be_in_person()
    if actor.person is None:
        raise NotFound
    access.settled()
    return await _of(actor.person, tables, actor=actor, now=now)


async def of_person(person: UUID, tables: Tables, *, actor: Actor, now: datetime) -> Exported:
    """What it keeps of a person who asked an admin for it; that it was given is on record, and in it. Raises NotFound."""
    actor.must(Permission.ERASE_PERSONS)
    actor.must_be_in_person()
    given = await _of(person, tables, actor=actor, now=now)
    async with transaction():
        await audit.record(Action.PERSONAL_DATA_GIVEN, person, actor=actor, at=now, facts={"rows": given.total})
    return await _of(person, tables, actor=actor, now=now)


async def _of(person: UUID, tables: Tables, *, actor: Actor, now: datetime) -> Exported:
    [known] = await fetch(_KNOWN, list(await merging.same_person_as(person)))
    if not known["persons"]:
        raise NotFound
    query = Query(statement(tuple(tables)), (known["persons"], known["advisers"], known["accounts"]))
    return await _OUTLINE.read(query, _row, actor=actor, today=amsterdam_day(now))


def _row(found: asyncpg.Record) -> Row:
    return found["part"], found["record"], found["field"], found["value"]
