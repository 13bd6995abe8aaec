"""What waits for somebody: how much, since when or until when, and in which order it is told."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from registry.accounts.work import NOTHING, Card
from registry.permissions import Actor, Permission, Role
from registry.texts import Text

_ROLES = tuple(Role)


class Dated(StrEnum):
    """What the day of a kind says: since when the oldest waits, by when the first is to be done, or when the first ends."""

    SINCE = "since"
    BY = "by"
    ENDS = "ends"


_TOLD: Mapping[Dated, Text] = {
    Dated.SINCE: Text("De oudste wacht sinds {day}.", "The oldest waits since {day}."),
    Dated.BY: Text("Doe het eerste uiterlijk op {day}.", "Do the first by {day}."),
    Dated.ENDS: Text("Het eerste eindigt op {day}.", "The first ends on {day}."),
}
_LATE = Text("Te laat: de eerste termijn was {day}.", "Late: the first term was {day}.")


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are; the day and the key of the first."""

    number: int
    day: date | None
    subject: str | None


Finder: TypeAlias = Callable[[Actor, datetime], Awaitable[Found]]
"""Finds what waits where a rule of its topic says who may see it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: whose it is, where it is done, and what finds it.

    A query gives a row for each that waits: `subject`, a key as text, and `day`. `path` is the list with its filter set, and
    `one` the page of a single one, with `{subject}` in it. It is somebody's who holds the role and has the permission.
    """

    code: str
    role: Role
    permission: Permission
    title: Text
    counted: Text
    step: Text
    path: str
    found_by: str | Finder
    dated: Dated = Dated.SINCE
    one: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A kind of which something waits; `own` is how many of it are this person's to do, where those are fewer."""

    kind: Kind
    number: int
    day: date | None
    path: str
    is_late: bool
    own: int | None = None

    @property
    def when(self) -> tuple[Text, date] | None:
        """What is said of the day, where there is one."""
        if self.day is None:
            return None
        return (_LATE if self.is_late else _TOLD[self.kind.dated]), self.day


@dataclass(frozen=True, slots=True)
class Part:
    """What waits for somebody in one of their roles, and the kinds of which nothing does."""

    role: Role
    waits: tuple[Wait, ...]
    done: tuple[Kind, ...]


def is_for(kind: Kind, actor: Actor) -> bool:
    """Whether a kind is this actor's: in a role that they hold, which gives the permission."""
    return any(grant.role is kind.role and kind.permission in grant.permissions for grant in actor.grants)


def wait_of(kind: Kind, found: Found, today: date) -> Wait | None:
    """What is told of a kind; nothing where nothing waits. One alone is led to at once; a term is missed the day after it."""
    if found.number == 0:
        return None
    alone = found.number == 1 and kind.one is not None and found.subject is not None
    path = kind.one.format(subject=found.subject) if alone and kind.one else kind.path
    late = kind.dated is Dated.BY and found.day is not None and found.day < today
    return Wait(kind, found.number, found.day, path, late)


def in_order(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """What is late first, then what has a term by its day, then what waits longest; what has no day last."""
    return tuple(sorted(waits, key=_urgency))


def _urgency(wait: Wait) -> tuple[bool, bool, date]:
    return not wait.is_late, wait.kind.dated is Dated.SINCE, wait.day or date.max


def parts_of(found: Sequence[tuple[Kind, Found]], today: date) -> list[Part]:
    """All that was found, by role in the order in which roles are named; a role without kinds has no part."""
    parts = []
    for role in _ROLES:
        own = [(kind, wait_of(kind, each, today)) for kind, each in found if kind.role is role]
        if own:
            waits = in_order(wait for _, wait in own if wait is not None)
            parts.append(Part(role, waits, tuple(kind for kind, wait in own if wait is None)))
    return parts


def as_one_may(parts: Iterable[Part], cards: Sequence[Card]) -> list[Part]:
    """The parts, each wait with how many of it are this person's to do, where the card of the same task knows of fewer."""
    counts = {(card.path, card.title): card.count for card in cards if isinstance(card.count, int)}

    def judged(wait: Wait) -> Wait:
        own = counts.get((wait.kind.path, wait.kind.title))
        return replace(wait, own=own) if own is not None and own < wait.number else wait

    return [replace(part, waits=tuple(map(judged, part.waits))) for part in parts]


def told_once(cards: Sequence[Card], parts: Sequence[Part]) -> list[Card]:
    """The cards of what is not told yet: a wait says the same task, or leads to the same part of a list.

    Nor does a card tell a number of a list of which is told how much waits there, or that nothing does and there is nothing.
    A list may hold more than what waits for somebody: where nothing does, its card tells how much it holds.
    """
    waits = [wait for part in parts for wait in part.waits]
    tasks, lists = {(wait.kind.path, wait.kind.title) for wait in waits}, {wait.kind.path for wait in waits}
    waiting = {_list(wait.kind.path) for wait in waits}
    empty = {_list(kind.path) for part in parts for kind in part.done}

    def is_counted(card: Card) -> bool:
        of = _list(card.path)
        return of in waiting or (of in empty and not card.count)

    def is_told(card: Card) -> bool:
        return (card.path, card.title) in tasks or ("?" in card.path and card.path in lists)

    left = [card for card in cards if not is_told(card)]
    return [replace(card, count=None, counted=NOTHING) if is_counted(card) else card for card in left]


def _list(path: str) -> str:
    return path.partition("?")[0]
