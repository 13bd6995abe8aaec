"""Statements and declared relations: made by certifiers themselves, in force from the commit on, ended never backwards."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality import declarations, statements
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent, RelationEnded
from registry.impartiality.rules import RelationKind
from registry.impartiality.schemas import DeclareRelation, EndRelation
from registry.impartiality.tables import ConflictStatement, Relation
from registry.people.tables import Adviser
from registry.permissions import Actor
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, Candidate

LAST = date(2027, 11, 19)


async def number_of(candidate: Candidate) -> str:
    """Their candidate number."""
    row = await Adviser.select(Adviser.candidate_number).where(Adviser.id == candidate.adviser).first()
    assert row is not None
    return str(row["candidate_number"])


async def without_statements() -> None:
    """Nobody made a statement yet."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM conflict_statement")


async def declared(by: Actor, about: Candidate, *, kind: RelationKind = RelationKind.FAMILY) -> DeclareRelation:
    """A lasting relation, declared; returns what was said."""
    command = DeclareRelation(
        candidate_number=await number_of(about), kind=kind, valid_from=date(2020, 1, 1), explanation="Mijn zwager."
    )
    await declarations.declare(command, actor=by, now=NOW)
    return command


async def test_a_statement_makes_a_judge(database: None) -> None:
    """Without one nobody decides; with one it is so through its last day, and not the day after."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    await without_statements()
    second = world.certifiers[1]
    with pytest.raises(NotIndependent) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    assert refused.value.facts["grounds"] == ["no-statement"]
    assert await statements.own_until(actor=second, now=NOW) is None
    assert await statements.state(actor=second, now=NOW) == LAST
    assert await statements.own_until(actor=second, now=NOW) == LAST
    assert second.person is not None
    judge_on = [await impartiality.judge_of(second.person, day) for day in (TODAY - timedelta(days=1), LAST, TODAY)]
    assert [each.stated_until for each in judge_on] == [None, LAST, LAST]
    assert (await impartiality.judge_of(second.person, LAST + timedelta(days=1))).stated_until is None
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW + timedelta(days=365))
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW + timedelta(days=364))
    assert await ConflictStatement.count() == 1
    assert await AuditEntry.count().where(AuditEntry.action == Action.CONFLICTS_STATED.value) == 1


async def test_a_declared_relation_counts_at_once_and_ends_forwards_only(database: None) -> None:
    """From the commit on; its last day lies between the day it was declared and today, and is given once."""
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    dossier, evidence = await making.prepared(world, elif_)
    await declared(second, elif_)
    with pytest.raises(NotIndependent) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    assert (refused.value.facts["grounds"], refused.value.facts["lapses_on"]) == (["family"], None)
    [shown] = await declarations.declared_for(second)
    assert (shown.kind, shown.valid_to, shown.explanation, shown.by) == (
        RelationKind.FAMILY,
        None,
        "Mijn zwager.",
        "Lotte Visser",
    )
    later = NOW + timedelta(days=10)
    for last in (TODAY - timedelta(days=1), TODAY + timedelta(days=11), date(2019, 1, 1)):
        with pytest.raises(Invalid):
            await declarations.end(shown.id, EndRelation(valid_to=last), actor=second, now=later)
    with pytest.raises(NotFound):
        await declarations.end(shown.id, EndRelation(valid_to=TODAY), actor=world.certifiers[0], now=later)
    with pytest.raises(NotFound):
        await declarations.end(uuid4(), EndRelation(valid_to=TODAY), actor=second, now=later)
    await declarations.end(shown.id, EndRelation(valid_to=TODAY), actor=second, now=later)
    with pytest.raises(NotIndependent) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=later)
    assert refused.value.facts["lapses_on"] == date(2028, 11, 21)
    [shown] = await declarations.declared_for(second)
    assert shown.valid_to == TODAY
    assert await declarations.declared_for(world.certifiers[0]) == []
    assert [each.id for each in await declarations.declared_for(world.auditor)] == [shown.id]


async def test_a_relation_ends_once_however_many_try(database: None) -> None:
    """Of rivals one gives the last day; the others are told."""
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    await declared(second, elif_)
    [shown] = await declarations.declared_for(second)
    ends = [declarations.end(shown.id, EndRelation(valid_to=TODAY), actor=second, now=NOW) for _ in range(5)]
    told = await asyncio.gather(*ends, return_exceptions=True)
    assert sorted(type(each).__name__ for each in told) == ["NoneType", *["RelationEnded"] * 4]
    assert await Relation.count() == 2
    with pytest.raises(RelationEnded):
        await declarations.end(shown.id, EndRelation(valid_to=TODAY), actor=second, now=NOW)


async def test_what_cannot_be_declared(database: None) -> None:
    """A day to come, a period that ends before it begins, and what is nobody's number."""
    world, elif_ = await making.world(), await making.candidate()
    second, number = world.certifiers[1], await number_of(elif_)
    tomorrow = TODAY + timedelta(days=1)
    for typed, first, last, fields in (
        (number, tomorrow, None, ["validFrom"]),
        (number, TODAY, tomorrow, ["validTo"]),
        (number, TODAY, BEFORE.date(), ["validTo"]),
        ("EA999999-88", TODAY, None, ["candidateNumber"]),
        ("Elif", TODAY, None, ["candidateNumber"]),
    ):
        command = DeclareRelation(candidate_number=typed, kind=RelationKind.OTHER, valid_from=first, valid_to=last)
        with pytest.raises(Invalid) as refused:
            await declarations.declare(command, actor=second, now=NOW)
        assert [each.field for each in refused.value.faults] == fields
    assert await Relation.count() == 0


async def test_conflicts_are_declared_by_people(database: None) -> None:
    """Neither a program with a key of a certifier, nor who is no certifier."""
    world = await making.world()
    second = world.certifiers[1]
    program = replace(second, api_key=uuid4())
    for actor in (program, world.provider, world.auditor):
        with pytest.raises(NotAllowed):
            await statements.state(actor=actor, now=NOW)
