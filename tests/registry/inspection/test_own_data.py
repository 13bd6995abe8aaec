"""Everything the registry keeps of a person, as a file: for themselves and for an admin, and for nobody else."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest
from piccolo.table import Table

from config.provisions import every_table
from exams.piccolo_app import APP_CONFIG as EXAMS
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotFound
from registry.inspection import service
from registry.inspection.reach import people_reached, references
from registry.inspection.rules import ABOUT, ACTED, LEFT_OUT, PART_OF
from registry.inspection.wording import PARTS
from registry.permissions import Actor, Role
from registry.personal_data.service import About, keep
from registry.personal_data.tables import PersonalValue
from registry.piccolo_app import APP_CONFIG as REGISTRY
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.exports.others import an_admin
from tests.registry.exports.saved import saved
from tests.registry.making import NOW

TABLES = every_table()
OWN = "/api/v1/personal-data/own"


def names_of(tables: Sequence[type[Table]]) -> set[str]:
    """What the database calls them."""
    return {table._meta.tablename for table in tables}  # noqa: SLF001  Piccolo's own way


async def of(actor: Actor) -> list[tuple[Any, ...]]:
    """The rows that an actor is given of themselves."""
    given = await service.own(TABLES, actor=actor, now=NOW)
    rows = [tuple(row) for batch in [each async for each in given.batches] for row in batch]
    assert len(rows) == given.total
    return rows


def test_every_column_that_leads_to_a_person_is_about_them_or_tells_what_they_did(schema: None) -> None:
    """A new table with personal data shows here: it is in what goes out, or is named with a reason."""
    for name, columns in people_reached(TABLES).items():
        assert set(columns) == {*ABOUT.get(name, ()), *ACTED.get(name, ())} - {"merged_by", "undone_by"}, name
    assert names_of(TABLES) == names_of([*REGISTRY.table_classes, *EXAMS.table_classes])


def test_every_part_of_what_is_about_somebody_is_known(schema: None) -> None:
    """What points at a row about somebody belongs to it, or only tells what somebody did, or is about no person."""
    about = {*ABOUT, *PART_OF}
    apart = {
        ("account_link", "asked_by"),
        ("appeal_event", "account"),
        ("certificate", "predecessor"),
        ("certificate_event", "replaced_by"),
        ("credential", "status_place"),
        ("day_posting", "booking"),
        ("declared_relation", "ends"),
        ("dossier", "renews"),
        ("dossier_event", "certificate"),
        ("dossier_event", "evidence"),
        ("evaluation", "booking"),
        ("log_opening", "certificate_event"),
        ("refresh_token", "parent"),
        ("result", "corrects"),
        ("self_report", "certificate"),
        ("status_place", "certificate_event"),
        ("takeover_row", "certificate"),
        ("watch_notice", "certificate"),
        ("worked_day", "booking"),
    }
    for table in TABLES:
        name = table._meta.tablename  # noqa: SLF001  Piccolo's own way
        for column, leads_to in references(table):
            if leads_to in about and column not in {*ABOUT.get(name, ()), *PART_OF.get(name, ()), *ACTED.get(name, ())}:
                assert (name, column) in apart, f"{name}.{column} belongs to what is about somebody"


def test_every_table_that_says_it_holds_personal_data_goes_out_or_has_a_reason() -> None:
    """Also those that no column leads to; and people read each by a name."""
    reached = {*ABOUT, *PART_OF, *ACTED, "person", "audit_entry", "personal_value"}
    assert not reached & LEFT_OUT.keys()
    assert reached | LEFT_OUT.keys() <= names_of(TABLES)
    assert reached == PARTS.keys()


async def test_everything_of_one_person_and_nothing_of_another(database: None) -> None:
    """Name, certificate, results and every value that is kept apart; no word about anybody else, and no secret."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Quaedvlieg")
    issued = await making.certified(world, elif_)
    other = await making.certified(world, jan)
    rows = await of(elif_.actor)
    found = {(part, field): value for part, _, field, value in rows}
    assert found["person", "given_name"] == "Elif"
    assert found["certificate", "number"] == issued.number
    assert "Elif" in found["certificate", "holder"]
    kept = {row["value"] for row in await PersonalValue.select(PersonalValue.value).where(PersonalValue.person == elif_.person)}
    assert {value for part, _, field, value in rows if (part, field) == ("personal_value", "value")} == kept
    assert not {("certificate", "decided_by"), ("certificate_event", "prepared_by")} & found.keys()
    told = json.dumps(rows, ensure_ascii=False)
    for word in ("Quaedvlieg", other.number, "argon2", "password_hash", "salt", str(jan.adviser)):
        assert word not in told


async def test_words_about_another_in_a_row_about_somebody(database: None) -> None:
    """What somebody else wrote in a complaint is theirs: their own words stand in a row about me, and not in my file."""
    elif_, jan = await making.candidate(), await making.candidate("Jan", "Quaedvlieg")
    async with transaction() as connection:
        words = [About(jan.person, "over een ander"), About(elif_.person, "over mijzelf")]
        for commitment in await keep(words, at=NOW):
            await connection.execute(
                "INSERT INTO education_entry (id, adviser, followed_on, quarters, content, entered_by, recorded_at) "
                "VALUES (gen_random_uuid(), $1, $2, 4, $3, $4, $5)",
                elif_.adviser,
                NOW.date(),
                commitment,
                elif_.actor.account,
                NOW,
            )
    rows = await of(elif_.actor)
    assert [value for part, _, field, value in rows if (part, field) == ("education_entry", "content")] == ["over mijzelf"]
    assert "over een ander" not in json.dumps(rows)


async def test_of_what_somebody_did_it_goes_out_that_they_did(database: None) -> None:
    """A certifier's file tells of each decision when and on what, and not whose certificate it was."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    rows = await of(world.certifiers[1])
    decided = [(record, value) for part, record, field, value in rows if (part, field) == ("certificate", "decided_by")]
    assert [record for record, _ in decided] == [str(issued.id)]
    assert "Öztürk" not in json.dumps(rows, ensure_ascii=False)
    assert issued.number not in json.dumps(rows)


async def test_who_asks_for_their_own_and_who_for_anothers(client: httpx.AsyncClient, clock: Clock) -> None:
    """Everybody has their own; of another only an admin, on record; a program and a stranger are refused."""
    clock.now = NOW
    world, elif_ = await making.world(), await making.candidate()
    admin = await an_admin()
    own = await token(client, elif_.actor)
    answer = await client.get(OWN, headers=own)
    assert answer.status_code == 200
    assert "Elif" in answer.text
    path = f"/api/v1/personal-data/persons/{elif_.person}"
    for actor in (elif_.actor, world.auditor, world.certifiers[0], world.provider):
        assert (await client.get(path, headers=await token(client, actor))).status_code == 403
    assert (await client.get(OWN)).status_code == 401
    entries = await AuditEntry.count().where(AuditEntry.action == Action.PERSONAL_DATA_GIVEN.value)
    assert entries == 0
    office = await token(client, admin)
    answer = await client.get(path, headers=office)
    assert answer.status_code == 200
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.PERSONAL_DATA_GIVEN.value)
    assert (entry["subject"], entry["account"]) == (elif_.person, admin.account)
    own_entry = 3  # act, moment and facts
    assert json.loads(entry["facts"]) == {"rows": answer.json()["total"] - own_entry}
    assert (await client.get(f"/api/v1/personal-data/persons/{uuid4()}", headers=office)).status_code == 404
    with pytest.raises(NotAllowed):
        await service.of_person(elif_.person, TABLES, actor=world.auditor, now=NOW)
    with pytest.raises(NotFound):
        await service.own(TABLES, actor=Actor(account=None, person=None, name="nobody", grants=()), now=NOW)


async def test_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """From one's account to the same list in every kind of file; an admin from the page of who asked to be erased."""
    clock.now = NOW
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    own = await browser(client, elif_.actor)
    assert 'href="/account/gegevens"' in await own.get("/account")
    assert 'href="/account/gegevens"' in await own.get("/mijn-gegevens")
    assert "Uw gegevens als bestand" in await own.get("/account/gegevens")
    assert "Your data as a file" in await own.get("/en/account/gegevens")
    given = await saved(client, "/account/gegevens")
    assert {"part": "person", "field": "given_name", "value": "Elif"}.items() <= {
        key: value for row in given.rows if row["field"] == "given_name" for key, value in row.items()
    }.items()
    office = await browser(
        client, await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])
    )
    assert f'href="/wissen/{elif_.person}/gegevens"' in await office.get(f"/wissen/{elif_.person}")
    assert "alleen op als deze persoon daarom vroeg" in await office.get(f"/wissen/{elif_.person}/gegevens")
    given_out = await client.get(f"/wissen/{elif_.person}/gegevens?bestand=json")
    assert given_out.headers["x-total-count"] == str(given_out.json()["total"])
