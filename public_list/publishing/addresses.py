"""Where each public address stands in a published folder, and what its page says there (pure).

Any web server gives these files: a page is the `index.html` of a folder, a number stands in the folder of its last two
digits, and what an address asks after its `?` became part of the path. What is not published leads to the application.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from registry.exports.answering import ASKED, FileKind
from registry.texts import Language, Text

ENGLISH = "/en"
PAGES = (
    *("/", "/adviseurs", "/certificaten", "/opleidingen", "/certificatieschemas", "/open-data"),
    *("/uitleg", "/cijfers", "/openbaar-logboek"),
    *("/toegankelijkheid", "/privacy", "/over", "/contact", "/colofon"),
)
"""In both languages; the pages of tracks, schemes and guides are found in them, and pictures in guides."""
DATA = (
    *(f"/data/adviseurs.{kind}" for kind in ("json", "csv", "xlsx")),
    *("/catalogus.jsonld", "/catalogus.ttl", "/wijzigingen.atom", "/en/wijzigingen.atom", "/sitemap.xml"),
)
"""Files that rest on the list alone."""
SITE = (
    *("/robots.txt", "/.well-known/security.txt", "/sitemap/paginas.xml"),
    *("/.well-known/did.json", "/.well-known/jwks.json", "/issuer"),
)
"""Files of the site itself: who keeps it, and the keys that sign."""
CHECK = "/api/v1/certificates"
FILES = {
    FileKind.XLSX: "adviseurs.xlsx",
    FileKind.CSV: "adviseurs.csv",
    FileKind.PLAIN_CSV: "adviseurs-programma.csv",
    FileKind.JSON: "adviseurs.json",
}
PAGE = "pagina"
_NUMBERED = re.compile(r"(/adviseurs|/certificaten|/api/v1/certificates)/(CA[0-9]{8}-([0-9]{2}))")
_BELOW = re.compile(r"/opleidingen/[^/?]+|/certificatieschemas/[^/?]+/versies/[^/?]+|/uitleg/[^/?]+")
_PICTURE = re.compile(r"/uitleg/beelden/[^/?]+/[^/?]+")
_LINK = re.compile(r'(?P<before>\s(?:href|src|action)=")(?P<address>[^"]*)"')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_SCRIPT = re.compile(r'<script src="[^"]*"[^>]*></script>\n?')
_NO_FORMS = Text(
    "Dit is een vaste uitgave van het register: zoeken en invullen kan hier niet.",
    "This is a fixed edition of the registry: searching and filling in is not possible here.",
)
_THERE = Text("Dat kan in het register zelf", "You can do that in the registry itself")


def published(address: str) -> str | None:
    """Under which address this one stands in the folder; nothing where it does not."""
    parts = urlsplit(address)
    path = parts.path
    prefix = ENGLISH if path == ENGLISH or path.startswith(f"{ENGLISH}/") else ""
    own = path.removeprefix(prefix) or "/"
    if path in (*DATA, *SITE) or path.startswith(("/static/", "/sitemap/")) or _PICTURE.fullmatch(path):
        return None if parts.query else path
    if own == "/adviseurs" and parts.query:
        return _of_list(prefix, parse_qsl(parts.query))
    if parts.query:
        return None
    if found := _NUMBERED.fullmatch(own):
        ending = "json" if found[1] == CHECK else "html"
        return f"{prefix}{found[1]}/{found[3]}/{found[2]}.{ending}"
    return f"{prefix}{own.rstrip('/')}/" if own in PAGES or _BELOW.fullmatch(own) else None


def _of_list(prefix: str, asked: list[tuple[str, str]]) -> str | None:
    if len(asked) != 1:
        return None
    [(name, value)] = asked
    if name == PAGE and value.isdigit():
        return f"{prefix}/adviseurs/" if value == "1" else f"{prefix}/adviseurs/{PAGE}/{value}/"
    return f"{prefix}/adviseurs/{FILES[FileKind(value)]}" if name == ASKED and value in FILES else None


def file_of(address: str) -> str:
    """The file, below the folder, in which a published address stands; it must be one."""
    place = published(address)
    if place is None:
        raise ValueError(address)
    return (f"{place}index.html" if place.endswith("/") else place).removeprefix("/")


def below(page: str) -> list[str]:
    """The tracks, schemes and guides to which a page leads."""
    return sorted({path for path in _paths(page) if _BELOW.fullmatch(path.removeprefix(ENGLISH))})


def pictures(page: str) -> list[str]:
    """The pictures that a guide shows."""
    return sorted({path for path in _paths(page) if _PICTURE.fullmatch(path)})


def _paths(page: str) -> Iterator[str]:
    return (urlsplit(unescape(each["address"])).path for each in _LINK.finditer(page))


def as_file(page: str, *, address: str, base_url: str, language: Language) -> str:
    """The page with its links leading within the folder, and to the application for all else; without forms and script."""
    path = urlsplit(address).path

    def led(found: re.Match[str]) -> str:
        return f'{found["before"]}{escape(_led(unescape(found["address"]), path, base_url))}"'

    there = f'<a href="{escape(base_url + address)}">{_THERE.say(language)}</a>'
    way = f'<p class="small">{_NO_FORMS.say(language)} {there}.</p>'
    return _FORM.sub(lambda _: way, _LINK.sub(led, _SCRIPT.sub("", page)))


def _led(asked: str, path: str, base_url: str) -> str:
    """Where a link of a page leads."""
    whole = f"{path}{asked}" if asked.startswith("?") else asked
    if not whole.startswith("/"):
        return asked
    place = published(whole)
    return base_url + whole if place is None else urlunsplit(("", "", place, "", urlsplit(whole).fragment))


def pages_of_list(total: int, *, on_a_page: int) -> int:
    """How many pages a list has: at least one."""
    return max(1, -(-total // on_a_page))
