"""The overview as lists to save: days per region and month, and intakes against the cap."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, EVERYBODY, Outline
from registry.overview.schemas import DaysOut, IntakesOut
from registry.overview.service import WITHOUT_REGION, Wanted
from registry.permissions import Actor
from registry.texts import Text

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


_DAYS_BY_REGION = Outline(
    "dagen-per-regio",
    Text("Dagen per regio en maand", "Days by region and month"),
    _DAYS,
    Text(
        "De boekingen in het dagenboek, op de dag waarop zij zijn vastgelegd. Toegekend is na aftrek van correcties, "
        "gereserveerd na aftrek van wat vrijkwam.",
        "The postings in the day ledger, on the day they were recorded. Granted is less corrections, "
        "reserved is less what was released.",
    ),
    EVERYBODY,
)
_AGAINST_THE_CAP = Outline(
    "intakes",
    Text("Intakes en het hoogste aantal", "Intakes against the cap"),
    _INTAKES,
    Text(
        "De intakes van elke periode met een plafond, of van het hele programma, zoals zij nu staan.",
        "The intakes of each period with a cap, or of the whole programme, as they stand.",
    ),
    EVERYBODY,
)


def days(found: Sequence[DaysOut], wanted: Wanted, *, region: str | None, actor: Actor, today: date) -> Exported:
    """Days per programme, region and month, with the filter stamped in it; `region` is the name of the one asked for."""
    chosen: list[tuple[Text, object]] = [
        (Text("Programma", "Programme"), wanted.programme or ALL),
        (Text("Regio", "Region"), NO_REGION if wanted.region == WITHOUT_REGION else region or wanted.region or ALL),
        (Text("Vanaf", "From"), wanted.first_day),
        (Text("Tot en met", "Through"), wanted.last_day),
    ]
    return _DAYS_BY_REGION.of(_days_rows(found), actor=actor, today=today, chosen=chosen)


def intakes(found: Sequence[IntakesOut], wanted: Wanted, *, actor: Actor, today: date) -> Exported:
    """Intakes against the cap of each period."""
    chosen = [(Text("Programma", "Programme"), wanted.programme or ALL)]
    return _AGAINST_THE_CAP.of(_intakes_rows(found), actor=actor, today=today, chosen=chosen)


def _days_rows(rows: Sequence[DaysOut]) -> list[Row]:
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


def _intakes_rows(rows: Sequence[IntakesOut]) -> list[Row]:
    """The cells, in the order of the columns; a programme without a cap has an empty cell."""
    return [(row.programme, row.first_day, row.last_day, row.most, row.taken, row.held, row.completed) for row in rows]
