"""From enrolment to certificate: what is counted, for whom, and how it is drawn."""

from datetime import date, timedelta

import httpx
import pytest

from exams.funnel.pages import PATH, drawn
from exams.funnel.service import Funnel, funnels
from registry.errors import Invalid, NotAllowed
from registry.texts import Language, Text
from tests.conftest import Clock
from tests.exams.integrity.recorded import FIRST_DAY, exams, sat, school
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW

WHEN = (FIRST_DAY - timedelta(days=1), FIRST_DAY)


@pytest.mark.usefixtures("database")
async def test_each_step_is_part_of_the_one_before() -> None:
    """Four enrolled, three sat, and nobody has evidence yet."""
    at, academy = await exams(), await school(candidates=4)
    await sat(at, academy, academy.candidates[:2], academy.candidates[2:3])
    [found] = await funnels(*WHEN, actor=academy.actor)
    assert found.steps == (4, 3, 0, 0)
    assert await funnels(FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=2), actor=academy.actor) == []


@pytest.mark.usefixtures("database")
async def test_evidence_and_a_grant_count() -> None:
    """Who passed everything and was granted is in every step; evidence of another track is not."""
    at, academy = await exams(), await school(candidates=2)
    first, second = [await making.candidate("Kandidaat", family) for family in ("Een", "Twee")]
    here = type(academy)(**{name: getattr(academy, name) for name in academy.__slots__} | {"candidates": [first, second]})
    await sat(at, here, [first, second], [])
    await making.certified(at.world, first)
    await making.evidence(at.world, second, track="ander-traject")
    [found] = await funnels(*WHEN, actor=academy.actor)
    assert found.steps == (2, 2, 1, 1)


@pytest.mark.usefixtures("database")
async def test_who_sees_which() -> None:
    """A provider its own, a certifier the tracks of its schemes, an auditor all, and a municipality nothing."""
    at, academy = await exams(), await school(candidates=2)
    other = await school("Ander", candidates=1)
    await sat(at, academy, academy.candidates, [])
    await sat(at, other, other.candidates, [], day=1)
    for actor, number in ((academy.actor, 2), (other.actor, 1), (at.world.certifiers[0], 3), (at.world.auditor, 3)):
        [found] = await funnels(*WHEN, actor=actor)
        assert found.enrolled == number
    assert await funnels(*WHEN, actor=at.world.provider) == []
    with pytest.raises(NotAllowed):
        await funnels(*WHEN, actor=at.world.municipality)
    with pytest.raises(Invalid):
        await funnels(WHEN[1], WHEN[0], actor=academy.actor)


def test_a_part_is_never_told_as_all_or_nothing() -> None:
    """The share of the first step, in whole percents; one of a thousand is not 0 %, and 999 are not 100 %."""
    shares = [each.bars[0].told for each in drawn(Funnel("t", Text("t", "t"), 1000, 999, 1, 0), Language.NL)]
    assert shares == ["1000 (100 %)", "999 (99 %)", "1 (1 %)", "0 (0 %)"]


async def test_the_page_and_its_file(client: httpx.AsyncClient, clock: Clock) -> None:
    """A picture with a table beside it; the same rows as a file; a wrong day is told; others are refused."""
    clock.now = NOW
    at, academy = await exams(), await school(candidates=2)
    await sat(at, academy, academy.candidates, [])
    own = await browser(client, academy.actor)
    assert PATH in await own.get("/werk")
    page = await own.get(PATH)
    assert page.count('role="img"') == 1
    assert "2 (100 %)" in page
    answer = await own.client.get(f"{PATH}?van={date(2026, 1, 1)}&bestand=csv-programma")
    assert "traject,2,2,0,0" in answer.text
    assert (await own.client.get(f"{PATH}?van=ooit")).status_code == 400
    assert "In deze periode is niemand ingeschreven" in await own.get(f"{PATH}?van=2020-01-01&tot=2020-02-01")
    neighbour = await browser(client, at.world.municipality)
    assert (await neighbour.client.get(PATH)).status_code == 403
