"""Reading programmes: all of them, or one with everything that was set in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from registry.organisations import service as organisations
from registry.programmes import service
from registry.programmes.caps import intake_caps
from registry.programmes.schemas import IntakeCapOut, PolicyOut, ProgrammeInFull, ProgrammeOut, SizeClassOut
from registry.programmes.tables import DayPolicy, MunicipalitySize, Programme
from registry.quarters import days
from registry.texts import Language

_TOLD = ("code", "name_nl", "name_en", "first_day", "last_day", "schemes")


async def listed() -> list[ProgrammeOut]:
    """Every programme, the one that began last first."""
    rows = await Programme.select().order_by(Programme.first_day, Programme.code, ascending=False)
    return [ProgrammeOut(**_told(row)) for row in rows]


async def names(language: Language) -> dict[str, str]:
    """What every programme is called, by its code, the one that began first first."""
    name = Programme.name_nl if language is Language.NL else Programme.name_en
    rows = await Programme.select(Programme.code, name.as_alias("name")).order_by(Programme.first_day, Programme.code)
    return {row["code"]: row["name"] for row in rows}


async def in_full(code: str) -> ProgrammeInFull:
    """One programme with its day policy, the caps on intakes that hold, and who has which size class; raises NotFound."""
    row = await service.by_code(code)
    return ProgrammeInFull(
        **_told(row),
        policies=await _policies(row["id"]),
        intake_caps=await _intake_caps(row["id"]),
        size_classes=await _size_classes(row["id"]),
    )


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _TOLD}


async def _policies(programme: UUID) -> list[PolicyOut]:
    """The default rows first, then those of each class; in each the last one first."""
    rows = await DayPolicy.select().where(DayPolicy.programme == programme).order_by(DayPolicy.valid_from, ascending=False)
    return [
        PolicyOut(
            size_class=row["size_class"],
            valid_from=row["valid_from"],
            per_municipality=days(row["per_municipality"]),
            per_booking=days(row["per_booking"]),
            per_adviser=days(row["per_adviser"]),
            per_adviser_per_year=days(row["per_adviser_per_year"]),
            answer_days=row["answer_days"],
        )
        for row in sorted(rows, key=lambda row: row["size_class"] or "")
    ]


async def _intake_caps(programme: UUID) -> list[IntakeCapOut]:
    return [
        IntakeCapOut(
            first_day=each.first_day,
            last_day=each.last_day,
            most=each.most,
            taken=each.taken,
            completed=each.completed,
        )
        for each in await intake_caps(programme)
    ]


async def _size_classes(programme: UUID) -> list[SizeClassOut]:
    rows = await MunicipalitySize.select().where(MunicipalitySize.programme == programme).order_by(MunicipalitySize.valid_from)
    names = await organisations.names_of({row["holder"] for row in rows})
    told = [
        SizeClassOut(
            holder=row["holder"],
            holder_name=names[row["holder"]],
            size_class=row["size_class"],
            valid_from=row["valid_from"],
        )
        for row in rows
    ]
    return sorted(told, key=lambda each: each.holder_name)
