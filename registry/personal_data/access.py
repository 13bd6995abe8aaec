"""Whose data was shown in answer to one request, for who has to account for looking (AVG, art. 5(2)).

Whatever reads names, or words about people, says here whose they are; that costs nothing while nobody watches.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Seen:
    """The persons whose data was read for this request; once it `is_settled` no entry is made of that."""

    persons: set[UUID] = field(default_factory=set)
    is_settled: bool = False


_SEEN: ContextVar[Seen | None] = ContextVar("persons_seen", default=None)


def watch() -> Seen:
    """From now on, in this request, what `noted` says is gathered here."""
    seen = Seen()
    _SEEN.set(seen)
    return seen


def watch_no_longer() -> None:
    """This request is not watched, whatever was watched before it."""
    _SEEN.set(None)


def noted(persons: Iterable[UUID]) -> None:
    """The data of these persons was read."""
    seen = _SEEN.get()
    if seen is not None:
        seen.persons.update(persons)


def settled() -> None:
    """The request wrote an entry of its own, or shows whoever asks nothing but their own data."""
    seen = _SEEN.get()
    if seen is not None:
        seen.is_settled = True
