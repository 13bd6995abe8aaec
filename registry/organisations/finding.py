"""Finding organisations by kind and name, in an order, a page at a time; and municipalities by name, province and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.exports import cursor
from registry.exports.cursor import Query
from registry.exports.paging import Page
from registry.folding import folded
from registry.organisations import service
from registry.organisations.schemas import FoundOrganisation, MunicipalityOut
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer
from registry.texts import Text

PAGE = 50
_NAME = cursor.folded("name")
ORGANISATIONS = Offer(
    orders={
        "naam": Columns(wording.NAME, f'{_NAME} COLLATE "C", id'),
        "naam-omgekeerd": Columns(wording.NAME_REVERSED, f'{_NAME} COLLATE "C" DESC, id'),
        "nieuwste": Columns(wording.NEWEST, "recorded_at DESC, id"),
        "oudste": Columns(wording.OLDEST, "recorded_at, id"),
    },
    sought=Text("Naam", "Name"),
)
_FOUND = f"""
SELECT organisation.id, organisation.kind, organisation.name, organisation.recorded_at, (
    SELECT count(DISTINCT account) FROM membership WHERE membership.organisation = organisation.id AND ended_at IS NULL
) AS accounts
FROM organisation
WHERE ($1 = '' OR kind = $1) AND ($2 = '' OR strpos({_NAME}, {cursor.folded("$2")}) > 0)
"""  # noqa: S608  our own columns


def query(choice: Choice, *, actor: Actor) -> Query:
    """Those that were chosen, each with how many accounts hold a role for it now. Raises NotAllowed."""
    actor.must(Permission.MANAGE_ORGANISATIONS)
    return Query(f"{_FOUND} ORDER BY {ORGANISATIONS.ordered(choice).columns}", (choice.others.get("soort", ""), choice.words))


async def page_of(choice: Choice, *, actor: Actor) -> Page[FoundOrganisation]:
    """The page that was chosen."""
    page = await query(choice, actor=actor).page(choice.page, size=PAGE)
    return page.holding([FoundOrganisation(**{**row, "kind": Kind(row["kind"])}) for row in page.rows])


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
        for each in sorted(found, key=lambda each: (folded(each.name), each.code))
    ]


def _is_sought(municipality: MunicipalityOut, sought: SoughtMunicipality) -> bool:
    first_day, last_day = municipality.valid_from or date.min, municipality.valid_to or date.max
    return (
        folded(sought.words) in folded(municipality.name)
        and sought.province in {"", municipality.province}
        and (sought.day is None or first_day <= sought.day <= last_day)
    )
