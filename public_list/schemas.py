"""What the public reads in the API: copies of the allow-listed structs."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from public_list.rules import Checked, Entry
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language

Asked = Annotated[str, Meta(max_length=100)]


class EntryOut(Schema, frozen=True):
    """A certified adviser on the public list; `validUntil` is the last day.

    `takenOverFrom` is the body that issued the certificate first, where it was taken over from elsewhere.
    """

    number: str
    name: str
    employer: str | None
    provinces: list[str]
    specialisms: list[str]
    scheme: str
    valid_from: date
    valid_until: date
    status: Status
    taken_over_from: str | None

    @classmethod
    def of(cls, entry: Entry, language: Language) -> "EntryOut":
        """The entry in a language."""
        return cls(
            number=entry.number,
            name=entry.name,
            employer=entry.employer,
            provinces=list(entry.provinces),
            specialisms=list(entry.specialisms),
            scheme=entry.scheme.say(language),
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            status=entry.status,
            taken_over_from=entry.taken_over_from,
        )


class CheckedOut(Schema, frozen=True):
    """The status of a certificate on a day; the name only where it may be told."""

    number: str
    status: Status
    day: date
    scheme: str
    valid_from: date
    valid_until: date
    name: str | None
    taken_over_from: str | None

    @classmethod
    def of(cls, checked: Checked, language: Language) -> "CheckedOut":
        """The answer in a language."""
        return cls(
            number=checked.number,
            status=checked.status,
            day=checked.day,
            scheme=checked.scheme.say(language),
            valid_from=checked.valid_from,
            valid_until=checked.valid_until,
            name=checked.name,
            taken_over_from=checked.taken_over_from,
        )
