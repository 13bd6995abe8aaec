"""Certificates over time as a list to save: a row for each day, a column for each status."""

from collections.abc import Sequence
from datetime import date

from registry.certificates.rules import Status
from registry.certificates.wording import STATUSES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.overview.in_force import Standing
from registry.permissions import Actor
from registry.texts import Text

_DAY = Column(Text("Dag", "Day"), Kind.DAY)
SHOWN = (
    Status.VALID,
    Status.SUSPENDED,
    Status.NOT_YET_VALID,
    Status.EXPIRED,
    Status.WITHDRAWN,
    Status.REPLACED,
    Status.SUPERSEDED,
    Status.VOID,
)
"""The statuses in the order in which they stand in the table."""
_TITLE = Text("Certificaten door de tijd", "Certificates over time")
_SOURCE = Text(
    "Hoeveel certificaten op de dag welke status hadden, zoals het register dat nu weet.",
    "How many certificates had which status on the day, as the registry knows it now.",
)
_OUTLINE = Outline(
    "certificaten-door-de-tijd",
    _TITLE,
    (_DAY, *(Column(STATUSES[status], Kind.WHOLE) for status in SHOWN)),
    _SOURCE,
)


def certificates(found: Sequence[Standing], *, actor: Actor, today: date) -> Exported:
    """Every status on each day."""
    rows: list[Row] = [(each.day, *(each.counts[status] for status in SHOWN)) for each in found]
    return _OUTLINE.of(rows, actor=actor, today=today)
