"""The overview as drawings: what goes into each picture, and what its patterns mean."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from registry.overview.schemas import IntakesOut
from registry.overview.service import Flow
from registry.pictures.drawing import Group, Paint, groups
from registry.texts import Language, Text, written

FLOW = (
    ("granted", Paint.OPEN, Text("Toegekend", "Granted")),
    ("reserved", Paint.STRIPES, Text("Gereserveerd", "Reserved")),
    ("used", Paint.FULL, Text("Gebruikt", "Used")),
    ("expired", Paint.DOTS, Text("Verlopen", "Expired")),
)
"""The parts of a flow of days, how each is drawn, and what it is called."""
INTAKES = (
    ("most", Paint.OPEN, Text("Hoogste aantal", "At most")),
    ("held", Paint.STRIPES, Text("Gehouden", "Held")),
    ("completed", Paint.FULL, Text("Afgerond", "Completed")),
)
"""The parts of a row of intakes."""


def groups_of(flows: Mapping[str, Flow], language: Language) -> list[Group]:
    """A bar for each part of a flow; what is negative on balance has no width, and is said."""
    return groups([(label, _bars(flow, language)) for label, flow in flows.items()])


def _bars(flow: Flow, language: Language) -> list[tuple[Paint, Decimal, str]]:
    amounts = [(paint, getattr(flow, part)) for part, paint, _ in FLOW]
    return [(paint, amount, written(amount, language)) for paint, amount in amounts]


def meters_of(intakes: Iterable[tuple[str, IntakesOut]]) -> list[Group]:
    """For each cap what it is, where there is one, and how many were held and completed; all to one measure."""
    told = [(label, [(paint, getattr(row, part)) for part, paint, _ in INTAKES]) for label, row in intakes]
    return groups(
        [(label, [(paint, number, str(number)) for paint, number in bars if number is not None]) for label, bars in told]
    )
