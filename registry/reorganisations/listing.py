"""Municipalities that passed on what they had, and those that still have to, as lists to save."""

from collections.abc import Iterable, Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import EVERYBODY, Outline
from registry.permissions import Actor
from registry.reorganisations.schemas import DueOut, NamedOut, ReorganisedOut
from registry.sieves.sieve import Sifted
from registry.texts import Text

_ENDED = Column(Text("Gemeenten", "Municipalities"), width=40)
_CODES = Column(Text("Codes van gemeenten", "Municipality codes"), width=24)
_FROM = Column(Text("Vanaf", "From"), Kind.DAY)
_DONE = Outline(
    "overgegaan",
    Text("Overgegane gemeenten", "Municipalities that passed on"),
    (
        _ENDED,
        _CODES,
        Column(Text("Opvolger", "Successor"), width=28),
        Column(Text("Code van de opvolger", "Successor code"), width=20),
        _FROM,
        Column(Text("Dagen", "Days"), Kind.DECIMAL),
        Column(Text("Boekingen", "Bookings"), Kind.WHOLE),
        Column(Text("Verwerkt op", "Recorded at"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("Wat overging naar een opvolger.", "What passed to a successor."),
    EVERYBODY,
)
_DUE = Outline(
    "herindelingen",
    Text("Herindelingen", "Mergers and splits"),
    (_ENDED, _CODES, _FROM, Column(Text("Opvolgers", "Successors"), width=40)),
    Text(
        "De gemeenten die zijn of worden opgeheven en nog iets hebben.",
        "The municipalities that ended or will, and still have something.",
    ),
    EVERYBODY,
)


def done(found: Sifted[ReorganisedOut], *, actor: Actor, today: date) -> Exported:
    """These reorganisations."""
    return _DONE.of([_row(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def due(found: Sequence[DueOut], *, actor: Actor, today: date) -> Exported:
    """These municipalities, each group with who can take over."""
    rows = [(*_named(each.predecessors), each.effective_on, _named(each.heirs)[0]) for each in found]
    return _DUE.of(rows, actor=actor, today=today)


def _row(each: ReorganisedOut) -> Row:
    whom = (*_named(each.predecessors), each.successor.name, each.successor.code)
    return (*whom, each.effective_on, each.days, each.bookings, each.recorded_at, str(each.id))


def _named(found: Iterable[NamedOut]) -> tuple[str, str]:
    several = list(found)
    return ", ".join(each.name for each in several), ", ".join(each.code for each in several)
