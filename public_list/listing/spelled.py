"""Names as they are spelled: by what they stand, and by which words they are found.

What stands before a family name, and a family name, many have in common: all that is to be known of such a half is made once.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from public_list.listing import words
from public_list.listing.interned import Interned
from registry.people.rules import folded

NONE = -1
"""The place of no word."""


class Named(Protocol):
    """A name in its parts, however it was read."""

    @property
    def given(self) -> str:
        """The given name."""

    @property
    def prefix(self) -> str | None:
        """What stands before the family name."""

    @property
    def family(self) -> str:
        """The family name."""


class Half(NamedTuple):
    """Half of a name: by what it stands, the places of the words by which it is found, and what joins it to the other one."""

    key: str
    found_by: list[int]
    joins: str


class Spelled:
    """Names, as many as were added: the places of their halves, and of the word that these make together, or NONE."""

    def __init__(self) -> None:
        self.words: Interned = Interned(lambda word: word)
        self.before, self.family = Interned(self._half(words.before_family)), Interned(self._half(words.of_family))
        self.before_of, self.family_of, self.joined_of = array("i"), array("i"), array("i")

    def add(self, names: Sequence[Named]) -> None:
        """Some more."""
        before = [self.before[f"{name.given} {name.prefix or ''}"] for name in names]
        family = [self.family[name.family] for name in names]
        first, last, word = self.before.kept, self.family.kept, self.words
        joined = [
            word[first[one].joins + into] if (into := last[other].joins) else NONE
            for one, other in zip(before, family, strict=True)
        ]
        self.before_of.extend(before)
        self.family_of.extend(family)
        self.joined_of.extend(joined)

    def _half(self, found_by: Callable[[Sequence[str]], tuple[set[str], str]]) -> Callable[[str], Half]:
        def read(text: str) -> Half:
            found, joins = found_by(words.split(text))
            return Half(folded(text), [self.words[word] for word in found], joins)

        return read
