"""Publishing: the public site and its data as plain files, asked of the application itself."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from public_list.listing import service as listing
from public_list.listing.rules import PAGE as ON_A_PAGE
from public_list.listing.rules import Wanted
from public_list.open_data.site import ADVISERS_IN_A_PART
from public_list.publishing.addresses import (
    CHECK,
    DATA,
    ENGLISH,
    FILES,
    PAGE,
    PAGES,
    SITE,
    as_file,
    below,
    file_of,
    pages_of_list,
    pictures,
)
from public_list.publishing.folder import Version, new_version
from registry.exports.answering import ASKED
from registry.texts import Language
from registry.transactions import fetch

AT_A_TIME = 500
"""Numbers that are judged at once."""
_MOST_ROUNDS = 5
_FOUND, _NOT_THERE = 200, 404
_NUMBERS = "SELECT number FROM certificate WHERE number > $1 ORDER BY number LIMIT $2"


class Application(Protocol):
    """The application, asked in this process."""

    async def ask(self, address: str, write: Callable[[bytes], object]) -> int:
        """Give the bytes of the answer to `write`, as they come; returns the status."""
        ...


class NotPublishable(RuntimeError):
    """The application did not give a page that is there: nothing is published."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where pages come from: `edition` names the program that makes them, `files` are those that pages use."""

    application: Application
    base_url: str
    edition: str
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written anew, and what stayed as it was, in files."""

    written: int
    kept: int


async def publish(folder: Path, source: Source, *, now: datetime) -> Published:
    """Make the folder say what the public site says at this instant; what did not change is not made again.

    Raises PublishingAlready, and NotPublishable; then the folder stays as it was.
    """
    for _ in range(_MOST_ROUNDS):
        before = await listing.standing(now=now)
        with new_version(folder) as version:
            made = _Making(version, source, generation=before.generation)
            await made.fixed()
            await made.list_itself((await listing.search(Wanted(), now=now)).total)
            await made.advisers(now)
            await made.certificates(now)
        if (await listing.standing(now=now)).generation == before.generation:
            break
    return Published(version.written, version.kept)


class _Making:
    """One version in the making."""

    def __init__(self, version: Version, source: Source, *, generation: str) -> None:
        self._version, self._source, self._generation = version, source, generation

    async def fixed(self) -> None:
        """The pages that are always there, those below them, and what they use: they are few, and made each time."""
        always = [(prefix + path).rstrip("/") or "/" for prefix in ("", ENGLISH) for path in PAGES]
        pages = [await self._page(address) for address in always]
        found = {address for page in pages for address in below(page)}
        pages += [await self._page(address) for address in sorted(found)]
        shown = {address for page in pages for address in pictures(page)}
        for address in (*SITE, *self._source.files, *sorted(shown)):
            await self._data(address, may_be_absent=True)

    async def list_itself(self, total: int) -> None:
        """The pages and files of the list, and the data that rest on it alone."""
        files = [f"{prefix}/adviseurs?{ASKED}={kind}" for prefix in ("", ENGLISH) for kind in FILES]
        parts = [f"/sitemap/adviseurs-{at}.xml" for at in range(1, -(-total // ADVISERS_IN_A_PART) + 1)]
        for address in (*DATA, *files, *parts):
            await self._part(address, self._generation, data=[address])
        for prefix in ("", ENGLISH):
            for number in range(2, pages_of_list(total, on_a_page=ON_A_PAGE) + 1):
                address = f"{prefix}/adviseurs?{PAGE}={number}"
                await self._part(address, self._generation, pages=[address])

    async def advisers(self, now: datetime) -> None:
        """The page of each adviser on the list."""
        async for entries in listing.every(Wanted(), now=now):
            for entry in entries:
                pages = [f"{prefix}/adviseurs/{entry.number}" for prefix in ("", ENGLISH)]
                await self._part(f"adviser {entry.number}", repr(entry), pages=pages)

    async def certificates(self, now: datetime) -> None:
        """The check of every number that was ever issued: a page in both languages, and what programs read."""
        async for numbers in _numbers():
            for number, checked in (await listing.check_all(numbers, day=None, now=now)).items():
                pages = [f"{prefix}/certificaten/{number}" for prefix in ("", ENGLISH)]
                await self._part(f"certificate {number}", repr(checked), pages=pages, data=[f"{CHECK}/{number}"])

    async def _part(self, name: str, rests_on: str, *, pages: Iterable[str] = (), data: Iterable[str] = ()) -> None:
        made_from = hashlib.sha256(f"{self._source.edition} {self._source.base_url} {rests_on}".encode()).digest()
        if self._version.keep(name, made_from):
            return
        pages, data = tuple(pages), tuple(data)
        for address in pages:
            await self._page(address)
        for address in data:
            await self._data(address)
        self._version.tell(name, made_from, [file_of(address) for address in (*pages, *data)])

    async def _page(self, address: str) -> str:
        answer = bytearray()
        status = await self._source.application.ask(address, answer.extend)
        if status != _FOUND:
            raise NotPublishable(f"{address}: {status}")
        page = answer.decode()
        language = Language.EN if address == ENGLISH or address.startswith(f"{ENGLISH}/") else Language.NL
        written = as_file(page, address=address, base_url=self._source.base_url, language=language)
        with self._version.writing(file_of(address)) as place:
            place.write_bytes(written.encode())
        return page

    async def _data(self, address: str, *, may_be_absent: bool = False) -> None:
        with self._version.writing(file_of(address)) as place:
            with place.open("wb") as file:
                status = await self._source.application.ask(address, file.write)
            if status == _NOT_THERE and may_be_absent:
                place.unlink()
            elif status != _FOUND:
                raise NotPublishable(f"{address}: {status}")


async def _numbers() -> AsyncIterator[list[str]]:
    last = ""
    while rows := await fetch(_NUMBERS, last, AT_A_TIME):
        last = rows[-1]["number"]
        yield [row["number"] for row in rows]
