"""When a municipality passes its rights and duties on, and to whom (Wet algemene regels herindeling, art. 44)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.days import day_after
from registry.texts import Text


class Blocker(StrEnum):
    """Why rights and duties cannot pass on now."""

    STILL_EXISTS = "still-exists"
    PASSED_ON_BEFORE = "passed-on-before"
    NO_SUCCESSOR_OF_IT = "no-successor-of-it"
    ENDED_ON_ANOTHER_DAY = "ended-on-another-day"
    NOT_YET = "not-yet"


TEXTS: Mapping[Blocker, Text] = {
    Blocker.STILL_EXISTS: Text("{name} is niet opgeheven.", "{name} has not ended."),
    Blocker.PASSED_ON_BEFORE: Text(
        "{name} is al overgegaan in {successor}; dat gebeurt één keer.",
        "{name} passed on to {successor} before; that happens once.",
    ),
    Blocker.NO_SUCCESSOR_OF_IT: Text(
        "{name} kan niet overgaan in {successor}, maar wel in: {heirs}.",
        "{name} cannot pass on to {successor}, but it can to: {heirs}.",
    ),
    Blocker.ENDED_ON_ANOTHER_DAY: Text(
        "Deze gemeenten eindigden niet op dezelfde dag; {name} eindigde op {last_day}. Doe dit per dag.",
        "These municipalities did not end on the same day; {name} ended on {last_day}. Do this for each day.",
    ),
    Blocker.NOT_YET: Text(
        "Dit kan vanaf {day}, de dag na de laatste dag van {name}.",
        "This is possible from {day}, the day after the last day of {name}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A municipality by its code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A municipality that passes on: its last day, who may succeed it now, and to whom it passed on before, if it did."""

    code: str
    name: str
    last_day: date | None
    heirs: tuple[Named, ...] = ()
    passed_to: str | None = None

    @property
    def effective_on(self) -> date | None:
        """The day on which rights and duties pass: the day after the last."""
        return None if self.last_day is None else day_after(self.last_day)


@dataclass(frozen=True, slots=True)
class Blocked:
    """One thing in the way, with its facts."""

    blocker: Blocker
    facts: Mapping[str, object]

    @property
    def text(self) -> Text:
        """It in words, for `facts`."""
        return TEXTS[self.blocker]


def heirs_of(code: str, successors: Mapping[str, Sequence[str]], passed: Mapping[str, str]) -> list[str]:
    """Who may take over from a municipality, by code: its recorded successors.

    A successor that passed on itself since is left to whom it passed, so that nothing is handed to who has nothing left.
    """
    found = set()
    for each in successors.get(code, ()):
        holder, seen = each, {code}
        while holder in passed and holder not in seen:
            seen.add(holder)
            holder = passed[holder]
        found.add(holder)
    return sorted(found - {code})


def blocked(predecessors: Sequence[Ended], successor: Named, *, today: date) -> list[Blocked]:
    """Everything in the way of passing on what these had to the successor, at once.

    Rights pass on the day after the last day of the predecessor, never before; later than that day it may always be done.
    """
    found = [each for ended in predecessors for each in _of_one(ended, successor, today=today)]
    days = {each.last_day for each in predecessors if each.last_day is not None}
    if len(days) > 1:
        found += [
            Blocked(Blocker.ENDED_ON_ANOTHER_DAY, {"name": each.name, "last_day": each.last_day})
            for each in predecessors
            if each.last_day is not None
        ]
    return found


def _of_one(ended: Ended, successor: Named, *, today: date) -> list[Blocked]:
    if ended.effective_on is None:
        return [Blocked(Blocker.STILL_EXISTS, {"name": ended.name})]
    if ended.passed_to is not None:
        return [Blocked(Blocker.PASSED_ON_BEFORE, {"name": ended.name, "successor": ended.passed_to})]
    found = []
    if successor.code not in {heir.code for heir in ended.heirs}:
        names = [heir.name for heir in ended.heirs] or ["–"]
        facts = {"name": ended.name, "successor": successor.name, "heirs": names}
        found.append(Blocked(Blocker.NO_SUCCESSOR_OF_IT, facts))
    if today < ended.effective_on:
        found.append(Blocked(Blocker.NOT_YET, {"name": ended.name, "day": ended.effective_on}))
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """Something lasts from a day, through a last day where one is set."""

    first_day: date
    last_day: date | None

    def meets(self, other: "Span") -> bool:
        """The two have a day in common."""
        return (other.last_day is None or self.first_day <= other.last_day) and (
            self.last_day is None or other.first_day <= self.last_day
        )


def span_of_successor(spans: Sequence[Span], effective_on: date, held: Sequence[Span]) -> Span | None:
    """From when until when the successor is what the predecessors were: from the day they passed on, as long as any was.

    None where nothing of theirs lasts until that day, or where the successor is so already.
    """
    lasting = [span for span in spans if span.last_day is None or span.last_day >= effective_on]
    if not lasting:
        return None
    ends = [span.last_day for span in lasting]
    first_day = max(effective_on, min(span.first_day for span in lasting))
    passed = Span(first_day, None if None in ends else max(end for end in ends if end is not None))
    return None if any(passed.meets(span) for span in held) else passed
