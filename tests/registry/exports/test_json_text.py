"""Lists as JSON, and what people and programs read of codes."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exports import json_text
from registry.exports.answering import FileKind, file_of
from registry.exports.listing import Column, Kind, Listing, Row, at_hand, in_words
from registry.texts import Language, Text
from tests.registry.exports.sheets import LISTING, NAME, ROW, whole

STATED = Listing(
    name="standen",
    title=Text("Standen", "States"),
    columns=(
        Column(Text("Stand", "State"), words={"open": Text("Loopt", "Runs"), "over": Text("Klaar", "Done")}),
        Column(Text("Telt mee", "Counts"), Kind.TRUTH),
    ),
    stamped=(),
)


async def _made(listing: Listing, *rows: Row, language: Language = Language.NL) -> str:
    return (await whole(json_text.pieces(listing, at_hand(rows), language=language))).decode()


async def test_the_whole_file() -> None:
    """Numbers are numbers, days ISO 8601, instants UTC, what is empty is null; one row to a line, and the total at the end."""
    assert await _made(LISTING, ROW, ("=1+1", 0, Decimal("-0.25"), None, None, None)) == (
        '{"name":"dagen-per-regio","title":"Dagen per regio","stamp":{"region":"=alle","madeOn":"2026-11-22"},"columns":['
        '{"key":"name","heading":"Naam","kind":"text"},{"key":"number","heading":"Aantal","kind":"whole"},'
        '{"key":"days","heading":"Dagen","kind":"decimal"},{"key":"day","heading":"Dag","kind":"day"},'
        '{"key":"month","heading":"Maand","kind":"month"},'
        '{"key":"recordedAt","heading":"Vastgelegd op","kind":"instant"}],"rows":[\n'
        '{"name":"Öztürk & <zn>","number":7,"days":2.25,"day":"2026-11-22","month":"2026-11",'
        '"recordedAt":"2026-07-01T10:30:00Z"},\n'
        '{"name":"=1+1","number":0,"days":-0.25,"day":null,"month":null,"recordedAt":null}\n'
        '],"total":2}\n'
    )


async def test_the_keys_are_the_same_in_every_language() -> None:
    """Headings and titles are in the language of who asks; keys and values are not."""
    dutch, english = json.loads(await _made(LISTING, ROW)), json.loads(await _made(LISTING, ROW, language=Language.EN))
    assert dutch["rows"] == english["rows"]
    assert [each["key"] for each in dutch["columns"]] == [each["key"] for each in english["columns"]] == LISTING.keys
    assert (dutch["title"], english["title"]) == ("Dagen per regio", "Days by region")


async def test_no_rows_are_json_still() -> None:
    """Nothing found is a list without rows; also where a batch is empty."""

    async def nothing() -> AsyncIterator[Sequence[Row]]:
        yield []

    assert json.loads(await _made(LISTING))["rows"] == []
    content = await whole(json_text.pieces(LISTING, nothing(), language=Language.NL))
    assert json.loads(content)["total"] == 0


async def test_a_file_that_was_cut_off_is_no_json() -> None:
    """Whoever takes in half of it does not take it for the whole."""
    content = await _made(LISTING, *[ROW] * 3)
    for end in range(1, 40):
        with pytest.raises(json.JSONDecodeError):
            json.loads(content.rstrip()[:-end])


async def test_what_is_stamped_has_its_type() -> None:
    """Texts in the language, instants in UTC, numbers and lists as they are."""
    facts: dict[str, object] = {
        "Text": Text("nee", "no"),
        "Instant": datetime(2026, 7, 1, 12, tzinfo=UTC),
        "Number": Decimal("2.25"),
        "Nothing": None,
        "Some words": ["a", Text("b", "c")],
    }
    listing = Listing("feiten", Text("", ""), (NAME,), [(Text(name, name), value) for name, value in facts.items()])
    assert json.loads(await _made(listing, language=Language.EN))["stamp"] == {
        "text": "no",
        "instant": "2026-07-01T12:00:00Z",
        "number": 2.25,
        "nothing": None,
        "someWords": ["a", "c"],
    }


@given(text=st.text(min_size=1, max_size=30))
async def test_any_text_comes_back(text: str) -> None:
    """Quotes, control characters and line ends; half characters, which no JSON holds, are a question mark."""
    listing = Listing("namen", Text("", ""), (NAME,), ())
    [row] = json.loads(await _made(listing, (text,)))["rows"]
    assert row["name"] == text.encode(errors="replace").decode()


async def test_words_for_people_and_codes_for_programs() -> None:
    """In a workbook and in CSV for Excel stand words, in the other two codes; a code without words stays what it is."""
    rows: list[Row] = [("open", True), ("over", False), ("nieuw", None)]
    found = [row async for batch in in_words(STATED, at_hand(rows), Language.EN) for row in batch]
    assert [tuple(row) for row in found] == [("Runs", "Yes"), ("Done", "No"), ("nieuw", None)]
    texts = {}
    for kind in FileKind:
        stream = file_of(STATED, at_hand(rows), kind, language=Language.NL, day=date(2026, 11, 22), total=3)
        assert stream.headers["x-total-count"] == "3"
        texts[kind] = await whole(cast("AsyncIterator[bytes]", stream.iterator))
    assert texts[FileKind.CSV].decode("utf-8-sig").splitlines()[:4] == ["Stand;Telt mee", "Loopt;Ja", "Klaar;Nee", "nieuw;"]
    assert texts[FileKind.PLAIN_CSV].decode().splitlines() == ["Stand,Telt mee", "open,true", "over,false", "nieuw,"]
    assert json.loads(texts[FileKind.JSON])["rows"] == [
        {"state": "open", "counts": True},
        {"state": "over", "counts": False},
        {"state": "nieuw", "counts": None},
    ]


def test_keys_are_all_different() -> None:
    """Two headings that come to one key in programs are refused, of columns and of facts."""
    with pytest.raises(ValueError, match="one key"):
        Listing("namen", Text("", ""), (NAME, Column(Text("Naam!", "Name!"))), ())
    with pytest.raises(ValueError, match="one key"):
        Listing("namen", Text("", ""), (NAME,), ((Text("a", "Day"), 1), (Text("b", "day"), 2)))
