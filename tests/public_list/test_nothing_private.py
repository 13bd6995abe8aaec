"""Nothing private ever shows: every address that anyone may ask is asked, and read to the last byte.

The addresses come from the application itself: a new one is asked too, and one with a part that is not known here fails.
"""

import io
import re
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from litestar.routes import HTTPRoute

from config.front_door import FrontDoor
from registry.exports.answering import FileKind
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.public_list.planting import WORD, plant, values_may_be_changed

LINK = re.compile(
    r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)</loc>|"(https?://registry\.test/[^"#]*)|<(http://registry\.test/[^>#]*)>'
)
PART = re.compile(r"\{(\w+):\w+\}")
MOST = 4_000
NOBODYS = "A" * 43
WHAT_FILLS = {
    "/adviseurs/{number}": "certificate",
    "/certificaten/{number}": "certificate",
    "/certificaten/{number}/tlog-proof": "certificate",
    "/api/v1/certified-advisers/{number}": "certificate",
    "/api/v1/certificates/{number}": "certificate",
    "/bezwaar/{number}": "appeal",
    "/api/v1/appeals/status/{number}": "appeal",
    "/api/v1/municipalities/{code}": "municipality",
    "/api/v1/regions/{code}": "region",
    "/api/v1/tracks/{code}": "track",
    "/opleidingen/{code}": "track",
    "/certificatieschemas/{code}/versies/{number}": "scheme",
    "/log/tile/{address}": "",
    "/log/{number}/checkpoint": "",
    "/log/{number}/key": "",
    "/log/{number}/tile/{address}": "",
    "/problems/{code}": "",
    "/sitemap/{part}": "",
    "/credentials/{address}": "",
    "/schemes/{code}/{version}": "",
    "/schemes/{code}/{version}/endorsement": "",
    "/status/{purpose}/{number}": "",
    "/static/{file_path}": "",
    "/uitleg/{slug}": "",
    "/uitleg/beelden/{language_code}/{name}": "",
    "/uitnodiging/{token}": NOBODYS,
    "/nieuw-wachtwoord/{token}": NOBODYS,
    "/tweede-factor-kwijt/{token}": NOBODYS,
}
"""From which table the part of an address comes; where that is nothing, other pages lead to what is there.

A link that was mailed opens one person's own page: the public has one of nobody.
"""
_FILLED = {"appeal": "number", "certificate": "number", "municipality": "code", "region": "code", "track": "code"}


def public_paths(application: FrontDoor) -> list[str]:
    """The path of every route that anyone may get."""
    return [
        route.path
        for route in application.application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "GET" in handler.http_methods and handler.opt.get("public")
    ]


async def beginnings(application: FrontDoor) -> list[str]:
    """Every public address that can be made, and those of the list that its forms lead to."""
    found = []
    for path in dict.fromkeys(public_paths(application)):
        plain = PART.sub(lambda part: f"{{{part[1]}}}", path)
        if "{" not in plain:
            found.append(plain)
            continue
        known = plain.removeprefix("/en")
        assert known in WHAT_FILLS, f"{plain} is new: tell here what fills it"
        found += await _filled(plain, WHAT_FILLS[known])
    days = ("2026-11-19", "2026-11-21", "2027-06-01", "2031-01-01")
    kinds = [kind.value for kind in FileKind]
    for prefix in ("", "/en"):
        found += [f"{prefix}/adviseurs?bestand={kind}" for kind in kinds]
        found += [
            f"{prefix}/adviseurs?naam={WORD}",
            f"{prefix}/adviseurs?volgorde=nieuwste",
            f"{prefix}/certificaten?nummer=CA",
        ]
        found += [f"{prefix}/adviseurs?dag={day}{ask}" for day in days for ask in ("", *(f"&bestand={kind}" for kind in kinds))]
        found += [f"{prefix}/adviseurs/zoals-toen?dag={day}&bekend-op={day}" for day in days]
    found += [f"/api/v1/certified-advisers?validOn={day}" for day in days]
    found += [f"/api/v1/certified-advisers/as-known?validOn={day}" for day in days]
    return found


async def _filled(path: str, table: str) -> list[str]:
    if not table:
        return []
    if table == NOBODYS:
        return [PART_OF.sub(NOBODYS, path)]
    if table == "scheme":
        return [
            re.sub(r"\{\w+\}", "1", re.sub(r"\{code\}", row["code"], path)) for row in await fetch("SELECT code FROM scheme")
        ]
    rows = await fetch(f"SELECT {_FILLED[table]} AS part FROM {table} ORDER BY 1 LIMIT 40")  # noqa: S608  names of ours
    filled = [PART_OF.sub(row["part"], path) for row in rows]
    return [*filled, *(f"{each}?dag=2026-11-21" for each in filled if "certificaten" in each)]


PART_OF = re.compile(r"\{\w+\}")


def texts(answer: httpx.Response) -> Iterator[str]:
    """Everything in it that can be read, the files within a workbook too."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as workbook:
            for name in workbook.namelist():
                yield workbook.read(name).decode("utf-8", "replace")
    else:
        yield answer.text


async def crawl(client: httpx.AsyncClient, addresses: Iterable[str]) -> dict[str, str]:
    """What every address says, and every address of ours to which that leads."""
    waiting, read = list(addresses), dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in read:
            continue
        assert len(read) < MOST, "the public site goes on and on"
        answer = await client.get(address)
        assert answer.status_code < 500, address
        text = unescape("\n".join(texts(answer)))
        read[address] = text
        for found in LINK.findall(text if "static" not in address else ""):
            led = urlsplit(urljoin(f"http://registry.test{address}", next(filter(None, found))))
            if led.netloc == "registry.test" and not led.path.startswith("/static/"):
                waiting.append(led.path + (f"?{led.query}" if led.query else ""))
        if answer.has_redirect_location:
            waiting.append(answer.headers["location"].removeprefix("http://registry.test"))
    return read


def telling(read: dict[str, str], words: Iterable[str]) -> dict[str, str]:
    """Which addresses say one of the words, with what stands around it; what somebody asks themselves may be repeated."""
    found = {}
    for address, text in read.items():
        for word in words:
            if word in address:
                continue
            if (at := text.casefold().find(word.casefold())) >= 0:
                found[address] = text[max(0, at - 80) : at + 80]
    return found


@pytest.fixture
async def planted(database: None, clock: Clock) -> AsyncIterator[set[str]]:
    """A registry in which all that is private is one word; and who may be shown."""
    async with values_may_be_changed():
        yield await plant(clock)


async def test_no_public_address_tells_what_is_private(
    client: httpx.AsyncClient, application: FrontDoor, clock: Clock, planted: set[str]
) -> None:
    """Today not a word that was planted, and who may be shown is; when all is long over, no name at all."""
    read = await crawl(client, await beginnings(application))
    assert telling(read, [WORD]) == {}
    assert len(planted) > 3
    assert all(telling(read, [name]) for name in planted)
    nobody = (await client.get(f"/api/v1/certified-advisers?name={WORD}")).json()
    assert nobody["total"] == 0
    for days in (1, 365 * 30):
        clock.now += timedelta(days=days)
        read = await crawl(client, await beginnings(application))
        assert telling(read, [WORD]) == {}
    assert telling(read, planted) == {}


async def test_a_name_that_gets_through_is_seen(client: httpx.AsyncClient, application: FrontDoor, planted: set[str]) -> None:
    """One planted name on the list is found on pages, in the API and in every file: all of them are read."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(_LET_THROUGH, WORD)
    found = telling(await crawl(client, await beginnings(application)), [WORD])
    files = {f"/adviseurs?bestand={kind.value}" for kind in FileKind}
    data = {f"/data/adviseurs.{kind}" for kind in ("json", "csv", "xlsx")}
    assert {"/adviseurs", "/en/adviseurs", "/api/v1/certified-advisers", "/insluiten/adviseurs", *files, *data} <= found.keys()
    assert any(address.startswith("/certificaten/") for address in found)
    assert any(address.startswith("/api/v1/certificates/") for address in found)


_LET_THROUGH = """
UPDATE personal_value SET value = jsonb_set(value::jsonb, '{family}', to_jsonb($1::text))::text
WHERE commitment IN (SELECT holder FROM certificate) AND value NOT LIKE '%' || $1 || '%'
"""
