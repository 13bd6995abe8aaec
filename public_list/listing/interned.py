"""Values that many rows share."""

from collections.abc import Callable, Hashable
from typing import Any


class Interned(dict[Any, int]):
    """Values that many rows share, each made once of what is read, and kept once; a row has its place."""

    def __init__(self, made: Callable[[Any], Any]) -> None:
        super().__init__()
        self.kept: list[Any] = []
        self._made = made

    def __missing__(self, read: Hashable) -> int:
        self.kept.append(self._made(read))
        place = self[read] = len(self.kept) - 1
        return place
