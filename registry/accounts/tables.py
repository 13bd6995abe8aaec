"""Accounts, what each may do for whom, and the sessions of the browser.

Personal data: e-mail address of the account, kept until the person is erased, when the account is disabled and its
sessions end.
"""

from piccolo.columns import UUID, Array, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Person
from registry.permissions import Role


class Account(Table, tablename="account"):
    """What a person signs in with: one account a person."""

    id = UUID(primary_key=True)
    person = reference(Person, unique=True)
    email = Varchar(254, default=None, unique=True)
    password_hash = Varchar(200, default=None, secret=True)
    recorded_at = Timestamptz(default=None)
    disabled_at = Timestamptz(null=True, default=None)

    account_email_is_lower_case = Check("email = lower(email)")


class Membership(Table, tablename="membership"):
    """The account holds a role for an organisation, until it ends; an adviser's role has no organisation.

    Unique while it lasts, and roles that never go together are refused: by index and trigger.
    """

    id = UUID(primary_key=True)
    account = reference(Account, index=True)
    role = Varchar(20, default=None)
    organisation = optional_reference(Organisation)
    recorded_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)

    membership_role_is_known = one_of("role", Role)
    membership_has_an_organisation = Check("(role = 'adviser') = (organisation IS NULL)")


class Session(Table, tablename="session"):
    """A browser's sign-in: 30 minutes idle, 12 hours at most. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    token_hash = Bytea(default=None, unique=True, secret=True)
    account = reference(Account, index=True)
    started_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class ApiKey(Table, tablename="api_key"):
    """What a program signs in with, for an account and one of its organisations; only the SHA-256 of its secret is kept.

    It may do what its account may for that organisation, and of that only what its scopes name.
    """

    id = UUID(primary_key=True)
    account = reference(Account, index=True)
    organisation = reference(Organisation)
    label = Varchar(100, default=None)
    prefix = Varchar(20, default=None, unique=True)
    secret_hash = Bytea(default=None, secret=True)
    scopes = Array(Varchar(40), default=list)
    issued_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)

    api_key_expires_after_it_was_issued = Check("expires_at > issued_at")
