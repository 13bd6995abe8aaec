"""For which tracks a provider can send results: those that it examines, or in which it has candidates."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from registry.texts import Text
from registry.transactions import fetch

_OFFERED = """
SELECT offered.provider, track.code, track.name_nl, track.name_en,
    coalesce(array_agg(DISTINCT track_version.number) FILTER (WHERE track_version.id IS NOT NULL), '{}') AS numbers
FROM (SELECT provider, track, NULL::uuid AS version FROM approval
        WHERE provider = ANY($1) AND approved = 'examine'
    UNION SELECT enrolment.provider, track_version.track, track_version.id
        FROM enrolment JOIN track_version ON track_version.id = enrolment.track_version
        WHERE enrolment.provider = ANY($1)) AS offered
    JOIN track ON track.id = offered.track
    LEFT JOIN track_version ON track_version.id = offered.version
GROUP BY offered.provider, track.id
ORDER BY track.code, offered.provider
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """A track and the versions of it in which the provider has candidates."""

    provider: UUID
    code: str
    name: Text
    versions: tuple[int, ...]


async def offered_to(providers: Collection[UUID]) -> list[Offered]:
    """What these providers can send results for, by track."""
    rows = await fetch(_OFFERED, list(providers))
    return [Offered(row["provider"], row["code"], Text(row["name_nl"], row["name_en"]), tuple(row["numbers"])) for row in rows]
