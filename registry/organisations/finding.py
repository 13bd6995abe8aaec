"""Finding organisations by kind and name, and municipalities by name, province and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from registry.exports.cursor import Query
from registry.organisations import service
from registry.organisations.schemas import FoundOrganisation, MunicipalityOut
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission

PAGE = 50
_FOUND = """
SELECT organisation.id, organisation.kind, organisation.name, organisation.recorded_at, (
    SELECT count(DISTINCT account) FROM membership WHERE membership.organisation = organisation.id AND ended_at IS NULL
) AS accounts
FROM organisation
WHERE ($1::text IS NULL OR kind = $1) AND ($2 = '' OR strpos(lower(name), lower($2)) > 0)
ORDER BY lower(name), id
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """Organisations of a kind, or all; whose name has these words in it, or any."""

    kind: Kind | None = None
    words: str = ""


def organisations(sought: Sought, *, actor: Actor) -> Query:
    """Those that are sought, by name, each with how many accounts hold a role for it now. Raises NotAllowed."""
    actor.must(Permission.MANAGE_ORGANISATIONS)
    return Query(_FOUND, (sought.kind.value if sought.kind else None, sought.words))


def found_in(row: asyncpg.Record) -> FoundOrganisation:
    """One row of the list."""
    return FoundOrganisation(**{**row, "kind": Kind(row["kind"])})


@dataclass(frozen=True, slots=True)
class SoughtMunicipality:
    """Municipalities whose name has these words in it; in a province; that exist on a day: or any."""

    words: str = ""
    province: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FoundMunicipality:
    """A municipality, and what those are called that came after it."""

    municipality: MunicipalityOut
    successors: Sequence[str]


async def municipalities(sought: SoughtMunicipality) -> list[FoundMunicipality]:
    """Those that are sought, by name: also what a municipality that is no more was called."""
    every = await service.municipalities()
    names = {each.code: each.name for each in every}
    found = [each for each in every if _is_sought(each, sought)]
    return [
        FoundMunicipality(each, [names[code] for code in each.successor_codes])
        for each in sorted(found, key=lambda each: (each.name.casefold(), each.code))
    ]


def _is_sought(municipality: MunicipalityOut, sought: SoughtMunicipality) -> bool:
    first_day, last_day = municipality.valid_from or date.min, municipality.valid_to or date.max
    return (
        sought.words.casefold() in municipality.name.casefold()
        and sought.province in {"", municipality.province}
        and (sought.day is None or first_day <= sought.day <= last_day)
    )
