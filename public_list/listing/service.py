"""The public list and the check of numbers, as they stand at this instant.

They are answered from the read model that the process keeps; where it keeps none, from one that is built for the question.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from public_list.listing import keeping, queries
from public_list.listing.building import built
from public_list.listing.keeping import Kept
from public_list.listing.loading import Loading
from public_list.listing.model import Model
from public_list.listing.part import Part
from public_list.listing.rules import Checked, Entry, Found, Wanted
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Status
from registry.days import amsterdam_day
from registry.numbering import read_certificate_number
from registry.transactions import fetch

if TYPE_CHECKING:
    import asyncpg

AT_A_TIME = 200
"""Entries that are made at once for a file."""


@dataclass(frozen=True, slots=True)
class Standing:
    """By what the present state of the public list is known.

    `generation` changes whenever anything shown may change: where it is the same, in another process too, the same is shown.
    """

    generation: str
    changed_at: datetime


async def search(wanted: Wanted, *, now: datetime) -> Found:
    """The certified advisers who let themselves be listed and who answer the question."""
    return (await _kept(now)).model.search(wanted, amsterdam_day(now))


async def entry(number: str, *, now: datetime) -> Entry | None:
    """The entry of a certificate, by its number as it is written, if it stands on today's list."""
    return (await _kept(now)).model.entry(number, amsterdam_day(now))


async def every(wanted: Wanted, *, now: datetime) -> AsyncIterator[Sequence[Entry]]:
    """All entries that answer the question, whatever page it asks, some at a time, in its order."""
    for entries in (await _kept(now)).model.every(wanted, amsterdam_day(now), at_a_time=AT_A_TIME):
        yield entries
        await asyncio.sleep(0)


async def check(typed: str, *, day: date | None, now: datetime) -> Checked:
    """Status, dates and scheme of a number, for ever, today or on another day, as known now.

    Raises Invalid for what is no number, with a suggestion; UnknownCertificate for one that was never issued.
    """
    number = read_certificate_number(typed)
    answers = await check_all([number], day=day, now=now)
    if number not in answers:
        raise UnknownCertificate(number=number)
    return answers[number]


async def check_all(numbers: Sequence[str], *, day: date | None, now: datetime) -> dict[str, Checked]:
    """The same of many numbers as they are written on certificates; a number that was never issued is not among the answers."""
    today = amsterdam_day(now)
    kept = _present(now) or await _read(queries.OF_NUMBERS, list(numbers), now=now)
    answers = ((number, kept.model.checked(number, day or today, today)) for number in numbers)
    return {number: answer for number, answer in answers if answer is not None}


async def statuses_on(days: Sequence[date], *, now: datetime) -> list[dict[Status, int]]:
    """How many certificates have each status on each of these days, as is known now: of all, listed or not."""
    return (await _kept(now)).model.statuses_on(days)


async def standing(*, now: datetime) -> Standing:
    """The present state of the public list."""
    kept = await _kept(now)
    return Standing(kept.generation(amsterdam_day(now)), kept.changed_at)


def generation_kept(*, now: datetime) -> str | None:
    """The generation of the list that this process keeps, without asking the database; nothing where it keeps none."""
    kept = _present(now)
    return None if kept is None else kept.generation(amsterdam_day(now))


async def _kept(now: datetime) -> Kept:
    return _present(now) or await _read(queries.EVERYTHING, now=now)


def _present(now: datetime) -> Kept | None:
    """What the process keeps, if it answers for this day: what may be shown no more it has forgotten."""
    kept = keeping.present()
    return kept if kept is not None and kept.day <= amsterdam_day(now) else None


_versions: dict[str, "asyncpg.Record"] = {}
"""Versions of schemes by id: once on record they never change, so the database is asked for new ones only."""


async def _read(query: str, *values: object, now: datetime) -> Kept:
    today = amsterdam_day(now)
    rows = await fetch(query, today, now, *values)
    if not _versions.keys() >= {row["scheme_version"] for row in rows}:
        _versions.update({str(each["id"]): each for each in await fetch(queries.VERSIONS)})
    loaded = Loading(list(_versions.values()), day=today, known_at=now)
    loaded.add(rows)
    return Kept(Model(Part(built(loaded.table))), today, now)
