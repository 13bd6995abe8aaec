"""How sittings, examiners and approvals can be sought through."""

from exams.sittings.rules import Capacity
from exams.sittings.schemas import ExaminerOut, SittingOut
from exams.tracks.rules import Approved
from exams.tracks.schemas import ApprovalOut
from registry.people.ordering import Named, by_family
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

_ASKED = ("place", "exam_form", "exam_form_version", "identity_checked", "confidentiality_signed")
"""What a sitting is complete with; an invigilator or special conditions there need not be."""


def is_complete(sitting: SittingOut) -> bool:
    """All that is asked of a sitting is known."""
    return all(getattr(sitting, name) is not None for name in _ASKED)


SITTINGS: Sieve[Named[SittingOut]] = Sieve(
    words=lambda row: (
        row.told.part_code,
        row.told.part_name_nl,
        row.told.part_name_en,
        row.told.place,
        row.told.examiner_name,
        row.told.invigilator_name,
    ),
    orders={
        "nieuwste": Order(Text("Eerst de laatste dag", "The latest day first"), lambda row: row.told.held_on, descending=True),
        "oudste": Order(Text("Eerst de eerste dag", "The earliest day first"), lambda row: row.told.held_on),
        "onderdeel": Order(Text("Op onderdeel", "By exam part"), lambda row: row.told.part_code),
        "examinator": Order(Text("Op examinator", "By examiner"), by_family),
    },
    stands={
        "aan-te-vullen": Stand(Text("Nog aan te vullen", "Still to be completed"), lambda row: not is_complete(row.told)),
        "compleet": Stand(Text("Compleet", "Complete"), lambda row: is_complete(row.told)),
    },
    day=lambda row: row.told.held_on,
    whole=Text("Alle zittingen", "All sittings"),
)

EXAMINERS: Sieve[ExaminerOut] = Sieve(
    words=lambda row: (row.name, row.provider_name, *(approval.track for approval in row.approvals)),
    orders={
        "rol": as_read(Text("Op rol en naam", "By capacity and name")),
        "nieuwste": Order(wording.NEWEST, lambda row: row.valid_from, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.valid_from),
    },
    stands={
        "examinator": Stand(Text("Examinatoren", "Examiners"), lambda row: row.capacity is Capacity.EXAMINER),
        "nooit-erkend": Stand(
            Text("Examinatoren die nooit zijn erkend", "Examiners who were never approved"),
            lambda row: row.capacity is Capacity.EXAMINER and not row.approvals,
        ),
        "surveillant": Stand(Text("Surveillanten", "Invigilators"), lambda row: row.capacity is Capacity.INVIGILATOR),
    },
    day=lambda row: row.valid_from,
    whole=Text("Iedereen", "Everybody"),
)
APPROVALS: Sieve[ApprovalOut] = Sieve(
    words=lambda row: (row.provider_name, row.track, row.name_nl, row.name_en, row.approved_by_name),
    orders={
        "traject": as_read(Text("Op traject en opleider", "By track and provider")),
        "naam": Order(Text("Op opleider", "By provider"), lambda row: row.provider_name),
        "naam-omgekeerd": Order(
            Text("Op opleider, van Z naar A", "By provider, from Z to A"), lambda row: row.provider_name, descending=True
        ),
        "nieuwste": Order(wording.NEWEST, lambda row: row.valid_from, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.valid_from),
    },
    stands={
        "lesgeven": Stand(Text("Om les te geven", "To teach"), lambda row: row.approved is Approved.TEACH),
        "examineren": Stand(Text("Om te examineren", "To examine"), lambda row: row.approved is Approved.EXAMINE),
    },
    day=lambda row: row.valid_from,
    whole=Text("Alle erkenningen", "All approvals"),
)
