"""What machines ask of a whole site: its addresses, and which of them they may visit."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from math import ceil
from xml.sax.saxutils import escape

from public_list.listing.rules import Entry
from public_list.open_data.answering import in_language
from public_list.open_data.publisher import Publisher
from registry.texts import Language

ADVISERS_IN_A_PART = 20_000
"""Each has a page in both languages, and a site map holds 50,000 addresses (sitemaps.org)."""
_PAGES = ("/", "/adviseurs", "/certificaten", "/opleidingen", "/certificatieschemas", "/open-data")
_STATEMENTS = ("/uitleg", "/toegankelijkheid", "/privacy", "/over", "/contact", "/colofon")
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def robots(publisher: Publisher) -> str:
    """Everything public may be visited; files of a list and the pages to sign in are nothing to find."""
    lines = [
        "User-agent: *",
        "Disallow: /*bestand=",
        "Disallow: /aanmelden",
        "Disallow: /en/aanmelden",
        "Disallow: /insluiten/",
    ]
    return "\n".join([*lines, "Allow: /", "", f"Sitemap: {publisher.site}/sitemap.xml", ""])


def site_map(publisher: Publisher, *, advisers: int) -> str:
    """The site maps there are: one of the pages, and one of so many advisers each."""
    parts = ["paginas", *(f"adviseurs-{number}" for number in range(1, ceil(advisers / ADVISERS_IN_A_PART) + 1))]
    said = "".join(f"<sitemap><loc>{escape(publisher.site)}/sitemap/{part}.xml</loc></sitemap>\n" for part in parts)
    return f'{_XML}<sitemapindex xmlns="{_SPACE}">\n{said}</sitemapindex>\n'


def of_pages(publisher: Publisher) -> str:
    """The pages that are always there."""
    return f"{_opening()}{''.join(_both(publisher, (*_PAGES, *_STATEMENTS)))}</urlset>\n"


async def part(batches: AsyncIterable[Sequence[Entry]], first: int) -> AsyncIterator[Entry]:
    """The entries of one site map, from the place of its first in the list."""
    place = 0
    async for batch in batches:
        for entry in batch:
            if place >= first + ADVISERS_IN_A_PART:
                return
            if place >= first:
                yield entry
            place += 1


async def of_advisers(publisher: Publisher, entries: AsyncIterator[Entry]) -> AsyncIterator[bytes]:
    """The pages of these advisers."""
    yield _opening().encode()
    async for entry in entries:
        yield "".join(_both(publisher, [f"/adviseurs/{entry.number}"])).encode()
    yield b"</urlset>\n"


def _opening() -> str:
    return f'{_XML}<urlset xmlns="{_SPACE}">\n'


def _both(publisher: Publisher, paths: Iterable[str]) -> Iterator[str]:
    """Each page in Dutch and in English."""
    for path in paths:
        for language in Language:
            yield f"<url><loc>{escape(publisher.site + in_language(path, language))}</loc></url>\n"
