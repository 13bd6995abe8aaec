"""Which certificates rest on which results, told from the evidence that each was granted on (DESIGN §7)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from registry.certificates.rules import EventKind
from registry.dossiers.rules import EvidenceContent
from registry.people.tables import AdviserMerge
from registry.personal_data import service as personal_data
from registry.transactions import fetch

_AT_A_TIME = 5_000
_NOT_VOID = """
SELECT id, number, adviser, evidence_hash FROM certificate
WHERE adviser = ANY($1)
    AND NOT EXISTS (SELECT 1 FROM certificate_event WHERE certificate_event.certificate = certificate.id AND kind = $2)
ORDER BY recorded_at
"""


@dataclass(frozen=True, slots=True)
class Resting:
    """A certificate, the file of its holder, and the results that its evidence names."""

    certificate: UUID
    number: str
    adviser: UUID
    results: frozenset[UUID]


async def certificates_resting_on(results: Mapping[UUID, Collection[UUID]]) -> list[Resting]:
    """The certificates whose evidence names one of these results, oldest first; the keys are the advisers of the results.

    Certificates of files that are or were merged with the adviser's are looked at too. One that is void never counted, and
    is left out; one that expired or was withdrawn did count, and is told. Once a person was erased nothing tells what
    their certificate rests on. A handful of queries for every 5,000 advisers.
    """
    asked: frozenset[UUID] = frozenset().union(*results.values())
    groups = await same_persons_files(results)
    advisers: list[UUID] = list(frozenset().union(*groups.values()))
    found: list[Resting] = []
    for start in range(0, len(advisers), _AT_A_TIME):
        found += await _resting(advisers[start : start + _AT_A_TIME], asked)
    return found


async def _resting(advisers: list[UUID], asked: frozenset[UUID]) -> list[Resting]:
    rows = await fetch(_NOT_VOID, advisers, EventKind.VOIDED.value)
    kept = await personal_data.reveal(row["evidence_hash"] for row in rows)
    found = []
    for row in rows:
        content = kept.get(row["evidence_hash"])
        named: frozenset[UUID] = frozenset() if content is None else msgspec.convert(content, EvidenceContent).named & asked
        if named:
            found.append(Resting(row["id"], row["number"], row["adviser"], named))
    return found


async def same_persons_files(advisers: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Each adviser's file with every file that is or once was merged with it: evidence made meanwhile names both's results."""
    beside: dict[UUID, set[UUID]] = {}
    for merge in await AdviserMerge.select(AdviserMerge.duplicate, AdviserMerge.counts_as):
        beside.setdefault(merge["duplicate"], set()).add(merge["counts_as"])
        beside.setdefault(merge["counts_as"], set()).add(merge["duplicate"])
    return {adviser: _reached(adviser, beside) for adviser in advisers}


def _reached(adviser: UUID, beside: Mapping[UUID, Collection[UUID]]) -> frozenset[UUID]:
    found, ahead = {adviser}, [adviser]
    while ahead:
        new = set(beside.get(ahead.pop(), ())) - found
        found |= new
        ahead.extend(new)
    return frozenset(found)
