"""Files of enrolments as a list to save."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from exams.enrolments.files import FileListed
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.texts import Text


class _State(StrEnum):
    WAITS = "waits"
    ACCEPTED = "accepted"
    GONE = "gone"


_STATES = {
    _State.WAITS: Text("Nog niet aangenomen", "Not accepted yet"),
    _State.ACCEPTED: Text("Aangenomen", "Accepted"),
    _State.GONE: Text("Weggegooid of gewist", "Discarded or erased"),
}
_OUTLINE = Outline(
    "inschrijvingen",
    Text("Bestanden met inschrijvingen", "Files of enrolments"),
    (
        Column(Text("Bestand", "File"), width=40),
        Column(Text("Opleider", "Training provider"), width=28),
        Column(Text("Opleidingstraject", "Training track"), width=20),
        Column(Text("Aangeleverd op", "Received at"), Kind.INSTANT),
        Column(Text("Stand", "State"), width=24, words=_STATES),
        Column(Text("Aangenomen op", "Accepted at"), Kind.INSTANT),
        Column(Text("SHA-256", "SHA-256"), width=66),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De bestanden met inschrijvingen, de nieuwste eerst.", "The files of enrolments, the newest first."),
)


def enrolment_files(
    found: Sequence[tuple[UUID, FileListed]], providers: Mapping[UUID, str], *, actor: Actor, today: date
) -> Exported:
    """These files, each under the name of its provider; never what is in them."""
    return _OUTLINE.of([_row(providers[provider], each) for provider, each in found], actor=actor, today=today)


def _row(provider: str, each: FileListed) -> Row:
    state = _State.ACCEPTED if each.accepted_at else _State.WAITS if each.waits else _State.GONE
    sent = (each.file_name, provider, each.track, each.recorded_at)
    return (*sent, state, each.accepted_at, each.sha256.hex(), str(each.id))
