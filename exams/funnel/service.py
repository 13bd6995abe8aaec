"""From enrolment to certificate: of the enrolments of a period, how many came how far. It counts no persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import fetch

_FUNNEL = """
WITH followed AS (
    SELECT track.code, track.name_nl, track.name_en, enrolment.adviser, track_version.number,
        EXISTS (SELECT 1 FROM result WHERE result.enrolment = enrolment.id) AS examined
    FROM enrolment JOIN track_version ON track_version.id = enrolment.track_version
        JOIN track ON track.id = track_version.track
    WHERE enrolment.enrolled_on BETWEEN $1 AND $2
        AND (enrolment.provider = ANY($3::uuid[]) OR track.code = ANY($4::varchar[]) OR $5)
), reached AS (
    SELECT followed.*, followed.examined AND EXISTS (SELECT 1 FROM evidence
        WHERE evidence.adviser = followed.adviser AND evidence.track_code = followed.code
            AND evidence.track_version = followed.number) AS complete,
        followed.examined AND EXISTS (SELECT 1 FROM evidence
            JOIN dossier_event AS granting ON granting.evidence = evidence.id AND granting.step = 'granted'
        WHERE evidence.adviser = followed.adviser AND evidence.track_code = followed.code
            AND evidence.track_version = followed.number) AS certified
    FROM followed
)
SELECT code, name_nl, name_en, count(*) AS enrolled, count(*) FILTER (WHERE examined) AS examined,
    count(*) FILTER (WHERE complete) AS complete, count(*) FILTER (WHERE complete AND certified) AS certified
FROM reached GROUP BY code, name_nl, name_en ORDER BY code
"""
_TRACKS = """
SELECT DISTINCT jsonb_array_elements_text(content -> 'trackCodes') AS code FROM scheme_version
WHERE certification_body = ANY($1::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Funnel:
    """One track: how many were enrolled, took an exam, passed every part, and were given the certificate for that."""

    code: str
    name: Text
    enrolled: int
    examined: int
    complete: int
    certified: int

    @property
    def steps(self) -> tuple[int, int, int, int]:
        """The numbers in the order of the steps; none is larger than the one before it."""
        return self.enrolled, self.examined, self.complete, self.certified


def may_see(actor: Actor) -> bool:
    """Who reads results or dossiers may see how far enrolments came."""
    return actor.may(Permission.READ_RESULTS) or actor.may(Permission.READ_DOSSIERS)


async def funnels(first_day: date, last_day: date, *, actor: Actor) -> list[Funnel]:
    """The tracks with enrolments of the period, through its last day.

    A provider's own enrolments; those in the tracks that a certification body's schemes ask for; all for an auditor. Raises
    NotAllowed for who may read neither results nor dossiers, Invalid for a reversed period.
    """
    if not may_see(actor):
        actor.must(Permission.READ_RESULTS)
    check_period(first_day, last_day, field="lastDay")
    providers = actor.organisations_where(Permission.READ_RESULTS)
    tracks = await _tracks(actor.organisations_where(Permission.READ_DOSSIERS))
    rows = await fetch(_FUNNEL, first_day, last_day, list(providers), tracks, actor.sees_everything)
    return [
        Funnel(
            row["code"],
            Text(row["name_nl"], row["name_en"]),
            row["enrolled"],
            row["examined"],
            row["complete"],
            row["certified"],
        )
        for row in rows
    ]


async def _tracks(bodies: Iterable[UUID]) -> list[str]:
    return [row["code"] for row in await fetch(_TRACKS, list(bodies))]
