"""What comes in and goes out about accounts as admins see them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.people.schemas import Email, GivenName, Prefix
from registry.permissions import Role
from registry.schema import Schema

Reason = Annotated[str, Meta(min_length=5, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]


class Standing(StrEnum):
    """How an account stands. A lapsed one was invited, and the invitation is over before a password was chosen."""

    ACTIVE = "active"
    INVITED = "invited"
    LAPSED = "lapsed"
    DISABLED = "disabled"
    ERASED = "erased"


class Posted(StrEnum):
    """How it stands with the mail that carries the link of an invitation."""

    SENT = "sent"
    WAITING = "waiting"
    GIVEN_UP = "given-up"


class InvitePerson(Schema, frozen=True):
    """A person is invited: somebody who is known (`person`), or somebody new by name. They get this role at once."""

    email: Email
    role: Role
    organisation: UUID | None = None
    person: UUID | None = None
    given_name: GivenName | None = None
    family_prefix: Prefix | None = None
    family_name: GivenName | None = None


class ResetSecondFactor(Schema, frozen=True):
    """Why somebody’s second factor is to be taken away, and how it was made sure that they asked."""

    reason: Reason


class RoleOut(Schema, frozen=True):
    """A role that is held, for which organisation, and since when; an adviser’s has none."""

    role: Role
    organisation: UUID | None
    organisation_name: str | None
    since: datetime


class AccountListed(Schema, frozen=True):
    """An account as an admin sees it in the list; who was erased has no name and no address."""

    id: UUID
    person: UUID
    name: str | None
    email: str | None
    standing: Standing
    has_second_factor: bool
    roles: list[RoleOut]
    recorded_at: datetime


class AccountDetail(Schema, frozen=True):
    """One account: as listed, with its ended roles left out, its open sessions and how its invitation stands."""

    id: UUID
    person: UUID
    name: str | None
    email: str | None
    standing: Standing
    has_second_factor: bool
    roles: list[RoleOut]
    recorded_at: datetime
    disabled_at: datetime | None
    open_sessions: int
    open_api_keys: int
    invited_until: datetime | None
    invitation_mail: Posted | None


class AccountsListed(Schema, frozen=True):
    """A page of accounts, by name, and how many there are on all pages."""

    accounts: list[AccountListed]
    total: int
