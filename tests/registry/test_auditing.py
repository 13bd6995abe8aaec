"""Every write is audited inside its own transaction: both are there, or neither is."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import uuid4

import msgspec
import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit.service import OutsideTransaction
from registry.audit.tables import AuditEntry
from registry.bookings import service as bookings
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.intakes import service as intakes
from registry.intakes.schemas import CompleteIntake
from registry.organisations import service as organisations
from registry.organisations.schemas import JoinPartnership, RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment, RegisterPerson
from registry.permissions import OPERATOR, Role
from registry.personal_data.tables import PersonalValue
from registry.schemes import service as schemes
from registry.schemes.schemas import CreateScheme
from registry.transactions import engine, transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY


async def everything() -> dict[str, int]:
    """How many rows each table has, and the state of those that change."""
    async with transaction() as connection:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            row["tablename"]: await connection.fetchval(
                f"SELECT coalesce(sum(hashtext(t::text)::bigint), 0) FROM {row['tablename']} AS t"  # noqa: S608  names of tables
            )
            for row in names
        }


async def acts() -> dict[Action, Callable[[], Awaitable[object]]]:
    """One act of each kind, ready to be done."""
    world, elif_, other = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued = await making.certified(world, other)
    dossier, proof = await making.prepared(world, elif_)
    await making.programme()
    pool, planned = await making.allotment(world), await making.intake(world)
    third = await making.candidate("Sietse", "Haan")
    waiting = await making.admitted(world, third)
    made = await making.evidence(world, third)
    version = await schemes.propose(making.SCHEME, making.proposal(world), actor=world.owner, now=BEFORE)
    nobody = await making.person("Nico", "Kuipers")
    assert elif_.actor.account is not None
    account = elif_.actor.account
    return {
        Action.ORGANISATION_REGISTERED: lambda: organisations.register(
            RegisterOrganisation(kind=Kind.EMPLOYER, name="Helder Advies"), actor=OPERATOR, now=NOW
        ),
        Action.PARTNERSHIP_JOINED: lambda: organisations.join_partnership(
            world.organisations["partnership"],
            JoinPartnership(municipality=making.OWN, valid_from=BEFORE.date()),
            actor=OPERATOR,
            now=NOW,
        ),
        Action.PERSON_REGISTERED: lambda: people.register(
            RegisterPerson(given_name="A", family_name="B"), actor=OPERATOR, now=NOW
        ),
        Action.EMPLOYMENT_RECORDED: lambda: people.record_employment(
            nobody,
            RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date()),
            actor=OPERATOR,
            now=NOW,
        ),
        Action.PROFILE_CHANGED: lambda: people.change_profile(
            ChangeProfile(provinces=["Utrecht"], specialisms=["bag"]), actor=elif_.actor, now=NOW
        ),
        Action.CONSENT_CHANGED: lambda: people.change_consent(ChangeConsent(fields=[]), actor=elif_.actor, now=NOW),
        Action.ACCOUNT_CREATED: lambda: accounts.create(
            CreateAccount(person=nobody, email="n@test.example", password=making.PASSWORD),
            passwords=making.PASSWORDS,
            actor=OPERATOR,
            now=NOW,
        ),
        Action.PASSWORD_SET: lambda: accounts.set_password(
            account, making.PASSWORD, passwords=making.PASSWORDS, actor=OPERATOR, now=NOW
        ),
        Action.ROLE_GRANTED: lambda: accounts.grant(
            account, GrantRole(role=Role.COORDINATOR, organisation=world.organisations["coordination"]), actor=OPERATOR, now=NOW
        ),
        Action.SCHEME_CREATED: lambda: schemes.create(
            CreateScheme(code="nieuw", name_nl="Nieuw", name_en="New", owner=world.organisations["scheme-owner"]),
            actor=world.owner,
            now=NOW,
        ),
        Action.SCHEME_VERSION_PROPOSED: lambda: schemes.propose(
            making.SCHEME, msgspec.structs.replace(making.proposal(world), effective_from=TODAY), actor=world.owner, now=NOW
        ),
        Action.SCHEME_VERSION_SIGNED: lambda: schemes.sign(version, actor=world.owner, now=NOW),
        Action.DOSSIER_STEP: lambda: dossiers.prepare(waiting, Prepare(evidence=made), actor=world.certifiers[0], now=NOW),
        Action.EVIDENCE_RECEIVED: lambda: making.evidence(world, other),
        Action.CERTIFICATE_GRANTED: lambda: dossiers.grant(dossier, Grant(evidence=proof), actor=world.certifiers[1], now=NOW),
        Action.INTAKE_STEP: lambda: making.intake(world),
        Action.DAYS_POSTED: lambda: intakes.complete_intake(
            planned, CompleteIntake(reference="P-2", days=Decimal(2)), actor=world.coordinator, now=NOW
        ),
        Action.BOOKING_STEP: lambda: bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW),
    }


async def test_each_act_leaves_its_audit_row(database: None) -> None:
    """Who acted and when stands with each; the facts hold no name."""
    done = await acts()
    for action, act in done.items():
        before = await AuditEntry.count().where(AuditEntry.action == action.value)
        await act()
        assert await AuditEntry.count().where(AuditEntry.action == action.value) == before + 1, action
    facts = " ".join(row["facts"] for row in await AuditEntry.select(AuditEntry.facts))
    for name in ("Elif", "Öztürk", "Janssen", "Kuipers", "test.example"):
        assert name not in facts


async def test_an_act_whose_audit_fails_leaves_nothing(database: None) -> None:
    """Where the audit row cannot be written nothing else is, in any table."""
    done = await acts()
    before = await everything()
    await engine().run_ddl("ALTER TABLE audit_entry ADD CONSTRAINT no_audit CHECK (id < 0) NOT VALID")
    try:
        for action, act in done.items():
            with pytest.raises(Exception, match="no_audit"):
                await act()
            assert await everything() == before, action
    finally:
        await engine().run_ddl("ALTER TABLE audit_entry DROP CONSTRAINT no_audit")


async def test_the_audit_trail_is_written_inside_a_transaction_only(database: None) -> None:
    """Recording an act outside the transaction that does it is a mistake of the program."""
    with pytest.raises(OutsideTransaction):
        await audit.record(Action.ENROLLED, uuid4(), actor=OPERATOR, at=NOW)
    assert await AuditEntry.count() == 0


async def test_values_about_a_person_are_kept_apart(database: None) -> None:
    """The trail holds a commitment; the value stands where it can be erased."""
    who = await making.person("Elif", "Öztürk")
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.PERSON_REGISTERED.value)
    [kept] = await PersonalValue.select().where(PersonalValue.person == who)
    assert entry["personal"] == kept["commitment"]
    assert "Öztürk" in kept["value"]
    assert entry["facts"] == "{}"
