"""Files of enrolments as a list to save."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from exams.enrolments.files import FileListed
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text


class FileState(StrEnum):
    """How a file of enrolments stands."""

    WAITS = "waits"
    ACCEPTED = "accepted"
    GONE = "gone"


STATES = {
    FileState.WAITS: Text("Nog niet aangenomen", "Not accepted yet"),
    FileState.ACCEPTED: Text("Aangenomen", "Accepted"),
    FileState.GONE: Text("Weggegooid of gewist", "Discarded or erased"),
}
_OUTLINE = Outline(
    "inschrijvingen",
    Text("Bestanden met inschrijvingen", "Files of enrolments"),
    (
        Column(Text("Bestand", "File"), width=40),
        Column(Text("Opleider", "Training provider"), width=28),
        Column(Text("Opleidingstraject", "Training track"), width=20),
        Column(Text("Aangeleverd op", "Received at"), Kind.INSTANT),
        Column(Text("Stand", "State"), width=24, words=STATES),
        Column(Text("Aangenomen op", "Accepted at"), Kind.INSTANT),
        Column(Text("SHA-256", "SHA-256"), width=66),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De bestanden met inschrijvingen.", "The files of enrolments."),
)


def state_of(each: FileListed) -> FileState:
    """Accepted; or it waits, or what was in it is gone."""
    return FileState.ACCEPTED if each.accepted_at else FileState.WAITS if each.waits else FileState.GONE


def enrolment_files(
    found: Sifted[tuple[UUID, FileListed]], providers: Mapping[UUID, str], *, actor: Actor, today: date
) -> Exported:
    """These files, each under the name of its provider; never what is in them."""
    rows = [_row(providers[provider], each) for provider, each in found.rows]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=found.stamped)


def _row(provider: str, each: FileListed) -> Row:
    sent = (each.file_name, provider, each.track, each.recorded_at)
    return (*sent, state_of(each), each.accepted_at, each.sha256.hex(), str(each.id))
