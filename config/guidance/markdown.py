"""Markdown as the pages show it: headings with anchors, links that lead within the site, pictures, and no HTML of its own."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>()#+.!|~-])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the anchor under which it is found."""

    level: int
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, without its title; `headings` are those of the second level and below."""

    title: str
    headings: tuple[Heading, ...]
    html: str


def anchor_of(words: str) -> str:
    """The anchor of a heading: its letters and digits, small and without accents, with hyphens between the words."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def escaped(value: object) -> str:
    """A value of an operator as plain words in Markdown: nothing in it is a sign."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(value).split()))


def render(text: str, *, led: Callable[[str], str], pictured: Callable[[str], str]) -> Rendered:
    """The HTML of a text. `led` says where a link leads, `pictured` where a picture is found."""
    tokens = _READER.parse(text)
    headings = list(_headings(tokens))
    for token in walk(tokens):
        if token.type == "link_open":
            token.attrSet("href", led(str(token.attrGet("href"))))
        elif token.type == "image":
            token.attrs = {"src": pictured(str(token.attrGet("src"))), "alt": "", "loading": "lazy", "class": "shot"}
        elif token.type == "table_open":
            token.attrSet("class", "utrecht-table")
        elif token.type == "fence":
            token.attrSet("class", "example")
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    title = next((each.words for each in headings if each.level == 1), "")
    html = str(_READER.renderer.render(body, _READER.options, {}))
    kept = tuple(each for each in headings if each.level > 1)
    return Rendered(title, kept, html.replace("<pre>", '<pre class="example">'))


def read(text: str) -> list[Token]:
    """The tokens of a text, for whoever looks at its links, names or examples."""
    return list(walk(_READER.parse(text)))


def walk(tokens: Sequence[Token]) -> Iterator[Token]:
    """Each token and those within it."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Each heading, which gets its anchor; a second one with the same words gets a number."""
    given: dict[str, int] = {}
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inside.children or ())
            anchor = anchor_of(words)
            given[anchor] = given.get(anchor, 0) + 1
            token.attrSet("id", anchor if given[anchor] == 1 else f"{anchor}-{given[anchor]}")
            yield Heading(int(token.tag[1]), words, str(token.attrGet("id")))
