"""The registry that the benchmark of uploads fills: the stage of the demo, and a provider for each file."""

import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from benchmarks.result_file import Made
from config import database
from config.demo import cast
from config.demo.stage import Stage, set_up
from config.settings import read_settings
from exams.results.service import Sent
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import ApproveExaminer, RegisterExaminer
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.schemas import ApproveProvider
from registry.accounts import passwords
from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Actor, Role
from registry.transactions import transaction

_stage = Stage(passwords.cheapest())
_COLUMNS = (
    "number text, family text, given text, part text, day date, attempt int, score float8, outcome text, "
    "examiner text, invigilator text, remark text"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A provider, and who sends its files."""

    provider: UUID
    actor: Actor

    def sent(self, content: bytes) -> Sent:
        """A file as this provider sends it."""
        return Sent(self.provider, cast.TRACK, "uitslagen.xlsx", content)


@asynccontextmanager
async def registry() -> AsyncIterator[None]:
    """The tables, the pool and the stage of the demo."""
    await database.migrate()
    await database.open_pool(read_settings({}))
    await set_up(_stage)
    yield
    await database.close_pool()


async def provider_with(made: Sequence[Made]) -> Ground:
    """A new provider that may examine, with its examiners, and these candidates enrolled."""
    at = cast.SETTING_UP
    command = RegisterOrganisation(kind=Kind.PROVIDER, name=f"Opleider van {made[0].number}")
    provider = await organisations.register(command, actor=OPERATOR, now=at)
    approval = ApproveProvider(provider, Approved.EXAMINE, _stage.organisations["body"], at.date())
    await tracks.approve(cast.TRACK, approval, actor=await _stage.actor("certifier-a"), now=at)
    actor = await _secretary(provider, made[0].number)
    await _examiners(provider, actor)
    await _enrol(provider, made)
    return Ground(provider, actor)


async def _secretary(provider: UUID, name: str) -> Actor:
    person = await people.register(
        RegisterPerson(given_name="Petra", family_name="Lindeman"), actor=OPERATOR, now=cast.SETTING_UP
    )
    account = CreateAccount(person=person, email=f"{name.lower()}@{cast.DOMAIN}", password=secrets.token_hex())
    made = await accounts.create(account, passwords=_stage.passwords, actor=OPERATOR, now=cast.SETTING_UP)
    await accounts.grant(made, GrantRole(role=Role.PROVIDER, organisation=provider), actor=OPERATOR, now=cast.SETTING_UP)
    return await accounts.actor_of(made)


async def _examiners(provider: UUID, actor: Actor) -> None:
    """Those of the demo, at this provider, approved for the whole track."""
    at = cast.SETTING_UP
    for capacity, who in ((Capacity.EXAMINER, cast.EXAMINERS), (Capacity.INVIGILATOR, cast.INVIGILATORS)):
        for key in who:
            command = RegisterExaminer(provider=provider, person=_stage.persons[key], capacity=capacity, valid_from=at.date())
            registered = await sittings.register_examiner(command, actor=actor, now=at)
            if capacity is Capacity.EXAMINER:
                approval = ApproveExaminer(
                    registration=registered,
                    track=cast.TRACK,
                    approved_by=_stage.organisations["body"],
                    valid_from=at.date(),
                )
                await sittings.approve_examiner(approval, actor=await _stage.actor("certifier-a"), now=at)


async def _enrol(provider: UUID, made: Sequence[Made]) -> None:
    """All at once: enrolling one by one is not what is measured."""
    at, version = cast.ENROLLING, (await tracks.newest(cast.TRACK)).id
    persons = [uuid4() for _ in made]
    advisers = [uuid4() for _ in made]
    async with transaction() as connection:
        await connection.copy_records_to_table(
            "person",
            columns=("id", "given_name", "family_name", "recorded_at"),
            records=[(person, each.given, each.family, at) for person, each in zip(persons, made, strict=True)],
        )
        await connection.copy_records_to_table(
            "adviser",
            columns=("id", "person", "candidate_number", "recorded_at"),
            records=[(adviser, person, each.number, at) for adviser, person, each in zip(advisers, persons, made, strict=True)],
        )
        await connection.copy_records_to_table(
            "enrolment",
            columns=("id", "adviser", "provider", "track_version", "enrolled_on", "recorded_at"),
            records=[(uuid4(), adviser, provider, version, at.date(), at) for adviser in advisers],
        )
        await connection.execute("ANALYZE person, adviser, enrolment")


async def copied(records: Sequence[tuple[object, ...]]) -> float:
    """Seconds that a bare COPY of the rows takes, until it is committed."""
    async with transaction() as connection:
        await connection.execute(f"CREATE TABLE benchmark_rows ({_COLUMNS})")
    started = time.perf_counter()
    async with transaction() as connection:
        await connection.copy_records_to_table("benchmark_rows", records=records)
    seconds = time.perf_counter() - started
    async with transaction() as connection:
        await connection.execute("DROP TABLE benchmark_rows")
    return seconds
