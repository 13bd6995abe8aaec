"""Dossiers as a list to save."""

from datetime import date

import asyncpg

from registry.dossiers import reading
from registry.dossiers.rules import State, Step, is_undecided, state_of
from registry.dossiers.wording import STATES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.permissions import Actor, Permission
from registry.texts import Text

_STATE = Text("Stand", "State")
_COLUMNS = (
    Column(Text("Kandidaat", "Candidate")),
    Column(Text("Kandidaatnummer", "Candidate number"), width=16),
    Column(Text("Certificatieschema", "Certification scheme"), width=20),
    Column(Text("Aangevraagd op", "Applied at"), Kind.INSTANT),
    Column(_STATE, width=28, words=STATES),
    Column(Text("Sinds", "Since"), Kind.INSTANT),
    Column(Text("Aangehouden", "On hold"), Kind.TRUTH),
    Column(Text("Certificaat", "Certificate"), width=16),
    Column(Text("Vernieuwt", "Renews"), width=16),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_DOSSIERS = f"""
WITH filed AS (
    SELECT dossier.*, COALESCE(merged.counts_as, dossier.adviser) AS file
    FROM dossier LEFT JOIN adviser_merge AS merged ON merged.duplicate = dossier.adviser AND merged.undone_at IS NULL
), held AS (
    SELECT filed.id, filed.scheme, filed.file FROM dossier_hold JOIN filed ON filed.id = dossier_hold.dossier
    WHERE dossier_hold.lifted_at IS NULL
)
SELECT filed.id, {named("person")} AS name, adviser.candidate_number, scheme.code AS scheme, filed.recorded_at,
    last.step, last.recorded_at AS since, granted.number AS certificate, renewed.number AS renews,
    EXISTS (SELECT 1 FROM held WHERE held.scheme = filed.scheme AND held.file = filed.file
        AND (held.id = filed.id OR last.step = ANY($3))) AS on_hold
FROM filed
JOIN adviser ON adviser.id = filed.adviser
JOIN person ON person.id = adviser.person
JOIN scheme ON scheme.id = filed.scheme
JOIN LATERAL (
    SELECT step, recorded_at FROM dossier_event WHERE dossier_event.dossier = filed.id ORDER BY dossier_event.id DESC LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT certificate.number FROM dossier_event JOIN certificate ON certificate.id = dossier_event.certificate
    WHERE dossier_event.dossier = filed.id ORDER BY dossier_event.id DESC LIMIT 1
) AS granted ON true
LEFT JOIN certificate AS renewed ON renewed.id = filed.renews
WHERE ($1::uuid[] IS NULL OR filed.scheme = ANY($1)) AND ($2::text[] IS NULL OR last.step = ANY($2))
ORDER BY filed.recorded_at, adviser.candidate_number, filed.id
"""  # noqa: S608  our own columns
_OUTLINE = Outline(
    "dossiers",
    Text("Dossiers", "Dossiers"),
    _COLUMNS,
    Text("De dossiers op volgorde van aanvraag, zoals zij nu staan.", "The dossiers in order of application, as they stand."),
)
_UNDECIDED = [step.value for step in Step if is_undecided(state_of([step]))]


async def dossiers(state: State | None, *, actor: Actor, today: date) -> Exported:
    """The dossiers that the actor may read, in order of application; all, or those in one state. Raises NotAllowed."""
    actor.must(Permission.READ_DOSSIERS)
    steps = None if state is None else [step.value for step in Step if state_of([step]) is state]
    query = Query(_DOSSIERS, (await reading.schemes_of(actor), steps, _UNDECIDED))
    chosen = [(_STATE, ALL if state is None else STATES[state])]
    return await _OUTLINE.read(query, _row, actor=actor, today=today, chosen=chosen)


def _row(row: asyncpg.Record) -> Row:
    return (
        row["name"],
        row["candidate_number"],
        row["scheme"],
        row["recorded_at"],
        state_of([Step(row["step"])]),
        row["since"],
        row["on_hold"],
        row["certificate"],
        row["renews"],
        str(row["id"]),
    )
