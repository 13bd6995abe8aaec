"""The figures that the watch looks at: what stands, by sitting."""

import pytest

from exams.integrity.rules import SittingFigures
from exams.results.figures import figures_by, figures_of
from exams.results.history import Nature
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.exams.integrity.recorded import FIRST_DAY, Exams, School, exams, sat, school
from tests.exams.integrity.recorded import follow as follow_with
from tests.registry import making


@pytest.fixture
async def at(database: None) -> Exams:
    """A track of one part."""
    return await exams()


@pytest.fixture
async def academy(at: Exams) -> School:
    """A provider with four candidates."""
    return await school(candidates=4)


async def only(at: Exams) -> SittingFigures:
    """The figures of the one sitting there is."""
    [found] = await figures_of(at.version)
    return found


async def test_what_stands_at_a_sitting(at: Exams, academy: School) -> None:
    """Who passed and who failed, with the results that say so, where, when, by whom, and whether it was supervised."""
    one, two, three, _ = academy.candidates
    results = await sat(at, academy, [one, two], [three])
    found = await only(at)
    assert found.passed == {each.adviser: results[each.adviser] for each in (one, two)}
    assert found.failed == {three.adviser: results[three.adviser]}
    assert (found.provider, found.part, found.examiner) == (academy.id, "GP", academy.examiner)
    assert (found.held_on, found.supervised, found.taken) == (FIRST_DAY, True, 3)
    await sat(at, academy, [one], [], day=1, supervised=False)
    assert [each.supervised for each in await figures_of(at.version)] == [True, False]


@pytest.mark.parametrize("outcome", ["absent", "invalidated"])
async def test_who_did_not_take_part(at: Exams, academy: School, outcome: str) -> None:
    """An absence or an invalidated attempt counts for neither."""
    await sat(at, academy, academy.candidates[:1], academy.candidates[1:], outcome=outcome)
    assert (await only(at)).taken == 1


async def test_only_the_head_of_a_history_counts(at: Exams, academy: School) -> None:
    """A corrected result counts as corrected, a retracted one not at all, and one that is restored again."""
    one, two, *_ = academy.candidates
    results = await sat(at, academy, [one], [two])
    corrected = await follow_with(results[one.adviser], one.person, Nature.CORRECTED, "failed")
    assert (await only(at)).failed == {one.adviser: corrected, two.adviser: results[two.adviser]}
    await follow_with(results[two.adviser], two.person, Nature.RETRACTED, None)
    assert (await only(at)).failed == {one.adviser: corrected}
    restored = await follow_with(corrected, one.person, Nature.RESTORED, "passed")
    assert ((await only(at)).passed, (await only(at)).failed) == ({one.adviser: restored}, {})


async def test_a_sitting_of_which_nothing_stands(at: Exams, academy: School) -> None:
    """Once everything of it was retracted it has no figures."""
    one, *_ = academy.candidates
    results = await sat(at, academy, [one], [])
    await follow_with(results[one.adviser], one.person, Nature.RETRACTED, None)
    assert await figures_of(at.version) == []


async def test_who_was_erased_is_not_counted(at: Exams, academy: School) -> None:
    """Nothing tells any more how they did."""
    one, two, *_ = academy.candidates
    await sat(at, academy, [one], [two])
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", one.person, making.NOW)
    found = await only(at)
    assert (found.passed, found.taken) == ({}, 1)


async def test_files_of_one_person_count_as_one(at: Exams, academy: School) -> None:
    """What a merged file passed is its main file's, until the merge is undone."""
    one, two, *_ = academy.candidates
    results = await sat(at, academy, [two], [])
    numbers = [
        row["candidate_number"]
        for each in (two, one)
        for row in await Adviser.select(Adviser.candidate_number).where(Adviser.id == each.adviser)
    ]
    command = MergeAdvisers(duplicate=numbers[0], counts_as=numbers[1])
    merge = await merging.merge(command, actor=OPERATOR, now=making.NOW)
    assert (await only(at)).passed == {one.adviser: results[two.adviser]}
    await merging.undo(merge, actor=OPERATOR, now=making.NOW)
    assert (await only(at)).passed == {two.adviser: results[two.adviser]}


async def test_every_provider_and_one_provider(at: Exams, academy: School) -> None:
    """The watch sees all providers of a version; a provider asks for its own, whatever the version."""
    other = await school("Anders", candidates=2)
    await sat(at, academy, academy.candidates, [])
    await sat(at, other, other.candidates, [])
    assert {each.provider for each in await figures_of(at.version)} == {academy.id, other.id}
    assert [(version, each.provider) for version, each in await figures_by(other.id)] == [(at.version, other.id)]


async def test_it_sees_what_its_own_transaction_wrote(at: Exams, academy: School) -> None:
    """Inside a transaction that recorded results the figures have them, though nobody else has."""
    await sat(at, academy, academy.candidates, [])
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM result")
        assert await figures_of(at.version) == []
