"""Granting many dossiers as people read it."""

from collections.abc import Sequence
from uuid import UUID

from registry.certificates.tables import Certificate
from registry.dossiers import reading
from registry.dossiers.bulk import Row
from registry.dossiers.bulk_schemas import GrantOutcomeOut, GrantOutcomesOut
from registry.people.rules import Name
from registry.texts import Language


async def outcomes(rows: Sequence[Row], *, language: Language) -> GrantOutcomesOut:
    """What became, or would become, of each dossier, in the order asked."""
    names = await reading.names(row.held for row in rows if row.held is not None)
    numbers = await _numbers([row.certificate for row in rows if row.certificate is not None])
    told = [_outcome(row, names, numbers, language) for row in rows]
    return GrantOutcomesOut(went_well=sum(row.refused is None for row in rows), outcomes=told)


async def _numbers(certificates: list[UUID]) -> dict[UUID, str]:
    if not certificates:
        return {}
    rows = await Certificate.select(Certificate.id, Certificate.number).where(Certificate.id.is_in(certificates))
    return {row["id"]: row["number"] for row in rows}


def _outcome(row: Row, names: dict[UUID, Name], numbers: dict[UUID, str], language: Language) -> GrantOutcomeOut:
    held = row.held
    return GrantOutcomeOut(
        dossier=row.asked.dossier,
        evidence=row.asked.evidence,
        candidate_number=held.candidate_number if held else None,
        name=str(names[held.person]) if held and held.person in names else None,
        scheme=held.scheme_code if held else None,
        certificate=numbers[row.certificate] if row.certificate else None,
        valid_from=row.first_day,
        valid_until=row.last_day,
        problem=row.refused.code if row.refused else None,
        problem_text=row.refused.say(language) if row.refused else None,
    )
