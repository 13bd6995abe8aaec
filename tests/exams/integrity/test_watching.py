"""Opening cases for what the figures flag: once, audited, and without changing anything else."""

import asyncio
from contextvars import Context

import pytest

from exams.integrity import service as integrity
from exams.integrity.rules import CaseOutcome, Flag, Tally
from exams.integrity.schemas import CloseCase
from exams.integrity.tables import IntegrityCase, IntegrityCaseSitting
from exams.results.figures import figures_of
from exams.results.history import Nature
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.transactions import NoTransaction, transaction
from tests.exams.integrity.recorded import Exams, School, day_of, exams, follow, sat, school, swindle, watched

CONCLUSION = CloseCase(outcome=CaseOutcome.EXPLAINED, conclusion="De surveillant was vergeten in te vullen.")


@pytest.fixture
async def at(database: None) -> Exams:
    """A track of one part."""
    return await exams()


@pytest.fixture
async def academy(at: Exams) -> School:
    """A provider with twelve candidates."""
    return await school()


async def acts(action: Action) -> int:
    """How many times it was done."""
    count: int = await AuditEntry.count().where(AuditEntry.action == action.value)
    return count


async def test_a_swindle_opens_a_case_at_its_second_sitting(at: Exams, academy: School) -> None:
    """With its figures, its sittings, nobody's name, and an audit entry."""
    case, passes = await swindle(at, academy)
    [found] = await integrity.cases_for(at.world.auditor)
    assert (found.id, found.provider, found.flag) == (case, academy.id, Flag.FAILED_WATCHED_PASSED_UNWATCHED)
    assert (found.facts.group, found.facts.others) == (Tally(12, 12), Tally(0, 12))
    assert found.facts.touched == {adviser: (result,) for adviser, result in passes.items()}
    assert (found.handler, found.closing) == (None, None)
    assert await IntegrityCaseSitting.count().where(IntegrityCaseSitting.integrity_case == case) == 2
    assert await acts(Action.INTEGRITY_CASE_OPENED) == 1
    row = await IntegrityCase.select(IntegrityCase.facts).first()
    assert row is not None
    assert "Ruben" not in row["facts"]


async def test_looking_again_opens_nothing(at: Exams, academy: School) -> None:
    """The same figures are flagged once, whoever looks."""
    await swindle(at, academy)
    assert await watched(at, academy, day=6) == []
    assert (await IntegrityCase.count(), await acts(Action.INTEGRITY_CASE_EXTENDED)) == (1, 0)


async def test_what_is_added_is_written_into_the_open_case(at: Exams, academy: School) -> None:
    """A third sitting of the same group extends it, once."""
    case, _ = await swindle(at, academy)
    again = academy.candidates[:6]
    await sat(at, academy, again, [], day=8, supervised=False, examiner=academy.other_examiner)
    for _ in range(2):
        assert await watched(at, academy, day=8) == []
    found = await integrity.case_for(at.world.auditor, case)
    assert len(found.facts.sittings) == 3
    assert found.facts.examiner is None
    assert {len(results) for results in found.facts.touched.values()} == {1, 2}
    assert await IntegrityCaseSitting.count() == 3
    assert await acts(Action.INTEGRITY_CASE_EXTENDED) == 1


async def test_a_closed_case_stays_closed(at: Exams, academy: School) -> None:
    """What it concluded on opens no other; what comes after it does."""
    certifier = at.world.certifiers[0]
    case, _ = await swindle(at, academy)
    await integrity.take(case, actor=certifier, now=day_of(6))
    await integrity.close(case, CONCLUSION, actor=certifier, now=day_of(6))
    assert await watched(at, academy, day=7) == []
    await sat(at, academy, academy.candidates, [], day=8, supervised=False, examiner=academy.other_examiner)
    [later] = await watched(at, academy, day=8)
    assert later != case
    assert (await integrity.case_for(at.world.auditor, case)).closing is not None


async def test_results_that_are_taken_back_leave_the_case(at: Exams, academy: School) -> None:
    """A person closes it; figures do not."""
    case, passes = await swindle(at, academy)
    people = {each.adviser: each.person for each in academy.candidates}
    for adviser, result in passes.items():
        await follow(result, people[adviser], Nature.RETRACTED, None, day=6)
    assert await watched(at, academy, day=6) == []
    found = await integrity.case_for(at.world.auditor, case)
    assert (found.closing, found.facts.group) == (None, Tally(12, 12))


async def test_an_honest_provider_opens_nothing(at: Exams, academy: School) -> None:
    """Eight of twelve pass under supervision, and three of the four who failed two weeks later, also without it."""
    passed, failed = academy.candidates[:8], academy.candidates[8:]
    await sat(at, academy, passed, failed)
    await sat(at, academy, failed[:3], failed[3:], day=14, supervised=False)
    assert await watched(at, academy, day=14) == []


async def test_rivals_open_one_case(at: Exams, academy: School) -> None:
    """Whoever looks while another's case is not committed yet waits for it, and opens no second."""
    await sat(at, academy, [], academy.candidates)
    await sat(at, academy, academy.candidates, [], day=5, supervised=False)
    async with transaction():
        figures = await figures_of(at.version)
        [first] = await integrity.watch(
            figures, provider=academy.id, track_version=at.version, actor=academy.actor, now=day_of(5)
        )
        rival = asyncio.create_task(watched(at, academy, day=5), context=Context())
        await asyncio.sleep(0.5)
        assert not rival.done()
    assert await rival == []
    assert [each.id for each in await integrity.cases_for(at.world.auditor)] == [first]
    assert await acts(Action.INTEGRITY_CASE_OPENED) == 1


async def test_looking_belongs_to_the_act(at: Exams, academy: School) -> None:
    """Outside a transaction no case is opened: it is committed with the results, or not at all."""
    await sat(at, academy, [], academy.candidates)
    await sat(at, academy, academy.candidates, [], day=5, supervised=False)
    figures = await figures_of(at.version)
    with pytest.raises(NoTransaction):
        await integrity.watch(figures, provider=academy.id, track_version=at.version, actor=academy.actor, now=day_of(5))
    assert await IntegrityCase.count() == 0
