"""Appeals and complaints as a list to save."""

from datetime import date

from registry.appeals.schemas import AppealOut
from registry.appeals.wording import KINDS, STATES, SUBJECTS
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_COLUMNS = (
    Column(Text("Nummer", "Number"), width=16),
    Column(Text("Soort", "Kind"), width=12, words=KINDS),
    Column(Text("Waarover", "Against"), width=36, words=SUBJECTS),
    Column(Text("Afzender", "Sender")),
    Column(Text("Ontvangen op", "Received at"), Kind.INSTANT),
    Column(Text("Stand", "State"), width=28, words=STATES),
    Column(Text("Behandelaar", "Handler")),
    Column(Text("Uiterlijk", "Due on"), Kind.DAY),
    Column(Text("Te laat", "Overdue"), Kind.TRUTH),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "bezwaren",
    Text("Bezwaren en klachten", "Appeals and complaints"),
    _COLUMNS,
    Text("De bezwaren en klachten, zoals zij nu staan.", "The appeals and complaints, as they stand."),
)


def appeals(found: Sifted[AppealOut], *, actor: Actor, today: date) -> Exported:
    """These appeals and complaints, never what they say."""
    return _OUTLINE.of([_row(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: AppealOut) -> Row:
    return (
        each.number,
        each.kind,
        each.against,
        each.sender,
        each.received_at,
        each.state,
        each.handler,
        each.due_on,
        each.overdue,
        str(each.id),
    )
