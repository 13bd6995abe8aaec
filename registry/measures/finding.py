"""Finding certificates among many: by status today, by scheme, by holder or number; in an order, a page at a time."""

from datetime import date

import asyncpg

from registry.certificates.rules import Status
from registry.certificates.standing import STATUSES as STANDING
from registry.certificates.wording import STATUSES
from registry.days import ALL_ON_RECORD
from registry.exports.cursor import Query, family_first, folded, named
from registry.exports.paging import Page
from registry.measures.reading import bodies_of
from registry.measures.schemas import IssuedOut
from registry.permissions import Actor
from registry.personal_data import access
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text

PAGE = 50
CERTIFICATES = Offer(
    orders={
        "nieuwste": Columns(Text("Eerst het nieuwste certificaat", "Newest certificate first"), "recorded_at DESC, number"),
        "oudste": Columns(Text("Eerst het oudste certificaat", "Oldest certificate first"), "recorded_at, number"),
        "naam": Columns(wording.NAME, "by_family, recorded_at, number"),
        "einde": Columns(Text("Eerst wat het eerst afloopt", "What ends first"), "valid_until, number"),
    },
    stands={each.value: Option(words) for each, words in STATUSES.items()},
    whole=Text("Alle statussen", "All statuses"),
    state=Text("Status", "Status"),
    sought=Text("Naam of nummer", "Name or number"),
)
_ISSUED = f"""
WITH found AS (
    SELECT certificate.number, person.id AS person, {named("person")} AS name, {folded(named("person"))} AS folded,
        {family_first("person")} AS by_family,
        scheme.code AS scheme, scheme_version.number AS version, standing.status,
        certificate.valid_from, certificate.valid_until, certificate.recorded_at,
        EXISTS (SELECT 1 FROM certificate_measure AS measure
            WHERE measure.certificate = certificate.id AND measure.ending IS NULL) AS measure_open
    FROM certificate
    JOIN ({STANDING}) AS standing ON standing.id = certificate.id
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
    JOIN scheme ON scheme.id = scheme_version.scheme
    JOIN adviser ON adviser.id = certificate.adviser
    JOIN person ON person.id = adviser.person
    WHERE ($4::uuid[] IS NULL OR scheme_version.certification_body = ANY($4))
        AND ($5 = '' OR standing.status = $5) AND ($6 = '' OR scheme.code = $6)
)
SELECT * FROM found
WHERE $7 = '' OR strpos(folded, {folded("$7")}) > 0 OR strpos(lower(number), lower($7)) > 0
"""  # noqa: S608  our own columns


def query(choice: Choice, *, actor: Actor, today: date) -> Query:
    """Those that were chosen among what the actor's body issued; an auditor sees all. Raises NotAllowed."""
    known = CERTIFICATES.known(choice)
    sought = (known.stand, known.others.get("schema", ""), known.words)
    values = (today, ALL_ON_RECORD, None, bodies_of(actor), *sought)
    return Query(f"{_ISSUED} ORDER BY {CERTIFICATES.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor, today: date) -> Page[IssuedOut]:
    """The page that was chosen; whose names are on it is noted."""
    page = await query(choice, actor=actor, today=today).page(choice.page, size=PAGE)
    access.noted(row["person"] for row in page.rows)
    return page.holding([_issued(row) for row in page.rows])


def _issued(row: asyncpg.Record) -> IssuedOut:
    return IssuedOut(
        certificate=row["number"],
        name=row["name"],
        scheme=row["scheme"],
        status=Status(row["status"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        measure_open=row["measure_open"],
    )
