"""The overview as lists to save: days per region and month, and intakes against the cap."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Kind, Listing, Row
from registry.overview.schemas import DaysOut, IntakesOut
from registry.overview.service import WITHOUT_REGION, Wanted
from registry.texts import Text

_ALL = Text("alle", "all")
NO_REGION = Text("Geen of meer dan één regio", "No region or several")
_PROGRAMME = Column(Text("Programma", "Programme"), width=24)
_DAYS = (
    _PROGRAMME,
    Column(Text("Regio", "Region"), width=28),
    Column(Text("Maand", "Month"), Kind.MONTH),
    Column(Text("Toegekend", "Granted"), Kind.DECIMAL),
    Column(Text("Overgedragen", "Transferred"), Kind.DECIMAL),
    Column(Text("Gereserveerd", "Reserved"), Kind.DECIMAL),
    Column(Text("Gebruikt", "Used"), Kind.DECIMAL),
    Column(Text("Verlopen", "Expired"), Kind.DECIMAL),
)
_INTAKES = (
    _PROGRAMME,
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
    Column(Text("Hoogste aantal", "At most"), Kind.WHOLE),
    Column(Text("Gepland of gehouden", "Planned or held"), Kind.WHOLE),
    Column(Text("Gehouden", "Held"), Kind.WHOLE),
    Column(Text("Afgerond", "Completed"), Kind.WHOLE),
)


def days_listing(wanted: Wanted, *, region: str | None, today: date) -> Listing:
    """Days per programme, region and month, with the filter stamped in it; `region` is the name of the one asked for."""
    stamped: list[tuple[Text, object]] = [
        (Text("Programma", "Programme"), wanted.programme or _ALL),
        (Text("Regio", "Region"), NO_REGION if wanted.region == WITHOUT_REGION else region or wanted.region or _ALL),
        (Text("Vanaf", "From"), wanted.first_day),
        (Text("Tot en met", "Through"), wanted.last_day),
        *_made(today),
        (
            Text("Waaruit", "Made from"),
            Text(
                "De boekingen in het dagenboek, op de dag waarop zij zijn vastgelegd. Toegekend is na aftrek van correcties, "
                "gereserveerd na aftrek van wat vrijkwam.",
                "The postings in the day ledger, on the day they were recorded. Granted is less corrections, "
                "reserved is less what was released.",
            ),
        ),
    ]
    return Listing("dagen-per-regio", Text("Dagen per regio en maand", "Days by region and month"), _DAYS, stamped)


def intakes_listing(wanted: Wanted, *, today: date) -> Listing:
    """Intakes against the cap of each period."""
    stamped = [(Text("Programma", "Programme"), wanted.programme or _ALL), *_made(today)]
    return Listing("intakes", Text("Intakes en het hoogste aantal", "Intakes against the cap"), _INTAKES, stamped)


def days_rows(rows: Sequence[DaysOut]) -> list[Row]:
    """The cells, in the order of the columns; no region is an empty cell."""
    return [
        (
            row.programme,
            row.region_name,
            row.month,
            row.granted,
            row.transferred,
            row.reserved,
            row.used,
            row.expired,
        )
        for row in rows
    ]


def intakes_rows(rows: Sequence[IntakesOut]) -> list[Row]:
    """The cells, in the order of the columns; a programme without a cap has an empty cell."""
    return [(row.programme, row.first_day, row.last_day, row.most, row.taken, row.held, row.completed) for row in rows]


def _made(today: date) -> list[tuple[Text, object]]:
    return [(Text("Gemaakt op", "Made on"), today)]
