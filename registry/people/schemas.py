"""What comes in and goes out about people and advisers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from registry.people.rules import PublicField
from registry.schema import LINE, Schema

GivenName = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]
Prefix = Annotated[str, Meta(min_length=1, max_length=30, pattern=LINE)]
Codes = Annotated[Sequence[Annotated[str, Meta(max_length=40)]], Meta(max_length=100)]
Email = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+(?!\n)$")]


class RegisterPerson(Schema, frozen=True):
    """A person the registry has to know: candidate, examiner, official."""

    given_name: GivenName
    family_name: GivenName
    family_prefix: Prefix | None = None
    work_email: Email | None = None


def person_from(given_name: str, family_prefix: str | None, family_name: str, work_email: str) -> RegisterPerson:
    """A person from loose values; raises msgspec.ValidationError for the first that is not well formed."""
    values = {"givenName": given_name, "familyPrefix": family_prefix, "familyName": family_name, "workEmail": work_email}
    return msgspec.convert(values, RegisterPerson)


class RecordEmployment(Schema, frozen=True):
    """A person works for an organisation, from a day."""

    employer: UUID
    valid_from: date
    valid_to: date | None = None


class ChangeProfile(Schema, frozen=True):
    """What an adviser says of themselves: provinces and regions they work in, languages, competences and specialisms (codes).

    It replaces what they said before.
    """

    provinces: Codes = ()
    regions: Codes = ()
    languages: Codes = ()
    competences: Codes = ()
    specialisms: Codes = ()


class ChangeConsent(Schema, frozen=True):
    """Which fields the adviser lets the public see from now on; none takes them off the list."""

    fields: list[PublicField]


class PersonOut(Schema, frozen=True):
    """A registered person."""

    id: UUID


class AdviserOut(Schema, frozen=True):
    """An adviser's own file."""

    id: UUID
    person: UUID
    candidate_number: str
    name: str
    provinces: list[str]
    regions: list[str]
    languages: list[str]
    competences: list[str]
    specialisms: list[str]
    consent: list[PublicField]
    consent_given_at: dict[PublicField, datetime]


class MergeAdvisers(Schema, frozen=True):
    """Two candidate numbers are of one human being: the duplicate counts as the other from now on."""

    duplicate: Annotated[str, Meta(max_length=40)]
    counts_as: Annotated[str, Meta(max_length=40)]


class MergeMade(Schema, frozen=True):
    """A merge that was made; by its id it can be undone."""

    id: UUID


class MergeOut(Schema, frozen=True):
    """A merge of two files, and when it was undone, if it was."""

    id: UUID
    duplicate: str
    duplicate_name: str | None
    counts_as: str
    counts_as_name: str | None
    merged_at: datetime
    undone_at: datetime | None


class FileOut(Schema, frozen=True):
    """A file as the admin compares it: number, name, work e-mail and since when it is there."""

    candidate_number: str
    name: str
    work_email: str | None
    recorded_at: datetime


class PossibleDuplicateOut(Schema, frozen=True):
    """Two files that may be of one human being: the older and the newer, and what they have in common."""

    older: FileOut
    newer: FileOut
    same_name: bool
    same_email: bool
