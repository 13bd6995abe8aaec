"""When somebody may join a track, and on which days teaching may be recorded."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from registry.days import add_months
from registry.errors import Fault
from registry.periods import period_faults
from registry.texts import Text

_AHEAD_MONTHS = 12
_TOO_FAR = Text(
    "De laatste lesdag ligt te ver weg: {latest} is het verste.",
    "The last day of teaching is too far away: {latest} is the latest.",
)
_SHORTENED = Text(
    "De lessen waren er al tot en met {earliest}. Kies die dag of een latere.",
    "There was teaching through {earliest} already. Choose that day or a later one.",
)


class Asked(Protocol):
    """A track that must have been passed before."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> Text:
        """Its name."""


class Dated(Protocol):
    """A version of a track."""

    @property
    def effective_from(self) -> date:
        """The first day on which who joins follows it."""


V = TypeVar("V", bound=Dated)


def version_on(versions: Sequence[V], day: date) -> V | None:
    """Who enrols on a day follows the newest version whose first day has come; None where none has. Oldest first."""
    begun = [each for each in versions if each.effective_from <= day]
    return begun[-1] if begun else None


def missing_tracks(asked: Iterable[Asked], passed: Collection[str]) -> list[Text]:
    """The names of the tracks that somebody has yet to pass before joining."""
    return [each.name for each in asked if each.code not in passed]


def latest_last_day(today: date) -> date:
    """Teaching is planned at most a year ahead."""
    return add_months(today, _AHEAD_MONTHS)


def teaching_faults(first_day: date, last_day: date, *, today: date) -> list[Fault]:
    """A teaching ends on or after its first day, and at most a year from today."""
    faults = period_faults(first_day, last_day, field="validTo")
    if last_day > latest_last_day(today):
        faults.append(Fault("validTo", _TOO_FAR, {"latest": latest_last_day(today)}))
    return faults


def last_day_faults(first_day: date, old: date, new: date, *, today: date) -> list[Fault]:
    """A teaching is extended, or ended from today on; days that have passed stay taught."""
    faults = teaching_faults(first_day, new, today=today)
    earliest = max(first_day, min(old, today))
    if new < earliest:
        faults.append(Fault("validTo", _SHORTENED, {"earliest": earliest}))
    return faults
