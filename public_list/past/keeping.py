"""Past lists that were made for the public, kept small for as long as the database tells of no change."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import overload

import msgspec

from public_list.listing import keeping
from public_list.listing.rules import PAGE
from public_list.past.rules import Moment, PastEntry

MOST_BYTES = 16 * 1024 * 1024
"""Of all lists that are kept."""
_BESIDE = 64
"""Bytes that a page takes beside what is packed of it, about."""
_one_at_a_time = asyncio.Semaphore(1)
"""Lists are made one after another, so that who asks for the same is given the first one's."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[PastEntry, ...]).decode


class Packed(Sequence[PastEntry]):
    """Entries, packed by the page; one is unpacked when it is read."""

    def __init__(self, entries: Sequence[PastEntry]) -> None:
        self._count = len(entries)
        self._pages = [zlib.compress(_encode(entries[first : first + PAGE]), 1) for first in range(0, len(entries), PAGE)]

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return sum(map(len, self._pages)) + _BESIDE * (len(self._pages) + 1)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[PastEntry]:
        for page in self._pages:
            yield from _decode(zlib.decompress(page))

    @overload
    def __getitem__(self, place: int) -> PastEntry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[PastEntry, ...]: ...
    def __getitem__(self, place: int | slice) -> PastEntry | tuple[PastEntry, ...]:
        first, last, step = (place if isinstance(place, slice) else slice(place, place + 1)).indices(self._count)
        page = first // PAGE
        near = [each for packed in self._pages[page : -(-last // PAGE)] for each in _decode(zlib.decompress(packed))]
        found = tuple(near[first - page * PAGE : last - page * PAGE : step])
        return found if isinstance(place, slice) else found[0]


async def kept(moment: Moment, today: date, make: Callable[[], Awaitable[Sequence[PastEntry]]]) -> Sequence[PastEntry]:
    """The list of a moment as everyone may see it today: the one that was made before, while nothing changed since.

    What is told while it is made concerns it too: then it is given to who asked, and not kept. Nothing is kept by a process
    that is told nothing.
    """
    async with _one_at_a_time:
        lists = keeping.until_told()
        if lists is None:
            return await make()
        key = (moment, today)
        found: Packed | None = lists.pop(key, None)
        if found is None:
            found = await asyncio.to_thread(Packed, await make())
        lists[key] = found
        while len(lists) > 1 and sum(each.nbytes for each in lists.values()) > MOST_BYTES:
            del lists[next(iter(lists))]
        return found
