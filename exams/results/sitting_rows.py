"""The sittings that results belong to: those on record, and those that accepting makes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from exams.judging.reading import Reading, SittingKey, SittingSeen
from exams.results.acceptance import Choices
from exams.results.tables import Upload
from registry.transactions import Connection

_SITTING = (
    "id",
    "provider",
    "part",
    "held_on",
    "place",
    "examiner",
    "invigilator",
    "exam_form",
    "exam_form_version",
    "conditions",
    "identity_checked",
    "confidentiality_signed",
    "recorded_at",
)


async def sittings_for(
    reading: Reading,
    choices: Choices,
    *,
    parts: Mapping[str, UUID],
    upload: Upload,
    connection: Connection,
    now: datetime,
) -> dict[SittingKey, UUID]:
    """The id of each sitting that rows belong to; those that did not exist are made, with what was chosen for them."""
    made = {each.key: uuid4() for each in reading.sittings if each.id is None}
    records = [
        _sitting(made[each.key], each, choices, upload.provider, parts[each.key.part_code], now)
        for each in reading.sittings
        if each.id is None
    ]
    if records:
        await connection.copy_records_to_table("sitting", columns=_SITTING, records=records)
    return made | {each.key: each.id for each in reading.sittings if each.id is not None}


def _sitting(  # noqa: PLR0917  one row of a table
    sitting: UUID, seen: SittingSeen, choices: Choices, provider: UUID, part: UUID, now: datetime
) -> tuple[object, ...]:
    details = choices.places[seen.key.written]
    return (
        sitting,
        provider,
        part,
        seen.key.held_on,
        details.place,
        seen.key.examiner_id,
        seen.invigilator_ids[0] if seen.invigilator_ids else None,
        details.exam_form,
        details.exam_form_version,
        details.conditions,
        details.identity_checked,
        details.confidentiality_signed,
        now,
    )
