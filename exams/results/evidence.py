"""Evidence that results make: handing over complete sets, and taking back what rests on results that no longer stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from exams.results import standing
from exams.results.completeness import Complete, complete_set
from exams.results.standing import StandingResult
from exams.results.tables import Upload
from exams.tracks.service import Version
from registry.days import amsterdam_day
from registry.dossiers import equivalence_reading as equivalence
from registry.dossiers import service as dossiers
from registry.dossiers.equivalence_reading import Granted
from registry.dossiers.resting import certificates_resting_on
from registry.dossiers.rules import EquivalentProof, EvidenceContent, ResultProof
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.texts import Text
from registry.transactions import Connection, fetch

_PERSONS_AT_A_TIME = 2_000
_ENROLLED = """
SELECT adviser.id AS adviser, candidate_number, enrolment.id AS enrolment FROM adviser
    LEFT JOIN enrolment ON enrolment.adviser = adviser.id AND provider = $1 AND track_version = $2
WHERE adviser.id = ANY($3)
"""

Files = frozenset[UUID]
"""The files of one person: one, unless some were merged."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One person with the provider: candidate number by file, and file by enrolment; the enrolments count together."""

    numbers: Mapping[UUID, str]
    files: Mapping[UUID, UUID]

    def number_of(self, enrolment: UUID) -> str:
        """The candidate number under which the person was enrolled."""
        return self.numbers[self.files[enrolment]]


async def hand_over(advisers: Iterable[UUID], version: Version, *, provider: UUID, actor: Actor, now: datetime) -> list[str]:
    """Evidence for each of these who has passed every part, as results stand now; returns their candidate numbers.

    What certifiers granted by an equivalent route of a scheme counts as passed. Inside the caller's transaction, the
    advisers being locked.
    """
    completed: list[str] = []
    ahead = iter(sorted(set(advisers)))
    while some := list(islice(ahead, _PERSONS_AT_A_TIME)):
        completed += await _hand_over(some, version, provider=provider, actor=actor, now=now)
    return sorted(completed)


async def _hand_over(some: Collection[UUID], version: Version, *, provider: UUID, actor: Actor, now: datetime) -> list[str]:
    enrolled = await enrolled_of(some, provider=provider, version=version.id)
    counts = {part["id"]: part["counts_months"] for part in version.parts}
    results: defaultdict[UUID, list[StandingResult]] = defaultdict(list)
    for result in await standing.results_of([each for person in enrolled.values() for each in person.files]):
        results[result.enrolment].append(result)
    granted = await equivalence.granted_in(version.code)
    complete = {}
    for files, person in enrolled.items():
        found = [result for enrolment in person.files for result in results[enrolment]]
        own = next((granted[file] for file in files if file in granted), [])
        whole = _complete(found, counts, own, version, now=now)
        if whole is not None:
            complete[files] = whole
    proofs = await _proofs({files: whole.passes for files, whole in complete.items()}, version)
    takers = await _takers(complete, version, now=now)
    numbers = {file: number for files in complete for file, number in enrolled[files].numbers.items()}
    contents = {
        file: EvidenceContent(
            candidate_number=numbers[file],
            track_code=version.code,
            track_version=version.number,
            provider=provider,
            results=proofs[files],
            equivalents=complete[files].equivalents,
        )
        for file, files in takers
    }
    await dossiers.receive_all(contents, actor=actor, now=now)
    return [numbers[file] for file in contents]


def _complete(
    found: Iterable[StandingResult],
    counts: Mapping[UUID, int],
    granted: Iterable[Granted],
    version: Version,
    *,
    now: datetime,
) -> Complete | None:
    """The set that the passes make, if need be with what one scheme granted; of several schemes the first that does."""
    found, parts = list(found), {part["code"]: part["id"] for part in version.parts}
    by_scheme: dict[str, dict[UUID, EquivalentProof]] = {}
    for each in granted:
        if each.part_code in parts:
            of_scheme = by_scheme.setdefault(each.scheme, {})
            of_scheme[parts[each.part_code]] = EquivalentProof(
                each.request, each.part_code, each.scheme, each.route, amsterdam_day(each.decided_at)
            )
    tried = (complete_set(found, counts, day=amsterdam_day(now), equivalents=of) for of in (None, *by_scheme.values()))
    return next((whole for whole in tried if whole is not None), None)


async def enrolled_of(advisers: Iterable[UUID], *, provider: UUID, version: UUID) -> dict[Files, Enrolled]:
    """Everyone behind these files, with all their enrolments in the version with the provider."""
    groups = set((await merging.same_as(advisers)).values())
    of_file = {file: files for files in groups for file in files}
    numbers: defaultdict[Files, dict[UUID, str]] = defaultdict(dict)
    enrolled: defaultdict[Files, dict[UUID, UUID]] = defaultdict(dict)
    for row in await fetch(_ENROLLED, provider, version, list(of_file)):
        files = of_file[row["adviser"]]
        numbers[files][row["adviser"]] = row["candidate_number"]
        if row["enrolment"] is not None:
            enrolled[files][row["enrolment"]] = row["adviser"]
    return {files: Enrolled(numbers[files], enrolled[files]) for files in groups}


async def lock_files(advisers: Iterable[UUID], *, connection: Connection) -> None:
    """Rivals for any file of these persons queue here until the transaction ends."""
    groups = await merging.same_as(advisers)
    await people.lock_all({file for files in groups.values() for file in files}, connection=connection)


async def _takers(complete: Iterable[Files], version: Version, *, now: datetime) -> list[tuple[UUID, Files]]:
    """The file that evidence goes to: of a person with several, each whose dossier asks for it, else their main one."""
    takers = [(next(iter(files)), files) for files in complete if len(files) == 1]
    several = [files for files in complete if len(files) > 1]
    every = [file for files in several for file in files]
    waiting = await dossiers.waiting_for(every, version.code, day=amsterdam_day(now)) if every else {}
    main = await merging.main_files(every)
    for files in several:
        asking = sorted(files & waiting.keys()) or [main[next(iter(files))]]
        takers += [(file, files) for file in asking]
    return takers


async def _proofs(
    complete: Mapping[Files, tuple[StandingResult, ...]], version: Version
) -> dict[Files, tuple[ResultProof, ...]]:
    digests = await _digests(result.upload for passes in complete.values() for result in passes)
    taught = await standing.teachings_of(list({result.enrolment for passes in complete.values() for result in passes}))
    parts = {part["id"]: part for part in version.parts}
    return {
        files: tuple(_proof(result, parts[result.part], taught.get(result.enrolment, []), digests) for result in passes)
        for files, passes in complete.items()
    }


async def _digests(uploads: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(set(uploads))
    if not wanted:
        return {}
    rows = await Upload.select(Upload.id, Upload.sha256).where(Upload.id.is_in(wanted))
    return {row["id"]: row["sha256"].hex() for row in rows}


def _proof(
    result: StandingResult,
    part: Mapping[str, object],
    taught: Iterable[Mapping[str, UUID]],
    digests: Mapping[UUID, str],
) -> ResultProof:
    return ResultProof(
        result=result.id,
        part=str(part["code"]),
        held_on=result.held_on,
        attempt=result.attempt,
        score=result.score or 0,
        pass_mark=int(str(part["pass_mark"])),
        examiner=result.examiner,
        invigilator=result.invigilator,
        trainers=tuple(each["trainer"] for each in taught if each["part"] == result.part),
        upload=result.upload,
        file_sha256=digests[result.upload],
        sheet=result.sheet,
        cell=result.cell,
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of results that no longer stand: certificates put up for review, and dossiers that were reopened."""

    reviews: int
    dossiers: int


async def take_back(
    results: Mapping[UUID, Collection[UUID]], *, cause: Cause, upload: UUID, why: Text, actor: Actor, now: datetime
) -> Undone:
    """These results no longer stand; the keys are their advisers, who are locked.

    Certificates that rest on one are put up for review, evidence that names one is withdrawn, and undecided dossiers that
    were complete or prepared on that wait for evidence again.
    """
    opened = 0
    for each in await certificates_resting_on(results):
        facts = {"results": sorted(each.results), "reason": {"nl": why.nl, "en": why.en}}
        opened += await reviews.open_reviews([each.certificate], cause=cause, origin=upload, facts=facts, actor=actor, now=now)
    return Undone(opened, await dossiers.withdraw_all(results, actor=actor, now=now))
