"""Which personal data a table holds and for how long, as its docstring says it."""

import re
from dataclasses import dataclass

_SAID = re.compile(r"Personal data: (?:(?P<none>none)\.|(?P<what>.+?)\. Kept (?P<term>.+)\.)")


@dataclass(frozen=True, slots=True)
class Holding:
    """What a table holds of people, and for how long it is kept."""

    what: str
    term: str


def holding_of(docstring: str | None) -> Holding | None:
    """What the last paragraph of a table's docstring says; None where that is that it holds none.

    It is `Personal data: none.`, or `Personal data: <what>. Kept <for how long>.`; raises ValueError for anything else.
    """
    last = " ".join((docstring or "").strip().rpartition("\n\n")[2].split())
    said = _SAID.fullmatch(last)
    if said is None:
        raise ValueError(f"{last!r} does not say which personal data a table holds, and for how long")
    return None if said["none"] else Holding(said["what"], said["term"])
