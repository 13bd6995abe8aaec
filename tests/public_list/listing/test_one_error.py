"""Words that differ by one typing error are found without looking at the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from public_list.listing.one_error import bucketed, guesses

some = st.text(alphabet="abø𝔸", max_size=7)


@given(st.lists(some, unique=True, max_size=40), st.lists(some, min_size=1, max_size=20))
def test_nobody_who_is_near_enough_is_missed(vocabulary: list[str], asked: list[str]) -> None:
    """Whatever the letters: every word that differs by one error, or none, is among the guesses."""
    buckets = bucketed(vocabulary)
    for word in asked:
        near = {place for place, known in enumerate(vocabulary) if OSA.distance(word, known) <= 1}
        assert near <= guesses(word, buckets)


@pytest.mark.parametrize("typed", ["jansen", "janse", "janssen", "jamsen", "jasnen", "ansen", "jansne", "jansenn"], ids=str)
def test_each_kind_of_error(typed: str) -> None:
    """A wrong letter, a missing one, one too many, two that changed places; at the beginning and at the end too."""
    others = [f"{one}{two}{three}" for one in "bcdfghk" for two in ("aai", "oe", "ui") for three in ("ker", "man", "stra")]
    assert 0 in guesses(typed, bucketed(["jansen", *others]))


def test_few_others_are_guessed() -> None:
    """Of a thousand words that share most letters only some are compared letter by letter."""
    vocabulary = [f"van{number:04}straten" for number in range(1_000)]
    assert len(guesses("van0123stratem", bucketed(vocabulary))) < 100
