"""Keys for programs as a list to save: what each may do and until when, never the key itself."""

from collections.abc import Sequence
from datetime import date

from registry.accounts.api_keys import Key
from registry.accounts.scope_texts import SCOPES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.texts import Language, Text

_OUTLINE = Outline(
    "sleutels",
    Text("Sleutels voor programma’s", "Keys for programs"),
    (
        Column(Text("Naam", "Name")),
        Column(Text("Begint met", "Begins with"), width=24),
        Column(Text("Organisatie", "Organisation"), width=28),
        Column(Text("Mag", "May"), width=60),
        Column(Text("Gemaakt op", "Issued at"), Kind.INSTANT),
        Column(Text("Geldig tot en met", "Valid through"), Kind.DAY),
        Column(Text("Laatst gebruikt op", "Last used at"), Kind.INSTANT),
        Column(Text("Geblokkeerd op", "Blocked at"), Kind.INSTANT),
        Column(Text("Verlopen", "Expired"), Kind.TRUTH),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text(
        "Uw sleutels, de nieuwste eerst. De sleutel zelf staat er niet in.",
        "Your keys, newest first, without the keys themselves.",
    ),
    Text("Alleen van uzelf.", "Only yours."),
)


def keys(found: Sequence[Key], *, language: Language, actor: Actor, today: date) -> Exported:
    """These keys, with the part that they are found by."""
    return _OUTLINE.of([_row(each, language) for each in found], actor=actor, today=today)


def _row(each: Key, language: Language) -> Row:
    return (
        each.label,
        f"ar_{each.prefix}",
        each.organisation_name,
        ", ".join(SCOPES[scope].say(language) for scope in each.scopes),
        each.issued_at,
        each.last_day,
        each.last_used_at,
        each.revoked_at,
        each.expired,
        str(each.id),
    )
