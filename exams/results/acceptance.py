"""What whoever accepts chooses: rows set aside, where each new sitting was held, and why results on record are corrected."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from exams.judging.reading import Reading, SittingSeen, Standing
from exams.results.errors import HasFaults, NothingNew
from exams.results.history import CorrectionReason
from registry.errors import Fault, Invalid
from registry.schema import LINE, Schema
from registry.texts import Text

SET_ASIDE, PLACES, REASON = "setAside", "places", "reason"

_NOT_FAULTY = Text(
    "Rij {rows} heeft geen fout. Alleen rijen met een fout kunnen apart worden gezet.",
    "Row {rows} has no fault. Only rows with a fault can be set aside.",
)
_NO_PLACE = Text(
    "Vul in waar de zitting {part} op {day} was.",
    "Enter where the sitting {part} on {day} was held.",
)
_NO_REASON = Text(
    "Uitslagen die afwijken van wat is vastgelegd: {count}. Kies waarom ze worden gewijzigd.",
    "Results that differ from what is on record: {count}. Choose why they are corrected.",
)

_CELLS_TOLD = 50

Judge = Callable[[frozenset[int]], Reading]
"""Judges the file without these rows, as if they had not been in it."""


class SittingDetails(Schema, frozen=True):
    """What a file does not tell of a sitting: where it was, with which exam, and how it went; what is not known is left out."""

    place: Annotated[str, Meta(min_length=2, max_length=100, pattern=LINE)]
    exam_form: Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)] | None = None
    exam_form_version: Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)] | None = None
    conditions: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)] | None = None
    identity_checked: bool | None = None
    confidentiality_signed: bool | None = None


class Choices(Schema, frozen=True):
    """What whoever accepts decides: rows to leave out, by the number that the spreadsheet shows; what there is to know of
    each new sitting, by its key as written; and why results on record are corrected, in a word and, if need be, in words."""

    set_aside: frozenset[int] = frozenset()
    places: Mapping[str, SittingDetails] = {}
    reason: CorrectionReason | None = None
    explanation: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")] | None = None


NO_CHOICES = Choices()
"""Nothing is set aside, no place is known and no reason is given."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a file holds without the rows that were set aside, and for each of those the codes of its faults."""

    reading: Reading
    set_aside: Mapping[int, tuple[str, ...]]


def everywhere(reading: Reading, details: SittingDetails) -> dict[str, SittingDetails]:
    """The same details for every sitting that the reading proposes: for who examined all of it at one place."""
    return {each.key.written: details for each in _proposed(reading)}


def left_of(judge: Judge, set_aside: Collection[int]) -> Left:
    """Judge the file without the rows set aside. Raises Invalid for a row that has no fault.

    A row may also have its fault only because others are set aside: a resit whose first attempt is left out.
    """
    reading, waiting, faults = judge(frozenset()), frozenset(set_aside), dict[int, tuple[str, ...]]()
    while faulty := waiting.intersection(reading.faulty_rows):
        faults |= {row: tuple(fault.code for fault in reading.faults if fault.row == row) for row in sorted(faulty)}
        waiting -= faulty
        reading = judge(frozenset(faults))
    if waiting:
        raise Invalid([Fault(SET_ASIDE, _NOT_FAULTY, {"rows": sorted(waiting)})])
    return Left(reading, faults)


def check_choices(reading: Reading, choices: Choices) -> Reading:
    """What will be recorded of a file, from which the rows set aside are gone: everything, or nothing.

    Raises HasFaults while a fault is left, NothingNew when nothing is, and Invalid for every place and reason that is missing.
    """
    if reading.faults:
        cells = [fault.cell for fault in reading.faults[:_CELLS_TOLD]]
        raise HasFaults(count=len(reading.faults), cells=cells)
    if all(row.standing is Standing.UNCHANGED for row in reading.rows):
        raise NothingNew
    faults = [*_places_at_fault(reading, choices), *_reason_at_fault(reading, choices)]
    if faults:
        raise Invalid(faults)
    return reading


def _places_at_fault(reading: Reading, choices: Choices) -> list[Fault]:
    """A place for a sitting that exists by now is not looked at."""
    missing = [each.key for each in _proposed(reading) if each.key.written not in choices.places]
    return [Fault(f"{PLACES}.{key.written}", _NO_PLACE, {"part": key.part_code, "day": key.held_on}) for key in missing]


def _reason_at_fault(reading: Reading, choices: Choices) -> list[Fault]:
    count = sum(row.standing is Standing.CORRECTION for row in reading.rows)
    return [Fault(REASON, _NO_REASON, {"count": count})] if count and choices.reason is None else []


def _proposed(reading: Reading) -> list[SittingSeen]:
    return [each for each in reading.sittings if each.id is None]
