"""Finding certificates among many: by status today, by scheme, by holder or number; in an order, a page at a time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import asyncpg

from registry.certificates.rules import Status
from registry.certificates.standing import STATUSES as STANDING
from registry.days import ALL_ON_RECORD
from registry.exports.cursor import Page, Query, folded, named
from registry.measures.reading import bodies_of
from registry.measures.schemas import IssuedOut
from registry.permissions import Actor
from registry.personal_data import access

PAGE = 50


class Order(StrEnum):
    """In which order; the first is what it is when nobody chose."""

    NEWEST = "nieuwste"
    OLDEST = "oudste"
    NAME = "naam"
    ENDS_FIRST = "einde"


_ORDERS = {
    Order.NEWEST: "recorded_at DESC, number",
    Order.OLDEST: "recorded_at, number",
    Order.NAME: "folded, recorded_at, number",
    Order.ENDS_FIRST: "valid_until, number",
}
_ISSUED = f"""
WITH found AS (
    SELECT certificate.number, person.id AS person, {named("person")} AS name, {folded(named("person"))} AS folded,
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


@dataclass(frozen=True, slots=True)
class Sought:
    """Certificates with one status today, of one scheme, of whose holder or number these letters are part; or any."""

    status: Status | None = None
    scheme: str = ""
    words: str = ""
    order: Order = Order.NEWEST


def query(sought: Sought, *, actor: Actor, today: date) -> Query:
    """Those that are sought among what the actor's body issued; an auditor sees all. Raises NotAllowed."""
    status = sought.status.value if sought.status else ""
    values = (today, ALL_ON_RECORD, None, bodies_of(actor), status, sought.scheme, sought.words)
    return Query(f"{_ISSUED} ORDER BY {_ORDERS[sought.order]}", values)


async def page_of(wanted: int, sought: Sought, *, actor: Actor, today: date) -> Page:
    """One page of them; whose names are on it is noted."""
    page = await query(sought, actor=actor, today=today).page(wanted, size=PAGE)
    access.noted(row["person"] for row in page.rows)
    return page


def found_in(row: asyncpg.Record) -> IssuedOut:
    """One row of the list."""
    return IssuedOut(
        certificate=row["number"],
        name=row["name"],
        scheme=row["scheme"],
        status=Status(row["status"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        measure_open=row["measure_open"],
    )
