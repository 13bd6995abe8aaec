"""What follows from granting that a part counts as passed: evidence, where it was the last part that was missing.

It is done soon after, in the background, on behalf of whoever decided: dossiers know nothing of results.
"""

from datetime import datetime
from uuid import UUID

from exams.results import evidence
from exams.tracks import service as tracks
from registry.accounts import service as accounts
from registry.dossiers.tables import EquivalenceRequest
from registry.people import merging
from registry.transactions import fetch, transaction

_WHERE = """
SELECT DISTINCT provider, track_version, track_version.number FROM enrolment
    JOIN track_version ON track_version.id = enrolment.track_version JOIN track ON track.id = track_version.track
WHERE enrolment.adviser = ANY($1) AND track.code = $2 ORDER BY track_version.number, provider
"""


async def follow(request: UUID, *, now: datetime) -> None:
    """Every enrolment of the person in the track is looked at as it is now; once more changes nothing.

    Whoever is enrolled with no provider has no evidence: an enrolment says by which version of the track they are judged.
    """
    row = (
        await EquivalenceRequest.select(
            EquivalenceRequest.granted,
            EquivalenceRequest.decided_by,
            EquivalenceRequest.track_code,
            EquivalenceRequest.dossier.adviser.as_alias("adviser"),
        )
        .where(EquivalenceRequest.id == request)
        .first()
    )
    if row is None or not row["granted"]:
        return
    actor = await accounts.actor_of(row["decided_by"])
    async with transaction() as connection:
        await evidence.lock_files([row["adviser"]], connection=connection)
        files = (await merging.same_as([row["adviser"]]))[row["adviser"]]
        for enrolled in await fetch(_WHERE, list(files), row["track_code"]):
            version = await tracks.version(enrolled["track_version"])
            await evidence.hand_over(files, version, provider=enrolled["provider"], actor=actor, now=now)
