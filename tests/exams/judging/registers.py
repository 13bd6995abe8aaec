"""What the registry knows in these tests: the twelve candidates of the samples, their examiners, invented teachers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from exams.cells.typed import written_number
from exams.judging.reading import Reading
from exams.judging.register import Candidate, Capacity, Part, PastResult, Register, Registration, Teaching
from registry.texts import Text

SAMPLES = Path(__file__).parent.parent / "samples"
TODAY = date(2026, 11, 22)
_NAMES = (
    ("Johanna", "van der Meer"),
    ("Sietse", "de Haan"),
    ("Elif", "Öztürk"),
    ("Maarten", "Sørensen"),
    ("Willemijn", "'t Hart"),
    ("Youssef", "El Amrani"),
    ("Froukje", "Súdema"),
    ("Pieter", "Bakker-de Wit"),
    ("Anna", "van den Berg"),
    ("Minh Anh", "Nguyễn"),
    ("Jan", "Janssen"),
    ("Jan", "Janssen"),
)
_PARTS = (
    ("GP", "Gemeentelijke processen", "Municipal processes", 1000, 550),
    ("IM", "Informatiemanagement", "Information management", 1000, 550),
    ("OA", "Organisatieadvies", "Organisation advice", 1000, 550),
    ("VM", "Verandermanagement", "Change management", 1000, 550),
    ("ET", "Eindtoets NUP", "Final test NUP", 100, 55),
)


def some_id(of: str) -> UUID:
    """The same id for the same word, always."""
    return uuid5(NAMESPACE_URL, of)


def a_person(given: str, family: str, capacity: Capacity, **more: Any) -> Registration:
    """Somebody registered since 2020, for every part."""
    person = Registration(some_id(f"{given} {family}"), given, family, capacity, date(2020, 1, 1))
    return replace(person, **more)


POSTMA = a_person("Renate", "Postma", Capacity.EXAMINER)
WILLEMS = a_person("Karel", "Willems", Capacity.EXAMINER)
BOUAZZA = a_person("Samira", "Bouazza", Capacity.EXAMINER)
VAN_DAM = a_person("Lotte", "van Dam", Capacity.EXAMINER)
GROEN = a_person("Mieke", "Groen", Capacity.INVIGILATOR)
DE_BOER = a_person("Tom", "de Boer", Capacity.INVIGILATOR)
TEACHER = a_person("Ineke", "Vos", Capacity.EXAMINER)

PARTS = {
    code: Part(code, Text(nl, en), top, mark, 14, 3, 24, weight=1, absence_uses_attempt=True)
    for code, nl, en, top, mark in _PARTS
}
CANDIDATES = {
    number: Candidate(
        number=number,
        adviser_id=some_id(number),
        enrolment_id=some_id(f"enrolment of {number}"),
        given_name=given,
        family_name=family,
        taught_by=(Teaching(TEACHER.person_id, date(2026, 1, 12), date(2026, 6, 30)),),
    )
    for count, (given, family) in enumerate(_NAMES, 101)
    for number in [written_number(f"{count:06d}")]
}
FIRST = "EA000101-45"


def a_register(*, past: Iterable[PastResult] = (), **more: Any) -> Register:
    """The register on the day of the samples, with nothing on record unless it is given."""
    people = (POSTMA, WILLEMS, BOUAZZA, VAN_DAM, GROEN, DE_BOER, TEACHER)
    examined = ((date(2020, 1, 1), None),)
    return replace(Register(TODAY, PARTS, CANDIDATES, people, 24, examined, tuple(past)), **more)


def as_recorded(reading: Reading) -> tuple[PastResult, ...]:
    """The rows of a reading as they stand once they are accepted."""
    return tuple(
        PastResult(
            id=some_id(f"{row.candidate_number} {row.part_code} {row.attempt}"),
            candidate_number=row.candidate_number,
            part_code=row.part_code,
            attempt=row.attempt,
            held_on=row.held_on,
            outcome=row.outcome,
            score=row.score,
            examiner_id=row.examiner_id,
            invigilator_id=row.invigilator_id,
        )
        for row in reading.rows
    )
