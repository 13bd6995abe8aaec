"""Uploads, and the results on record, as lists to save."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import msgspec

from exams.judging.scores import OUTCOME_NAMES
from exams.results.history import RETRACTED_BECAUSE, Nature
from exams.results.listing import Listed, UploadState
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor, Permission
from registry.sieves.sieve import Sifted
from registry.texts import Text

STATES: Mapping[UploadState, Text] = {
    UploadState.RECEIVED: Text("Nog niet aangenomen", "Not accepted yet"),
    UploadState.WAITING: Text("Wacht op een collega", "Waits for a colleague"),
    UploadState.ACCEPTED: Text("Aangenomen", "Accepted"),
    UploadState.RETRACTED: Text("Teruggetrokken", "Retracted"),
}
_NATURES: Mapping[Nature, Text] = {
    Nature.RECORDED: Text("Vastgelegd", "Recorded"),
    Nature.CORRECTED: Text("Gecorrigeerd", "Corrected"),
    Nature.RESTORED: Text("Hersteld", "Restored"),
}
_PROVIDER = Column(Text("Opleider", "Training provider"), width=28)
_TRACK = Column(Text("Opleidingstraject", "Training track"), width=20)
_VERSION = Column(Text("Versie", "Version"), Kind.WHOLE)
_UPLOADS = (
    Column(Text("Bestand", "File"), width=40),
    _PROVIDER,
    _TRACK,
    _VERSION,
    Column(Text("Aangeleverd op", "Received at"), Kind.INSTANT),
    Column(Text("Aangeleverd door", "Sent by")),
    Column(Text("Stand", "State"), width=24, words=STATES),
    Column(Text("Aangenomen op", "Accepted at"), Kind.INSTANT),
    Column(Text("Uitslagen", "Results"), Kind.WHOLE),
    Column(Text("Gewijzigd", "Corrected"), Kind.WHOLE),
    Column(Text("Apart gezet", "Set aside"), Kind.WHOLE),
    Column(Text("Teruggetrokken op", "Retracted at"), Kind.INSTANT),
    Column(Text("Reden van terugtrekken", "Reason of retraction"), width=28, words=RETRACTED_BECAUSE),
    Column(Text("SHA-256", "SHA-256"), width=66),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_RESULTS = (
    Column(Text("Kandidaatnummer", "Candidate number"), width=16),
    Column(Text("Naam", "Name")),
    _PROVIDER,
    _TRACK,
    _VERSION,
    Column(Text("Onderdeel", "Exam part"), width=12),
    Column(Text("Examendag", "Day of the exam"), Kind.DAY),
    Column(Text("Poging", "Attempt"), Kind.WHOLE),
    Column(Text("Uitslag", "Outcome"), width=18, words=OUTCOME_NAMES),
    Column(Text("Cijfer", "Score"), Kind.DECIMAL),
    Column(Text("Opmerking", "Remark"), width=40),
    Column(Text("Hoe vastgelegd", "Nature"), width=16, words=_NATURES),
    Column(Text("Vastgelegd op", "Recorded at"), Kind.INSTANT),
    Column(Text("Bestand", "File"), width=40),
    Column(Text("Blad", "Sheet"), width=16),
    Column(Text("Cel", "Cell"), width=8),
)
_ON_RECORD = f"""
SELECT adviser.candidate_number, {named("person")} AS name, organisation.name AS provider, track.code AS track,
    track_version.number AS version, exam_part.code AS part, sitting.held_on, result.attempt, kept.value, result.nature,
    result.recorded_at, upload.file_name, result.sheet, result.cell
FROM result
JOIN enrolment ON enrolment.id = result.enrolment
JOIN organisation ON organisation.id = enrolment.provider
JOIN adviser ON adviser.id = enrolment.adviser
JOIN person ON person.id = adviser.person
JOIN exam_part ON exam_part.id = result.part
JOIN track_version ON track_version.id = exam_part.track_version
JOIN track ON track.id = track_version.track
JOIN sitting ON sitting.id = result.sitting
JOIN upload ON upload.id = result.upload
LEFT JOIN personal_value AS kept ON kept.commitment = result.content
WHERE ($1::uuid[] IS NULL OR enrolment.provider = ANY($1)) AND result.nature <> 'retracted'
    AND NOT EXISTS (SELECT 1 FROM result AS later WHERE later.corrects = result.id)
ORDER BY adviser.candidate_number, track.code, track_version.number, exam_part.position, result.attempt, result.id
"""  # noqa: S608  our own columns
_AS_SENT = Outline(
    "aanleveringen",
    Text("Aanleveringen", "Uploads"),
    _UPLOADS,
    Text("De aanleveringen, zoals zij nu staan.", "The uploads, as they stand."),
)
_WHAT_COUNTS = Outline(
    "uitslagen",
    Text("Uitslagen", "Results"),
    _RESULTS,
    Text(
        "De uitslagen die nu tellen, op kandidaatnummer. Wat is gecorrigeerd of teruggetrokken, staat er niet in.",
        "The results that count now, by candidate number. What was corrected or retracted is not in it.",
    ),
)


def uploads(found: Sifted[Listed], *, actor: Actor, today: date) -> Exported:
    """These uploads, as they stand."""
    return _AS_SENT.of([_upload(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


async def results(*, actor: Actor, today: date) -> Exported:
    """The results on record of the actor's providers' candidates, by number; an auditor sees all.

    Of who was erased the attempt is left, without outcome and score.
    """
    actor.must(Permission.READ_RESULTS)
    own = None if actor.sees_everything else list(actor.organisations_where(Permission.READ_RESULTS))
    return await _WHAT_COUNTS.read(Query(_ON_RECORD, (own,)), _result, actor=actor, today=today)


def _upload(each: Listed) -> Row:
    return (
        each.file_name,
        each.provider_name,
        each.track,
        each.version,
        each.recorded_at,
        each.sent_by,
        each.state,
        each.accepted_at,
        each.recorded,
        each.corrected,
        each.set_aside,
        each.retracted_at,
        each.retraction_reason,
        each.sha256.hex(),
        str(each.id),
    )


def _result(row: asyncpg.Record) -> Row:
    kept: dict[str, Any] = {} if row["value"] is None else msgspec.json.decode(row["value"])
    score = kept.get("score")
    return (
        row["candidate_number"],
        row["name"],
        row["provider"],
        row["track"],
        row["version"],
        row["part"],
        row["held_on"],
        row["attempt"],
        kept.get("outcome"),
        None if score is None else Decimal(score) / 10,
        kept.get("remark"),
        row["nature"],
        row["recorded_at"],
        row["file_name"],
        row["sheet"],
        row["cell"],
    )
