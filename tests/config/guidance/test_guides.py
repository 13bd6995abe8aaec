"""The guides: what they name exists, where they lead is there, and everyone can read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from markdown_it.token import Token

from config.front_door import FrontDoor
from config.guidance.contents import BY_SLUG, DOCS, GUIDES, page_of, shown
from config.guidance.markdown import anchor_of, escaped, read, render
from config.templating import english_messages, template_folders
from registry.permissions import Role
from registry.texts import Language

ROOT = Path(__file__).parents[3]
FILES = sorted([*DOCS.glob("nl/*.md"), *DOCS.glob("en/*.md")])
EACH = pytest.mark.parametrize("file", FILES, ids=[f"{each.parent.name}/{each.name}" for each in FILES])
SMALL = 60_000
HINT = re.compile(r'\{\{ hint\(.*?"([a-z-]+)", "([a-z0-9-]+)", "([a-z0-9-]+)"\) \}\}')


@cache
def words_on_screen() -> dict[str, frozenset[str]]:
    """Every text of templates and code, in Dutch and in English."""
    english = english_messages()
    dutch, translated = set(english), set(english.values())
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in {"config", "registry", "exams", "public_list"}:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                    said = [each.value for each in node.args if isinstance(each, ast.Constant)]
                    dutch.update(map(str, said[:1]))
                    translated.update(map(str, said[1:]))
    return {"nl": frozenset(dutch), "en": frozenset(translated)}


def links(file: Path) -> Iterator[str]:
    """Where a guide leads."""
    yield from (str(token.attrGet("href")) for token in read(file.read_text("utf-8")) if token.type == "link_open")


def named(tokens: list[Token]) -> Iterator[str]:
    """What a guide says in bold in a step or an answer: the words of a button or a page."""
    bold = False
    for token in tokens:
        bold = token.type == "strong_open" or (bold and token.type != "strong_close")
        if bold and token.type == "text" and token.content:
            yield token.content


def anchors(slug: str, language: Language) -> set[str]:
    return {heading.anchor for heading in shown(BY_SLUG[slug], language).headings}


def paths(application: FrontDoor) -> list[re.Pattern[str]]:
    """The addresses of the application."""
    return [re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(route.path))) for route in application.application.routes]


@EACH
def test_every_link_leads_somewhere(file: Path, assembled: FrontDoor) -> None:
    """To a page that exists, to a guide, and to a heading in it."""
    known = paths(assembled)
    language = Language(file.parent.name)
    for link in links(file):
        if link.startswith("/"):
            assert any(each.fullmatch(link) for each in known), link
            continue
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        slug = name.removesuffix(".md") or file.stem
        assert slug in BY_SLUG, link
        assert not anchor or anchor in anchors(slug, language), link


EXPLAINED = {"technisch-beheer", "api"}
"""Guides that also say other things in bold: what may go wrong, and numbers of answers."""
STATUSES = {"Ingetrokken", "Geldig", "Geschorst", "Verlopen"}


@EACH
def test_every_button_that_is_named_exists(file: Path) -> None:
    """What a guide says in bold stands on a page, letter by letter."""
    if file.stem in EXPLAINED:
        return
    known = words_on_screen()[file.parent.name]
    assert [each for each in named(read(file.read_text("utf-8"))) if each not in known and each.lower() not in known] == []


def test_the_dutch_guides_name_buttons() -> None:
    """The test of buttons has something to look at."""
    found = [each for file in FILES for each in named(read(file.read_text("utf-8"))) if file.parent.name == "nl"]
    assert len(found) > 60


@EACH
def test_every_picture_is_there_and_small(file: Path) -> None:
    """At most three in a guide, each below 60 kB, each with words for who cannot see it."""
    found = [token for token in read(file.read_text("utf-8")) if token.type == "image"]
    assert len(found) <= 3
    for token in found:
        picture = (file.parent / str(token.attrGet("src"))).resolve()
        assert picture.is_file(), picture
        assert picture.stat().st_size < SMALL, picture
        assert len(token.content) > 15


def test_no_picture_is_left_over() -> None:
    """Each picture is in a guide."""
    used = {
        (file.parent / str(token.attrGet("src"))).resolve()
        for file in FILES
        for token in read(file.read_text("utf-8"))
        if token.type == "image"
    }
    made = {each.resolve() for each in DOCS.glob("pictures/nl/*")} | {each.resolve() for each in DOCS.glob("pictures/en/*")}
    assert made == used


def test_every_role_has_a_guide_and_each_guide_both_languages() -> None:
    """Nobody who signs in is without; every file is a guide."""
    assert {role for guide in GUIDES for role in guide.roles} == set(Role)
    assert set(FILES) == {guide.file(language) for guide in GUIDES for language in Language}


def test_every_hint_leads_to_a_heading() -> None:
    """Help on a page points to the right place of a guide, in both languages."""
    found = [
        hint
        for folder in template_folders()
        for file in folder.glob("*.html")
        for hint in HINT.findall(file.read_text("utf-8"))
    ]
    assert len(found) == 11
    for slug, dutch, english in found:
        assert dutch in anchors(slug, Language.NL), (slug, dutch)
        assert english in anchors(slug, Language.EN), (slug, english)


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_guides_are_pages(client: httpx.AsyncClient, prefix: str) -> None:
    """The list leads to each guide, each has its contents, and its neighbours."""
    told = (await client.get(f"{prefix}/uitleg")).text
    for guide in GUIDES:
        path = f"{prefix}/uitleg/{guide.slug}"
        assert f'href="{path}"' in told
        answer = await client.get(path)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
        assert 'rel="prev"' in answer.text or guide is GUIDES[0]
        for source in re.findall(r'src="(/uitleg/[^"]+)"', answer.text):
            picture = await client.get(source)
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")


async def test_what_is_no_guide_is_not_there(client: httpx.AsyncClient) -> None:
    """No path leads out of the guides."""
    for path in ("permissions", "beelden/nl/../../nl/opleider.md", "beelden/de/x.webp", "beelden/nl/x.webp", "..%2fnl"):
        assert (await client.get(f"/uitleg/{path}")).status_code == 404, path


def test_markdown_takes_no_html_and_no_signs_of_an_operator() -> None:
    """Tags are shown, not obeyed; a value of an operator is words only; links with a script are no links."""
    made = render("# T\n\n<script>x</script> [a](javascript:alert)", led=str, pictured=str).html
    assert "<script" not in made
    assert "href" not in made
    assert "<strong" not in render(f"{escaped('**a** [b](c)')}", led=str, pictured=str).html


def test_headings_have_anchors_of_their_own() -> None:
    """Two headings with the same words are two anchors."""
    made = render("# T\n\n## Één kop\n\n## Één kop\n", led=str, pictured=str)
    assert [each.anchor for each in made.headings] == [anchor_of("Een kop"), "een-kop-2"]
    assert made.title == "T"


def test_links_keep_the_language() -> None:
    """In English a page is the English page, and what is for programs stays as it is."""
    html = page_of("[a](/adviseurs) [b](/api/v1/openapi.json) [c](api.md#x)", language=Language.EN).html
    assert re.findall(r'href="([^"]*)"', html) == ["/en/adviseurs", "/api/v1/openapi.json", "/en/uitleg/api#x"]
