"""What whoever checks a number reads in the API."""

from datetime import date

from public_list.listing.rules import Checked
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language


class CheckedOut(Schema, frozen=True):
    """The status of a certificate on a day; name and reason only where they may be told. `since`: its first day."""

    number: str
    status: Status
    since: date | None
    scheme: str
    scheme_name: str
    valid_from: date
    valid_until: date
    day: date
    name: str | None
    reason: str | None
    taken_over_from: str | None

    @classmethod
    def of(cls, checked: Checked, language: Language) -> "CheckedOut":
        """The answer in a language."""
        return cls(
            number=checked.number,
            status=checked.status,
            since=checked.since,
            scheme=checked.scheme,
            scheme_name=checked.scheme_name.say(language),
            valid_from=checked.valid_from,
            valid_until=checked.valid_until,
            day=checked.day,
            name=checked.name,
            reason=checked.reason.say(language) if checked.reason else None,
            taken_over_from=checked.taken_over_from,
        )
