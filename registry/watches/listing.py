"""What is followed, as a list to save."""

from collections.abc import Mapping, Sequence
from datetime import date

from registry.certificates.wording import STATUSES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.texts import Text
from registry.watches.rules import Followed
from registry.watches.schemas import WatchOut
from registry.watches.seeking import WATCHES

_FOLLOWED = {
    Followed.CERTIFICATE: Text("Certificaat", "Certificate"),
    Followed.ADVISER: Text("Adviseur", "Adviser"),
}
_OUTLINE = Outline(
    "gevolgd",
    Text("Wat u volgt", "What you follow"),
    (
        Column(Text("Organisatie", "Organisation"), width=28),
        Column(Text("Gevolgd", "Followed"), width=14, words=_FOLLOWED),
        Column(Text("Naam", "Name")),
        Column(Text("Certificaat", "Certificate"), width=16),
        Column(Text("Certificatieschema", "Certification scheme"), width=28),
        Column(Text("Status", "Status"), width=18, words=STATUSES),
        Column(Text("Status sinds", "Status since"), Kind.DAY),
        Column(Text("Geldig vanaf", "Valid from"), Kind.DAY),
        Column(Text("Geldig tot en met", "Valid through"), Kind.DAY),
        Column(Text("Gevolgd sinds", "Followed since"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text(
        "Wat wordt gevolgd, met een rij per certificaat. Een naam staat er waar iedereen die mag zien.",
        "What is followed, with a row for each certificate. A name is there where everybody may see it.",
    ),
)


def watches(found: Sequence[WatchOut], names: Mapping[str, str], choice: Choice, *, actor: Actor, today: date) -> Exported:
    """These watches, each with its certificates as they are today; `names` are those that the public sees, by number."""
    rows = [row for each in found for row in _rows(each, names)]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=WATCHES.stamped(choice))


def _rows(watch: WatchOut, names: Mapping[str, str]) -> list[Row]:
    return [
        (
            watch.organisation_name,
            watch.followed,
            names.get(each.number),
            each.number,
            each.scheme,
            each.status,
            each.since,
            each.valid_from,
            each.valid_until,
            watch.recorded_at,
            str(watch.id),
        )
        for each in watch.certificates
    ]
