"""Past lists that were made for the public, kept small for as long as the database tells of no change."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import overload

import msgspec

from public_list.listing import keeping
from public_list.listing.rules import PAGE
from public_list.past.errors import PastListsBusy
from public_list.past.rules import Moment, PastEntry

MOST_BYTES = 16 * 1024 * 1024
"""Of all lists that are kept."""
MOST_WAITING = 8
"""So many wait at once for a list to be made; who comes after them is told to come again."""
_BESIDE = 400
"""Bytes that a list takes beside what is packed of it, and its key; a page about as much."""
_one_at_a_time = asyncio.Semaphore(1)
"""Lists are made one after another, so that who asks for the same is given the first one's."""
_waiting: list[Moment] = []
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[PastEntry, ...]).decode


class Packed(Sequence[PastEntry]):
    """Entries, packed by the page; one is unpacked when it is read."""

    def __init__(self, entries: Sequence[PastEntry]) -> None:
        self._count = len(entries)
        self._pages = [zlib.compress(_encode(entries[first : first + PAGE]), 1) for first in range(0, len(entries), PAGE)]
        self.nbytes = sum(map(len, self._pages)) + _BESIDE * (len(self._pages) + 1)
        """How much memory it takes, about."""

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
    that is told nothing. Raises PastListsBusy where it is not there yet and many wait for others.
    """
    key = (moment, today)
    if (found := _known(key)) is not None:
        return found
    if len(_waiting) >= MOST_WAITING:
        raise PastListsBusy
    _waiting.append(moment)
    try:
        async with _one_at_a_time:
            found = _known(key)
            return await _made(key, make) if found is None else found
    finally:
        _waiting.remove(moment)


def _known(key: tuple[Moment, date]) -> Packed | None:
    """The one that is kept; from now on it is the one that was asked last."""
    lists = keeping.until_told()
    found: Packed | None = None if lists is None else lists.pop(key, None)
    if lists is not None and found is not None:
        lists[key] = found
    return found


async def _made(key: tuple[Moment, date], make: Callable[[], Awaitable[Sequence[PastEntry]]]) -> Sequence[PastEntry]:
    lists = keeping.until_told()
    if lists is None:
        return await make()
    found = await asyncio.to_thread(Packed, await make())
    lists[key] = found
    while len(lists) > 1 and sum(each.nbytes for each in lists.values()) > MOST_BYTES:
        del lists[next(iter(lists))]
    return found
