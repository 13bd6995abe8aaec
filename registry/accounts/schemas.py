"""What comes in and goes out about accounts."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.people.schemas import Email
from registry.permissions import Permission, Role
from registry.schema import Label, Schema


class CreateAccount(Schema, frozen=True):
    """A person gets an account."""

    person: UUID
    email: Email
    password: Annotated[str, Meta(max_length=1000)]


class GrantRole(Schema, frozen=True):
    """An account gets a role for an organisation; the role of adviser has none."""

    role: Role
    organisation: UUID | None = None


class SignIn(Schema, frozen=True):
    """E-mail address and password, and where a second factor is set up the code of the app or a recovery code."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=60)] | None = None


class Proof(Schema, frozen=True):
    """Password, and code where there is one, of whoever is signed in already."""

    password: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=60)] | None = None


class ChangePassword(Schema, frozen=True):
    """Whoever is signed in chooses another password, and gives a code where there is a second factor."""

    old_password: Annotated[str, Meta(max_length=1000)]
    new_password: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=60)] | None = None


class SessionOut(Schema, frozen=True):
    """A browser in which you are signed in, until it ends: 30 minutes after it was used last, or 12 hours after it began."""

    id: UUID
    started_at: datetime
    last_seen_at: datetime


class AccountOut(Schema, frozen=True):
    """An account."""

    id: UUID


class GrantOut(Schema, frozen=True):
    """A role and the organisation it is held for."""

    role: Role
    organisation: UUID | None


class OwnAccount(Schema, frozen=True):
    """Who is signed in, and what they may do."""

    account: UUID | None
    name: str
    grants: list[GrantOut]
    permissions: list[str]


class IssueApiKey(Schema, frozen=True):
    """A program gets a key: for one organisation, with some of the rights held there, through a last day."""

    organisation: UUID
    label: Label
    scopes: Annotated[list[Permission], Meta(max_length=len(Permission))]
    last_day: date


class NewApiKey(Schema, frozen=True):
    """A new key; `key` is shown this once and kept nowhere."""

    id: UUID
    key: str


class ApiKeyOut(Schema, frozen=True):
    """A key without its secret. It opens something while it is neither expired nor revoked."""

    id: UUID
    organisation: UUID
    label: str
    prefix: str
    scopes: list[Permission]
    issued_at: datetime
    last_day: date
    last_used_at: datetime | None
    revoked_at: datetime | None
    expired: bool
