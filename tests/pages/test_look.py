"""The look: valid HTML, files that are kept for ever under names of their own, an operator's theme, and the plain sheet."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from config import static_files
from config.static_files import Look, StaticFiles
from config.templating import folders_with_templates
from tests.pages.conftest import Town

FRONTEND = Path(static_files.__file__).with_name("frontend")
VALIDATOR = FRONTEND / "node_modules/html-validate/bin/html-validate.mjs"
BUILT = static_files.FOLDER / static_files.DESIGN_SYSTEM
WITH_FRONT_END = pytest.mark.skipif(not BUILT.is_file(), reason="the package was built without the files of the front end")
VISITED = {
    "": ("/", "/adviseurs", "/certificaten", "/opleidingen", "/certificatieschemas", "/bezwaar", "/open-data", "/aanmelden"),
    "certificeerder-a": ("/werk", "/dossiers", "/certificaatbeheer", "/account"),
    "gemeente": ("/werk", "/boekingen", "/intakes", "/dagenbudgetten"),
    "opleider": ("/werk", "/kandidaten", "/aanleveringen"),
}


@pytest.mark.skipif(not VALIDATOR.is_file(), reason="needs html-validate, a development requirement of config/frontend")
async def test_pages_are_valid_html(town: Town, tmp_path: Path) -> None:
    """html-validate has nothing to say of pages of each kind, in both languages."""
    for who, paths in VISITED.items():
        browser = await town.enter(who) if who else town.browser()
        for path in paths:
            for prefix in ("", "/en"):
                answer = await browser.client.get(prefix + path if prefix + path != "/en/" else "/en")
                assert answer.status_code == 200, path
                (tmp_path / f"{who}{prefix}{path}".replace("/", "_").join(("", ".html"))).write_text(answer.text)
    node = [
        str(Path(sys.executable).with_name("node")),
        str(VALIDATOR),
        "--config",
        str(FRONTEND / "htmlvalidate.json"),
        "-f",
        "json",
        f"{tmp_path}/*.html",
    ]
    told = subprocess.run(node, capture_output=True, text=True, check=False, timeout=120)  # noqa: ASYNC221 - nothing else runs
    faults = [(Path(page["filePath"]).name, each) for page in json.loads(told.stdout) for each in page["messages"]]
    assert not faults, faults[:5]


async def test_named_by_what_is_in_them(client: httpx.AsyncClient) -> None:
    """A page asks for files by names that are kept for ever, compressed where that helps; their plain names answer too."""
    page = (await client.get("/")).text
    asked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(asked) >= 3
    for path in asked:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    sheet = await client.get("/static/site.css", headers={"accept-encoding": "gzip"})
    assert (sheet.headers["content-encoding"], sheet.headers["vary"]) == ("gzip", "accept-encoding")
    assert sheet.headers["cache-control"] == "public, max-age=3600"
    for path in re.findall(r'url\("(/[^"]+)"\)', sheet.text):
        assert "immutable" in (await client.get(path)).headers["cache-control"]
    assert (await client.get("/static/nergens.css")).status_code == 404


async def test_who_comes_in_at_the_list_waits_for_one_answer(client: httpx.AsyncClient) -> None:
    """The sheet is in the page, and the policy lets that one in; where something was asked, the page asks for the file."""
    for prefix in ("", "/en"):
        first, next_one = await client.get(f"{prefix}/adviseurs"), await client.get(f"{prefix}/adviseurs?q=a")
        [sheet] = re.findall("<style>(.*)</style>", first.text, re.DOTALL)
        hashed = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{hashed}';" in first.headers["content-security-policy"]
        assert sheet == (await client.get("/static/site.css")).text
        assert 'rel="stylesheet"' not in first.text
        assert "<style" not in next_one.text
        assert 'rel="stylesheet"' in next_one.text


def test_a_theme_does_not_end_the_sheet(tmp_path: Path) -> None:
    """Whatever it has in its texts, the element in the page goes on."""
    theme = tmp_path / "theme.css"
    theme.write_text("b::after { content: '</style><script>'; }")
    assert "</" not in StaticFiles(Look(theme=theme)).sheet


async def test_a_page_of_another_version_still_finds_its_sheet(client: httpx.AsyncClient) -> None:
    """While versions roll, or where a page was kept: the present file, and for an hour alone."""
    found = await client.get("/static/site.0123456789ab.css")
    assert found.status_code == 200
    assert found.content == (await client.get("/static/site.css")).content
    assert found.headers["cache-control"] == "public, max-age=3600"
    assert (await client.get("/static/nothing.0123456789ab.css")).status_code == 404


async def test_gzip_goes_to_who_takes_it(client: httpx.AsyncClient) -> None:
    """Not to who says that it is worth nothing, and never where it would be longer."""
    refused = await client.get("/static/site.css", headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    assert (await client.get("/static/site.css")).headers["content-encoding"] == "gzip"
    files = StaticFiles()
    for file in map(files.find, (name.removeprefix("/static/") for name in files.names())):
        assert file.packed is None or len(file.packed) < len(file.body)


def test_an_operator_changes_the_look(tmp_path: Path) -> None:
    """A theme comes last in the sheet, under another name of the sheet; a logo stands in for the mark."""
    theme, logo = tmp_path / "theme.css", tmp_path / "logo.svg"
    theme.write_text(":root { --accent: #14417b; }")
    logo.write_text("<svg/>")
    own, changed = StaticFiles(), StaticFiles(Look(theme=theme, logo=logo))
    assert changed.find("site.css").body.decode().endswith("--accent: #14417b; }")
    assert changed.address("site.css") != own.address("site.css")
    assert changed.address("mark.svg").startswith("/static/logo.")


def test_plain_sheet_where_the_package_was_built_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without NL Design System's files the plain sheet comes first, and nothing else is missed."""
    monkeypatch.setattr(static_files, "DESIGN_SYSTEM", "vendor/absent.css")
    sheet = StaticFiles().find("site.css").body.decode()
    assert sheet.startswith((static_files.FOLDER / "plain.css").read_text())
    assert "@font-face" not in sheet


@WITH_FRONT_END
def test_every_class_of_the_design_system_has_its_rules() -> None:
    """A class that a template names and that NL Design System knows is in the sheet that was built."""
    known = (FRONTEND / "node_modules/@utrecht/component-library-css/dist/index.css").read_text()
    named = {
        name
        for folder in folders_with_templates()
        for file in folder.rglob("*.html")
        for name in re.findall(r"\butrecht-[a-z0-9_-]+", file.read_text())
    }
    there = set(re.findall(r"\.(utrecht-[a-z0-9_-]+)", BUILT.read_text()))
    assert named & set(re.findall(r"\.(utrecht-[a-z0-9_-]+)", known)) <= there


@WITH_FRONT_END
def test_public_pages_are_light() -> None:
    """The sheet of the site is under 20 kB compressed."""
    packed = StaticFiles().find("site.css").packed
    assert packed is not None
    assert len(packed) < 20_000
