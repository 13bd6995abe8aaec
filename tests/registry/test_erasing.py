"""Erasing a person: the values go, what was signed and hashed stays, and nothing else removes a value."""

import hashlib
from uuid import UUID, uuid4

import asyncpg
import pytest

from public_list.listing import service as public
from public_list.listing.rules import Wanted
from registry.accounts import service as accounts
from registry.accounts import sessions
from registry.accounts.errors import WrongCredentials
from registry.accounts.schemas import SignIn
from registry.accounts.tables import Account
from registry.audit.tables import AuditEntry
from registry.canonical import canonical_json
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.tables import Certificate
from registry.dossiers import reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import EvidenceChanged
from registry.dossiers.schemas import Grant
from registry.errors import NotAuthenticated
from registry.people import service as people
from registry.people.rules import Name
from registry.people.tables import Person
from registry.personal_data.tables import PersonalValue
from registry.transactions import transaction
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import NOW, PASSWORD, PASSWORDS


async def erase(person: object) -> int:
    """The one permitted function."""
    async with transaction() as connection:
        removed: int = await connection.fetchval("SELECT erase_person($1, $2)", person, NOW)
    return removed


async def test_what_is_left_of_an_erased_person(database: None) -> None:
    """No name, address or value anywhere; the certificate answers as before, without a name."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued, other = await making.certified(world, elif_), await making.certified(world, jan)
    others = await PersonalValue.count().where(PersonalValue.person != elif_.person)
    values = await PersonalValue.count().where(PersonalValue.person == elif_.person)
    assert await erase(elif_.person) == values > 3
    assert await PersonalValue.count().where(PersonalValue.person == elif_.person) == 0
    assert await PersonalValue.count() == others
    row = await Person.select().where(Person.id == elif_.person).first()
    assert row is not None
    assert row == {
        **row,
        "given_name": None,
        "family_prefix": None,
        "family_name": None,
        "work_email": None,
        "erased_at": NOW,
    }
    assert await people.names_of([elif_.person, jan.person]) == {jan.person: Name("Jan", None, "Janssen")}
    answer = await public.check(issued.number, day=None, now=NOW)
    assert (answer.status, answer.name, answer.valid_until) == (Status.VALID, None, issued.snapshot.valid_until)
    assert [entry.number for entry in (await public.search(Wanted(), now=NOW)).entries] == [other.number]


async def test_no_trace_of_the_name_in_any_table(database: None) -> None:
    """Every text, JSON and array of every table is searched."""
    world, elif_ = await making.world(), await making.candidate("Xanthippe", "Quaedvlieg")
    await making.certified(world, elif_)
    assert elif_.actor.account is not None
    await Account.update({Account.email: "x.quaedvlieg@test.example"}).where(Account.id == elif_.actor.account)
    assert await found("quaedvlieg")
    await erase(elif_.person)
    assert await found("quaedvlieg") == []
    assert await found("xanthippe") == []


async def found(name: str) -> list[str]:
    """The tables that hold the name somewhere."""
    async with transaction() as connection:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [
            row["tablename"]
            for row in tables
            if await connection.fetchval(
                f"SELECT EXISTS (SELECT 1 FROM {row['tablename']} AS t WHERE t::text ILIKE $1)",  # noqa: S608  name of a table
                f"%{name}%",
            )
        ]


async def test_what_was_hashed_still_verifies(database: None) -> None:
    """Snapshot, commitments and audit rows are byte for byte what they were."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    before = (await Certificate.select(), await AuditEntry.select().order_by(AuditEntry.id))
    await erase(elif_.person)
    assert (await Certificate.select(), await AuditEntry.select().order_by(AuditEntry.id)) == before
    again = await certificates.by_number(issued.number)
    assert again == issued
    assert hashlib.sha256(canonical_json(again.snapshot).encode()).digest() == again.snapshot_hash


async def test_an_erased_person_does_not_sign_in(database: None) -> None:
    """The account has no address and no password, its sessions are over, and nobody acts with it."""
    elif_ = await making.candidate()
    account = elif_.actor.account
    assert account is not None
    [email] = [row["email"] for row in await Account.select(Account.email).where(Account.id == account)]
    token = await sessions.start(account, now=NOW)
    await erase(elif_.person)
    for address in (email, f"erased-{account}@invalid"):
        signing = SignIn(email=address, password=PASSWORD)
        with pytest.raises(WrongCredentials):
            await entering.sign_in(signing, passwords=PASSWORDS, source="10.0.0.1", now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    with pytest.raises(NotAuthenticated):
        await accounts.actor_of(account)


async def test_evidence_without_content_is_not_decided_on(database: None) -> None:
    """After erasure the evidence is a tombstone: its number and hash stay, and no certificate rests on it."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    commitment = (await reading.evidence(evidence)).commitment
    await erase(elif_.person)
    kept = await reading.evidence(evidence)
    assert (kept.number, kept.commitment, kept.content) == (1, commitment, None)
    with pytest.raises(EvidenceChanged):
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)


async def test_erasing_twice_and_erasing_nobody(database: None) -> None:
    """There is nothing left to remove the second time; nobody cannot be erased."""
    elif_ = await making.candidate()
    assert await erase(elif_.person) > 0
    assert await erase(elif_.person) == 0
    with pytest.raises(asyncpg.NoDataFoundError):
        await erase(uuid4())


async def run(*statements: tuple[str, UUID]) -> None:
    """These statements, in one transaction."""
    async with transaction() as connection:
        for statement, person in statements:
            await connection.execute(statement, person)


async def test_nothing_else_removes_a_value(database: None) -> None:
    """Deleting or changing is refused before, after and beside an erasure, also in its own transaction."""
    elif_, jan = await making.candidate(), await making.candidate("Jan", "Janssen")
    for statement in (
        "DELETE FROM personal_value WHERE person = $1",
        "UPDATE personal_value SET value = '{}', commitment = sha256(salt || '{}') WHERE person = $1",
        "UPDATE personal_value SET person = person WHERE person = $1",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await run((statement, jan.person))
        with pytest.raises(asyncpg.RestrictViolationError):
            await run(("SELECT erase_person($1, now())", elif_.person), (statement, jan.person))
    assert await PersonalValue.count().where(PersonalValue.person == elif_.person) > 0
