"""A certificate on two time axes, as a picture, a table and a file, with a day and an instant to ask."""

import json
import re
from datetime import timedelta

import httpx
import pytest

from registry.certificates.rules import EventKind, Status
from registry.certificates.service import Issued
from registry.texts import Language
from registry.timelines.drawing import picture
from registry.timelines.rules import answer_of, lines
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW, TODAY, World
from tests.registry.measures.at_work import again

LATER = NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = LATER + timedelta(hours=1)


async def suspended() -> tuple[World, Issued]:
    """A certificate that was suspended from the day after its first, which was learned four days later."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY + timedelta(days=1), at=LATER)
    return world, await again(issued)


@pytest.mark.usefixtures("database")
async def test_a_past_answer_is_given_again() -> None:
    """On one day: valid as known before the suspension was recorded, suspended as known after, unknown before all."""
    _, issued = await suspended()
    day = TODAY + timedelta(days=2)
    instants = (NOW - timedelta(hours=1), NOW + timedelta(hours=1), LATER)
    assert [answer_of(issued.timeline, day, at).status for at in instants] == [None, Status.VALID, Status.SUSPENDED]


@pytest.mark.usefixtures("database")
async def test_a_line_for_each_time_something_was_learned() -> None:
    """Each is what was known until the next; the chosen instant marks one line, or none before all was known."""
    _, issued = await suspended()
    known = lines(issued.timeline)
    assert [each.until for each in known] == [LATER, None]
    for at, chosen in ((NOW - timedelta(hours=1), [False, False]), (NOW, [True, False]), (LATER, [False, True])):
        drawn = picture(known, answer_of(issued.timeline, TODAY, at), Language.NL)
        assert [line.chosen for line in drawn.lines] == chosen
    assert [words for _, words in drawn.parts] == ["Verlopen", "Geschorst", "Nog niet geldig", "Geldig"]


async def test_the_page(client: httpx.AsyncClient) -> None:
    """The answer, a picture that is said in words, a table; a permanent link gives the same again."""
    world, issued = await suspended()
    own = await browser(client, world.certifiers[0])
    where = f"/certificaatbeheer/{issued.number}/tijdlijn"
    assert where in await own.get(f"/certificaatbeheer/{issued.number}")
    page = await own.get(where)
    assert 'role="img"' in page
    assert "Geschorst" in page
    before = await own.get(f"{where}?dag=2026-11-22&bekend=2026-11-21T10:00")
    told = "Op 22 november 2026, zoals bekend op 21 november 2026 10:00:"
    assert told in before
    [link] = re.findall(r'href="([^"]+)">Vaste link', before)
    assert told in await own.get(link.replace("&amp;", "&"))
    assert "toen nog niet" in await own.get(f"{where}?bekend=2020-01-01T00:00")
    assert "The answer" in await own.get(f"/en{where}")


async def test_a_wrong_day_or_moment_is_told_at_its_field(client: httpx.AsyncClient) -> None:
    """What was typed stays."""
    world, issued = await suspended()
    own = await browser(client, world.auditor)
    where = f"/certificaatbeheer/{issued.number}/tijdlijn"
    for ask in ("dag=gisteren", "bekend=straks", "bekend=9999-12-31T23:59%2B00:00", "bekend=0001-01-01T00:00"):
        answer = await own.client.get(f"{where}?{ask}")
        assert answer.status_code == 400, ask
        assert 'aria-invalid="true"' in answer.text


async def test_the_same_as_a_file(client: httpx.AsyncClient) -> None:
    """A row for each period in each version."""
    world, issued = await suspended()
    own = await browser(client, world.auditor)
    told = json.loads((await own.client.get(f"/certificaatbeheer/{issued.number}/tijdlijn?bestand=json")).content)
    rows = told["rows"]
    assert [row["status"] for row in rows] == [
        "not-yet-valid",
        "valid",
        "expired",
        "not-yet-valid",
        "valid",
        "suspended",
        "expired",
    ]


async def test_who_does_not_keep_certificates_sees_none(client: httpx.AsyncClient) -> None:
    """Another role is refused; a number that nobody has is not found."""
    world, issued = await suspended()
    own = await browser(client, world.provider)
    assert (await own.client.get(f"/certificaatbeheer/{issued.number}/tijdlijn")).status_code == 403
    certifier = await browser(client, world.certifiers[0])
    for number in ("CA00000000-00", "geen-nummer"):
        assert (await certifier.client.get(f"/certificaatbeheer/{number}/tijdlijn")).status_code == 404
