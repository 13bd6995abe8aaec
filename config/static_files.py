"""The files that pages ask for: styles, scripts, drawings and a font, read once, named by what is in them.

A page asks for `site.1f0a….css`: such a name never means anything else, so browsers keep the file for a year. The plain name
answers too. The sheet of the site is one file: NL Design System where the package was built with it, else our own plain
sheet; then what only this registry has; then the operator's theme.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from config.ready_answers import takes_gzip
from registry.errors import NotFound

FOLDER = Path(__file__).resolve().parent / "static"
SHEET = "site.css"
DESIGN_SYSTEM = "vendor/nlds.css"
LOGO = "logo"
_SHEET_OF_ITS_OWN = "plain.css"
_ON_TOP = "own.css"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_SMALLER_PACKED = {".css", ".js", ".svg", ".txt"}
_HASHED = re.compile(r"\.[0-9a-f]{12}\.(?=[a-z0-9]+$)")
_ASKED = re.compile(r'url\("([^":#]+)"\)')
_YEAR, _HOUR = 31_536_000, 3_600


@dataclass(frozen=True, slots=True)
class Look:
    """What an operator changes of the look: the name of the site, a sheet of custom properties, and a logo (SVG or PNG)."""

    name: str = "Adviseursregister"
    theme: Path | None = None
    logo: Path | None = None


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it goes out; `packed` is its gzip where that is smaller."""

    body: bytes
    packed: bytes | None
    media_type: str
    seconds: int


class StaticFiles:
    """Every file that is served under `/static/`, by its name there."""

    def __init__(self, look: Look | None = None) -> None:
        self._files: dict[str, StaticFile] = {}
        self._addresses: dict[str, str] = {}
        look = look or Look()
        for name, body in _others():
            self._add(name, body)
        if look.logo is not None:
            self._add(LOGO + look.logo.suffix.lower(), look.logo.read_bytes(), called="mark.svg")
        self.sheet = self._sheet(look)
        self._add(SHEET, self.sheet.encode())

    def _add(self, name: str, body: bytes, *, called: str = "") -> None:
        place = Path(name)
        kind = place.suffix
        hashed = str(place.with_name(f"{place.stem}.{hashlib.sha256(body).hexdigest()[:12]}{kind}"))
        packed = gzip.compress(body, 9, mtime=0) if kind in _SMALLER_PACKED else body
        smaller = packed if len(packed) < len(body) else None
        for served, seconds in ((name, _HOUR), (hashed, _YEAR)):
            self._files[served] = StaticFile(body, smaller, _MEDIA_TYPES[kind], seconds)
        self._addresses[called or name] = f"/static/{hashed}"

    def _sheet(self, look: Look) -> str:
        system = FOLDER / DESIGN_SYSTEM
        parts = [system if system.is_file() else FOLDER / _SHEET_OF_ITS_OWN, FOLDER / _ON_TOP]
        parts += [look.theme] if look.theme else []
        return _ASKED.sub(self._as_asked, "\n".join(part.read_text() for part in parts)).replace("</", r"<\/")

    def _as_asked(self, found: re.Match[str]) -> str:
        return f'url("{self._addresses.get(found[1], found[1])}")'

    def sheet_hash(self) -> str:
        """How a policy names the sheet where it stands in a page itself (CSP 3, 2.3.1)."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.sheet.encode()).digest()).decode()}"

    def address(self, name: str) -> str:
        """Where a page asks for the file with this name. Raises KeyError where there is none."""
        return self._addresses[name]

    def has(self, name: str) -> bool:
        """Whether the package was built with the file."""
        return name in self._addresses

    def names(self) -> list[str]:
        """Under which paths files are served."""
        return sorted(f"/static/{name}" for name in self._files)

    def find(self, name: str) -> StaticFile:
        """The file; the present one for a name that another version gave it: its page may still be shown. Raises NotFound."""
        asked = name.lstrip("/")
        found = self._files.get(asked) or self._files.get(_HASHED.sub(".", asked))
        if found is None:
            raise NotFound
        return found


def _others() -> Iterator[tuple[str, bytes]]:
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in _MEDIA_TYPES:
            yield str(file.relative_to(FOLDER)), file.read_bytes()


def _headers(file: StaticFile, *, packed: bool) -> Mapping[str, str]:
    kept = f"public, max-age={file.seconds}" + (", immutable" if file.seconds == _YEAR else "")
    told = {"cache-control": kept}
    if file.packed is not None:
        told["vary"] = "accept-encoding"
    return told | ({"content-encoding": "gzip"} if packed else {})


@get("/static/{file_path:path}", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def static_file(file_path: FromPath[str], request: Request[Any, Any, State]) -> Response[bytes]:
    """Een bestand van de pagina’s."""
    file: StaticFile = request.app.state.static_files.find(file_path)
    packed = file.packed if takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1")) else None
    return Response(
        packed or file.body,
        media_type=file.media_type,
        headers=dict(_headers(file, packed=packed is not None)),
    )
