"""A track whose results are on record, without the files they came from: rows as an acceptance writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

from exams.enrolments.tables import Enrolment
from exams.integrity import service as integrity
from exams.results.figures import figures_of
from exams.results.history import Nature
from exams.results.tables import Result, Upload
from exams.sittings.tables import Sitting
from exams.tracks import service as tracks
from exams.tracks.rules import PartIn
from exams.tracks.schemas import CreateTrack
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.permissions import OPERATOR, Actor, Role
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import TRACK, Candidate, World

FIRST_DAY = date(2026, 9, 7)
PART = PartIn(
    code="GP",
    name_nl="Gemeentelijke processen",
    name_en="Municipal processes",
    scale_maximum=Decimal(100),
    pass_mark=Decimal(55),
    resit_after_days=0,
    maximum_attempts=3,
    counts_months=24,
)


@dataclass(frozen=True, slots=True)
class School:
    """A provider with candidates, two examiners and someone who signs in."""

    id: UUID
    actor: Actor
    examiner: UUID
    other_examiner: UUID
    invigilator: UUID
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Exams:
    """The world with its track, in one version of one part."""

    world: World
    version: UUID
    part: UUID


def day_of(day: int) -> datetime:
    """Noon of so many days after the first."""
    return datetime.combine(FIRST_DAY + timedelta(day), time(12), UTC)


async def exams(code: str = TRACK) -> Exams:
    """The track that the scheme of the world asks for, or another."""
    world = await making.world()
    owner = world.organisations["scheme-owner"]
    command = CreateTrack(
        owner=owner, code=code, name_nl="Traject", name_en="Track", effective_from=making.BEFORE.date(), parts=[PART]
    )
    await tracks.create(command, actor=world.owner, now=making.BEFORE)
    version = await tracks.newest(code)
    return Exams(world, version.id, version.parts[0]["id"])


async def school(name: str = "Academie", candidates: int = 12) -> School:
    """A provider; its candidates have a file, and the first has an account."""
    provider = await making.organisation(Kind.PROVIDER, name)
    actor = await making.account(await making.person("Petra", name), Role.PROVIDER, provider)
    examiner, other, invigilator = [await making.person(given, name) for given in ("Ruben", "Karin", "Mark")]
    made = []
    for place in range(candidates):
        person = await making.person(f"Kandidaat{place}", name)
        async with transaction() as connection:
            adviser = await people.open_file(person, connection=connection, actor=OPERATOR, now=making.BEFORE)
        made.append(Candidate(actor, person, adviser.id))
    return School(provider, actor, examiner, other, invigilator, made)


async def enrolments(at: Exams, of: School) -> dict[UUID, UUID]:
    """The enrolment of each candidate, made where there is none."""
    rows = await Enrolment.select().where(Enrolment.provider == of.id)
    found = {row["adviser"]: row["id"] for row in rows}
    for each in of.candidates:
        if each.adviser not in found:
            row = Enrolment(
                adviser=each.adviser,
                provider=of.id,
                track_version=at.version,
                enrolled_on=FIRST_DAY,
                recorded_at=making.BEFORE,
            )
            await Enrolment.insert(row)
            found[each.adviser] = row.id
    return found


async def sat(
    at: Exams,
    of: School,
    passed: Iterable[Candidate],
    failed: Iterable[Candidate],
    *,
    day: int = 0,
    supervised: bool = True,
    outcome: str = "failed",
    examiner: UUID | None = None,
) -> dict[UUID, UUID]:
    """A sitting with its results on record; returns them by adviser. Whoever did not pass ended as `outcome`."""
    known, now = await enrolments(at, of), day_of(day)
    upload = Upload(
        provider=of.id,
        track_version=at.version,
        sha256=sha256(uuid4().bytes).digest(),
        file_name="uitslagen.xlsx",
        size=1,
        uploaded_by=of.actor.account,
        recorded_at=now,
        accepted_by=of.actor.account,
        accepted_at=now,
    )
    sitting = Sitting(
        provider=of.id,
        part=at.part,
        held_on=FIRST_DAY + timedelta(day),
        examiner=examiner or of.examiner,
        invigilator=of.invigilator if supervised else None,
        recorded_at=now,
    )
    everyone = [(each, "passed") for each in passed] + [(each, outcome) for each in failed]
    async with transaction():
        await Upload.insert(upload)
        await Sitting.insert(sitting)
        about = [About(each.person, {"outcome": ended, "score": None, "remark": None}) for each, ended in everyone]
        kept = await personal_data.keep(about, at=now)
        results = [
            Result(
                enrolment=known[each.adviser],
                part=at.part,
                sitting=sitting.id,
                attempt=1 + day,
                content=content,
                upload=upload.id,
                sheet="Uitslagen",
                row=2 + row,
                cell=f"E{2 + row}",
                nature=Nature.RECORDED.value,
                recorded_at=now,
            )
            for row, ((each, _), content) in enumerate(zip(everyone, kept, strict=True))
        ]
        await Result.insert(*results)
    return {each.adviser: result.id for (each, _), result in zip(everyone, results, strict=True)}


async def follow(result: UUID, person: UUID, nature: Nature, outcome: str | None, *, day: int = 0) -> UUID:
    """Another row of the same history."""
    [before] = await Result.select().where(Result.id == result)
    now = day_of(day)
    async with transaction():
        [content] = await personal_data.keep([About(person, {"outcome": outcome, "score": None, "remark": None})], at=now)
        row = Result(
            **{name: before[name] for name in ("enrolment", "part", "sitting", "attempt", "upload", "sheet", "row", "cell")},
            content=content,
            corrects=result,
            nature=nature.value,
            reason="typing-error" if nature is Nature.CORRECTED else None,
            recorded_at=now,
        )
        await Result.insert(row)
    made: UUID = row.id
    return made


async def watched(at: Exams, of: School, *, day: int = 0) -> list[UUID]:
    """Look at what stands, as recording results does; returns the cases that this opens."""
    async with transaction():
        return await integrity.watch(
            await figures_of(at.version), provider=of.id, track_version=at.version, actor=of.actor, now=day_of(day)
        )


async def swindle(at: Exams, of: School) -> tuple[UUID, dict[UUID, UUID]]:
    """Everyone fails while watched and passes five days later unwatched; returns the case and the passes."""
    await sat(at, of, [], of.candidates)
    assert await watched(at, of) == []
    passes = await sat(at, of, of.candidates, [], day=5, supervised=False)
    [case] = await watched(at, of, day=5)
    return case, passes
