"""What admins and auditors see of persons is on record: once a request, with how many, and never what it said."""

import json
from typing import Any

import httpx
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.people import service as people
from registry.personal_data import access
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.exports.others import an_admin
from tests.registry.making import NOW


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def seen() -> list[dict[str, Any]]:
    """What is on record of looking, the first one first."""
    rows = await AuditEntry.select().where(AuditEntry.action == Action.PERSONS_SEEN.value).order_by(AuditEntry.id)
    return [{**row, "facts": json.loads(row["facts"])} for row in rows]


async def test_a_list_is_one_entry(client: httpx.AsyncClient) -> None:
    """Which page, of how many persons, by whom; no name is in it. Each time it is opened is another."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Quaedvlieg")
    for each in (elif_, jan):
        await making.certified(world, each)
    auditor = await browser(client, world.auditor)
    before = len(await seen())
    assert "Quaedvlieg" in await auditor.get("/certificaatbeheer")
    [entry] = (await seen())[before:]
    assert (entry["account"], entry["subject"], entry["recorded_at"]) == (world.auditor.account, world.auditor.account, NOW)
    assert entry["facts"] == {"page": "/certificaatbeheer", "persons": entry["facts"]["persons"]}
    assert entry["facts"]["persons"] >= 2  # both holders
    assert "Quaedvlieg" not in str(entry)
    await auditor.get("/en/certificaatbeheer")
    assert len(await seen()) == before + 2


async def test_a_file_is_one_entry_with_its_rows(client: httpx.AsyncClient) -> None:
    """As many as it says it has; it is on record before the first of them goes out."""
    world = await making.world()
    await making.certified(world, await making.candidate())
    await browser(client, world.auditor)
    before = len(await seen())
    answer = await client.get("/certificaatbeheer?bestand=json")
    [entry] = (await seen())[before:]
    assert entry["facts"] == {"page": "/certificaatbeheer", "rows": answer.json()["total"]}


async def test_one_person_is_named_by_key(client: httpx.AsyncClient) -> None:
    """So that it can be asked who looked at this person."""
    elif_, admin = await making.candidate(), await an_admin()
    office = await token(client, admin)
    assert (await client.get(f"/api/v1/erasures/persons/{elif_.person}", headers=office)).status_code == 200
    [entry] = await seen()
    assert (entry["subject"], entry["facts"]["persons"]) == (elif_.person, 1)
    assert (await client.get("/api/v1/accounts", headers=office)).status_code == 200
    assert (await seen())[1]["facts"]["persons"] > 0


async def test_what_has_an_entry_of_its_own_has_no_second(client: httpx.AsyncClient) -> None:
    """The data of a person given as a file, and the audit trail saved, say so themselves."""
    world, elif_, admin = await making.world(), await making.candidate(), await an_admin()
    path = f"/api/v1/personal-data/persons/{elif_.person}"
    assert (await client.get(path, headers=await token(client, admin))).status_code == 200
    assert await seen() == []
    await browser(client, world.auditor)
    before = len(await seen())
    assert (await client.get("/logboek?bestand=json")).status_code == 200
    assert len(await seen()) == before


async def test_others_and_ones_own_are_not_on_record(client: httpx.AsyncClient) -> None:
    """A certifier and an adviser do their work; an admin who sees only themselves, or is refused, saw nobody."""
    world, elif_, admin = await making.world(), await making.candidate(), await an_admin()
    await making.certified(world, elif_)
    for actor, path in ((world.certifiers[0], "/certificaatbeheer"), (elif_.actor, "/mijn-gegevens"), (admin, "/account")):
        page = await browser(client, actor)
        before = len(await seen())
        await page.get(path)
        assert len(await seen()) == before
    before = len(await seen())
    office = await token(client, admin)
    assert (await client.get(f"/api/v1/erasures/persons/{admin.person}", headers=office)).status_code == 200
    assert (await client.get("/api/v1/personal-data/own", headers=office)).status_code == 200
    assert (await client.get("/api/v1/dossiers", headers=office)).status_code == 403
    assert len(await seen()) == before


async def test_without_its_entry_there_is_no_answer(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be put on record is not shown."""
    elif_, admin = await making.candidate(), await an_admin()
    office = await token(client, admin)

    async def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("registry.accounts.looking.audit.record", refuse)
    answer = await client.get(f"/api/v1/erasures/persons/{elif_.person}", headers=office)
    assert answer.status_code == 500
    assert "Elif" not in answer.text


async def test_nothing_is_gathered_while_nobody_watches(database: None) -> None:
    """Names are read as always; a request that is watched gathers its own and no other's."""
    elif_ = await making.candidate()
    access.watch_no_longer()
    await people.names_of([elif_.person])
    first, second = access.watch(), access.watch()
    await people.names_of([elif_.person])
    assert (first.persons, second.persons) == (set(), {elif_.person})


async def test_a_program_of_an_auditor_is_named(client: httpx.AsyncClient) -> None:
    """By its token it is the account, as on the pages."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    headers = await token(client, world.auditor)
    assert (await client.get("/api/v1/dossiers", headers=headers)).status_code == 200
    assert {entry["account"] for entry in await seen()} == {world.auditor.account}
