"""What comes in and goes out about people and advisers."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from registry.people.rules import PublicField
from registry.schema import LINE, Schema

GivenName = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]
Prefix = Annotated[str, Meta(min_length=1, max_length=30, pattern=LINE)]
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
    """What an adviser says of themselves: the provinces they work in, and their specialisms (codes)."""

    provinces: list[str]
    specialisms: list[str]


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
    specialisms: list[str]
    consent: list[PublicField]
