"""What comes in and goes out about erasing a person."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.certificates.rules import Status
from registry.erasure.rules import Blocker
from registry.schema import Schema


class FindPerson(Schema, frozen=True):
    """Who is meant: a candidate number, or an e-mail address."""

    reference: Annotated[str, Meta(min_length=1, max_length=254)]


class ErasePerson(Schema, frozen=True):
    """What has to be typed before a person is erased, as the preview says."""

    confirmation: Annotated[str, Meta(max_length=200)]


class FoundOut(Schema, frozen=True):
    """The person that was meant."""

    person: UUID


class BlockedOut(Schema, frozen=True):
    """One thing in the way of erasing, and its last day where that is known."""

    blocker: Blocker
    text: str
    through: date | None


class GoesOut(Schema, frozen=True):
    """What goes for good: how many of each. `waysIn` are sessions, links, second factors and keys of programs."""

    names: list[str]
    email_addresses: int
    values: int
    documents: int
    files: int
    accounts: int
    ways_in: int


class TombstoneOut(Schema, frozen=True):
    """A certificate that stays checkable, without a name; it has no status before anything is on record of it."""

    number: str
    scheme: str
    valid_from: date
    valid_until: date
    status: Status | None


class StaysOut(Schema, frozen=True):
    """What stays without a name: how many of each, and the certificates."""

    candidate_numbers: list[str]
    certificates: list[TombstoneOut]
    dossiers: int
    audit_entries: int


class PreviewOut(Schema, frozen=True):
    """What erasing a person would do; `confirmWith` is what has to be typed. It cannot be undone."""

    person: UUID
    goes: GoesOut
    stays: StaysOut
    blocked: list[BlockedOut]
    confirm_with: str


class ErasedOut(Schema, frozen=True):
    """What was removed: how many of each."""

    values: int
    documents: int
    files: int
