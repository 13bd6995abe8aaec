"""Accounts, what each may do for whom, and the sessions of the browser."""

from piccolo.columns import UUID, Array, BigInt, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.counting import Counted
from registry.accounts.purposes import Purpose
from registry.columns import one_of, optional_reference, reference
from registry.organisations.tables import Organisation
from registry.people.tables import Person
from registry.permissions import Role


class Account(Table, tablename="account"):
    """What a person signs in with: one account a person.

    Personal data: e-mail address and the hash of the password. Kept until the person is erased.
    """

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

    Personal data: which role somebody has, by key. Kept as long as the registry.
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
    """A browser's sign-in: 30 minutes idle, 12 hours at most. Only the SHA-256 of its token is kept.

    `proved_at` is when password and code were given last; whoever decides does so within 15 minutes of it.

    Personal data: when somebody was signed in. Kept for 30 days after it ended.
    """

    id = UUID(primary_key=True)
    token_hash = Bytea(default=None, unique=True, secret=True)
    account = reference(Account, index=True)
    started_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    proved_at = Timestamptz(null=True, default=None)


class ApiKey(Table, tablename="api_key"):
    """What a program signs in with, for an account and one of its organisations; only the SHA-256 of its secret is kept.

    It may do what its account may for that organisation, and of that only what its scopes name.

    Personal data: whose program it is, by key, and when it was used. Kept as long as the registry.
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


class RefreshFamily(Table, tablename="refresh_family"):
    """A program's sign-in: the refresh tokens that follow from it one by one, for 30 days at most.

    `reused_at` is when one of them came a second time: nothing is renewed from then on. Once it is ended its access tokens
    are over too.

    Personal data: whose program signed in, and when. Kept for a day after it is over.
    """

    id = UUID(primary_key=True)
    account = reference(Account, index=True)
    started_at = Timestamptz(default=None)
    proved_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    reused_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    refresh_family_expires_after_it_started = Check("expires_at > started_at")


class RefreshToken(Table, tablename="refresh_token"):
    """What gives a program its next pair of tokens, once; only its SHA-256 is kept. Of one token follows one other.

    Personal data: whose family it is in. Kept for a day after that is over, and goes with it.
    """

    id = UUID(primary_key=True)
    family = reference(RefreshFamily, index=True)
    token_hash = Bytea(default=None, unique=True, secret=True)
    parent = optional_reference("self", unique=True)
    issued_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class AccountLink(Table, tablename="account_link"):
    """A link that lets whoever holds it do one thing for one account, once, until it expires; only its SHA-256 is kept.

    Its token is made at the moment it goes out, and stands nowhere: until then there is none. A newer one for the same
    purpose withdraws it.

    Personal data: for which account, and who asked. Kept for 30 days after it is over; the audit trail has what it did.
    """

    id = UUID(primary_key=True)
    account = reference(Account, index=True)
    purpose = Varchar(20, default=None)
    token_hash = Bytea(null=True, default=None, unique=True, secret=True)
    asked_by = optional_reference(Account)
    recorded_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)

    account_link_has_a_purpose = one_of("purpose", Purpose)
    account_link_ends_one_way = Check("num_nonnulls(used_at, withdrawn_at) <= 1")
    account_link_expires_after_it_was_asked = Check("expires_at > recorded_at")


class PasswordRequest(Table, tablename="password_request"):
    """An e-mail address for which a new password was asked, whether anybody has it or not; gone after a quarter of an hour.

    Personal data: the SHA-256 of the address. Kept for a quarter of an hour.
    """

    id = UUID(primary_key=True)
    address_hash = Bytea(default=None, unique=True, secret=True)
    asked_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)


class SecondFactor(Table, tablename="second_factor"):
    """The secret that an account shares with its owner's app: one an account, in use once a code of it confirmed it.

    `offered` is a secret that waits for that, in the session that asked for it; the one in use stays until then. Both are
    sealed (`sealed`). Of the codes only the last step is kept, so that each is used once.

    Personal data: whose it is. Kept until the person is erased, or it is removed before.
    """

    id = UUID(primary_key=True)
    account = reference(Account, unique=True)
    secret = Bytea(null=True, default=None, secret=True)
    confirmed_at = Timestamptz(null=True, default=None)
    last_step = BigInt(null=True, default=None)
    offered = Bytea(null=True, default=None, secret=True)
    offered_in = UUID(null=True, default=None)

    second_factor_in_use_is_confirmed = Check("num_nulls(secret, confirmed_at, last_step) IN (0, 3)")
    second_factor_is_one = Check("num_nonnulls(secret, offered) > 0")


class RecoveryCode(Table, tablename="recovery_code"):
    """What an account signs in with once when the app is lost: 120 random bits, of which only the SHA-256 is kept.

    Personal data: whose it is. Kept until the person is erased, or the second factor is removed or new codes are made before.
    """

    id = UUID(primary_key=True)
    account = reference(Account, index=True)
    code_hash = Bytea(default=None, unique=True, secret=True)
    recorded_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class SignInTry(Table, tablename="sign_in_try"):
    """How much an account, a source or both together tried to sign in: a bucket that is empty until `used_until`.

    Personal data: the SHA-256 of an e-mail address, of a client's address, or of both, with the moment of the last sign-in
    that succeeded. Kept for a day after the last try; where one succeeded, for 90 days after that.
    """

    id = UUID(primary_key=True)
    kind = Varchar(10, default=None)
    key = Bytea(default=None, unique=True, secret=True)
    used_until = Timestamptz(default=None)
    signed_in_at = Timestamptz(null=True, default=None)

    sign_in_try_is_of_a_kind = one_of("kind", Counted)
