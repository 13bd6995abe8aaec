"""Regions and partnerships: who belongs to them, since when, and how a municipality leaves."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest

from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations import memberships, regions
from registry.organisations import service as organisations
from registry.organisations.errors import InOneRegion, MemberAlready, MunicipalityNotThere, NoMember, RegionExists
from registry.organisations.schemas import CreateRegion, JoinPartnership, JoinRegion, Leave
from registry.organisations.tables import RegionMember
from registry.permissions import OPERATOR, Role
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, TODAY, World

ONE_DAY = timedelta(days=1)
OLD, NEW = "GM0003", "GM0004"


async def made() -> World:
    """Two regions, and a municipality that was succeeded by another."""
    world = await making.world()
    rows = [
        Row(OLD, "Oudeland", "Utrecht", None, date(2014, 12, 31), (NEW,)),
        Row(NEW, "Nieuwland", "Utrecht", date(2015, 1, 1), None, ()),
    ]
    present = [Row(code, name, "Utrecht", None, None, ()) for code, name in ((OWN, "Eigenwaard"), (NEIGHBOUR, "Buurland"))]
    await municipalities.load([*present, *rows], actor=OPERATOR, now=BEFORE)
    for code in ("noord", "zuid"):
        await regions.create(CreateRegion(code=code, name=code.title()), actor=OPERATOR, now=BEFORE)
    return world


async def join(region: str, code: str = OWN, *, since: date = TODAY, until: date | None = None) -> None:
    """The municipality belongs to the region."""
    command = JoinRegion(municipality=code, valid_from=since, valid_to=until)
    await regions.join(region, command, actor=OPERATOR, now=NOW)


async def leave(region: str, last_day: date, code: str = OWN) -> None:
    """Its last day in the region."""
    await regions.leave(region, Leave(municipality=code, last_day=last_day), actor=OPERATOR, now=NOW)


async def spans(region: str) -> list[tuple[str, date, date | None]]:
    """Who is in it, from when through when."""
    return [(each.code, each.valid_from, each.valid_to) for each in (await regions.one(region)).members]


async def test_a_municipality_is_in_one_region_at_a_time(database: None) -> None:
    """On any day; the day after its last it may be in another. Which one it is in is told."""
    await made()
    await join("noord", until=TODAY + 9 * ONE_DAY)
    for region, since in (("zuid", TODAY), ("zuid", TODAY + 9 * ONE_DAY), ("noord", TODAY - ONE_DAY)):
        with pytest.raises(InOneRegion) as refused:
            await join(region, since=since)
        assert refused.value.facts == {"name": "Eigenwaard", "region": "Noord", "first_day": TODAY}
    await join("zuid", since=TODAY + 10 * ONE_DAY)
    await join("zuid", NEIGHBOUR)
    assert [len(each.members) for each in await regions.listed()] == [1, 2]


async def test_leaving_a_region(database: None) -> None:
    """The membership that covers the day ends with it; an end may come sooner, not later, and not before the beginning."""
    await made()
    await join("noord")
    await leave("noord", TODAY + 5 * ONE_DAY)
    await leave("noord", TODAY + 3 * ONE_DAY)
    assert await spans("noord") == [(OWN, TODAY, TODAY + 3 * ONE_DAY)]
    for day in (TODAY + 4 * ONE_DAY, TODAY - ONE_DAY):
        with pytest.raises(NoMember):
            await leave("noord", day)
    with pytest.raises(NoMember):
        await leave("noord", TODAY, NEIGHBOUR)
    with pytest.raises(NotFound):
        await leave("west", TODAY)
    await leave("noord", TODAY)
    await join("zuid", since=TODAY + ONE_DAY)


async def test_two_who_place_it_at_once(database: None) -> None:
    """Only one of them does; and the database itself refuses a second region."""
    world = await made()
    told = await asyncio.gather(*(join(each) for each in ("noord", "zuid") * 3), return_exceptions=True)
    assert [type(each) for each in told if each is not None] == [InOneRegion] * 5
    other = (await regions.one("zuid")).id if await spans("noord") else (await regions.one("noord")).id
    with pytest.raises(asyncpg.ExclusionViolationError):
        await RegionMember.insert(RegionMember(region=other, municipality=world.organisations[OWN], valid_from=TODAY))


async def test_what_is_refused(database: None) -> None:
    """A code twice, a reversed period, a municipality that is no more, with who succeeded it, and anyone but an admin."""
    world = await made()
    with pytest.raises(RegionExists):
        await regions.create(CreateRegion(code="noord", name="Nog een"), actor=OPERATOR, now=NOW)
    with pytest.raises(Invalid):
        await join("noord", until=TODAY - ONE_DAY)
    with pytest.raises(MunicipalityNotThere) as refused:
        await join("noord", OLD)
    assert refused.value.facts["successors"] == NEW
    with pytest.raises(MunicipalityNotThere):
        await join("noord", NEW, since=date(2014, 12, 31))
    await join("noord", OLD, since=date(2010, 1, 1), until=date(2014, 12, 31))
    for actor in (world.coordinator, world.municipality, world.auditor):
        with pytest.raises(NotAllowed):
            await regions.create(CreateRegion(code="west", name="West"), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await regions.join("noord", JoinRegion(municipality=OWN, valid_from=TODAY), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await regions.leave("noord", Leave(municipality=OWN, last_day=TODAY), actor=actor, now=NOW)


async def member(partnership: UUID, *, since: date = TODAY, until: date | None = None) -> None:
    """The own municipality is a member."""
    command = JoinPartnership(municipality=OWN, valid_from=since, valid_to=until)
    await organisations.join_partnership(partnership, command, actor=OPERATOR, now=NOW)


async def test_leaving_a_partnership(database: None) -> None:
    """From the day after it belongs to it no more; it may come back later, and is a member once on any day."""
    world = await made()
    partnership, own = world.organisations["partnership"], world.organisations[OWN]
    await member(partnership)
    with pytest.raises(MemberAlready):
        await member(partnership, since=TODAY + 5 * ONE_DAY)
    command = Leave(municipality=OWN, last_day=TODAY + ONE_DAY)
    await memberships.leave_partnership(partnership, command, actor=OPERATOR, now=NOW)
    assert [await organisations.partnerships_of(own, TODAY + each * ONE_DAY) for each in (1, 2)] == [[partnership], []]
    await member(partnership, since=TODAY + 2 * ONE_DAY)
    found = await memberships.members_of_partnership(partnership)
    assert [(each.code, each.valid_to) for each in found] == [(OWN, TODAY + ONE_DAY), (OWN, None)]
    assert [memberships.in_it(found[0], TODAY + each * ONE_DAY) for each in (-1, 0, 1, 2)] == [False, True, True, False]
    assert memberships.in_it(found[1], date(2099, 1, 1))
    for not_one in (own, world.organisations["provider"]):
        with pytest.raises(NotFound):
            await memberships.leave_partnership(not_one, command, actor=OPERATOR, now=NOW)
        with pytest.raises(NotFound):
            await memberships.members_of_partnership(not_one)
    with pytest.raises(NotAllowed):
        await memberships.leave_partnership(partnership, command, actor=world.municipality, now=NOW)


async def test_over_the_api(client: httpx.AsyncClient, clock: Clock) -> None:
    """Regions are public to read; admins keep them, and partnerships."""
    clock.now = NOW
    world = await made()
    admin = await making.account(await making.person("Bea"), Role.ADMIN, world.organisations["operator"])
    keeps = await token(client, admin)
    body = {"municipality": OWN, "validFrom": f"{TODAY}"}
    assert (await client.post("/api/v1/regions", json={"code": "west", "name": "West"}, headers=keeps)).status_code == 204
    assert (await client.post("/api/v1/regions/west/members", json=body, headers=keeps)).status_code == 204
    assert (await client.post("/api/v1/regions/noord/members", json=body, headers=keeps)).status_code == 409
    ending = {"municipality": OWN, "lastDay": f"{TODAY}"}
    assert (await client.post("/api/v1/regions/west/leavings", json=ending, headers=keeps)).status_code == 204
    told = (await client.get("/api/v1/regions/west")).json()
    assert (told["name"], told["members"][0]["validTo"]) == ("West", f"{TODAY}")
    assert len((await client.get("/api/v1/regions")).json()) == 3
    assert (await client.get("/api/v1/regions/oost")).status_code == 404
    where = f"/api/v1/partnerships/{world.organisations['partnership']}"
    assert (await client.post(f"{where}/members", json=body, headers=keeps)).status_code == 204
    assert (await client.post(f"{where}/leavings", json=ending, headers=keeps)).status_code == 204
    assert (await client.get(f"{where}/members", headers=keeps)).json()[0]["validTo"] == f"{TODAY}"
    assert (await client.post("/api/v1/regions", json={"code": "x", "name": "West"})).status_code == 401


async def test_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """A region and a partnership are made, a municipality joins and leaves; what is refused is told at the form."""
    clock.now = NOW
    world = await made()
    admin = await making.account(await making.person("Bea"), Role.ADMIN, world.organisations["operator"])
    entered = await browser(client, admin)
    assert "Regio’s" in await entered.get("/werk")
    await entered.get("/regios")
    assert "Vul dit in." in await entered.post("/regios", {"code": "west"}, expect=400)
    assert await entered.post("/regios", {"code": "west", "name": "West"}) == "/regios/west?gedaan=gemaakt"
    await entered.get("/samenwerkingsverbanden")
    assert "Vul dit in." in await entered.post("/samenwerkingsverbanden", {}, expect=400)
    made_at = await entered.post("/samenwerkingsverbanden", {"name": "De Waarden"})
    for where in ("/regios/west", made_at.partition("?")[0]):
        assert "Er hoort nog geen gemeente bij" in await entered.get(where)
        assert "Vul dit in." in await entered.post(where, {"municipality": OWN}, expect=400)
        fields = {"municipality": OWN, "validFrom": f"{TODAY}"}
        assert await entered.post(where, fields) == f"{where}?gedaan=erbij"
        assert "Eigenwaard" in await entered.post(where, fields, expect=409)
        out = f"{where}/{OWN}/eruit"
        assert "Eigenwaard uit" in await entered.get(out)
        assert "Vul dit in." in await entered.post(out, {}, expect=400)
        await entered.post(out, {"lastDay": f"{TODAY - ONE_DAY}"}, expect=409)
        assert await entered.post(out, {"lastDay": f"{TODAY}"}) == f"{where}?gedaan=eruit"
        assert "20 november 2026" in await entered.get(where)
        await entered.get(f"{where}/{NEIGHBOUR}/eruit", expect=404)
        assert "Add a municipality" in await entered.get(f"/en{where}")
