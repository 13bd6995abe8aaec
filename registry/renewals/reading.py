"""Finding what belongs to renewals: versions in force, education, successors."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.certificates.service import Issued
from registry.errors import NotFound
from registry.evaluations import reading as evaluations
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.renewals import rules
from registry.renewals.rules import EducationOutcome, Progress
from registry.renewals.tables import EducationEntry
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import Recertification, Version, in_force
from registry.transactions import fetch

_SUCCESSORS = """
SELECT predecessor, number FROM certificate WHERE predecessor = ANY($1) AND NOT EXISTS (
    SELECT 1 FROM certificate_event WHERE certificate_event.certificate = certificate.id AND kind = 'voided')
"""
_CERTIFIED = """
SELECT DISTINCT certificate.adviser FROM certificate JOIN scheme_version ON scheme_version.id = certificate.scheme_version
WHERE scheme_version.scheme = ANY($1)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of education, with the words that were kept apart; these are gone once the person was erased."""

    id: UUID
    adviser: UUID
    person: UUID
    candidate_number: str
    followed_on: date
    quarters: int
    title: str | None
    teacher: str | None
    recorded_at: datetime
    outcome: EducationOutcome | None
    reason: str | None
    judged_at: datetime | None


async def versions_in_force(day: date) -> dict[str, Version]:
    """The version in force of each scheme that has one, by the code of the scheme."""
    of: dict[str, list[Version]] = {}
    for version in await schemes.versions():
        of.setdefault(version.scheme_code, []).append(version)
    found = {}
    for code, known in of.items():
        with suppress(NoVersionInForce):
            found[code] = in_force(known, day)
    return found


async def entries_of(advisers: Iterable[UUID]) -> list[Entry]:
    """The education of these files, the oldest entry first."""
    wanted = list(set(advisers))
    return await _entries(EducationEntry.adviser.is_in(wanted)) if wanted else []


async def entry(wanted: UUID) -> Entry:
    """One entry; raises NotFound."""
    found = await _entries(EducationEntry.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def entries_for(actor: Actor) -> list[Entry]:
    """The entries of holders of certificates of the actor's body; an auditor sees all."""
    files = await _files_for(actor)
    return await _entries(None) if files is None else await entries_of(files)


async def number_waiting_for(actor: Actor) -> int:
    """How many of these entries wait to be judged; nothing that is about a person is read."""
    files = await _files_for(actor)
    waiting = EducationEntry.outcome.is_null()
    if files is not None:
        waiting &= EducationEntry.adviser.is_in(list(files) or [UUID(int=0)])
    return int(await EducationEntry.count().where(waiting))


async def _files_for(actor: Actor) -> set[UUID] | None:
    """The files whose education the actor may read; None for all."""
    actor.must(Permission.READ_CERTIFICATES)
    if actor.sees_everything:
        return None
    own = await schemes.certified_by(actor.organisations_where(Permission.READ_CERTIFICATES))
    holders = [row["adviser"] for row in await fetch(_CERTIFIED, own)]
    return {file for files in (await merging.same_as(holders)).values() for file in files}


async def _entries(where: Any) -> list[Entry]:  # noqa: ANN401  a Piccolo condition has no one type
    query = EducationEntry.select(
        *EducationEntry.all_columns(),
        EducationEntry.adviser.person.as_alias("person"),
        EducationEntry.adviser.candidate_number.as_alias("candidate_number"),
    )
    rows = await (query if where is None else query.where(where)).order_by(EducationEntry.recorded_at, EducationEntry.id)
    kept = await personal_data.reveal(row[name] for row in rows for name in ("content", "reason") if row[name] is not None)
    return [
        Entry(
            id=row["id"],
            adviser=row["adviser"],
            person=row["person"],
            candidate_number=row["candidate_number"],
            followed_on=row["followed_on"],
            quarters=row["quarters"],
            title=kept.get(row["content"], {}).get("title"),
            teacher=kept.get(row["content"], {}).get("teacher"),
            recorded_at=row["recorded_at"],
            outcome=EducationOutcome(row["outcome"]) if row["outcome"] else None,
            reason=kept.get(row["reason"], {}).get("reason"),
            judged_at=row["judged_at"],
        )
        for row in rows
    ]


async def counting(issued: Issued) -> list[Entry]:
    """The accepted education since the first day of a certificate, under whichever number the holder entered it."""
    files = (await merging.same_as([issued.adviser]))[issued.adviser]
    accepted = [each for each in await entries_of(files) if each.outcome is EducationOutcome.ACCEPTED]
    return [each for each in accepted if each.followed_on >= issued.timeline.valid_from]


async def progress_of(issued: Issued, asked: Recertification, *, elsewhere: int = 0) -> tuple[Progress, ...]:
    """How far the holder is by each route, with so many engagements that were evaluated outside this registry."""
    quarters = sum(each.quarters for each in await counting(issued))
    here = await evaluations.count_since(issued.adviser, scheme=issued.scheme, first=issued.timeline.valid_from)
    return rules.progress(asked, quarters=quarters, engagements=here + elsewhere)


async def successors(certificates: Iterable[UUID]) -> dict[UUID, str]:
    """The number of the certificate that follows each of these, where one does that is not void."""
    return {row["predecessor"]: row["number"] for row in await fetch(_SUCCESSORS, list(set(certificates)))}


async def own_files(actor: Actor) -> frozenset[UUID]:
    """Every file of the actor; raises NotFound for who has none."""
    file = await people.own_file(actor)
    return (await merging.same_as([file.id]))[file.id]
