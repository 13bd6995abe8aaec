"""Uploads in a list: who sent them, how they stand, and how much of them is on record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from exams.results.history import RetractionReason
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.texts import Text
from registry.transactions import fetch

_LISTED = """
SELECT upload.id, upload.provider, organisation.name AS provider_name, track.code AS track, track.name_nl, track.name_en,
    track_version.number AS version, upload.file_name, upload.sha256, upload.recorded_at, upload.accepted_at,
    upload.retracted_at, upload.retraction_reason, upload.follows, acceptance_proposal.proposed_at,
    person.id AS person, person.given_name, person.family_prefix, person.family_name, counted.recorded, counted.corrected,
    (SELECT count(*) FROM set_aside_row WHERE set_aside_row.upload = upload.id) AS set_aside
FROM upload
    JOIN organisation ON organisation.id = upload.provider
    JOIN track_version ON track_version.id = upload.track_version
    JOIN track ON track.id = track_version.track
    JOIN account ON account.id = upload.uploaded_by
    JOIN person ON person.id = account.person
    LEFT JOIN acceptance_proposal ON acceptance_proposal.upload = upload.id
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE nature = 'recorded') AS recorded,
            count(*) FILTER (WHERE nature = 'corrected') AS corrected
        FROM result WHERE result.upload = upload.id) AS counted
WHERE $1::uuid[] IS NULL OR upload.provider = ANY($1)
ORDER BY upload.recorded_at DESC, upload.id
"""


class UploadState(StrEnum):
    """How an upload stands."""

    RECEIVED = "received"
    WAITING = "waiting-for-second-person"
    ACCEPTED = "accepted"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Listed:
    """An upload in a list; the sender has no name once erased."""

    id: UUID
    provider: UUID
    provider_name: str
    track: str
    track_name: Text
    version: int
    file_name: str
    sha256: bytes
    sent_by: str | None
    recorded_at: datetime
    state: UploadState
    accepted_at: datetime | None
    retracted_at: datetime | None
    retraction_reason: RetractionReason | None
    follows: UUID | None
    recorded: int
    corrected: int
    set_aside: int


async def uploads_for(actor: Actor) -> list[Listed]:
    """Every upload of the actor's providers, an auditor's being all, newest first; in one query."""
    actor.must(Permission.READ_RESULTS)
    own = None if actor.sees_everything else list(actor.organisations_where(Permission.READ_RESULTS))
    found = []
    for row in await fetch(_LISTED, own):
        values = dict(row)
        access.noted([values.pop("person")])
        name = Name(values.pop("given_name"), values.pop("family_prefix"), values.pop("family_name"))
        reason, proposed_at = values.pop("retraction_reason"), values.pop("proposed_at")
        found.append(
            Listed(
                track_name=Text(values.pop("name_nl"), values.pop("name_en")),
                sent_by=str(name) if name.family else None,
                state=state_of(values["accepted_at"], values["retracted_at"], proposed_at),
                retraction_reason=RetractionReason(reason) if reason else None,
                **values,
            )
        )
    return found


def state_of(accepted_at: datetime | None, retracted_at: datetime | None, proposed_at: datetime | None) -> UploadState:
    """Received, waiting for a second person, accepted or retracted: the last of these that happened."""
    if retracted_at is not None:
        return UploadState.RETRACTED
    if accepted_at is not None:
        return UploadState.ACCEPTED
    return UploadState.RECEIVED if proposed_at is None else UploadState.WAITING
