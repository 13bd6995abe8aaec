"""Whether the audit trail is what it was when it was sealed: every entry that was changed, removed or inserted, by name.

What it cannot see by itself: an entry that was altered before it was sealed, in its first minute; and a chain that was
made anew from some place on, or cut short, by somebody who knows how. Those show beside a head that was noted elsewhere:
the daily line in the log, for one.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

import asyncpg

from registry.audit import chain
from registry.audit.sealing import BEFORE_ALL, inserted_among, unsealed
from registry.transactions import fetch

_AT_A_TIME = 20_000
_FEW_ENOUGH_TO_PAIR = 200
_SEALS = f"""
SELECT place, entry AS names, digest, timestamptz_send(sealed_at) AS sealed FROM audit_seal
WHERE place > $1 ORDER BY place LIMIT {_AT_A_TIME}
"""  # noqa: S608  a number
_ENTRIES = f"SELECT {chain.ENTRY} FROM audit_entry WHERE id = ANY($1)"  # noqa: S608  our own columns


class Harm(StrEnum):
    """What was done to the trail."""

    ALTERED = "altered"
    SWAPPED = "swapped"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEAL_ALTERED = "seal-altered"
    SEAL_REMOVED = "seal-removed"
    SEAL_INSERTED = "seal-inserted"
    CANNOT_BE_CHECKED = "cannot-be-checked"
    OTHER_HEAD = "other-head"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was: which entry, at which place of the chain; of a swap, with which entry.

    Seals that were removed together are one finding, from a place through a last one.
    """

    harm: Harm
    entry: int | None = None
    place: int | None = None
    other: int | None = None
    through: int | None = None

    def __str__(self) -> str:
        named = (("entry", self.entry), ("place", self.place), ("through place", self.through), ("with entry", self.other))
        return f"{self.harm.value}: {', '.join(f'{name} {value}' for name, value in named if value is not None)}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at and what was found; `waiting` entries have no seal yet."""

    sealed: int
    waiting: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    """Where the walk along the chain is. `stored` is the digest of the link before, `derived` what it should have been."""

    place: int = 0
    count: int = 0
    stored: bytes | None = chain.START
    derived: bytes | None = None
    suspect: "_Suspect | None" = None
    suspects: "list[_Suspect]" = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A link whose digest is not that of its entry after the link before."""

    place: int
    before: bytes
    sealed: int
    digest: bytes
    entry: int
    row: asyncpg.Record

    def fits(self, other: "_Suspect") -> bool:
        """The entry of the other one, under its own number or under this one's, is what was sealed here."""
        own = {name: other.row[name] for name in chain.CONTENT}
        numbers = (self.entry, other.entry)
        links = (chain.link(self.place, self.sealed, {"entry": number, **own}) for number in numbers)
        return any(chain.digest(self.before, each) == self.digest for each in links)


async def verify(heads: Mapping[int, bytes] | None = None) -> Verified:
    """Walk the whole chain and name everything that is not as it was sealed; nothing is written.

    `heads` are links that were noted elsewhere, digest by place. Each 20,000 links are two questions.
    """
    walk, noted = _Walk(), heads or {}
    async for seal, entry in _links():
        _step(walk, seal, entry)
        if seal["place"] in noted and noted[seal["place"]] != seal["digest"]:
            walk.findings.append(Finding(Harm.OTHER_HEAD, seal["names"], seal["place"]))
    _close(walk)
    walk.findings += [Finding(Harm.OTHER_HEAD, place=place) for place in noted if not 1 <= place <= walk.place]
    without = await unsealed()
    inserted = [Finding(Harm.INSERTED, number) for number in await inserted_among(without)]
    findings = sorted([*walk.findings, *_swaps(walk.suspects), *inserted], key=lambda each: (each.place or 0, each.entry or 0))
    return Verified(walk.count, len(without) - len(inserted), tuple(findings))


async def _links() -> AsyncIterator[tuple[asyncpg.Record, asyncpg.Record | None]]:
    """Each seal in order of its place, and the entry that it names, where that is still there."""
    last = BEFORE_ALL
    while seals := await fetch(_SEALS, last):
        rows = await fetch(_ENTRIES, [seal["names"] for seal in seals])
        entries = {row["entry"]: row for row in rows}
        for seal in seals:
            yield seal, entries.get(seal["names"])
        last = seals[-1]["place"]


def _step(walk: _Walk, seal: asyncpg.Record, entry: asyncpg.Record | None) -> None:
    """One link further."""
    place, walk.count = seal["place"], walk.count + 1
    if place < 1:
        walk.findings.append(Finding(Harm.SEAL_INSERTED, seal["names"], place))
        return
    if place > walk.place + 1:
        _close(walk)
        last = place - 1 if place - 1 > walk.place + 1 else None
        walk.findings.append(Finding(Harm.SEAL_REMOVED, place=walk.place + 1, through=last))
        walk.stored = None
    if entry is None:
        _close(walk)
        walk.findings.append(Finding(Harm.REMOVED, seal["names"], place))
    elif walk.stored is None:
        walk.findings.append(Finding(Harm.CANNOT_BE_CHECKED, seal["names"], place))
    else:
        _compare(walk, walk.stored, seal, entry)
    walk.place, walk.stored = place, seal["digest"]


def _compare(walk: _Walk, before: bytes, seal: asyncpg.Record, entry: asyncpg.Record) -> None:
    """Is the digest that of the entry after the link before; or after what that link should have been?"""
    place, sealed = seal["place"], chain.microseconds_sent(seal["sealed"])
    written = chain.link(place, sealed, entry)
    derived = chain.digest(before, written)
    if derived != seal["digest"] and walk.suspect and walk.derived and chain.digest(walk.derived, written) == seal["digest"]:
        walk.findings.append(Finding(Harm.SEAL_ALTERED, walk.suspect.entry, walk.suspect.place))
        walk.suspect = None
        return
    _close(walk)
    if derived != seal["digest"]:
        walk.suspect, walk.derived = _Suspect(place, before, sealed, seal["digest"], seal["names"], entry), derived


def _close(walk: _Walk) -> None:
    """What comes next does not clear the link that was suspected."""
    if walk.suspect is not None:
        walk.suspects.append(walk.suspect)
        walk.suspect = None


def _swaps(suspects: Sequence[_Suspect]) -> Iterable[Finding]:
    """Two entries that fit in each other's place were swapped; any other one was altered."""
    swapped: dict[int, int] = {}
    if len(suspects) <= _FEW_ENOUGH_TO_PAIR:
        for one, other in combinations(suspects, 2):
            if one.fits(other) and other.fits(one):
                swapped |= {one.place: other.entry, other.place: one.entry}
    for each in suspects:
        with_whom = swapped.get(each.place)
        yield Finding(Harm.ALTERED if with_whom is None else Harm.SWAPPED, each.entry, each.place, with_whom)
