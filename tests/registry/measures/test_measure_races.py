"""Rivals: many who decide, propose and take back at the same moment; exactly one comes first."""

import asyncio
from uuid import UUID

import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.tables import Certificate, CertificateEvent
from registry.errors import RegistryError
from registry.measures import service
from registry.measures.errors import MeasureEnded, MeasureOpen
from registry.measures.rules import Measure
from registry.measures.schemas import DeclineMeasure
from registry.measures.tables import CertificateMeasure
from registry.permissions import Role
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.measures import at_work
from tests.registry.measures.at_work import proposed, wish

RIVALS = 20


@pytest.mark.parametrize("measure", [Measure.WITHDRAWN, Measure.REPLACED])
async def test_twenty_decide_at_once(database: None, measure: Measure) -> None:
    """One decision, one event, one audit row, and of a replacement one certificate; the others read that it has ended."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    waiting = await proposed(world, issued.number, measure)
    body = world.organisations["certification-body"]
    rivals = [await making.account(await making.person("Rik", f"Rivaal {n}"), Role.CERTIFIER, body) for n in range(RIVALS)]
    answers = await asyncio.gather(*(service.decide(waiting, actor=rival, now=NOW) for rival in rivals), return_exceptions=True)
    assert sum(not isinstance(each, BaseException) for each in answers) == 1
    assert sum(isinstance(each, MeasureEnded) for each in answers) == RIVALS - 1
    assert await CertificateEvent.count().where(CertificateEvent.kind == measure.value) == 1
    assert await AuditEntry.count().where(AuditEntry.action == Action.MEASURE_DECIDED.value) == 1
    assert await Certificate.count() == (2 if measure is Measure.REPLACED else 1)


async def test_deciding_declining_and_taking_back_at_once(database: None) -> None:
    """It ends in one way, whoever comes first."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, third = world.certifiers
    waiting = await proposed(world, issued.number, Measure.WITHDRAWN)
    answers = await asyncio.gather(
        service.decide(waiting, actor=second, now=NOW),
        service.decline(waiting, DeclineMeasure(remark="Dit is niet nodig."), actor=third, now=NOW),
        service.take_back(waiting, actor=first, now=NOW),
        return_exceptions=True,
    )
    assert sum(isinstance(each, MeasureEnded) for each in answers) == 2
    [row] = await CertificateMeasure.select()
    assert await CertificateEvent.count().where(CertificateEvent.kind == "withdrawn") == (row["ending"] == "decided")


async def test_many_propose_at_once(database: None) -> None:
    """One measure waits; the others read that one does."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)

    async def attempt(place: int) -> UUID | RegistryError:
        try:
            actor = world.certifiers[place % 3]
            return await service.propose(wish(issued.number, Measure.WITHDRAWN), actor=actor, now=NOW)
        except RegistryError as error:
            return error

    answers = await asyncio.gather(*map(attempt, range(RIVALS)))
    assert sum(isinstance(each, UUID) for each in answers) == 1
    assert sum(isinstance(each, MeasureOpen) for each in answers) == RIVALS - 1
    assert await CertificateMeasure.count() == 1
