"""Where what is published of a certificate is not what was derived: each field by its name."""

from collections.abc import Iterator
from typing import NamedTuple

from public_list.rederiving.derivation import Plain

PERSONAL = frozenset({"name", "employer", "provinces", "regions", "languages", "competences", "specialisms", "available_from"})
"""What is never repeated outside the list: a difference in these is told without the values."""


class Difference(NamedTuple):
    """A field of the list, or of the answer to a number, that is not as it should be.

    Without a `field`, the whole is there and should not be, or the other way round. `found` says both values, but of what is
    personal.
    """

    number: str
    place: str
    field: str
    found: str


def compared(number: str, place: str, *, published: Plain | None, derived: Plain | None) -> Iterator[Difference]:
    """Everything in which the two differ; `place` is `list` or `check`."""
    if published is None or derived is None:
        if published is not derived:
            yield Difference(number, place, "", "missing" if published is None else "should not be there")
        return
    for field in sorted(published.keys() | derived.keys()):
        if field not in derived or field not in published:
            yield Difference(number, place, field, "published only" if field in published else "derived only")
        elif published[field] != derived[field]:
            told = "differs" if field in PERSONAL else f"{published[field]!r} is published, {derived[field]!r} was derived"
            yield Difference(number, place, field, told)
