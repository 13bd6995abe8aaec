"""How sittings can be sought through."""

from exams.sittings.schemas import SittingOut
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text

_ASKED = ("place", "exam_form", "exam_form_version", "identity_checked", "confidentiality_signed")
"""What a sitting is complete with; an invigilator or special conditions there need not be."""


def is_complete(sitting: SittingOut) -> bool:
    """All that is asked of a sitting is known."""
    return all(getattr(sitting, name) is not None for name in _ASKED)


SITTINGS: Sieve[SittingOut] = Sieve(
    words=lambda row: (
        row.part_code,
        row.part_name_nl,
        row.part_name_en,
        row.place,
        row.examiner_name,
        row.invigilator_name,
    ),
    orders={
        "nieuwste": Order(Text("Eerst de laatste dag", "The latest day first"), lambda row: row.held_on, descending=True),
        "oudste": Order(Text("Eerst de eerste dag", "The earliest day first"), lambda row: row.held_on),
        "onderdeel": Order(Text("Op onderdeel", "By exam part"), lambda row: row.part_code),
        "examinator": Order(Text("Op examinator", "By examiner"), lambda row: row.examiner_name),
    },
    stands={
        "aan-te-vullen": Stand(Text("Nog aan te vullen", "Still to be completed"), lambda row: not is_complete(row)),
        "compleet": Stand(Text("Compleet", "Complete"), is_complete),
    },
    day=lambda row: row.held_on,
    whole=Text("Alle zittingen", "All sittings"),
)
