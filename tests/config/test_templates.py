"""The pages' frame and parts: well formed, labelled, in two languages, and free of what the content policy forbids."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, UndefinedError

from config.templating import ENGLISH, english_messages, environment, template_folders

CONFIG = Path(__file__).parents[2] / "config"
TEMPLATES = CONFIG / "templates"
STATIC = CONFIG / "static"

STATUSES = ("valid", "not-yet-valid", "suspended", "expired", "replaced", "superseded", "withdrawn", "void")
VOID_TAGS = {"img", "input", "link", "meta", "br", "hr"}
PAGES: dict[str, dict[str, object]] = {
    "home.html": {"title": "Begin"},
    "sign_in.html": {"title": "Aanmelden", "problem": "Het wachtwoord klopt niet.", "next": "/besluiten?a=1&b=2"},
    "error.html": {"title": "Er ging iets mis", "status": 500, "detail": "Probeer het zo.", "request_id": "0c1d-77"},
    "specimen.html": {"title": "Proefblad", "statuses": STATUSES},
}
EVERY_PAGE = pytest.mark.parametrize(("name", "language"), [(name, language) for name in PAGES for language in ("nl", "en")])


@cache
def pages() -> Environment:
    """The real environment, which also finds the specimen."""
    made = environment()
    made.loader = FileSystemLoader([*template_folders(), Path(__file__).parent])
    return made


def frame(language: str) -> dict[str, object]:
    """What every page is given, for a visitor who is signed in."""
    return {
        "language": language,
        "actor": {"name": "L. van Dam"},
        "menu": [("Adviseurs", "/adviseurs", True), ("Certificaten", "/certificaten", False), ("Boeken", "/b", False)],
        "other_language_url": "/en/proef" if language == "nl" else "/proef",
        "csrf": "token-1",
        "flash": {"kind": "ok", "text": "Uw aanlevering is ontvangen."},
        "footer_links": [("Toegankelijkheid", "/toegankelijkheid"), ("Privacy", "/privacy")],
    }


def page(name: str, language: str = "nl", **variables: object) -> str:
    """One page as a visitor gets it."""
    return pages().get_template(name).render(frame(language) | PAGES[name] | variables)


def part(call: str) -> str:
    """What one call of a macro draws, in Dutch."""
    source = '{% import "macros.html" as ui with context %}' + call
    return pages().from_string(source).render(language="nl", csrf="token-1")


class Reader(HTMLParser):
    """Collects what a page promises: ids, the references to them, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.misnested: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.misnested.append(tag)

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


@EVERY_PAGE
def test_well_formed(name: str, language: str) -> None:
    """Every tag is closed where it was opened, and no id occurs twice."""
    reader = Reader(page(name, language))
    assert (reader.open, reader.misnested) == ([], [])
    ids = reader.values("id")
    assert sorted(ids) == sorted(set(ids))
    assert [tag for tag, _ in reader.tags].count("h1") == (2 if name == "specimen.html" else 1)


@EVERY_PAGE
def test_content_policy(name: str, language: str) -> None:
    """No page has an inline script or style, or a file from elsewhere."""
    reader = Reader(page(name, language))
    assert not {"style", "iframe", "base"} & {tag for tag, _ in reader.tags}
    assert all(attributes.get("src", "").startswith("/static/") for tag, attributes in reader.tags if tag == "script")
    attributes = {attribute for _, attributes in reader.tags for attribute in attributes}
    assert not {each for each in attributes if each == "style" or each.startswith("on")}
    assert not [path for path in reader.values("href") + reader.values("src") if re.match(r"(?:[a-z]+:|//)", path)]


@EVERY_PAGE
def test_references(name: str, language: str) -> None:
    """Each label names a field, each field has a label, and each description exists."""
    reader = Reader(page(name, language))
    ids = set(reader.values("id"))
    fields = {
        attributes["id"]
        for tag, attributes in reader.tags
        if tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden"
    }
    assert set(reader.values("for")) == fields
    named = reader.values("aria-describedby") + reader.values("aria-labelledby")
    assert {each for value in named for each in value.split()} <= ids
    assert {href[1:] for href in reader.values("href") if href.startswith("#")} <= ids


@EVERY_PAGE
def test_language(name: str, language: str) -> None:
    """A page says its language, offers the other, and links within its own."""
    reader = Reader(page(name, language))
    assert reader.tags[0] == ("html", {"lang": language, "class": "voorbeeld-theme"})
    assert set(reader.values("hreflang")) == {"en" if language == "nl" else "nl"}
    assert ("/en/" if language == "en" else "/") in reader.values("href")


def test_every_post_carries_the_token() -> None:
    """A form that writes carries the visitor's token, the sign-out form too."""
    html = page("specimen.html")
    assert html.count('method="post"') == html.count('name="_csrf" value="token-1"') == 3


def test_error_page_stands_alone() -> None:
    """The error page works before anything is known of the visitor; another page without its facts does not."""
    html = pages().get_template("error.html").render(PAGES["error.html"], language="nl")
    assert "0c1d-77" in html
    with pytest.raises(UndefinedError):
        pages().get_template("sign_in.html").render(language="nl")


def test_people_write_text_not_markup() -> None:
    """What people typed is shown as they typed it."""
    html = page("specimen.html")
    assert 'value="van Dam &amp; &lt;b&gt;"' in html
    assert "<b>" not in html


@pytest.mark.parametrize("status", STATUSES)
def test_status_has_word_and_shape(status: str) -> None:
    """Each of the eight statuses differs from the others in its words and in its shape, not in colour alone."""
    badges = {each: part(f'{{{{ ui.status_badge("{each}") }}}}') for each in STATUSES}
    shape, word = re.findall(r' d="([^"]+)"', badges[status]), re.sub(r"<[^>]+>", "", badges[status])
    for other in set(STATUSES) - {status}:
        assert re.findall(r' d="([^"]+)"', badges[other]) != shape
        assert re.sub(r"<[^>]+>", "", badges[other]) != word
    assert part(f'{{{{ ui.status_meaning("{status}") }}}}')


def test_field_in_error() -> None:
    """A wrong field says so to a screen reader, and points at its help and its error."""
    html = part('{{ ui.text_field("name", "Naam", help="Voluit.", error="Vul uw naam in.") }}')
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="name-help name-error"' in html
    assert "aria-" not in part('{{ ui.text_field("name", "Naam") }}')


def test_check_keeps_a_zero() -> None:
    """Nought days available is a fact to show; what is not known is left out."""
    html = part('{{ ui.check(false, "Er zijn genoeg dagen.", needed=2, available=0, passes_from=none) }}')
    assert "<dd>0</dd>" in html
    assert html.count("<dt>") == 2


def test_days_bar_is_filled_in_proportion() -> None:
    """Twelve of twenty days fill three fifths of the bar, without rounding a part away."""
    html = part('{{ ui.days_bar("d", "Dagen", used=12, reserved=36, available=32) }}')
    assert re.findall(r'x="([\d.]+)%" y="0" width="([\d.]+)%"', html) == [
        ("0.0", "15.0"),
        ("15.0", "45.0"),
        ("60.0", "40.0"),
    ]


def test_pagination_leaves_gaps() -> None:
    """Pages far from this one are left out; the first and the last never are; one page needs no way through."""
    words = re.sub(r"<[^>]+>", " ", part('{{ ui.pagination(5, 12, "?pagina=") }}')).split()
    assert [each for each in words if each != "Pagina"] == ["Vorige", "1", "…", "4", "5", "6", "…", "12", "Volgende"]
    assert part('{{ ui.pagination(1, 1, "?pagina=") }}') == ""


def test_table_keeps_its_meaning_as_cards() -> None:
    """Every part of a table names its role and every cell its column, since a phone shows rows as cards."""
    reader = Reader(page("specimen.html"))
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    parts = [(tag, attributes) for tag, attributes in reader.tags if tag in roles]
    assert not [tag for tag, attributes in parts if attributes.get("role") != roles[tag]]
    headed = {attributes["data-label"] for tag, attributes in parts if tag == "td"}
    assert {"Geldig tot en met", "Status", "Kandidaten", "Blad"} < headed


def _written_texts() -> Iterator[tuple[str, str]]:
    options = {"**.html": {"encoding": "utf-8"}}
    for path, _, text, *_ in extract_from_dir(TEMPLATES, method_map=[("**.html", "jinja2")], options_map=options):
        yield str(text), path


def test_every_text_has_its_english() -> None:
    """A Dutch text in a template has an English one in the catalogue."""
    known = english_messages()
    assert {text: path for text, path in _written_texts() if not known.get(text)} == {}


def test_catalogue_is_in_order() -> None:
    """The catalogue is sorted, so that two people adding a text do not add it twice."""
    with ENGLISH.open("rb") as file:
        ids = [str(each.id) for each in read_po(file, locale="en") if each.id]
    assert ids == sorted(ids)


@pytest.mark.parametrize("name", ["own.css", "plain.css"])
def test_our_style_sheets_fetch_nothing_from_elsewhere(name: str) -> None:
    """What our own sheets ask for stands beside them."""
    sheet = (STATIC / name).read_text()
    assert "@import" not in sheet
    assert all((STATIC / asked).is_file() for asked in re.findall(r'url\("([^"]*)"\)', sheet))
