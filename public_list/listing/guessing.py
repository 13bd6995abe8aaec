"""The words of a list that may be meant by a mistyped one: a guess is not yet compared letter by letter.

One error is looked up as it is (`one_error`); for two, and for the beginning of a word, those that share enough runs of three
letters with it are looked at.
"""

from collections.abc import Collection

import numpy as np

from public_list.listing import one_error, words
from public_list.listing.columns import Columns, Rows
from public_list.listing.picked import distinct
from public_list.listing.writing import as_runs

_SPOILED = 4
"""Runs of three letters that one error spoils at most: it swaps two letters."""
_SURE = 2
"""So many runs more are looked up than errors may spoil: a word that is meant shares as many."""


class Guessing:
    """Guesses among the words of these columns."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lengths = np.fromiter(map(len, columns.vocabulary), dtype=np.int32, count=len(columns.vocabulary))
        self._longest = int(self._lengths.max(initial=0))

    def alike(self, word: str, errors: int) -> list[str]:
        """All words that may differ by so many errors, and some others."""
        if len(word) > self._longest + errors:
            return []
        if errors == 1:
            return [self._columns.vocabulary[place] for place in one_error.guesses(word, self._columns.one_error)]
        places = self._sharing(as_runs(words.padded(word)), errors)
        return self._words(places, len(word) - errors, len(word) + errors)

    def longer(self, word: str) -> list[str]:
        """All longer words that may begin with it but for one error, and some others."""
        places = self._sharing(as_runs(words.beginning(word)), 1)
        return self._words(places, len(word) + 1, np.iinfo(np.int32).max)

    def _sharing(self, runs: Collection[int], errors: int) -> Rows:
        """Of the rarest runs only, which are enough to miss nobody."""
        known = self._words_of(runs)
        spoiled = errors * _SPOILED
        looked_up = min(len(runs), spoiled + _SURE)
        rarest = sorted(known, key=len)[: max(0, looked_up - len(runs) + len(known))]
        places: Rows = np.concatenate(rarest) if rarest else np.zeros(0, dtype=np.int32)
        least = max(1, looked_up - spoiled)
        places.sort()
        often = places[least - 1 :]
        return distinct(often[often == places[: len(often)]])

    def _words_of(self, runs: Collection[int]) -> list[Rows]:
        """Of each run there is the words that have it."""
        known, asked = self._columns.runs, np.array([*runs], dtype=np.int64)
        found = known.searchsorted(asked)
        found = found[known.take(found, mode="clip") == asked] if len(known) else found[:0]
        starts, values = self._columns.words_of_runs.starts, self._columns.words_of_runs.values
        return [values[first:last] for first, last in zip(starts[found].tolist(), starts[found + 1].tolist(), strict=True)]

    def _words(self, places: Rows, shortest: int, longest: int) -> list[str]:
        lengths, vocabulary = self._lengths[places], self._columns.vocabulary
        return [vocabulary[place] for place in places[(lengths >= shortest) & (lengths <= longest)].tolist()]
