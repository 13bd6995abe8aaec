"""Certificates over time for who keeps them, and the course of one allotment for who holds it."""

import json
from datetime import date, timedelta

import httpx
import pytest

from registry.allotments.ledger import AccountKind, PostingKind
from registry.certificates.rules import EventKind, Status
from registry.organisations.tables import Kind
from registry.overview.allotment_course import course
from registry.overview.certificate_pages import PATH
from registry.overview.in_force import standings
from registry.permissions import Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW, TODAY
from tests.registry.overview.test_overview import at, ledger


@pytest.mark.usefixtures("database")
async def test_a_body_sees_its_own_certificates() -> None:
    """Suspended ones apart; another body sees none, an auditor all."""
    world = await making.world()
    issued = [await making.certified(world, await making.candidate("Kandidaat", name)) for name in ("Een", "Twee")]
    await making.happens(issued[0].id, EventKind.SUSPENDED, TODAY)
    other = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger = await making.account(await making.person("Vreemd", "Ander"), Role.CERTIFIER, other)
    for actor, valid, paused in ((world.certifiers[0], 1, 1), (world.auditor, 1, 1), (stranger, 0, 0)):
        last = (await standings(actor=actor, now=NOW))[-1]
        assert (last.day, last.counts[Status.VALID], last.counts[Status.SUSPENDED]) == (TODAY, valid, paused)


@pytest.mark.usefixtures("database")
async def test_the_course_of_an_allotment() -> None:
    """At the end of each day what was available, reserved, used and expired, through Amsterdam's midnight."""
    books = await ledger()
    await books.moved(PostingKind.GRANT, books.own, "20", at(3, 2))
    await books.moved(PostingKind.RESERVE, books.own, "8", at(3, 3, 23))
    await books.moved(PostingKind.USE, books.own, "2.25", at(3, 4))
    await books.moved(PostingKind.EXPIRE, books.own, "1", at(3, 5))
    await books.moved(PostingKind.TRANSFER, books.own, "3", at(3, 6), to=books.neighbour)
    days = [date(2026, 3, day) for day in range(1, 7)]
    kinds = (AccountKind.AVAILABLE, AccountKind.RESERVED, AccountKind.USED, AccountKind.EXPIRED)
    assert [[each.quarters[kind] for kind in kinds] for each in await course(books.own, days)] == [
        [0, 0, 0, 0],
        [80, 0, 0, 0],
        [48, 32, 0, 0],
        [48, 23, 9, 0],
        [44, 23, 9, 4],
        [32, 23, 9, 4],
    ]
    assert [each.total for each in await course(books.neighbour, days)] == [0, 0, 0, 0, 0, 12]


async def test_the_page_with_certificates(client: httpx.AsyncClient, clock: Clock) -> None:
    """A picture with a table, and the same as a file; a provider is refused."""
    clock.now = NOW + timedelta(hours=1)
    world = await making.world()
    await making.certified(world, await making.candidate())
    own = await browser(client, world.certifiers[0])
    assert PATH in await own.get("/werk")
    page = await own.get(PATH)
    assert page.count('role="img"') == 1
    assert "Op 20 november 2026 waren 1 certificaten geldig en 0 geschorst." in page
    assert "Certificates over time" in await own.get(f"/en{PATH}")
    rows = json.loads((await own.client.get(f"{PATH}?bestand=json")).content)["rows"]
    assert (rows[-1]["valid"], rows[0]["valid"]) == (1, 0)
    refused = await browser(client, world.provider)
    assert (await refused.client.get(PATH)).status_code == 403


async def test_the_page_with_the_course(client: httpx.AsyncClient, clock: Clock) -> None:
    """A municipality sees its own, with the bars of all it holds; to its neighbour it looks absent."""
    clock.now = NOW
    world = await making.world()
    await making.programme()
    allotment = await making.allotment(world)
    own = await browser(client, world.municipality)
    assert "Totaal:" in await own.get("/dagenbudgetten")
    where = f"/dagenbudgetten/{allotment}/verloop"
    assert where in await own.get(f"/dagenbudgetten/{allotment}")
    page = await own.get(where)
    assert page.count('role="img"') == 1
    rows = json.loads((await own.client.get(f"{where}?bestand=json")).content)["rows"]
    assert (rows[-1]["available"], rows[-1]["total"]) == (20, 20)
    neighbour = await browser(client, world.neighbour)
    assert (await neighbour.client.get(where)).status_code == 404
