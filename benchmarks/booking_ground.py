"""The registry that the benchmark of bookings fills: every municipality with days of its own, and certified advisers."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from benchmarks import certificate_ground
from benchmarks.certificate_ground import BEFORE, NOW, SCHEME
from registry.accounts import passwords
from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, open_allotment, post
from registry.bookings.schemas import AskBooking
from registry.dossiers import bulk
from registry.dossiers.bulk_schemas import GrantTogether
from registry.intakes.rules import IntakeStep
from registry.organisations import service as organisations
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Actor, Grant, Role
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.reference_data import municipalities
from registry.transactions import fetch, transaction

ADVISERS, _AT_ONCE = 2_000, 1_000
"""As many as keep the bookings of each few, as they are in life."""
_PLENTY = 2_000_000
"""Quarters of an allotment: more than any run books."""
_FIRST_DAY = date(2027, 1, 4)
_ACCOUNTS = """
SELECT account.id, membership.organisation FROM account JOIN membership ON membership.account = account.id
WHERE membership.role = 'municipality'
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, who books for it, and its days."""

    code: str
    actor: Actor
    allotment: UUID


@dataclass(frozen=True, slots=True)
class Ground:
    """Where can be booked, and whom, by certificate number."""

    places: list[Place]
    certificates: list[str]

    def asked(self, place: Place, serial: int) -> AskBooking:
        """A quarter of a day of one adviser, in one of many months, so that everything is allowed."""
        first = _FIRST_DAY + timedelta(days=7 * (serial % 90))
        return AskBooking(
            municipality=place.code,
            certificate=self.certificates[serial % len(self.certificates)],
            first_day=first,
            last_day=first + timedelta(days=60),
            days=Decimal("0.25"),
            allotment=place.allotment,
        )


@asynccontextmanager
async def registry() -> AsyncIterator[Ground]:
    """All current municipalities with a completed intake and days, and advisers with a certificate."""
    async with certificate_ground.registry() as ground:
        for first in range(1_000, 1_000 + ADVISERS, _AT_ONCE):
            asked = await certificate_ground.prepared(ground, first, _AT_ONCE)
            await bulk.grant_all(GrantTogether(dossiers=asked), actor=ground.deciding, now=NOW)
        await _with_accounts()
        numbers = [row["number"] for row in await fetch("SELECT number FROM certificate ORDER BY number")]
        await municipalities.load(municipalities.packaged(), actor=OPERATOR, now=BEFORE)
        programme = await _programme()
        everywhere = await organisations.municipalities(on=NOW.date())
        coordinator = await people.register(RegisterPerson(given_name="Rob", family_name="Eik"), actor=OPERATOR, now=BEFORE)
        yield Ground([await _place(each.code, each.id, programme, coordinator) for each in everywhere], numbers)


async def _with_accounts() -> None:
    """Each adviser can sign in, and so is told of a booking."""
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO account (id, person, email, password_hash, recorded_at) "
            "SELECT gen_random_uuid(), person, lower(candidate_number) || '@benchmark.example', 'none', $1 FROM adviser",
            BEFORE,
        )


async def _programme() -> UUID:
    code = "operatie"
    command = CreateProgramme(
        code=code,
        name_nl="Operatie",
        name_en="Operation",
        first_day=date(2026, 1, 1),
        last_day=date(2036, 12, 31),
        schemes=[SCHEME],
    )
    programme = await programmes.create(command, actor=OPERATOR, now=BEFORE)
    most = Decimal(10_000)
    policy = SetPolicy(
        valid_from=date(2026, 1, 1),
        per_municipality=most,
        per_booking=most,
        per_adviser=most,
        per_adviser_per_year=most,
        answer_days=14,
    )
    await programmes.set_policy(code, policy, actor=OPERATOR, now=BEFORE)
    return programme


async def _place(code: str, organisation: UUID, programme: UUID, coordinator: UUID) -> Place:
    person = await people.register(RegisterPerson(given_name="Greta", family_name="Veenstra"), actor=OPERATOR, now=BEFORE)
    command = CreateAccount(person=person, email=f"{code.lower()}@benchmark.example", password=secrets.token_hex())
    account = await accounts.create(command, passwords=passwords.cheapest(), actor=OPERATOR, now=BEFORE)
    await accounts.grant(account, GrantRole(role=Role.MUNICIPALITY, organisation=organisation), actor=OPERATOR, now=BEFORE)
    actor = Actor(account, person, code, (Grant(Role.MUNICIPALITY, organisation),))
    async with transaction() as connection:
        intake = uuid4()
        await connection.execute(
            "INSERT INTO intake (id, programme, coordinator, holder, held_on, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
            *(intake, programme, coordinator, organisation, BEFORE.date(), BEFORE),
        )
        await connection.execute(
            "INSERT INTO intake_member (id, intake, municipality) VALUES (gen_random_uuid(), $1, $2)", intake, organisation
        )
        await connection.executemany(
            "INSERT INTO intake_event (intake, step, account, recorded_at) VALUES ($1, $2, $3, $4)",
            [(intake, step.value, account, BEFORE) for step in (IntakeStep.PLANNED, IntakeStep.HELD, IntakeStep.COMPLETED)],
        )
        allotment = await open_allotment(programme, organisation, connection=connection, now=BEFORE)
        await post(Movement(PostingKind.GRANT, allotment, _PLENTY, intake=intake), actor=actor, now=BEFORE)
    return Place(code, actor, allotment)
