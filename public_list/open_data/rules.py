"""Which changes of status the feed tells: those of certificates whose holder the check of the number names today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from public_list.listing.rules import Checked

_CHANGES = UUID("6f0b2c0e-4c1d-5f5e-9c53-3f6c1c0d8a51")
"""In which the ids of changes are made: never another, or every reader of the feed sees every change anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """A certificate came into its present status. `at`: the instant since when that holds and is known."""

    checked: Checked
    name: str
    since: date
    at: datetime

    @property
    def id(self) -> str:
        """The same for ever, wherever the registry stands: of the certificate, the status and its first day."""
        return uuid5(_CHANGES, f"{self.checked.number}/{self.checked.status.value}/{self.since}").urn


def changes(checked: Iterable[Checked], at: Mapping[str, datetime]) -> list[Change]:
    """The newest first. A certificate whose holder is not named today (no consent, past the term, erased) is not told of.

    So whoever withdraws consent, or comes into a status that the policy does not name, is gone from the feed at once.
    """
    told = [
        Change(each, each.name, each.since or each.valid_from, at[each.number]) for each in checked if each.name is not None
    ]
    return sorted(told, key=lambda change: (-change.at.timestamp(), change.checked.number))
