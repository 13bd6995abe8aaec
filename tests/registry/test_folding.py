"""Words that people look for are compared in one way: here and in the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.exports.cursor import family_first
from registry.exports.cursor import folded as in_sql
from registry.folding import folded
from registry.people.rules import Name
from registry.transactions import fetch

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00)]))
"""All letters that names here are written with."""


@pytest.mark.usefixtures("database")
async def test_the_database_folds_as_we_do() -> None:
    """Every letter, alone and between others."""
    rows = await fetch(f"SELECT letter, {in_sql('letter')} AS plain FROM unnest($1::text[]) AS letter", list(LATIN))  # noqa: S608  our own text
    assert {row["letter"]: row["plain"] for row in rows} == {letter: folded(letter) for letter in LATIN}
    names = [
        "Súdwest-Fryslân",
        "  Þór   ÆTHER ",
        "  Jan  de\tWit ",
        "Jan\tde Wit",
        "Łukasz Großmann",
        "Jan\u00a0Jansen",
        "e\u0301e\u0301n",
        "’s-Gravenhage",
    ]
    rows = await fetch(f"SELECT name, {in_sql('name')} AS plain FROM unnest($1::text[]) AS name", names)  # noqa: S608  likewise
    assert {row["name"]: row["plain"] for row in rows} == {name: folded(name) for name in names}


@given(some.text(some.sampled_from(LATIN), max_size=12))
def test_what_is_folded_stays(words: str) -> None:
    """So that a word that was folded finds itself."""
    assert folded(folded(words)) == folded(words)


@pytest.mark.usefixtures("database")
async def test_the_database_puts_names_in_our_order() -> None:
    """By family name, then given name; the prefix last, as on the public list."""
    names = [
        Name("Anna", "van den", "Berg"),
        Name("Zoë", None, "Aalders"),
        Name("Bert", None, "Berg"),
        Name("Bert", "van", "Berg"),
        Name("Çelik", None, "Öztürk"),
        Name("Jan", "de", "Berg-Jansen"),
        Name("An", None, "Bergsma"),
    ]
    values = [[name.given for name in names], [name.prefix for name in names], [name.family for name in names]]
    rows = await fetch(
        f"""
SELECT given_name, family_prefix, family_name
FROM unnest($1::text[], $2::text[], $3::text[]) AS person (given_name, family_prefix, family_name)
ORDER BY {family_first("person")}
""",  # noqa: S608  our own text
        *values,
    )
    ordered = [Name(row["given_name"], row["family_prefix"], row["family_name"]) for row in rows]
    assert ordered == sorted(names, key=lambda name: name.sort_key)
