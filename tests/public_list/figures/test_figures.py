"""Figures for everyone: numbers alone, and none that tells of a person."""

import json
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.integrity.rules import Tally
from exams.pass_rates.by_quarter import STEP, by_quarter, for_everyone, quarter_of
from public_list.figures.service import figures
from registry.certificates.rules import EventKind, Status
from registry.overview.in_force import days_until, standings
from registry.people import service as people
from registry.people.schemas import ChangeConsent
from tests.conftest import Clock
from tests.exams.integrity.recorded import exams, sat, school
from tests.registry import making
from tests.registry.making import NOW, TODAY


@pytest.mark.parametrize(
    ("passed", "taken", "told"),
    [
        pytest.param(3, 4, False, id="four took part"),
        pytest.param(3, 5, False, id="five took part"),
        pytest.param(5, 10, True, id="five passed and five failed"),
        pytest.param(0, 12, False, id="nobody passed"),
        pytest.param(12, 12, False, id="everybody passed"),
        pytest.param(11, 12, False, id="all but one passed"),
        pytest.param(4, 12, False, id="four passed"),
    ],
)
def test_what_everyone_may_be_told(passed: int, taken: int, told: bool) -> None:  # noqa: FBT001  a parameter of the test
    """Nothing where fewer than five passed, or fewer than five failed: it would say of somebody how it went."""
    assert (for_everyone(Tally(passed, taken)) is not None) is told


@pytest.mark.parametrize(("passed", "taken"), [(8, 13), (7, 13), (6, 11), (5, 10), (9, 18)])
def test_one_result_more_or_less_does_not_show(passed: int, taken: int) -> None:
    """Seven of twelve, with a late result that was a pass or not, or without somebody who was erased: the same is told."""
    assert for_everyone(Tally(passed, taken)) == for_everyone(Tally(7, 12)) == Tally(5, 10)


@given(passed=st.integers(0, 300), failed=st.integers(0, 300))
def test_what_is_told_is_in_whole_fives(passed: int, failed: int) -> None:
    """Never more than there were, and less than five fewer, of those who passed and of those who failed alike."""
    told = for_everyone(Tally(passed, passed + failed))
    if told is None:
        assert min(passed, failed) < STEP
        return
    for count, said in ((passed, told.passed), (failed, told.taken - told.passed)):
        assert said % STEP == 0
        assert 0 <= count - said < STEP


def test_quarters_of_the_year() -> None:
    """The first day of each."""
    assert [quarter_of(date(2026, month, 28)).month for month in (1, 3, 4, 9, 12)] == [1, 1, 4, 7, 10]


@pytest.mark.usefixtures("database")
async def test_the_running_quarter_is_left_out() -> None:
    """In its own quarter nothing is told; once that is over it is."""
    at, academy = await exams(), await school()
    await sat(at, academy, academy.candidates[:7], academy.candidates[7:])
    assert await by_quarter(today=date(2026, 9, 30)) == []
    [found] = await by_quarter(today=date(2026, 10, 1))
    assert (found.first_day, found.tally) == (date(2026, 7, 1), Tally(5, 10))
    assert await by_quarter(today=date(2028, 1, 1)) == []


@pytest.mark.usefixtures("database")
async def test_certificates_in_force_by_month() -> None:
    """The first of each month and today; a suspended certificate is not in force."""
    assert days_until(date(2026, 3, 1), 2) == [date(2026, 2, 1), date(2026, 3, 1)]
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    now = NOW + timedelta(days=40)
    found = (await figures(now=now)).standings
    assert [(each.day, each.counts[Status.VALID]) for each in found[-3:]] == [
        (date(2026, 11, 1), 0),
        (date(2026, 12, 1), 1),
        (date(2026, 12, 30), 1),
    ]
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY + timedelta(days=20), at=now)
    assert (await figures(now=now)).standings[-1].counts[Status.VALID] == 0


@pytest.mark.usefixtures("database")
async def test_everyone_is_told_what_an_auditor_counts() -> None:
    """The same numbers of each status, on each day: here from the list that is kept, there by one statement in the database.

    Without consent too, which says who is shown and not what is counted.
    """
    world = await making.world()
    for kind, after in ((None, 0), (EventKind.SUSPENDED, 15), (EventKind.WITHDRAWN, 30), (EventKind.VOIDED, 0)):
        who = await making.candidate("Kandidaat", str(kind))
        issued = await making.certified(world, who)
        if kind is not None:
            await making.happens(issued.id, kind, TODAY + timedelta(days=after), at=NOW + timedelta(days=after))
    await people.change_consent(ChangeConsent(fields=[]), actor=who.actor, now=NOW)
    for ahead in (0, 40, 400, 1_200):
        now = NOW + timedelta(days=ahead)
        assert (await figures(now=now)).standings == await standings(actor=world.auditor, now=now)


async def test_the_page_for_everyone(client: httpx.AsyncClient, clock: Clock) -> None:
    """Without an account: pictures with tables, in both languages; small numbers are not shown, nor in the file."""
    clock.now = NOW + timedelta(days=60)
    at, academy = await exams(), await school()
    small = await school("Klein", candidates=4)
    await sat(at, academy, academy.candidates[:7], academy.candidates[7:], day=30)
    await sat(at, small, small.candidates[:1], small.candidates[1:])
    page = (await client.get("/cijfers")).text
    assert page.count('role="img"') == 2
    assert "50 %" in page
    assert "58 %" not in page
    assert "niet getoond" in page
    assert "25 %" not in page
    assert "not shown" in (await client.get("/en/cijfers")).text
    told = json.loads((await client.get("/cijfers?tabel=slagen&bestand=json")).content)
    rows = told["rows"]
    assert [(row["tookPart"], row["passed"]) for row in rows] == [(None, None), (10, 5)]
    in_force = await client.get("/cijfers?bestand=csv-programma")
    assert in_force.status_code == 200
    assert in_force.text.splitlines()[0] == "Dag,Geldig"


async def test_the_page_follows_what_happens(client: httpx.AsyncClient, clock: Clock) -> None:
    """A certificate that is granted is counted at once, though the figures are kept."""
    clock.now = NOW + timedelta(hours=1)
    world = await making.world()
    for number in (1, 2):
        await making.certified(world, await making.candidate("Kandidaat", f"Nummer{number}"))
        told = json.loads((await client.get("/cijfers?bestand=json")).content)
        rows = told["rows"]
        assert rows[-1] == {"day": "2026-11-20", "valid": number}
