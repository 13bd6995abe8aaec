"""The two axes of a certificate as a list to save."""

from collections.abc import Sequence
from datetime import date

from registry.certificates.wording import STATUSES
from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.texts import Text
from registry.timelines.rules import Known

_OUTLINE = Outline(
    "tijdlijn-van-certificaat",
    Text("Tijdlijn van een certificaat", "Timeline of a certificate"),
    (
        Column(Text("Bekend sinds", "Known since"), Kind.INSTANT),
        Column(Text("Bekend tot", "Known until"), Kind.INSTANT),
        Column(Text("Vanaf", "From"), Kind.DAY),
        Column(Text("Tot en met", "Through"), Kind.DAY),
        Column(Text("Status", "Status"), width=18, words=STATUSES),
    ),
    Text(
        "Elke versie van wat het register over de dagen van het certificaat wist, de oudste eerst.",
        "Every version of what the registry knew of the days of the certificate, the oldest first.",
    ),
)


def timeline(known: Sequence[Known], number: str, *, actor: Actor, today: date) -> Exported:
    """A row for each period in each version; a period without a first or last day has an empty cell."""
    rows = [
        (each.since, each.until, period.first, period.last, period.status.value) for each in known for period in each.periods
    ]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=[(Text("Certificaat", "Certificate"), number)])
