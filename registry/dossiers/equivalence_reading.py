"""Finding requests for equivalence: one, those of a dossier, those of a body, and what was granted to a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.dossiers import reading
from registry.dossiers.tables import Dossier, EquivalenceRequest
from registry.errors import NotFound
from registry.people import merging
from registry.permissions import Actor
from registry.transactions import fetch

_GRANTED = """
SELECT dossier.adviser, request.id, request.part_code, scheme.code AS scheme, request.route, request.decided_at
FROM equivalence_request AS request
    JOIN dossier ON dossier.id = request.dossier JOIN scheme ON scheme.id = dossier.scheme
WHERE request.granted AND request.track_code = $1
ORDER BY request.decided_at, request.id
"""


@dataclass(frozen=True, slots=True)
class Filed:
    """A request as it stands; words are commitments."""

    id: UUID
    dossier: UUID
    track_code: str
    part_code: str
    route: str
    content: bytes
    asked_at: datetime
    prepared_by: UUID | None
    prepared_at: datetime | None
    advice: bytes | None
    granted: bool | None
    decided_by: UUID | None
    decided_at: datetime | None
    reason: bytes | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A part that counts as passed from an instant on, by a route of a scheme."""

    request: UUID
    part_code: str
    scheme: str
    route: str
    decided_at: datetime


async def request(wanted: UUID) -> Filed:
    """One request; raises NotFound."""
    found = await requests(EquivalenceRequest.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def requests(where: Any) -> list[Filed]:  # noqa: ANN401  a Piccolo condition has no one type
    """The requests under a condition, the oldest first; whoever judged is a person."""
    rows = (
        await EquivalenceRequest.select(
            *EquivalenceRequest.all_columns(),
            EquivalenceRequest.prepared_by.person.as_alias("preparer"),
            EquivalenceRequest.decided_by.person.as_alias("decider"),
        )
        .where(where)
        .order_by(EquivalenceRequest.asked_at)
    )
    return [
        Filed(
            id=row["id"],
            dossier=row["dossier"],
            track_code=row["track_code"],
            part_code=row["part_code"],
            route=row["route"],
            content=row["content"],
            asked_at=row["asked_at"],
            prepared_by=row["preparer"],
            prepared_at=row["prepared_at"],
            advice=row["advice"],
            granted=row["granted"],
            decided_by=row["decider"],
            decided_at=row["decided_at"],
            reason=row["reason"],
        )
        for row in rows
    ]


async def requests_for(actor: Actor) -> list[Filed]:
    """The requests in the dossiers that the actor may read, the oldest first."""
    dossiers = [each.id for each in await reading.dossiers_for(actor)]
    return await requests(EquivalenceRequest.dossier.is_in(dossiers)) if dossiers else []


async def requests_of(adviser: UUID) -> list[Filed]:
    """The requests of one file, the oldest first."""
    own = Dossier.select(Dossier.id).where(Dossier.adviser == adviser)
    return await requests(EquivalenceRequest.dossier.is_in(own))


async def granted_in(track_code: str) -> dict[UUID, list[Granted]]:
    """What was granted of a track, the oldest first, by every file of a person to whom it was; most persons have none."""
    by_file: dict[UUID, list[Granted]] = {}
    for row in await fetch(_GRANTED, track_code):
        granted = Granted(row["id"], row["part_code"], row["scheme"], row["route"], row["decided_at"])
        by_file.setdefault(row["adviser"], []).append(granted)
    groups = set((await merging.same_as(by_file)).values())
    return {
        file: sorted((of for each in files for of in by_file.get(each, ())), key=_when) for files in groups for file in files
    }


def _when(granted: Granted) -> tuple[datetime, UUID]:
    return granted.decided_at, granted.request
