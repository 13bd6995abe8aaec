"""Judging anew every certificate that was ever issued, apart from what decided on it; nothing is written."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from registry.rechecking import derivation, reading
from registry.rechecking.derivation import Difference
from registry.rechecking.reading import Parts
from registry.transactions import fetch

__all__ = ("Difference", "Parts", "Rechecked", "case_of", "recheck")

case_of = reading.cases
_NEXT = "SELECT id FROM certificate WHERE id > $1 ORDER BY id LIMIT 1000"


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many certificates were judged, of how many the holder was erased, and what was not as it should be, by number."""

    certificates: int
    erased: int
    differences: tuple[tuple[str, Difference], ...]


async def recheck(parts: Parts) -> Rechecked:
    """Derive from what was stored whether each certificate was allowed; `parts` are those of each version of a track.

    Of a holder who was erased the evidence and the name are gone: all else is judged. 1,000 certificates at a time.
    """
    certificates = erased = 0
    differences: list[tuple[str, Difference]] = []
    async for some in _batches():
        for case in await reading.cases(some, parts):
            number = case["certificate"]["number"]
            certificates += 1
            erased += case["certificate"]["holder"] not in case["values"]
            differences += [(number, each) for each in derivation.differences(case)]
    return Rechecked(certificates, erased, tuple(sorted(differences)))


async def _batches() -> AsyncIterator[Sequence[UUID]]:
    last = UUID(int=0)
    while rows := await fetch(_NEXT, last):
        yield [row["id"] for row in rows]
        last = rows[-1]["id"]
