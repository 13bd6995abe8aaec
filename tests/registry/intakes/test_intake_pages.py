"""Intakes in the browser and over the API: planned, held, completed, cancelled and taken over by whoever may."""

from datetime import timedelta

import httpx

from registry.intakes import service as intakes
from registry.intakes.rules import IntakeStep
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.exports.saved import saved
from tests.registry.intakes import planned
from tests.registry.intakes.planned import REGION
from tests.registry.making import NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY, World

ROW = {"givenName-1": "Anna", "familyPrefix-1": "de", "familyName-1": "Wit", "capacity-1": "wethouder"}


async def a_world(clock: Clock) -> World:
    """A registry with a programme, at the time of `making`."""
    clock.now = NOW
    world = await making.world()
    await making.programme()
    return world


async def test_a_coordinators_walk(client: httpx.AsyncClient, clock: Clock) -> None:
    """Planned, held with a participant, completed and followed by a plan; each mistake is told at its field."""
    world = await a_world(clock)
    visitor = await browser(client, world.coordinator)
    assert "Intakes" in await visitor.get("/werk")
    assert "Er zijn nog geen intakes" in await visitor.get("/intakes")
    form = await visitor.get("/intakes/nieuw")
    assert "Eigenwaard" in form
    assert (await visitor.post("/intakes/nieuw", {}, expect=400)).count('class="utrecht-form-field-error-message"') == 3
    fields = {"holder": str(world.organisations[OWN]), "programme": PROGRAMME, "heldOn": f"{TODAY:%d-%m-%Y}"}
    way = await visitor.post("/intakes/nieuw", fields)
    one = way.partition("?")[0]
    assert "De intake is gepland" in await visitor.get(way)
    wrong = await visitor.post(f"{one}/gehouden", {"heldOn": "gisteren", "capacity-1": "wethouder"}, expect=400)
    assert wrong.count('class="utrecht-form-field-error-message"') == 3
    assert "Rond hem af" in await visitor.get(await visitor.post(f"{one}/gehouden", {"heldOn": f"{TODAY}"} | ROW))
    assert "Anna de Wit" in await visitor.get(one)
    assert "Vul hele, halve of kwart dagen in" in await visitor.post(
        f"{one}/afronden", {"reference": "P-1", "days": "2,1"}, expect=400
    )
    assert "U kunt nog 40 dagen toekennen" in await visitor.post(
        f"{one}/afronden", {"reference": "P-1", "days": "41"}, expect=409
    )
    done = await visitor.post(f"{one}/afronden", {"reference": "P-1", "days": "2,25", "roleSplit": "De gemeente leidt."})
    assert "De dagen zijn toegekend" in await visitor.get(done)
    plan = {"reference": "RP-1", "firstDay": f"{TODAY}", "lastDay": "2027-12-31"}
    assert "RP-1" in await visitor.get(await visitor.post(f"{one}/plannen", plan))
    assert "Afgerond" in await visitor.get("/intakes?stand=completed")
    assert "Er is niets gevonden" in await visitor.get("/intakes?stand=planned")
    assert "The days are granted" in await visitor.get(f"/en{done}")


async def test_a_joint_intake(client: httpx.AsyncClient, clock: Clock) -> None:
    """The members are ticked; the days go to each of them, and a fault of a share is at its field."""
    world = await a_world(clock)
    partnership = await planned.partnership(world)
    visitor = await browser(client, world.coordinator)
    assert "Buurland" in await visitor.get(f"/intakes/nieuw?verband={partnership}")
    await visitor.get(f"/intakes/nieuw?verband={world.organisations['provider']}", expect=404)
    fields = {"holder": str(partnership), "programme": PROGRAMME, "heldOn": f"{TODAY}"}
    assert "Kies ten minste één gemeente" in await visitor.post("/intakes/nieuw", fields, expect=400)
    way = await visitor.post("/intakes/nieuw", fields | {f"lid-{OWN}": "ja", f"lid-{NEIGHBOUR}": "ja"})
    one = way.partition("?")[0]
    await visitor.post(f"{one}/gehouden", {"heldOn": f"{TODAY}"})
    shares = {"reference": "P-1", "days": "5", f"dagen-{OWN}": "2,5", f"dagen-{NEIGHBOUR}": "0,1"}
    assert f'id="dagen-{NEIGHBOUR}-error"' in await visitor.post(f"{one}/afronden", shares, expect=400)
    assert "samen 2,75" in await visitor.post(f"{one}/afronden", shares | {f"dagen-{NEIGHBOUR}": "0,25"}, expect=400)
    await visitor.post(f"{one}/afronden", shares | {f"dagen-{NEIGHBOUR}": "2,5"})
    assert (await visitor.get(one)).count("2,5") >= 2
    neighbour = await browser(client, world.neighbour)
    assert one in await neighbour.get("/intakes")
    assert "Intake annuleren" not in await neighbour.get(one)
    await neighbour.post(f"{one}/gehouden", {"heldOn": f"{TODAY}"}, expect=403)


async def test_an_admins_pages(client: httpx.AsyncClient, clock: Clock) -> None:
    """Taking over, who works where, and ending an intake that nobody holds any more."""
    world = await a_world(clock)
    intake = await planned.plan(world)
    visitor = await browser(client, await planned.admin(world))
    assert "Er werkt nog niemand in een regio" in await visitor.get("/regie-adviseurs")
    await planned.region(REGION, OWN)
    assert (await visitor.post("/regie-adviseurs", {}, expect=400)).count('class="utrecht-form-field-error-message"') == 3
    assigned = {"region": REGION, "coordinator": str(world.coordinator.person), "validFrom": f"{TODAY}"}
    page = await visitor.get(await visitor.post("/regie-adviseurs", assigned))
    row = page.partition('action="/regie-adviseurs/')[2].partition("/")[0]
    assert "Werkt al in deze regio" in await visitor.post("/regie-adviseurs", assigned, expect=409)
    wrong = await visitor.post(f"/regie-adviseurs/{row}/beeindigen", {"validTo": "2020-01-01"}, expect=400)
    assert f'href="#laatste-{row}"' in wrong
    await visitor.post(f"/regie-adviseurs/{row}/beeindigen", {"validTo": f"{TODAY}"})
    await visitor.post(f"/intakes/{intake}/annuleren", {}, expect=400)
    page = await visitor.get(await visitor.post(f"/intakes/{intake}/annuleren", {"reason": "mistake"}))
    assert "per vergissing" in page
    assert "Regie-adviseur" in await visitor.get("/intakes/overnemen")
    taken = {"programme": PROGRAMME, "holder": str(world.organisations[OWN]), "coordinator": str(world.coordinator.person)}
    taken |= {"heldOn": "2026-06-02", "reference": "OUD-1", "days": "20", "used": "21", "reason": "Uit de oude administratie."}
    assert "Er zijn meer dagen gebruikt" in await visitor.post("/intakes/overnemen", taken, expect=400)
    assert "Er is geen gemeente met code GM9999" in await visitor.post(
        "/intakes/overnemen", taken | {"members": "GM9999", "used": ""}, expect=409
    )
    assert "Overgenomen" in await visitor.get(await visitor.post("/intakes/overnemen", taken | {"used": "2,5"}))


async def test_a_partnership_is_taken_over_for_all_its_members(client: httpx.AsyncClient, clock: Clock) -> None:
    """Without codes every member of today is named."""
    world = await a_world(clock)
    partnership = await planned.partnership(world)
    visitor = await browser(client, await planned.admin(world))
    taken = {"programme": PROGRAMME, "holder": str(partnership), "coordinator": str(world.coordinator.person)}
    taken |= {"heldOn": "2026-06-02", "reference": "OUD-1", "days": "20", "reason": "Uit de oude administratie."}
    await visitor.post("/intakes/overnemen", taken)
    [listed] = await intakes.listed(actor=world.neighbour, now=NOW)
    assert ([each.code for each in listed.members], listed.state) == ([OWN, NEIGHBOUR], IntakeStep.TAKEN_OVER)


async def test_over_the_api(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each step is a request; another's intake is absent, and what is wrong is told by a problem."""
    world = await a_world(clock)
    keys = {who: await token(client, actor) for who, actor in (("regie", world.coordinator), ("buur", world.neighbour))}
    plan = {"programme": PROGRAMME, "holder": str(world.organisations[OWN]), "members": [OWN], "heldOn": f"{TODAY}"}
    made = await client.post("/api/v1/intakes", json=plan, headers=keys["regie"])
    one = f"/api/v1/intakes/{made.json()['id']}"
    participant = {"givenName": "Anna", "familyName": "Wit", "capacity": "wethouder"}
    cancel, realise = {"reason": "mistake"}, {"firstDay": f"{TODAY}", "lastDay": f"{TODAY}", "reference": "RP-1"}
    for path, body, expected in (
        ("/holding", {"heldOn": f"{TODAY}", "participants": [participant]}, 204),
        ("/holding", {"heldOn": f"{TODAY}"}, 409),
        ("/realisation-plans", realise, 409),
        ("/completion", {"reference": "P-1", "days": 2.1}, 400),
        ("/completion", {"reference": "P-1", "days": 1e300}, 400),
        ("/completion", {"reference": "P-1", "days": 2.25, "shares": [{"municipality": "GM9999", "days": 1}]}, 400),
        ("/completion", {"reference": "P-1", "days": 2.25}, 201),
        ("/cancellation", cancel, 409),
        ("/realisation-plans", realise, 201),
        ("/realisation-plans", realise | {"onbekend": 1}, 400),
    ):
        answer = await client.post(one + path, json=body, headers=keys["regie"])
        assert answer.status_code == expected, (path, answer.text)
    shown = (await client.get(one, headers=keys["regie"])).json()
    assert (shown["state"], shown["proposition"]["shares"][0]["days"]) == ("completed", "2.25")
    assert (await client.get(one, headers=keys["buur"])).status_code == 404
    assert (await client.get("/api/v1/intakes?state=completed", headers=keys["buur"])).json() == []
    assert (await client.get("/api/v1/intakes?state=onzin", headers=keys["regie"])).status_code == 400
    assert (await client.post(f"{one}/cancellation", json=cancel, headers=keys["buur"])).status_code == 403
    assert (await client.post("/api/v1/intakes/takeovers", json={}, headers=keys["regie"])).status_code == 403
    assert (await client.get("/api/v1/region-coordinators", headers=keys["regie"])).status_code == 403


async def test_a_long_list_comes_in_pages(client: httpx.AsyncClient, clock: Clock) -> None:
    """Fifty on a page, the latest day first; a page beyond the last is the last, and the card counts them all."""
    world = await a_world(clock)
    days = [TODAY - timedelta(days=each) for each in range(51)]
    for day in days:
        await planned.plan(world, held_on=day)
    found = [await intakes.listed(actor=world.municipality, now=NOW, page=page) for page in (1, 2, 3)]
    assert [len(each) for each in found] == [50, 1, 0]
    assert [each.held_on for page in found for each in page] == days
    visitor = await browser(client, world.coordinator)
    assert "51" in await visitor.get("/werk")
    assert (await visitor.get("/intakes")).count("Eigenwaard</a>") == 50
    last = await visitor.get("/intakes?stand=planned&pagina=9")
    assert (last.count("Eigenwaard</a>"), last.count("pagina=1")) == (1, 2)
    answer = await client.get("/api/v1/intakes?page=2", headers=await token(client, world.coordinator))
    assert len(answer.json()) == 1


async def test_an_admin_hands_an_intake_over(client: httpx.AsyncClient, clock: Clock) -> None:
    """On its own page: who has it already is told at the field; after it the new coordinator's name stands there."""
    world = await a_world(clock)
    colleague = await planned.colleague(world)
    one = f"/intakes/{await planned.plan(world)}"
    visitor = await browser(client, await planned.admin(world))
    wrong = await visitor.post(f"{one}/overdragen", {"coordinator": str(world.coordinator.person)}, expect=400)
    assert "Deze regie-adviseur heeft de intake al." in wrong
    done = await visitor.get(await visitor.post(f"{one}/overdragen", {"coordinator": str(colleague.person)}))
    assert "De intake is overgedragen" in done
    assert "Ria Collega" in done
    visitor = await browser(client, world.coordinator)
    assert "Intake overdragen" not in await visitor.get("/intakes")


async def test_who_works_where_is_sought(client: httpx.AsyncClient, clock: Clock) -> None:
    """By region or name, by whether there is a last day, and by first day; the page and its files keep what was chosen."""
    world = await a_world(clock)
    visitor = await browser(client, await planned.admin(world))
    await planned.region(REGION, OWN)
    await planned.works_in(REGION, world.coordinator, valid_to=TODAY)
    for chosen, rows in {
        "": 1,
        "?zoek=eikelboom": 1,
        f"?zoek={REGION}&volgorde=nieuwste": 1,
        "?stand=met-einde": 1,
        "?stand=zonder-einde": 0,
        "?van=2090-01-01": 0,
        "?zoek=niets": 0,
    }.items():
        assert len((await saved(visitor.client, f"/regie-adviseurs{chosen}")).rows) == rows, chosen
        page = await visitor.get(f"/regie-adviseurs{chosen}")
        assert ("Er is niets gevonden" in page) is (rows == 0), chosen
    assert "bewaarde-filters/nieuw?adres=" in await visitor.get("/regie-adviseurs?zoek=eikelboom")
