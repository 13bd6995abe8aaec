"""What stands of results, counted by sitting: for the integrity watch, and for a provider about itself."""

from uuid import UUID

from exams.integrity.rules import SittingFigures
from exams.judging.register import Outcome
from registry.transactions import fetch

_FIGURES = """
    SELECT sitting.id, sitting.provider, part.track_version, part.code, sitting.examiner, sitting.held_on,
        sitting.invigilator IS NOT NULL AS supervised,
        array_agg(COALESCE(merged.counts_as, enrolment.adviser)) AS advisers, array_agg(result.id) AS results,
        array_agg(kept.value::json ->> 'outcome') AS outcomes
    FROM exam_part part
        JOIN result ON result.part = part.id
        JOIN sitting ON sitting.id = result.sitting
        JOIN enrolment ON enrolment.id = result.enrolment
        JOIN personal_value kept ON kept.commitment = result.content
        LEFT JOIN adviser_merge merged ON merged.duplicate = enrolment.adviser AND merged.undone_at IS NULL
    WHERE ($1::uuid IS NULL OR part.track_version = $1) AND ($2::uuid IS NULL OR sitting.provider = $2)
        AND result.nature <> 'retracted' AND NOT EXISTS (SELECT 1 FROM result later WHERE later.corrects = result.id)
    GROUP BY sitting.id, part.id
    ORDER BY sitting.held_on, sitting.id
"""
"""Heads of histories: not corrected, not retracted. Who was erased left no outcome, and is not counted. Files of one person
count as the file that they were merged into."""


async def figures_of(version: UUID) -> list[SittingFigures]:
    """What stands in one version of a track, of every provider, in order of day; inside a transaction, as it sees it.

    One query, and two ids in memory for each result: 100,000 of them take some 30 MB.
    """
    return [figures for _, figures in await _figures(version, None)]


async def figures_by(provider: UUID) -> list[tuple[UUID, SittingFigures]]:
    """What stands at the sittings of one provider, each with the version of the track that it is of."""
    return await _figures(None, provider)


async def _figures(version: UUID | None, provider: UUID | None) -> list[tuple[UUID, SittingFigures]]:
    found = []
    for row in await fetch(_FIGURES, version, provider):
        told = list(zip(row["advisers"], row["results"], row["outcomes"], strict=True))
        figures = SittingFigures(
            sitting=row["id"],
            provider=row["provider"],
            part=row["code"],
            examiner=row["examiner"],
            held_on=row["held_on"],
            supervised=row["supervised"],
            passed={adviser: result for adviser, result, outcome in told if outcome == Outcome.PASSED},
            failed={adviser: result for adviser, result, outcome in told if outcome == Outcome.FAILED},
        )
        found.append((row["track_version"], figures))
    return found
