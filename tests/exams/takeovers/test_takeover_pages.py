"""Taking over in the browser and by program: sending a list, reading its faults, deciding by another."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from registry.permissions import Actor
from registry.transactions import fetch
from tests.conftest import Clock
from tests.exams.takeovers.test_takeover_files import book, jan
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, SCHEME

FIELDS = {"scheme": SCHEME, "issuer": "Keurmerk Oost", "source": "Register van Keurmerk Oost"}


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock.now = NOW


def attached(*rows: list[Any]) -> Mapping[str, Any]:
    """The file of a form."""
    return {"file": ("oost.xlsx", book(*rows), "application/octet-stream")}


async def test_from_a_list_to_a_certificate(client: httpx.AsyncClient) -> None:
    """The first certifier sends it, the second decides, and everyone reads where it comes from."""
    standing = await making.world()
    first = await browser(client, standing.certifiers[0])
    assert "Download het sjabloon" in await first.get("/overnames")
    way = await first.post("/overnames", FIELDS, files=attached(jan()))
    page = await first.get(way)
    assert "De lijst is voorbereid" in page
    assert "Neem de lijst terug" in page
    assert "Ja, neem ze over" not in page
    own = way.partition("?")[0]
    assert "Twee personen nodig" in await first.post(f"{own}/besluit", expect=409)
    second = await browser(client, standing.certifiers[1])
    assert "Wordt overgenomen" in await second.get(own)
    assert "Yes, take them over" in await second.get(f"/en{own}")
    await second.post(f"{own}/besluit")
    [row] = await fetch("SELECT number FROM certificate")
    assert row["number"] in await second.get(own)
    assert "Overgenomen van" in await second.get(f"/certificaten/{row['number']}")
    assert "Keurmerk Oost" in await second.get(f"/certificaten/{row['number']}/inhoud")


async def test_faults_stand_on_the_page(client: httpx.AsyncClient) -> None:
    """Each with its cell; nothing is kept. The list itself can come back with its faults."""
    standing = await making.world()
    first = await browser(client, standing.certifiers[0])
    await first.get("/overnames")
    page = await first.post("/overnames", FIELDS, files=attached(jan(certificate=None)), expect=400)
    assert "F2" in page
    assert "Er is niets bewaard" in page
    answer = await client.post(
        "/overnames", data=FIELDS | {"_csrf": first.token, "marked": "ja"}, files=attached(jan(scheme=None))
    )
    assert answer.content.startswith(b"PK")
    missing = await first.post("/overnames", {"scheme": SCHEME}, expect=400)
    assert "Kies het bestand met de certificaten." in missing
    refused = {"file": ("oost.txt", b"\x00\x01", "text/plain")}
    assert "Pas dit nog aan" in await first.post("/overnames", FIELDS, files=refused, expect=400)


async def test_a_doubt_is_ticked_on_the_page(client: httpx.AsyncClient) -> None:
    """Who prepared says that it is somebody else; another declines all the same."""
    standing = await making.world()
    await making.candidate("Jan", "Janssen")
    first = await browser(client, standing.certifiers[0])
    await first.get("/overnames")
    own = (await first.post("/overnames", FIELDS, files=attached(jan()))).partition("?")[0]
    assert "dit is iemand anders" in await first.get(own)
    await first.post(f"{own}/iemand-anders", {"iemand-anders-2": "ja"})
    assert "Wordt overgenomen" in await first.get(own)
    second = await browser(client, standing.certifiers[1])
    await second.get(own)
    assert "Alleen wie de lijst voorbereidde" in await second.post(f"{own}/terugnemen", expect=409)
    await second.post(f"{own}/afwijzen")
    assert "Afgewezen" in await second.get("/overnames")


async def test_the_same_by_program(client: httpx.AsyncClient) -> None:
    """With an own sign-in; the answer names each fault, or the list that was prepared."""
    standing = await making.world()
    first, second = [await token(client, each) for each in standing.certifiers[:2]]
    faulty = await client.post("/api/v1/takeovers", data=FIELDS, files=attached(jan(first_day=None)), headers=first)
    assert (faulty.status_code, faulty.json()["faults"][0]["cell"], faulty.json()["takeover"]) == (201, "H2", None)
    file = attached(jan())
    takeover = (await client.post("/api/v1/takeovers", data=FIELDS, files=file, headers=first)).json()["takeover"]
    again = await client.post("/api/v1/takeovers", data=FIELDS, files=file, headers=second)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "taken-over-before")
    own = f"/api/v1/takeovers/{takeover}"
    assert (await client.post(f"{own}/decision", headers=first)).json()["type"].rpartition("/")[2] == "own-takeover"
    assert (await client.post(f"{own}/distinct-holders", json={"rows": [2]}, headers=first)).status_code == 204
    assert (await client.get(own, headers=second)).json()["ready"] is True
    assert (await client.post(f"{own}/decision", headers=second)).json() == {"certificates": 1}
    assert (await client.post(f"{own}/refusal", headers=second)).json()["type"].rpartition("/")[2] == "takeover-has-ended"
    assert (await client.post(f"{own}/withdrawal", headers=first)).json()["type"].rpartition("/")[2] == "takeover-has-ended"
    listed = (await client.get("/api/v1/takeovers", headers=second)).json()
    assert [(each["issuer"], each["ending"]) for each in listed] == [("Keurmerk Oost", "decided")]
    marked = await client.post("/api/v1/takeovers/marked", data=FIELDS, files=attached(jan(scheme=None)), headers=first)
    assert marked.content.startswith(b"PK")
    wrong = await client.post("/api/v1/takeovers", data=FIELDS | {"source": " "}, files=attached(jan()), headers=first)
    assert wrong.status_code == 400
    assert (await client.get("/api/v1/takeover-template", headers=first)).content.startswith(b"PK")


@pytest.mark.parametrize("who", ["provider", "owner", "auditor"])
async def test_who_does_not_certify_is_refused(client: httpx.AsyncClient, who: str) -> None:
    """Before the file is read; an auditor looks and changes nothing."""
    standing = await making.world()
    actor: Actor = getattr(standing, who)
    headers = await token(client, actor)
    assert (await client.post("/api/v1/takeovers", data=FIELDS, files=attached(jan()), headers=headers)).status_code == 403
    expected = 200 if who == "auditor" else 403
    assert (await client.get("/api/v1/takeovers", headers=headers)).status_code == expected
