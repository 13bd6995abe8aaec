"""The audit trail on its page and as files: for auditors alone."""

import json
from datetime import timedelta
from urllib.parse import quote, quote_plus
from uuid import uuid4

import httpx
import pytest

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit.reading import PAGE
from registry.audit.sealing import Sealer
from registry.audit.wording import ACTIONS
from registry.permissions import OPERATOR
from registry.texts import Language
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.making import BEFORE, NOW

SUBJECT = uuid4()


async def test_every_act(client: httpx.AsyncClient, clock: Clock) -> None:
    """Who, what and when, with the facts, and its place in the chain once it was sealed; never the personal values."""
    clock.now = NOW
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    sealer = Sealer()
    for _ in range(2):
        await sealer.round(now=NOW)
    async with transaction():
        await audit.record(Action.REMINDED, SUBJECT, actor=OPERATOR, at=NOW, facts={"why": "=1+1"})
    auditor = await browser(client, world.auditor)
    rows = (await auditor.client.get("/logboek?bestand=json")).json()["rows"]
    granted = next(row for row in rows if row["act"] == "certificate.granted")
    assert (granted["who"], granted["subject"]) == ("Lotte Visser", str(issued.id))
    assert granted["placeInTheChain"] > 0
    assert len(granted["seal"]) == 64
    assert [row["number"] for row in rows] == sorted((row["number"] for row in rows), reverse=True)
    assert not [row for row in rows if "Öztürk" in row["facts"]]
    page = await auditor.get("/logboek")
    assert "/logboek" in await auditor.get("/werk")
    assert "Nog niet verzegeld" in page
    assert page.count('scope="row"') == PAGE
    [row] = (await saved(auditor.client, f"/logboek?kenmerk={SUBJECT}")).rows
    assert (row["act"], row["who"], row["account"], row["facts"]) == ("certificate.reminded", None, None, '{"why": "=1+1"}')


async def test_the_filter(client: httpx.AsyncClient, clock: Clock) -> None:
    """One kind of act, one subject, a period by Amsterdam's days; stamped in the file and kept in the links of the page."""
    clock.now = NOW
    world = await making.world()
    late = NOW.replace(hour=22, minute=30)
    async with transaction():
        for at in (late, late + timedelta(minutes=45)):
            await audit.record(Action.REMINDED, SUBJECT, actor=OPERATOR, at=at)
    auditor = await browser(client, world.auditor)
    same = f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}"
    assert len((await saved(auditor.client, same)).rows) == 2
    first = await saved(auditor.client, f"{same}&van={late.date()}&tot={late.date()}")
    assert [row["recordedAt"] for row in first.rows] == ["2026-11-20T22:30:00Z"]
    assert first.stamp | {"madeFrom": ""} == {
        "act": "certificate.reminded",
        "who": "alle",
        "subject": str(SUBJECT),
        "from": "2026-11-20",
        "through": "2026-11-20",
        "ofWhom": "Van alle organisaties.",
        "madeOn": "2026-11-20",
        "madeFrom": "",
    }
    assert {row["act"] for row in (await saved(auditor.client, f"/logboek?tot={BEFORE.date()}")).rows} >= {"scheme.created"}
    page = await auditor.get(f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}")
    assert f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}&bestand=xlsx" in page
    assert "Er is niets gevonden" in await auditor.get("/logboek?van=9999-12-31")


@pytest.mark.parametrize(
    "who",
    [
        pytest.param("lotte VISSER", id="a name, whatever its case"),
        pytest.param("visser", id="part of it, which others have too"),
        pytest.param("{email}", id="the address"),
        pytest.param("{account}", id="the reference of the account"),
    ],
)
async def test_the_acts_of_one_person(client: httpx.AsyncClient, clock: Clock, who: str) -> None:
    """By what one knows of them; whose names are shown is noted, and the file names no one in its own entry."""
    clock.now = NOW
    world = await making.world()
    lotte = world.certifiers[1]
    await making.certified(world, await making.candidate("Vissering", "Öztürk"))
    auditor = await browser(client, world.auditor)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", lotte.account)
    typed = quote(who.format(email=row["email"], account=lotte.account))
    rows = (await saved(auditor.client, f"/logboek?wie={typed}&handeling=certificate.granted")).rows
    assert [each["who"] for each in rows] == ["Lotte Visser"]
    everything = (await saved(auditor.client, f"/logboek?wie={typed}")).rows
    assert {each["who"] for each in everything} <= {"Lotte Visser", "Arjan Visser", "Carla Visser", "Vissering Öztürk"}
    page = await auditor.get(f"/logboek?wie={typed}")
    assert "Lotte Visser" in page
    assert f"/logboek?wie={quote_plus(who.format(email=row['email'], account=lotte.account))}&bestand=xlsx" in page
    taken = (await auditor.client.get("/logboek?handeling=audit-trail.saved&bestand=json")).json()["rows"]
    facts = json.loads(taken[0]["facts"])
    assert str(lotte.account) in facts["accounts"]
    assert not {"visser", row["email"]} & {str(each).casefold() for each in facts.values()}


async def test_who_was_erased_is_found_by_their_account_alone(client: httpx.AsyncClient, clock: Clock) -> None:
    """Their name and address are gone; the acts stay."""
    clock.now = NOW
    world, of = await making.world(), await making.candidate("Wilma", "Weg")
    await making.admitted(world, of)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", of.actor.account)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", of.person, NOW)
    auditor = await browser(client, world.auditor)
    for typed, found in (("wilma", False), (row["email"], False), (str(of.actor.account), True)):
        rows = (await saved(auditor.client, f"/logboek?wie={quote(typed)}&handeling=dossier.applied")).rows
        assert bool(rows) is found, typed


async def test_what_is_too_much_to_seek_is_told_at_its_field(client: httpx.AsyncClient) -> None:
    """What was typed stays, and a day as it was typed too."""
    auditor = await browser(client, (await making.world()).auditor)
    page = await auditor.get(f"/logboek?wie={'x' * 101}&van=gisteren", expect=400)
    assert "Wie: Schrijf hooguit 100 tekens." in page
    assert 'type="text" value="gisteren"' in page
    assert "x" * 101 in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("van=gisteren", 400),
        ("kenmerk=x", 400),
        ("van=2026-02-30&bestand=xlsx", 400),
        ("bestand=exe", 400),
        ("pagina=0", 400),
        ("pagina=1000000", 200),
        ("handeling=%00", 200),
        ("van=0001-01-01&tot=9999-12-31", 200),
    ],
)
async def test_any_query(client: httpx.AsyncClient, query: str, status: int) -> None:
    """What is wrong is told at its field; an act that is none chooses nothing; never an error of ours."""
    auditor = await browser(client, (await making.world()).auditor)
    assert (await auditor.client.get(f"/logboek?{query}")).status_code == status


async def test_for_auditors_alone(client: httpx.AsyncClient) -> None:
    """Whoever else asks is refused, be it on the page or for a file."""
    world = await making.world()
    for actor in (world.certifiers[0], world.municipality, world.provider, world.coordinator, world.owner):
        someone = await browser(client, actor)
        for path in ("/logboek", "/logboek?bestand=json"):
            assert (await someone.client.get(path)).status_code == 403


def test_every_act_has_its_words() -> None:
    """In both languages, and no two acts have the same: they stand in one list to choose from."""
    assert ACTIONS.keys() == set(Action)
    for language in Language:
        assert len({words.say(language) for words in ACTIONS.values()}) == len(Action)


async def test_the_page_says_acts_in_words(client: httpx.AsyncClient) -> None:
    """With the code beneath, which programs have alone; in the language of the page."""
    auditor = await browser(client, (await making.world()).auditor)
    for prefix, words in (("", "Aangemeld"), ("/en", "Signed in")):
        page = await auditor.get(f"{prefix}/logboek?handeling=account.signed-in")
        assert f"{words}<br><code" in page
        assert f'<option value="account.signed-in" selected>{words}</option>' in page
    taken = {
        kind: (await auditor.client.get(f"/logboek?handeling=account.signed-in&bestand={kind}")).text
        for kind in ("csv", "json")
    }
    assert ("Aangemeld" in taken["csv"], "Aangemeld" in taken["json"]) == (True, False)
    assert '"account.signed-in"' in taken["json"]


async def test_who_takes_the_trail_away_is_on_record(client: httpx.AsyncClient, clock: Clock) -> None:
    """Who, by what filter, how many rows and as what; not who only looks, nor who is refused. It is not in its own file."""
    clock.now = NOW
    world = await making.world()
    auditor = await browser(client, world.auditor)
    taken = "/logboek?handeling=audit-trail.saved"
    await auditor.get("/logboek?handeling=account.signed-in")
    assert (await auditor.client.get("/logboek?van=gisteren&bestand=csv")).status_code == 400
    signed_in = (await auditor.client.get("/logboek?handeling=account.signed-in&van=2026-11-01&bestand=csv")).headers[
        "x-total-count"
    ]
    [row] = (await auditor.client.get(f"{taken}&bestand=json")).json()["rows"]
    assert row["account"] == str(world.auditor.account)
    facts = json.loads(row["facts"])
    assert facts.pop("through") > 0
    assert facts == {"action": "account.signed-in", "first_day": "2026-11-01", "rows": int(signed_in), "kind": "csv"}
    everything = (await auditor.client.get("/logboek?bestand=json")).json()
    assert (everything["total"], everything["rows"][0]["act"]) == (len(everything["rows"]), "audit-trail.saved")
    latest = json.loads((await auditor.client.get(f"{taken}&bestand=json")).json()["rows"][0]["facts"])
    assert (latest["rows"], latest["through"]) == (everything["total"], everything["rows"][0]["number"])
