"""The life of a booking in the browser: answered, changed, worked, approved, completed; and an adviser's own time."""

import re

import httpx

from registry.certificates.rules import EventKind
from registry.engagements import following
from tests.conftest import Clock
from tests.exams.entering import in_browser
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import LATER
from tests.registry.making import NEIGHBOUR, NOW


def seen(page: str) -> str:
    """What the page was made from."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


async def judged(town: Browser, path: str, first: str, second: str) -> None:
    """The municipality approves one day and rejects another, after trying it without a day, a reason or a verdict."""
    assert "Kruis ten minste één dag aan." in await town.post(path, {"act": "goed"}, expect=400)
    assert (await town.post(path, {first: "ja", "act": "goed"})).endswith("?gedaan=goedgekeurd")
    for nothing in ({"act": "af"}, {"act": "af", "reason": "zomaar"}, {"reason": "other-day"}):
        assert "Fout:" in await town.post(path, {second: "ja", **nothing}, expect=400)
    rejected = {second: "ja", "act": "af", "reason": "other-day"}
    assert (await town.post(path, rejected)).endswith("?gedaan=afgekeurd")


async def test_a_booking_from_request_to_completion(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each act leads back to the booking with its news, and everyone sees how it stands."""
    booking = await engaged.requested()
    theirs, own = f"/boekingen/{booking.booking}", f"/mijn-boekingen/{booking.booking}"
    clock.now = NOW
    adviser = await in_browser(client, booking.adviser.actor)
    assert "Boekingen beantwoorden" in await adviser.get("/werk")
    assert own in await adviser.get("/mijn-boekingen?stand=te-beantwoorden")
    page = await adviser.get(own)
    assert "Neemt u deze boeking aan?" in page
    assert "Fout:" in await adviser.post(f"{own}/antwoord", {"seen": seen(page)}, expect=400)
    assert await adviser.post(f"{own}/antwoord", {"seen": seen(page), "act": "akkoord"}) == f"{own}?gedaan=akkoord"
    assert "U bent akkoord." in await adviser.get(f"{own}?gedaan=akkoord")
    town = await in_browser(client, booking.world.municipality)
    assert theirs in await town.get("/boekingen?stand=actief")
    page = await town.get(f"{theirs}/wijzigen")
    assert 'value="12"' in page
    asked = {"seen": seen(page), "firstDay": "11-1-2027", "lastDay": "2027-04-30", "days": "14,5"}
    assert await town.post(f"{theirs}/wijzigen", asked) == f"{theirs}?gedaan=gevraagd"
    assert "12 → 14,5" in await town.get(theirs)
    adviser = await in_browser(client, booking.adviser.actor)
    page = await adviser.get(own)
    change = re.search(r'action="(/mijn-boekingen/[^"]+/wijzigingen/[^"]+)"', page)
    assert change
    assert await adviser.post(change[1], {"seen": seen(page), "act": "akkoord"}) == f"{own}?gedaan=wijziging-akkoord"
    clock.now = LATER
    adviser = await in_browser(client, booking.adviser.actor)
    for day, days in (("11-01-2027", "1"), ("12-01-2027", "0,25"), ("13-01-2027", "1")):
        await adviser.get(own)
        assert await adviser.post(f"{own}/dagen", {"day": day, "days": days}) == f"{own}?gedaan=ingevuld"
    page = await adviser.get(own)
    *_, last = re.findall(r'action="(/mijn-boekingen/[^"]+/terugnemen)"', page)
    assert await adviser.post(last) == f"{own}?gedaan=teruggenomen"
    town = await in_browser(client, booking.world.municipality)
    assert "Dagen goedkeuren" in await town.get("/werk")
    page = await town.get(theirs)
    first, second = re.findall(r'name="(dag-[0-9a-f-]{36})"', page)
    await judged(town, f"{theirs}/dagen", first, second)
    assert "Afgekeurd: Er is op een andere dag gewerkt" in await town.get(theirs)
    page = await town.get(f"{theirs}/afronden")
    assert "Wat over is, is daarna weer beschikbaar: 13,5 dagen." in page
    assert await town.post(f"{theirs}/afronden", {"seen": seen(page)}) == f"{theirs}?gedaan=afgerond"
    page = await town.get(f"{theirs}?gedaan=afgerond")
    assert "De boeking is afgerond." in page
    assert "Goedgekeurd" in page
    assert "Annuleer" not in page
    assert await booking.days() == (76, 0, 4)
    file = await client.get(f"{theirs}/agenda.ics")
    assert file.headers["content-type"].startswith("text/calendar")


async def test_a_stale_page_tells_what_changed(client: httpx.AsyncClient, clock: Clock) -> None:
    """Two pages of one booking: the second to be sent is refused, says what happened, and can be sent again."""
    booking = await engaged.active()
    theirs = f"/boekingen/{booking.booking}"
    clock.now = NOW
    town = await in_browser(client, booking.world.municipality)
    stale = seen(await town.get(f"{theirs}/annuleren"))
    await booking.enter(engaged.FIRST)  # by the adviser, meanwhile
    page = await town.post(f"{theirs}/annuleren", {"seen": stale}, expect=409)
    assert "de adviseur vulde een dag in" in page
    assert await town.post(f"{theirs}/annuleren", {"seen": seen(page)}) == f"{theirs}?gedaan=geannuleerd"


async def test_what_the_judge_refuses_is_told_with_every_check(client: httpx.AsyncClient, clock: Clock) -> None:
    """And what was typed is kept."""
    booking = await engaged.active()
    theirs = f"/boekingen/{booking.booking}"
    clock.now = NOW
    town = await in_browser(client, booking.world.municipality)
    fields = {"seen": seen(await town.get(f"{theirs}/wijzigen")), "firstDay": "2027-01-11", "lastDay": "2027-04-30"}
    page = await town.post(f"{theirs}/wijzigen", fields | {"days": "25"}, expect=409)
    assert page.count('<li class="check ') > 10
    assert "u vraagt er 25" in page
    assert 'value="25"' in page
    page = await town.post(f"{theirs}/wijzigen", fields | {"days": "x", "lastDay": ""}, expect=400)
    assert page.count("--invalid") == 2
    page = await town.post(f"{theirs}/wijzigen", fields | {"days": "0,1"}, expect=400)
    assert "Aantal dagen: Vul hele, halve of kwart dagen in" in page


async def test_time_and_ties(client: httpx.AsyncClient, clock: Clock) -> None:
    """Stated with a fault first; a tie is declared and gets a last day."""
    booking = await engaged.requested()
    clock.now = NOW
    adviser = await in_browser(client, booking.adviser.actor)
    await adviser.get("/mijn-beschikbaarheid")
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "0,5")
    page = await adviser.post("/mijn-beschikbaarheid", {"firstDay": "2027-01-01", **week, "friday": "2"}, expect=400)
    assert "Vrijdag: Vul 0, 0,25, 0,5, 0,75 of 1 in." in page
    sent = {"firstDay": "2027-01-01", **week, "friday": "0"}
    assert await adviser.post("/mijn-beschikbaarheid", sent) == "/mijn-beschikbaarheid?gedaan=opgegeven"
    assert "0,5" in await adviser.get("/mijn-beschikbaarheid?gedaan=opgegeven")
    page = await adviser.get("/mijn-banden")
    assert "Buurland" in page
    assert (
        await adviser.post("/mijn-banden", {"municipality": NEIGHBOUR, "validFrom": "2027-01-01"}) == "/mijn-banden?gedaan=band"
    )
    again = await adviser.post("/mijn-banden", {"municipality": NEIGHBOUR, "validFrom": "2027-02-01"}, expect=409)
    assert "Deze band is al opgegeven" in again
    end = re.search(r'action="(/mijn-banden/[^"]+/einde)"', again)
    assert end
    page = await adviser.post(end[1], {"lastDay": ""}, expect=400)
    assert page.count("--invalid") == 1
    assert await adviser.post(end[1], {"lastDay": "2027-06-30"}) == "/mijn-banden?gedaan=beeindigd"


async def test_others_who_fit_are_proposed(client: httpx.AsyncClient, clock: Clock) -> None:
    """When the certificate is suspended the booking is frozen, and its page names who could do the work."""
    booking = await engaged.active()
    await making.certified(booking.world, await making.candidate("Anna", "Ander"))
    await making.happens(booking.issued.id, EventKind.SUSPENDED, engaged.WORKED[2])
    assert await following.follow(now=LATER) == 1
    clock.now = LATER
    town = await in_browser(client, booking.world.municipality)
    page = await town.get(f"/boekingen/{booking.booking}")
    assert "Stilgezet" in page
    assert "Andere adviseurs die passen" in page
    assert "Anna Ander" in page
    assert "Annuleer eerst deze boeking" in page


async def test_others_find_nothing(client: httpx.AsyncClient, clock: Clock) -> None:
    """Every page of a booking is absent for another municipality, and the adviser's pages are for advisers."""
    booking = await engaged.active()
    theirs, own = f"/boekingen/{booking.booking}", f"/mijn-boekingen/{booking.booking}"
    clock.now = NOW
    neighbour = await in_browser(client, booking.world.neighbour)
    for path in ("", "/agenda.ics", "/wijzigen", "/afronden", "/annuleren"):
        await neighbour.get(theirs + path, expect=404)
    for path in ("/wijzigen", "/afronden", "/annuleren", "/dagen", "/wijziging-terugnemen"):
        await neighbour.post(theirs + path, {"seen": "3", "dag-" + str(booking.booking): "ja"}, expect=404)
    await neighbour.get(own, expect=403)
    auditor = await in_browser(client, booking.world.auditor)
    assert "Annuleer" not in await auditor.get(theirs)
    await auditor.get(theirs + "/annuleren", expect=403)


async def test_in_english(client: httpx.AsyncClient, clock: Clock) -> None:
    """The same pages in English."""
    booking = await engaged.requested()
    clock.now = NOW
    adviser = await in_browser(client, booking.adviser.actor)
    assert "Do you accept this booking?" in await adviser.get(f"/en/mijn-boekingen/{booking.booking}")
    assert "My availability" in await adviser.get("/en/mijn-beschikbaarheid")
    town = await in_browser(client, booking.world.municipality)
    assert "The days are reserved. The adviser still has to answer." in await town.get(f"/en/boekingen/{booking.booking}")
    assert "Cancel the booking" in await town.get(f"/en/boekingen/{booking.booking}/annuleren")
