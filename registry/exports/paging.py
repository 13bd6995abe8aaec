"""A long list is shown a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list in its order: which page they are, how many pages there are, and how many rows in all."""

    rows: Sequence[T]
    number: int
    pages: int
    count: int

    def holding(self, rows: Sequence[S]) -> "Page[S]":
        """The same page, with what was made of its rows."""
        return Page(rows, self.number, self.pages, self.count)


def pages_of(count: int, size: int) -> int:
    """How many pages so many rows make: one at least."""
    return max(1, -(-count // size))
