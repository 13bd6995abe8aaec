"""The statement of an allotment: every posting with what was available after it, for whom it concerns."""

from uuid import UUID, uuid4

import httpx
import pytest

from registry.allotments import reading
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement
from registry.allotments.reading import PAGE
from registry.errors import NotFound
from registry.organisations import memberships
from registry.organisations import service as organisations
from registry.organisations.schemas import JoinPartnership, Leave
from registry.permissions import OPERATOR, Actor, Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.allotments.days_held import held, move, standing, two
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import BEFORE, NOW, OWN, TODAY


async def lines(allotment: UUID, page: int = 1) -> list[tuple[str, int, int, bool, str | None]]:
    """Kind, quarters, available after it, whether it was received, and the other side; the last posting first."""
    shown = await reading.statement(allotment, page=page, actor=OPERATOR, now=NOW)
    return [(each.kind.value, each.quarters, each.available, each.received, each.other_name) for each in shown.postings]


async def test_every_posting_with_what_was_left(database: None) -> None:
    """The last one first; of a transfer each side tells the other."""
    _, own, neighbour = await two()
    await move(
        Movement(PostingKind.RESERVE, own, 12),
        Movement(PostingKind.USE, own, 8),
        Movement(PostingKind.RELEASE, own, 4),
        Movement(PostingKind.TRANSFER, own, 20, to=neighbour),
    )
    assert await lines(own) == [
        ("transfer", 20, 52, False, "Buurland"),
        ("release", 4, 72, True, None),
        ("use", 8, 68, True, None),
        ("reserve", 12, 68, True, None),
        ("grant", 80, 80, True, None),
    ]
    assert await lines(neighbour) == [("transfer", 20, 20, True, "Eigenwaard")]


async def test_a_long_statement_comes_in_pages(database: None) -> None:
    """What was available goes on from page to page; there is no page beyond the last."""
    _, own, neighbour = await two()
    await move(*(Movement(PostingKind.EXPIRE, own, 1) for _ in range(PAGE)))
    shown = await reading.statement(own, page=2, actor=OPERATOR, now=NOW)
    assert (shown.lines, shown.pages, len(shown.postings)) == (PAGE + 1, 2, 1)
    assert (await lines(own))[-1] == ("expire", 1, 79, True, None)
    with pytest.raises(NotFound):
        await lines(own, 3)
    assert await lines(neighbour) == []


async def seen(actor: Actor) -> list[str]:
    """Whose allotments somebody reads."""
    return [each.holder_name for each in await reading.allotments_for(actor, now=NOW)]


async def test_whose_allotments_are_read(database: None) -> None:
    """A municipality its own, and those of its partnerships for as long as it is a member; an admin and an auditor all."""
    world, own, neighbour = await two()
    pooled = await held(world, holder="partnership")
    assert await seen(world.municipality) == ["Eigenwaard"]
    partnership = world.organisations["partnership"]
    join = JoinPartnership(municipality=OWN, valid_from=BEFORE.date())
    await organisations.join_partnership(partnership, join, actor=OPERATOR, now=BEFORE)
    assert await seen(world.municipality) == ["De partnership", "Eigenwaard"]
    assert await reading.statement(pooled, actor=world.municipality, now=NOW)
    assert await seen(world.neighbour) == ["Buurland"]
    for actor in (OPERATOR, world.auditor):
        assert await seen(actor) == ["Buurland", "De partnership", "Eigenwaard"]
    for actor, not_theirs in ((world.municipality, neighbour), (world.neighbour, pooled), (world.coordinator, own)):
        with pytest.raises(NotFound):
            await reading.statement(not_theirs, actor=actor, now=NOW)
    leave = Leave(municipality=OWN, last_day=TODAY.replace(day=TODAY.day - 1))
    await memberships.leave_partnership(partnership, leave, actor=OPERATOR, now=NOW)
    assert await seen(world.municipality) == ["Eigenwaard"]
    assert [each.id for each in await reading.allotments_for(OPERATOR, now=NOW, programme="anders")] == []


async def test_over_the_api(client: httpx.AsyncClient, clock: Clock) -> None:
    """Days outside; another's looks absent; reversing and transferring are an admin's."""
    clock.now = NOW
    world, own, neighbour = await two()
    theirs = await token(client, world.municipality)
    shown = (await client.get(f"/api/v1/allotments/{own}", headers=theirs)).json()
    assert (shown["available"], shown["firstDay"], shown["total"]) == ("20", "2026-01-01", 1)
    assert shown["postings"][0]["days"] == "20"
    for path, status in ((f"{neighbour}", 404), (f"{uuid4()}", 404), (f"{own}?page=2", 404), (f"{own}?page=0", 400)):
        assert (await client.get(f"/api/v1/allotments/{path}", headers=theirs)).status_code == status
    reverse = {"days": 2.25, "reason": "Ten onrechte toegekend."}
    refused = await client.post(f"/api/v1/allotments/{own}/corrections", json=reverse, headers=theirs)
    assert refused.status_code == 403
    operator = await making.account(await making.person("Bea"), Role.ADMIN, world.organisations["operator"])
    admins = await token(client, operator)
    done = await client.post(f"/api/v1/allotments/{own}/corrections", json=reverse, headers=admins)
    assert done.status_code == 204
    passed = {"to": str(neighbour), **reverse}
    assert (await client.post(f"/api/v1/allotments/{own}/transfers", json=passed, headers=admins)).status_code == 204
    assert await standing(own) == {"granted": -71, "available": 62}
    again = await client.post(f"/api/v1/allotments/{own}/transfers", json=passed | {"days": 99}, headers=admins)
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (409, "too-few-days-available")


async def test_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """A municipality reads its statement; an admin reverses and transfers, and reads at the field what is wrong."""
    clock.now = NOW
    world, own, neighbour = await two()
    page = await (await browser(client, world.municipality)).get("/dagenbudgetten")
    assert ("Eigenwaard" in page, "Buurland" in page) == (True, False)
    entered = await browser(client, world.municipality)
    page = await entered.get(f"/dagenbudgetten/{own}")
    assert ("Toegekend" in page, "Dagen overzetten" in page) == (True, False)
    operator = await making.account(await making.person("Bea"), Role.ADMIN, world.organisations["operator"])
    entered = await browser(client, operator)
    assert "Dagenbudgetten" in await entered.get("/werk")
    assert "Buurland" in await entered.get("/dagenbudgetten?programma=operatie")
    where = f"/dagenbudgetten/{own}"
    await entered.get(f"{where}/overzetten")
    page = await entered.post(f"{where}/overzetten", {"days": "1,3", "reason": "kort", "to": str(neighbour)}, expect=400)
    assert "Schrijf ten minste 10 tekens." in page
    fields = {"days": "2,25", "reason": "Samen afgesproken.", "to": str(neighbour)}
    assert await entered.post(f"{where}/overzetten", fields) == f"{where}?gedaan=overgezet"
    page = await entered.get(where)
    assert ("gegeven aan Buurland" in page, "Samen afgesproken." in page, "17,75" in page) == (True, True, True)
    await entered.get(f"{where}/terugdraaien")
    assert "17,75 dagen beschikbaar" in await entered.post(f"{where}/terugdraaien", fields | {"days": "18"}, expect=409)
    assert await entered.post(f"{where}/terugdraaien", fields) == f"{where}?gedaan=teruggedraaid"
    assert "Reversed" in await entered.get(f"/en{where}")
