"""The file that is meant by a number somebody typed."""

from uuid import UUID

from registry.errors import Fault, Invalid
from registry.numbering import read_candidate_number
from registry.people.tables import Adviser
from registry.texts import Text

_UNKNOWN = Text("Niemand heeft nummer {number}.", "Nobody has number {number}.")


async def adviser_by_number(typed: str, *, field: str = "candidateNumber") -> UUID:
    """The file of that candidate number; raises Invalid at the field for what is none."""
    try:
        number = read_candidate_number(typed)
    except Invalid as error:
        raise Invalid([Fault(field, fault.text, fault.facts) for fault in error.faults]) from error
    found = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number).first()
    if found is None:
        raise Invalid([Fault(field, _UNKNOWN, {"number": number})])
    adviser: UUID = found["id"]
    return adviser
