"""Names are found however they are typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from public_list.listing import finding, rules
from public_list.listing.rules import Wanted
from public_list.listing.words import before_family, found_by, nearest, of_family
from registry.people.rules import Name
from tests.public_list.listing.test_public_rules import DAY, HOLDING, TODAY

NAMES = (
    Name("Elif", None, "Öztürk"),
    Name("Anna", "van den", "Berg"),
    Name("Søren", None, "Sørensen"),
    Name("Jan", None, "Janssen"),
    Name("Kees", None, "Brouwer"),
)


@pytest.mark.parametrize(
    ("asked", "family"),
    [
        ("ozturk", "Öztürk"),
        ("oztrk", "Öztürk"),
        ("vd berg", "Berg"),
        ("v.d. berg", "Berg"),
        ("v/d berg", "Berg"),
        ("vandenberg", "Berg"),
        ("sorensen", "Sørensen"),
        ("sorenzem", "Sørensen"),
        ("jansen", "Janssen"),
        ("jnassen", "Janssen"),
        ("brouwr", "Brouwer"),
        ("bruow", "Brouwer"),
    ],
)
def test_these_find_one(asked: str, family: str) -> None:
    """Accents, prefixes, and one or two wrong letters in longer words."""
    holdings = [replace(HOLDING, name=name, number=f"CA0000000{place}-00") for place, name in enumerate(NAMES)]
    found = finding.found(rules.entries(holdings, DAY, TODAY), Wanted(asked))
    assert [entry.name.split()[-1] for entry in found.entries] == [family]


def test_short_words_are_not_guessed() -> None:
    """Three letters are taken as they are."""
    assert nearest("jna", ["jan"]) == ()


def test_of_several_only_the_nearest_are_meant() -> None:
    """Two errors are not looked at where one will do."""
    assert nearest("janssenx", ["janssen", "jansen", "hanssen"]) == ("janssen",)


some_words = st.lists(st.sampled_from(("van", "den", "de", "'t", "anna", "berg", "wit", "onderweg")), max_size=5)


@given(some_words, some_words)
@example(["anna", "van", "den"], ["berg"])
@example(["anna", "van"], ["de", "wit"])
@example(["anna", "van"], [])
def test_halves_of_a_name_find_what_the_whole_finds(before: list[str], family: list[str]) -> None:
    """What stands before a family name and that name tell together by which words the whole is found."""
    first, ends = before_family(before)
    last, into = of_family(family)
    assert first | last | ({ends + into} if into else set()) == found_by([*before, *family])
