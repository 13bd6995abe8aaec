"""Organisations and municipalities in the browser: finding them, registering one, and taking the list along."""

from datetime import timedelta

import httpx

from registry.organisations import service
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.seeking import REGIONS
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Role
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW


async def _admin(client: httpx.AsyncClient) -> Browser:
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    return await browser(client, await making.account(await making.person("Anna", "Beheer"), Role.ADMIN, operator))


async def test_an_admin_registers_an_organisation_and_finds_it(client: httpx.AsyncClient) -> None:
    """Of each kind but municipalities; the page shows the new one, and refuses a second of that name."""
    own = await _admin(client)
    assert "Organisaties" in await own.get("/werk")
    page = await own.get("/organisaties")
    form = page[page.index("Nieuwe organisatie") :]
    assert 'value="employer"' in form
    assert 'value="municipality"' not in form
    fields = {"kind": "employer", "name": "Bureau Öztürk & Zn"}
    leads = await own.post("/organisaties", fields)
    assert "Bureau Öztürk & Zn" in await own.get(leads)
    assert "Er is al zo’n organisatie met de naam Bureau Öztürk & Zn" in await own.post("/organisaties", fields, expect=409)
    refused = await own.post("/organisaties", {"kind": "municipality", "name": "Buren"}, expect=409)
    assert "Gemeenten worden ingelezen" in refused
    assert "Fout:" in await own.post("/organisaties", {"kind": "iets", "name": "X"}, expect=400)


async def test_partnerships_and_regions_are_chosen(client: httpx.AsyncClient) -> None:
    """By letters of the name, a region also by its code or a municipality in it; a file has the same rows."""
    own = await _admin(client)
    for name in ("Waterland samen", "Súdwest samen"):
        await own.post("/samenwerkingsverbanden", {"name": name})
    assert [row["partnership"] for row in (await saved(own.client, "/samenwerkingsverbanden?zoek=sudwest")).rows] == [
        "Súdwest samen"
    ]
    page = await own.get("/samenwerkingsverbanden?volgorde=naam-omgekeerd")
    assert page.index("Waterland samen</a>") < page.index("Súdwest samen</a>")
    assert "Er is niets gevonden" in await own.get("/samenwerkingsverbanden?zoek=zee")
    for code, name in (("noord", "Boven het IJ"), ("zuid", "Onder het IJ")):
        await own.post("/regios", {"code": code, "name": name})
    assert [row["code"] for row in (await saved(own.client, "/regios?zoek=NOORD")).rows] == ["noord"]
    page = await own.get("/regios?zoek=onder")
    assert "Onder het IJ</a>" in page
    assert "Boven het IJ</a>" not in page
    row = (await saved(own.client, "/regios")).rows[0]
    assert row in await found_by_any_choice(own.client, "/regios", REGIONS, row["region"])


async def test_organisations_are_found_by_kind_and_part_of_the_name(client: httpx.AsyncClient) -> None:
    """Wildcards of the database are letters like any; each tells how many accounts hold a role for it now."""
    own = await _admin(client)
    for kind, name in ((Kind.PROVIDER, "Academie 100%"), (Kind.EMPLOYER, "academie noord"), (Kind.EMPLOYER, "Zuid")):
        await service.register(RegisterOrganisation(kind=kind, name=name), actor=OPERATOR, now=NOW)
    found = await own.get("/organisaties?zoek=ACADEMIE")
    assert "2 organisaties" in found
    assert found.index("Academie 100%") < found.index("academie noord")
    assert "1 organisatie<" in await own.get("/organisaties?zoek=100%25")
    assert "2 organisaties" in await own.get("/organisaties?soort=employer&pagina=9")
    assert "1 organisatie<" in await own.get("/organisaties?soort=employer&zoek=noord")
    assert "Er is niets gevonden" in await own.get("/organisaties?zoek=_")
    operators = await own.get("/en/organisaties?soort=operator")
    assert "Operator of the registry" in operators
    assert '<div class="value">1</div>' in operators
    file = (await own.client.get("/organisaties?zoek=academie&bestand=json")).json()
    assert [row["name"] for row in file["rows"]] == ["Academie 100%", "academie noord"]


async def test_addresses_from_before_zoek_have_naam_for_it(client: httpx.AsyncClient) -> None:
    """A link or filter that was kept chooses as it did, on the page and in a file; what the page leads to says `zoek`."""
    own = await _admin(client)
    for name in ("Academie", "Zuid"):
        await service.register(RegisterOrganisation(kind=Kind.PROVIDER, name=name), actor=OPERATOR, now=NOW)
    page = await own.get("/organisaties?soort=provider&naam=acad+")
    assert ("Academie</" in page, "Zuid</" in page) == (True, False)
    assert "/organisaties?soort=provider&zoek=acad&bestand=xlsx" in page
    file = await saved(own.client, "/organisaties?naam=acad")
    assert ([row["name"] for row in file.rows], file.stamp["name"]) == (["Academie"], "acad")
    assert [row["name"] for row in (await saved(own.client, "/organisaties?naam=acad&zoek=zuid")).rows] == ["Zuid"]


async def test_organisations_come_in_the_order_that_was_asked(client: httpx.AsyncClient) -> None:
    """By name either way or by age, without regard to capitals; a kind or an order that is none chooses nothing."""
    own = await _admin(client)
    for hours, name in enumerate(("bo", "Cem", "An")):
        registered = RegisterOrganisation(kind=Kind.PROVIDER, name=name)
        await service.register(registered, actor=OPERATOR, now=NOW + timedelta(hours=hours))
    for order, names in (
        ("naam", ["An", "bo", "Cem"]),
        ("naam-omgekeerd", ["Cem", "bo", "An"]),
        ("oudste", ["bo", "Cem", "An"]),
        ("nieuwste", ["An", "Cem", "bo"]),
        ("onzin", ["An", "bo", "Cem"]),
    ):
        file = await saved(own.client, f"/organisaties?soort=provider&volgorde={order}")
        assert [row["name"] for row in file.rows] == names
    everything = await saved(own.client, "/organisaties?soort=onzin")
    assert (len(everything.rows), everything.stamp["kind"]) == (4, "alle")
    assert 'aria-sort="descending"' in await own.get("/organisaties?volgorde=nieuwste")


async def test_others_do_not_see_organisations(client: httpx.AsyncClient) -> None:
    """Who keeps no organisations is refused, signed in or not."""
    assert (await client.get("/organisaties")).status_code in {303, 401}
    own = await browser(client, (await making.candidate()).actor)
    await own.get("/organisaties", expect=403)


async def test_everybody_finds_what_became_of_a_municipality(client: httpx.AsyncClient) -> None:
    """By an old name, a province or a day, with those that came after it by name."""
    await making.world()
    own = Browser(client)
    every = await own.get("/gemeenten")
    first = (await service.municipalities())[0]
    assert first.name in every
    for wrong in ("gisteren", "2026-13-01", "9" * 20):
        assert "Vul een datum in" in await own.get(f"/gemeenten?dag={wrong}", expect=400)
    assert "Er is niets gevonden" in await own.get("/en/gemeenten?naam=%25".replace("/en", ""))
    assert "Nothing was found" in await own.get("/en/gemeenten?naam=%25")
    assert first.name in await own.get(f"/gemeenten?provincie={first.province}")
    file = (await client.get(f"/gemeenten?naam={first.name}&bestand=json")).json()
    assert file["rows"][0]["code"] == first.code


async def test_a_municipality_is_found_without_its_accents(client: httpx.AsyncClient) -> None:
    """Nor its capitals; on the page and in the file."""
    row = Row("GM1900", "Súdwest-Fryslân", "Fryslân", None, None, ())
    await municipalities.load([row], actor=OPERATOR, now=NOW)
    own = Browser(client)
    for typed in ("sudwest", "SÚDWEST", "fryslan"):
        assert "1 gemeente<" in await own.get(f"/gemeenten?naam={typed}"), typed
        file = (await client.get(f"/gemeenten?naam={typed}&bestand=json")).json()
        assert [each["code"] for each in file["rows"]] == ["GM1900"]
    admin = await _admin(client)
    assert "Súdwest-Fryslân" in await admin.get("/organisaties?zoek=sudwest")
    assert [each["name"] for each in (await saved(admin.client, "/organisaties?zoek=fryslan")).rows] == ["Súdwest-Fryslân"]


async def test_what_was_typed_wrong_stays_and_is_told(client: httpx.AsyncClient) -> None:
    """A day that is none and a name that is too long, both at once; a day in words is read."""
    await making.world()
    own = Browser(client)
    page = await own.get(f"/gemeenten?naam={'x' * 101}&dag=5+brumaire+2027", expect=400)
    assert "Naam: Schrijf hooguit 100 tekens." in page
    assert "Bestond op de dag: Vul een datum in, zoals 05-03-2027." in page
    assert 'type="text" value="5 brumaire 2027"' in page
    assert "x" * 101 in page
    assert 'type="date" value="2027-03-05"' in await own.get("/gemeenten?dag=5+maart+2027")
    admin = await _admin(client)
    for name in ("zoek", "naam"):
        page = await admin.get(f"/organisaties?{name}={'x' * 101}", expect=400)
        assert "Naam: Schrijf hooguit 100 tekens." in page
        assert "x" * 101 in page
    assert "Nieuwe organisatie" in await admin.get(await admin.post("/organisaties", {"kind": "employer", "name": "y" * 150}))
