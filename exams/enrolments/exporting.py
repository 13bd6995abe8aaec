"""Candidates of a provider as a list to save."""

from collections.abc import Iterable
from datetime import date

from exams.enrolments.schemas import EnrolmentOut
from exams.enrolments.seeking import Candidate
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.organisations import service as organisations
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_TRACK = Text("Opleidingstraject", "Training track")
_COLUMNS = (
    Column(Text("Kandidaatnummer", "Candidate number"), width=16),
    Column(Text("Naam", "Name")),
    Column(Text("Opleider", "Training provider"), width=28),
    Column(_TRACK, width=20),
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(Text("Ingeschreven op", "Enrolled on"), Kind.DAY),
    Column(Text("Onderdelen met les", "Parts taught"), width=24),
    Column(Text("Docenten", "Trainers"), width=40),
    Column(Text("Eerste lesdag", "First day of teaching"), Kind.DAY),
    Column(Text("Laatste lesdag", "Last day of teaching"), Kind.DAY),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "kandidaten",
    Text("Kandidaten", "Candidates"),
    _COLUMNS,
    Text("De inschrijvingen bij de opleider.", "The enrolments with the provider."),
)


async def candidates(found: Sifted[Candidate], *, actor: Actor, today: date) -> Exported:
    """These enrolments, each with its provider."""
    names = await organisations.names_of({row.provider for row in found.rows})
    rows = [_row(names[row.provider], row.told) for row in found.rows]
    track = (_TRACK, found.chosen.others["traject"] or ALL)
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=[track, *found.stamped])


def _row(provider: str, each: EnrolmentOut) -> Row:
    taught = each.teachings
    return (
        each.candidate_number,
        each.name,
        provider,
        each.track,
        each.version,
        each.enrolled_on,
        _joined(lesson.part for lesson in taught),
        _joined(lesson.trainer_name for lesson in taught),
        min((lesson.valid_from for lesson in taught), default=None),
        max((lesson.valid_to for lesson in taught), default=None),
        str(each.id),
    )


def _joined(told: Iterable[str | None]) -> str | None:
    """Each one once, in the order of the lessons."""
    return ", ".join(dict.fromkeys(each for each in told if each)) or None
