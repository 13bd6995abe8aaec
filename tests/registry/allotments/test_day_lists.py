"""Days as files: allotments, and every posting of one."""

from datetime import timedelta

import httpx

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement
from registry.allotments.reading import PAGE
from registry.allotments.seeking import ALLOTMENTS
from tests.registry.allotments.days_held import move, two
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW, PROGRAMME


async def test_the_allotments(client: httpx.AsyncClient) -> None:
    """The balances in days; a municipality has its own, an auditor those of all, of one programme where one is chosen."""
    world, own_days, others = await two()
    await move(Movement(PostingKind.RESERVE, own_days, 9), Movement(PostingKind.TRANSFER, own_days, 3, to=others))
    own = await browser(client, world.municipality)
    [row] = (await saved(own.client, "/dagenbudgetten")).rows
    assert (row["municipalityOrPartnership"], row["available"], row["reserved"], row["used"]) == ("Eigenwaard", 17, 2.25, 0)
    assert "/dagenbudgetten?bestand=xlsx" in await own.get("/dagenbudgetten")
    for words in ("eigen", "buur", "waard"):
        found = await found_by_any_choice(own.client, "/dagenbudgetten", ALLOTMENTS, words)
        assert {each["reference"] for each in found} == {row["reference"]}
    auditor = await browser(client, world.auditor)
    assert len((await saved(auditor.client, f"/dagenbudgetten?programma={PROGRAMME}")).rows) == 2
    assert (await saved(auditor.client, "/dagenbudgetten?programma=onbekend")).rows == []


async def test_every_posting(client: httpx.AsyncClient) -> None:
    """All pages together, the last one first, with what was available after it; another's statement looks absent."""
    world, own_days, others = await two()
    for minute in range(PAGE):
        await move(Movement(PostingKind.RESERVE, own_days, 1), at=NOW + timedelta(minutes=minute))
    await move(Movement(PostingKind.TRANSFER, own_days, 5, to=others), at=NOW + timedelta(days=1))
    own = await browser(client, world.municipality)
    found = await saved(own.client, f"/dagenbudgetten/{own_days}?pagina=2")
    assert len(found.rows) == PAGE + 2
    assert found.stamp["municipalityOrPartnership"] == "Eigenwaard"
    last, *_, first = found.rows
    assert (last["kind"], last["days"], last["availableAfterIt"], last["givenTo"]) == ("transfer", 1.25, 6.25, "Buurland")
    assert (first["kind"], first["days"], first["availableAfterIt"]) == ("grant", 20, 20)
    assert f"/dagenbudgetten/{own_days}?bestand=csv-programma" in await own.get(f"/dagenbudgetten/{own_days}")
    assert (await own.client.get(f"/dagenbudgetten/{others}?bestand=json")).status_code == 404
    neighbour = await browser(client, world.neighbour)
    [received] = (await saved(neighbour.client, f"/dagenbudgetten/{others}")).rows
    assert (received["receivedFrom"], received["givenTo"], received["availableAfterIt"]) == ("Eigenwaard", None, 1.25)
