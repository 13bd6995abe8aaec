"""Finding intakes among those that somebody sees: by state, words and the day they are held; in an order, a page at a time."""

from datetime import datetime

import asyncpg

from registry.exports.cursor import Query, folded, named
from registry.exports.paging import Page
from registry.intakes.reading import PAGE, SEEN, scope
from registry.intakes.rules import IntakeStep
from registry.intakes.wording import STATES
from registry.permissions import Actor
from registry.personal_data import access
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text

_INTAKES = f"""{SEEN}
SELECT * FROM (
    SELECT seen.id, organisation.name AS holder_name, named.names, named.codes, seen.held_on, seen.state, seen.recorded_at,
        seen.coordinator, {named("person")} AS coordinator_name, region.name AS region_name, programme.code AS programme
    FROM seen
    JOIN programme ON programme.id = seen.programme
    JOIN organisation ON organisation.id = seen.holder
    JOIN person ON person.id = seen.coordinator
    LEFT JOIN region ON region.id = seen.region
    JOIN LATERAL (
        SELECT string_agg(municipality.code, ', ' ORDER BY municipality.code) AS codes,
            string_agg(member.name, ', ' ORDER BY municipality.code) AS names
        FROM intake_member JOIN municipality ON municipality.organisation = intake_member.municipality
        JOIN organisation AS member ON member.id = municipality.organisation
        WHERE intake_member.intake = seen.id
    ) AS named ON true
) AS listed
WHERE ($7 = '' OR strpos(
        {folded("concat_ws(' ', holder_name, names, codes, coordinator_name, region_name)")}, {folded("$7")}) > 0)
    AND ($8::date IS NULL OR held_on >= $8) AND ($9::date IS NULL OR held_on <= $9)
"""  # noqa: S608  our own columns


INTAKES = Offer(
    orders={
        "nieuwste": Columns(Text("Eerst de laatste dag", "The latest day first"), "held_on DESC, recorded_at DESC, id"),
        "oudste": Columns(Text("Eerst de eerste dag", "The earliest day first"), "held_on, recorded_at, id"),
        "naam": Columns(Text("Op gemeente", "By municipality"), "holder_name, held_on DESC, id"),
        "naam-omgekeerd": Columns(
            Text("Op gemeente, van Z naar A", "By municipality, from Z to A"), "holder_name DESC, held_on DESC, id"
        ),
    },
    stands={each.value: Option(words) for each, words in STATES.items()},
    has_period=True,
    whole=Text("Alle intakes", "All intakes"),
)


def query(choice: Choice, *, actor: Actor, now: datetime) -> Query:
    """Those that were chosen of the intakes that the actor sees; raises NotAllowed."""
    known = INTAKES.known(choice)
    state = IntakeStep(known.stand) if known.stand else None
    values = (*scope(actor, now, None, state), known.words, known.first_day, known.last_day)
    return Query(f"{_INTAKES} ORDER BY {INTAKES.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor, now: datetime) -> Page[asyncpg.Record]:
    """The page that was chosen; whose names are on it is noted."""
    page = await query(choice, actor=actor, now=now).page(choice.page, size=PAGE)
    access.noted(row["coordinator"] for row in page.rows)
    return page
