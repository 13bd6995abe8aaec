"""Appeals and complaints as a list to save."""

from collections.abc import Sequence
from datetime import date

from registry.appeals.schemas import AppealOut
from registry.appeals.wording import KINDS, STATES, SUBJECTS
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
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
    Text(
        "De bezwaren en klachten, de oudste eerst, zoals zij nu staan.",
        "The appeals and complaints, the oldest first, as they stand.",
    ),
)
_WHICH = {False: Text("Wat nog loopt", "Those that run"), True: Text("Afgerond", "Those that ended")}


def appeals(found: Sequence[AppealOut], *, ended: bool, actor: Actor, today: date) -> Exported:
    """These appeals and complaints: those that run, or those that ended. Never what they say."""
    chosen = [(Text("Welke", "Which"), _WHICH[ended])]
    return _OUTLINE.of([_row(each) for each in found], actor=actor, today=today, chosen=chosen)


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
