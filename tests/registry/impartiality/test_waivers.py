"""Waivers: for the same employer and declared relations alone, asked by one and granted by another who is independent."""

from datetime import date, timedelta

import pytest

from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.dossiers.waiting import Waiting, work_for
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality import declarations, waivers
from registry.impartiality.errors import (
    NotIndependent,
    NotIndependentForWaiver,
    OwnWaiver,
    WaiverClosed,
    WaiverNotNeeded,
    WaiverOpen,
)
from registry.impartiality.rules import RelationKind, Waivable
from registry.impartiality.schemas import AskWaiver, DeclareRelation
from registry.impartiality.tables import Waiver
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RecordEmployment
from registry.permissions import OPERATOR, Actor, Role
from tests.registry import making
from tests.registry.impartiality.test_declaring import declared, number_of
from tests.registry.making import BEFORE, NOW, TODAY, Candidate, World

UNTIL = TODAY + timedelta(days=30)
WHY = "Wij kennen elkaar alleen van naam."


async def colleagues(world: World, *persons: object) -> None:
    """These people work for the same employer."""
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date())
    for person in persons:
        await people.record_employment(person, job, actor=OPERATOR, now=BEFORE)  # type: ignore[arg-type]


async def wish(about: Candidate, ground: Waivable = Waivable.SAME_EMPLOYER, *, until: date = UNTIL) -> AskWaiver:
    """A request for a waiver."""
    return AskWaiver(candidate_number=await number_of(about), ground=ground, valid_until=until, reason=WHY)


async def test_a_waiver_sets_one_ground_aside_for_a_time(database: None) -> None:
    """From the day it is granted through its last day, for this certifier and this adviser, on every path."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    first, second, third = world.certifiers
    await colleagues(world, elif_.person, jan.person, second.person)
    dossier, evidence = await making.prepared(world, elif_)
    other, others_evidence = await making.prepared(world, jan)
    command = Grant(evidence=evidence)
    asked = await waivers.ask(await wish(elif_), actor=second, now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, command, actor=second, now=NOW)
    assert await work_for(second, now=NOW) == Waiting(0, 0, 0)
    with pytest.raises(OwnWaiver):
        await waivers.grant(asked, actor=second, now=NOW)
    await waivers.grant(asked, actor=third, now=NOW)
    with pytest.raises(WaiverClosed):
        await waivers.decline(asked, actor=first, now=NOW)
    assert await work_for(second, now=NOW) == Waiting(0, 0, 1)
    with pytest.raises(NotIndependent):
        await dossiers.grant(other, Grant(evidence=others_evidence), actor=second, now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, command, actor=second, now=NOW + timedelta(days=31))
    await dossiers.grant(dossier, command, actor=second, now=NOW + timedelta(days=30))
    [shown] = await waivers.waivers_for(world.auditor, now=NOW)
    assert (shown.asked_by, shown.closed_by, shown.granted, shown.in_force, shown.reason) == (
        "Lotte Visser",
        "Carla Visser",
        True,
        True,
        WHY,
    )


async def test_a_waiver_that_is_declined_helps_nobody(database: None) -> None:
    """The ground stands; it may be asked again."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, evidence = await making.prepared(world, elif_)
    await declared(second, elif_)
    asked = await waivers.ask(await wish(elif_, Waivable.FAMILY), actor=second, now=NOW)
    with pytest.raises(WaiverOpen):
        await waivers.ask(await wish(elif_, Waivable.FAMILY), actor=second, now=NOW)
    await waivers.decline(asked, actor=first, now=NOW)
    with pytest.raises(NotIndependent):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    again = await waivers.ask(await wish(elif_, Waivable.FAMILY), actor=second, now=NOW)
    assert [each.id for each in await waivers.waivers_for(first, now=NOW)] == [again, asked]


async def test_no_waiver_for_who_taught_or_examined(database: None) -> None:
    """Beside a ground that is waived, teaching and examining stand; a waiver for what is not there is not given."""
    world, elif_ = await making.world(), await making.candidate()
    second, third = world.certifiers[1:]
    assert second.person is not None
    await colleagues(world, elif_.person, second.person)
    dossier = await making.admitted(world, elif_)
    evidence = await making.evidence(world, elif_, examiner=second.person)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=world.certifiers[0], now=NOW)
    await waivers.grant(await waivers.ask(await wish(elif_), actor=second, now=NOW), actor=third, now=NOW)
    with pytest.raises(NotIndependent) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=second, now=NOW)
    assert refused.value.facts["grounds"] == ["in-evidence"]
    for ground in (Waivable.FAMILY, Waivable.OTHER):
        with pytest.raises(WaiverNotNeeded):
            await waivers.ask(await wish(elif_, ground), actor=second, now=NOW)
    for until in (TODAY - timedelta(days=1), date(2027, 11, 21)):
        with pytest.raises(Invalid):
            await waivers.ask(await wish(elif_, until=until), actor=second, now=NOW)


async def test_who_grants_is_independent_by_themselves(database: None) -> None:
    """Neither a colleague of the adviser, nor who taught them long ago, nor who is helped by a waiver of their own."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    await colleagues(world, elif_.person, first.person, second.person)
    asked = await waivers.ask(await wish(elif_), actor=second, now=NOW)
    with pytest.raises(NotIndependentForWaiver) as refused:
        await waivers.grant(asked, actor=first, now=NOW)
    assert refused.value.facts["grounds"] == ["same-employer"]
    own = await waivers.ask(await wish(elif_), actor=first, now=NOW)
    await waivers.grant(own, actor=third, now=NOW)
    for act in (waivers.grant, waivers.decline):
        with pytest.raises(NotIndependentForWaiver):
            await act(asked, actor=first, now=NOW)
    long_ago = DeclareRelation(
        candidate_number=await number_of(elif_),
        kind=RelationKind.TAUGHT,
        valid_from=date(1999, 1, 1),
        valid_to=date(1999, 12, 31),
    )
    await declarations.declare(long_ago, actor=third, now=NOW)
    with pytest.raises(NotIndependentForWaiver):
        await waivers.grant(asked, actor=third, now=NOW)
    assert await Waiver.count().where(Waiver.granted.eq(True)) == 1


async def test_waivers_of_another_body_look_absent(database: None) -> None:
    """And a program decides about none."""
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    await colleagues(world, elif_.person, second.person)
    asked = await waivers.ask(await wish(elif_), actor=second, now=NOW)
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger: Actor = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    assert await waivers.waivers_for(stranger, now=NOW) == []
    with pytest.raises(NotFound):
        await waivers.grant(asked, actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        await waivers.one(asked, stranger, now=NOW)
    with pytest.raises(NotAllowed):
        await waivers.grant(asked, actor=world.auditor, now=NOW)
    with pytest.raises(WaiverClosed):
        await waivers.grant(asked, actor=world.certifiers[2], now=NOW + timedelta(days=31))
