"""The published folder: served by any web server, changed only where something changed, and never half."""

import asyncio
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import httpx
import msgspec
import pytest

from config.asking_itself import OwnApplication
from config.publishing import published, verified
from config.settings import Settings
from public_list.listing.rules import PAGE as ON_A_PAGE
from public_list.publishing import folder as folders
from public_list.publishing.addresses import as_file, file_of
from public_list.publishing.addresses import published as place_of
from public_list.publishing.folder import PublishingAlready, new_version
from public_list.publishing.verifying import NothingPublished
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.texts import Language
from registry.transactions import transaction
from tests.config.test_results_command import registry
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import NOW, TODAY

LINK = re.compile(r'\s(?:href|src|action)="([^"#]+)')


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its own name
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """A plain web server before a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def walk(site: str) -> dict[str, str]:
    """Every page that can be reached from the first; a link that leads nowhere fails."""
    waiting, read = ["/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        if path in read:
            continue
        with urlopen(site + path) as answer:  # noqa: S310  our own
            read[path] = answer.read().decode("utf-8", "replace")
        if path.endswith(("/", ".html")):
            found = (urlsplit(urljoin(site + path, unescape(each))) for each in LINK.findall(read[path]))
            waiting += [each.path for each in found if site.endswith(each.netloc)]
    return read


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the present version, by which file it is and what is in it."""
    site = (folder / "site").resolve()
    return {str(each.relative_to(site)): (each.stat().st_ino, each.read_bytes()) for each in site.rglob("*") if each.is_file()}


@pytest.fixture
async def issued(database: None, clock: Clock) -> list[Issued]:
    """Three advisers on the list."""
    world = await making.world()
    people = [await making.candidate("Elif", family) for family in ("Öztürk", "Berg", "Visser")]
    return [await making.certified(world, each) for each in people]


@pytest.fixture
def publishing(settings: Settings, clock: Clock) -> Callable[..., object]:
    """Publish as the clock stands."""
    return partial(published, settings=settings, clock=clock)


async def test_the_folder_is_the_site(
    issued: list[Issued], publishing: Callable[..., object], client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """A plain web server gives it all: every link leads somewhere, files are as the application gives them."""
    await publishing(tmp_path)  # type: ignore[misc]
    with served(tmp_path / "site") as site:
        read = await asyncio.to_thread(walk, site)
    assert {"/", "/en/", "/adviseurs/", "/en/adviseurs/", "/certificaten/", "/open-data/"} <= read.keys()
    for each in issued:
        for path in (f"/adviseurs/{each.number}", f"/certificaten/{each.number}", f"/en/certificaten/{each.number}"):
            assert each.number in read[str(place_of(path))]
        answer = await client.get(f"/api/v1/certificates/{each.number}")
        assert files(tmp_path)[str(place_of(f"/api/v1/certificates/{each.number}")).strip("/")][1] == answer.content
    for path in ("/data/adviseurs.csv", "/sitemap.xml", "/robots.txt", "/static/own.css", "/adviseurs?bestand=json"):
        assert files(tmp_path)[str(place_of(path)).strip("/")][1] == (await client.get(path)).content, path
    assert not any("<form" in page for page in read.values())


async def test_what_the_site_map_and_the_footer_name_is_in_the_folder(
    issued: list[Issued], publishing: Callable[..., object], settings: Settings, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Statements, guides with their pictures, figures, the log and the keys; an appeal is a form, so it is sent elsewhere."""
    await publishing(tmp_path)  # type: ignore[misc]
    there = files(tmp_path)
    maps = [content.decode() for name, (_, content) in there.items() if name.startswith("sitemap/")]
    named = [urlsplit(each).path for told in maps for each in re.findall("<loc>([^<]+)</loc>", told)]
    assert {"/privacy", "/en/uitleg", f"/adviseurs/{issued[0].number}"} <= set(named)
    assert [each for each in named if file_of(each) not in there] == []
    pages = {name: content.decode() for name, (_, content) in there.items() if name.endswith(".html")}
    outside = {each for page in pages.values() for each in LINK.findall(page.partition("<footer")[2]) if each[0] != "/"}
    assert outside == {f"{settings.base_url}{prefix}/bezwaar" for prefix in ("", "/en")}
    assert 'href="/uitleg/api/"' in pages["index.html"]
    guide = pages["uitleg/certificeerder/index.html"]
    assert re.search(r'src="/uitleg/beelden/nl/[^"]+\.webp"', guide)
    assert all(each[1:] in there for each in re.findall(r'src="(/uitleg/[^"]+)"', guide))
    for path in ("/.well-known/did.json", "/.well-known/jwks.json", "/issuer"):
        assert there[path[1:]][1] == (await client.get(path)).content


_COLUMN = """
SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' LIMIT 1
"""


async def _turned_round() -> int:
    """The rows of every table lie the other way round in the database; how many tables have more than one."""
    turned = 0
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for (name,) in await connection.fetch("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"):
            column = await connection.fetchval(_COLUMN, name)
            places = await connection.fetch(f"SELECT ctid::text FROM {name} ORDER BY ctid DESC")  # noqa: S608  its own names
            for (place,) in places:
                await connection.execute(f"UPDATE {name} SET {column} = {column} WHERE ctid = $1::text::tid", place)  # noqa: S608
            turned += len(places) > 1
    return turned


async def test_nothing_changes_when_rows_lie_in_another_order(
    issued: list[Issued], publishing: Callable[..., object], tmp_path: Path
) -> None:
    """The database may give what it is not told to order in any order, and does after it tidied up."""
    await publishing(tmp_path)  # type: ignore[misc]
    assert await _turned_round() > 10
    assert (await publishing(tmp_path)).written == 0  # type: ignore[misc]


async def test_only_what_changed_is_written(
    issued: list[Issued],
    publishing: Callable[..., object],
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Again, nothing is, nor is any number asked; a withdrawn certificate leaves the list, and its check says so."""
    await publishing(tmp_path)  # type: ignore[misc]
    first = files(tmp_path)
    asked: list[str] = []
    ask = OwnApplication.ask

    async def noted(self: OwnApplication, address: str, write: Callable[[bytes], object]) -> int:
        asked.append(address)
        return await ask(self, address, write)

    monkeypatch.setattr(OwnApplication, "ask", noted)
    again = await publishing(tmp_path)  # type: ignore[misc]
    assert not [address for address in asked if "/CA" in address or address.startswith("/data/")]
    assert (again.written, files(tmp_path)) == (0, first)
    gone, *others = issued
    await making.happens(gone.id, EventKind.WITHDRAWN, TODAY, at=NOW)
    await publishing(tmp_path)  # type: ignore[misc]
    then = files(tmp_path)
    for each in others:
        for path in (f"/adviseurs/{each.number}", f"/certificaten/{each.number}", f"/api/v1/certificates/{each.number}"):
            file = str(place_of(path)).strip("/")
            assert then[file] == first[file], file
    assert then["static/own.css"] == first["static/own.css"]
    page, check = (str(place_of(f"/{of}/{gone.number}")).strip("/") for of in ("adviseurs", "certificaten"))
    assert page not in then
    assert gone.number.encode() not in then["adviseurs/index.html"][1]
    assert gone.number.encode() not in then["data/adviseurs.json"][1]
    assert "ngetrokken" in then[check][1].decode()
    told = msgspec.json.decode(then[str(place_of(f"/api/v1/certificates/{gone.number}")).strip("/")][1])
    assert told["status"] == "withdrawn"
    clock.now += timedelta(days=1)
    await publishing(tmp_path)  # type: ignore[misc]
    assert len(list((tmp_path / "versions").iterdir())) == 2


async def test_whoever_changes_the_folder_is_seen(
    issued: list[Issued], publishing: Callable[..., object], settings: Settings, clock: Clock, tmp_path: Path
) -> None:
    """A file that is gone, that was changed, or that nobody published; a change since then; and no difference is told so."""
    with pytest.raises(NothingPublished):
        await verified(tmp_path, settings, clock=clock)
    await publishing(tmp_path)  # type: ignore[misc]
    number, differences = await verified(tmp_path, settings, clock=clock)
    assert (number, differences) == (len(files(tmp_path)), [])
    site = tmp_path / "site"
    (site / "robots.txt").unlink()
    (site / "extra.html").write_text("van niemand")
    check = site / file_of(f"/certificaten/{issued[0].number}")
    check.write_text(check.read_text().replace("Geldig", "Ongeldig"))
    other, withdrawn, _ = (each.number for each in issued)
    await making.happens(issued[1].id, EventKind.WITHDRAWN, TODAY, at=NOW)
    _, differences = await verified(tmp_path, settings, clock=clock)
    told = dict(differences)
    assert (told["robots.txt"], told["extra.html"]) == ("missing", "should not be there")
    assert told[file_of(f"/adviseurs/{withdrawn}")] == "should not be there"
    for changed in (f"/certificaten/{other}", f"/api/v1/certificates/{withdrawn}", "/adviseurs"):
        assert told[file_of(changed)] == "differs from what the registry says now"
    assert file_of(f"/adviseurs/{other}") not in told


async def test_the_command_tells_each_difference(database_url: str, issued: list[Issued], tmp_path: Path) -> None:
    """Each on a line, and ends with 1."""
    code, said = await registry(database_url, "list", "verify", "--folder", str(tmp_path))
    assert (code, f"{tmp_path / 'site'}: nothing is published there" in said) == (1, True), said
    code, said = await registry(database_url, "publish", str(tmp_path))
    assert code == 0, said
    (tmp_path / "site" / "robots.txt").unlink()
    code, said = await registry(database_url, "list", "verify", "--folder", str(tmp_path))
    lines = said.splitlines()
    assert (code, lines[-1].endswith(" files, 1 differences")) == (1, True), said
    assert f"{tmp_path / 'site' / 'robots.txt'}: missing" in lines
    assert [each for each in lines if each.startswith("3 on the list, 3 numbers, 0 differences")]


async def test_every_page_of_a_long_list_is_there(
    database: None, publishing: Callable[..., object], client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Each entry stands on one of them, in both languages; the links from one to the next stay in the folder."""
    world = await making.world()
    numbers = [(await making.certified(world, await making.candidate("Elif", f"Nr{at}"))).number for at in range(ON_A_PAGE + 1)]
    await publishing(tmp_path)  # type: ignore[misc]
    assert 'href="/adviseurs/pagina/2/"' in (tmp_path / "site/adviseurs/index.html").read_text()
    for prefix in ("", "en/"):
        pages = [tmp_path / "site" / prefix / each / "index.html" for each in ("adviseurs", "adviseurs/pagina/2")]
        for number in numbers:
            assert [f"/{number}.html" in page.read_text() for page in pages].count(True) == 1
    assert not (tmp_path / "site/adviseurs/pagina/3").exists()
    with served(tmp_path / "site") as site:
        read = await asyncio.to_thread(walk, site)
    assert {"/adviseurs/pagina/2/", "/en/adviseurs/pagina/2/"} <= read.keys()


def test_what_was_asked_becomes_a_path() -> None:
    """What stood after the `?` became part of the path."""
    assert place_of("/adviseurs?pagina=2") == "/adviseurs/pagina/2/"
    assert place_of("/en/adviseurs?pagina=1") == "/en/adviseurs/"
    assert place_of("/adviseurs?naam=jan") is None
    assert place_of("/aanmelden") is None


def test_a_link_to_a_chapter_stays_one() -> None:
    """What stood after the `#` stays there, within the folder and outside it."""
    page = '<a href="/uitleg/api#sleutels">x</a> <a href="/aanmelden#a">y</a>'
    told = as_file(page, address="/uitleg", base_url="https://register.example.nl", language=Language.NL)
    assert told == '<a href="/uitleg/api/#sleutels">x</a> <a href="https://register.example.nl/aanmelden#a">y</a>'


def test_a_version_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Whatever goes wrong, the one before it stays; two do not publish at once."""
    with new_version(tmp_path) as version, version.writing("a.txt") as place:
        place.write_text("een")
    before = files(tmp_path)
    with pytest.raises(OSError, match="vol"), new_version(tmp_path) as version, version.writing("a.txt"):
        raise OSError("vol")
    assert files(tmp_path) == before
    with new_version(tmp_path), pytest.raises(PublishingAlready), new_version(tmp_path):
        pass


def test_a_publisher_that_is_killed_leaves_a_whole(tmp_path: Path) -> None:
    """At any place, without a chance to tidy up: the folder is the old version or the new, and the next one is made as ever."""
    for point in ("writing", "rename", "link", "done"):
        with new_version(tmp_path) as version:
            for name in ("a.txt", "b.txt"):
                with version.writing(name) as place:
                    place.write_text("oud")
        child = os.fork()
        if not child:
            _publish_until(point, tmp_path)
        os.waitpid(child, 0)
        found = {name: content for name, (_, content) in files(tmp_path).items()}
        assert set(found.values()) == ({b"nieuw"} if point == "done" else {b"oud"}), point
        assert len(found) == 2


def _publish_until(point: str, folder: Path) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), 9)

    if point == "rename":
        os.sync = die
    if point == "link":
        folders._lead = die  # type: ignore[assignment]  # noqa: SLF001  the last step
    with new_version(folder) as version:
        for name in ("a.txt", "b.txt"):
            with version.writing(name) as place:
                place.write_text("nieuw")
            if point == "writing":
                die()
    die()


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    """The walk fails on it."""
    (tmp_path / "index.html").write_text('<a href="/weg">x</a>')
    with served(tmp_path) as site, pytest.raises(HTTPError):
        walk(site)
