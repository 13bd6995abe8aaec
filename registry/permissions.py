"""Who may do what: one table of roles and permissions, and the actor who carries them.

Nobody holds scheme owner and certifier, or provider and certifier; the admin decides nothing (DESIGN §1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from registry.errors import NotAllowed, NotFound


class Role(StrEnum):
    """The kinds of user that sign in."""

    PROVIDER = "provider"
    MUNICIPALITY = "municipality"
    COORDINATOR = "coordinator"
    CERTIFIER = "certifier"
    SCHEME_OWNER = "scheme-owner"
    ADMIN = "admin"
    ADVISER = "adviser"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One kind of act; a route names the one it needs."""

    MANAGE_ORGANISATIONS = "manage-organisations"
    MANAGE_ACCOUNTS = "manage-accounts"
    MANAGE_PROGRAMMES = "manage-programmes"
    REORGANISE = "reorganise-municipalities"
    MERGE_PERSONS = "merge-persons"
    OWN_SCHEMES = "own-schemes"
    SIGN_SCHEMES = "sign-schemes"
    APPROVE_TEACHING = "approve-teaching"
    APPROVE_EXAMINING = "approve-examining"
    ENROL = "enrol"
    UPLOAD_RESULTS = "upload-results"
    READ_RESULTS = "read-results"
    APPLY = "apply"
    KEEP_OWN_FILE = "keep-own-file"
    ADMIT_DOSSIERS = "admit-dossiers"
    READ_DOSSIERS = "read-dossiers"
    DECIDE_DOSSIERS = "decide-dossiers"
    READ_CERTIFICATES = "read-certificates"
    DECIDE_CERTIFICATES = "decide-certificates"
    DECLARE_CONFLICTS = "declare-conflicts"
    READ_APPEALS = "read-appeals"
    HANDLE_APPEALS = "handle-appeals"
    READ_REVIEWS = "read-reviews"
    READ_INTEGRITY = "read-integrity-cases"
    HANDLE_INTEGRITY = "handle-integrity-cases"
    HOLD_INTAKES = "hold-intakes"
    READ_INTAKES = "read-intakes"
    BOOK = "book"
    READ_BOOKINGS = "read-bookings"
    ANSWER_BOOKINGS = "answer-bookings"
    READ_DAYS = "read-days"
    READ_EVALUATIONS = "read-evaluations"
    WATCH = "watch"
    READ_WATCHES = "read-watches"
    READ_AUDIT = "read-audit"
    ERASE_PERSONS = "erase-persons"


_P = Permission
ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.PROVIDER: frozenset({_P.ENROL, _P.UPLOAD_RESULTS, _P.READ_RESULTS}),
    Role.MUNICIPALITY: frozenset(
        {_P.BOOK, _P.READ_BOOKINGS, _P.READ_INTAKES, _P.READ_EVALUATIONS, _P.WATCH, _P.READ_WATCHES},
    ),
    Role.COORDINATOR: frozenset({_P.HOLD_INTAKES, _P.READ_INTAKES, _P.READ_DAYS}),
    Role.CERTIFIER: frozenset(
        {
            _P.SIGN_SCHEMES,
            _P.APPROVE_EXAMINING,
            _P.ADMIT_DOSSIERS,
            _P.READ_DOSSIERS,
            _P.DECIDE_DOSSIERS,
            _P.READ_CERTIFICATES,
            _P.DECIDE_CERTIFICATES,
            _P.DECLARE_CONFLICTS,
            _P.READ_APPEALS,
            _P.HANDLE_APPEALS,
            _P.READ_REVIEWS,
            _P.READ_INTEGRITY,
            _P.HANDLE_INTEGRITY,
        },
    ),
    Role.SCHEME_OWNER: frozenset({_P.OWN_SCHEMES, _P.SIGN_SCHEMES, _P.APPROVE_TEACHING}),
    Role.ADMIN: frozenset(
        {
            _P.MANAGE_ORGANISATIONS,
            _P.MANAGE_ACCOUNTS,
            _P.MANAGE_PROGRAMMES,
            _P.REORGANISE,
            _P.READ_INTAKES,
            _P.READ_DAYS,
            _P.MERGE_PERSONS,
            _P.ERASE_PERSONS,
        },
    ),
    Role.ADVISER: frozenset({_P.APPLY, _P.KEEP_OWN_FILE, _P.ANSWER_BOOKINGS}),
    Role.AUDITOR: frozenset(
        {
            _P.READ_RESULTS,
            _P.READ_DOSSIERS,
            _P.READ_CERTIFICATES,
            _P.READ_APPEALS,
            _P.READ_REVIEWS,
            _P.READ_INTEGRITY,
            _P.READ_INTAKES,
            _P.READ_BOOKINGS,
            _P.READ_DAYS,
            _P.READ_EVALUATIONS,
            _P.READ_WATCHES,
            _P.READ_AUDIT,
        },
    ),
}

NEVER_TOGETHER: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.CERTIFIER, Role.SCHEME_OWNER}),
        frozenset({Role.CERTIFIER, Role.PROVIDER}),
        frozenset({Role.CERTIFIER, Role.ADMIN}),
        frozenset({Role.AUDITOR, Role.CERTIFIER}),
        frozenset({Role.AUDITOR, Role.PROVIDER}),
        frozenset({Role.AUDITOR, Role.ADMIN}),
    },
)

NEVER_BY_KEY: frozenset[Permission] = frozenset(
    {
        _P.MANAGE_ACCOUNTS,
        _P.MERGE_PERSONS,
        _P.SIGN_SCHEMES,
        _P.ADMIT_DOSSIERS,
        _P.DECIDE_DOSSIERS,
        _P.DECIDE_CERTIFICATES,
        _P.DECLARE_CONFLICTS,
        _P.HANDLE_APPEALS,
        _P.HANDLE_INTEGRITY,
        _P.REORGANISE,
        _P.ERASE_PERSONS,
    },
)
"""What no API key is given: accounts and roles are made, and persons are judged, by people."""

NEEDS_SECOND_FACTOR: frozenset[Role] = frozenset({Role.CERTIFIER, Role.ADMIN, Role.AUDITOR, Role.SCHEME_OWNER})
"""Whoever holds one of these signs in with a second factor; before that is set up, no role of theirs gives anything."""

PROVED_AFRESH: frozenset[Permission] = frozenset(
    {
        _P.DECIDE_DOSSIERS,
        _P.DECIDE_CERTIFICATES,
        _P.SIGN_SCHEMES,
        _P.ADMIT_DOSSIERS,
        _P.DECLARE_CONFLICTS,
        _P.HANDLE_APPEALS,
        _P.HANDLE_INTEGRITY,
        _P.ERASE_PERSONS,
        _P.REORGANISE,
        _P.MERGE_PERSONS,
        _P.MANAGE_ACCOUNTS,
    },
)
"""What is decided only by whoever gave their password, and the code where they have one, within the last 15 minutes."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, held for one organisation; an adviser holds theirs for themselves. An API key narrows it to its scopes."""

    role: Role
    organisation: UUID | None
    scopes: frozenset[Permission] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role gives, and of that no more than the scopes name, where there are any."""
        given = ROLES[self.role]
        return given if self.scopes is None else given & self.scopes


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the person behind it and what it was granted, read afresh for each request.

    `api_key` is the key that a program acts by; whoever signed in themselves has none. `proved_at` is when they last gave
    their password, and the code where they have one. Who `lacks_second_factor` has a role that needs one, and no rights.
    """

    account: UUID | None
    person: UUID | None
    name: str
    grants: tuple[Grant, ...]
    api_key: UUID | None = None
    proved_at: datetime | None = None
    lacks_second_factor: bool = False

    def may(self, permission: Permission) -> bool:
        """Any of the actor's roles gives it."""
        return any(permission in grant.permissions for grant in self.grants)

    def must(self, permission: Permission) -> None:
        """Raises NotAllowed without it."""
        if not self.may(permission):
            raise NotAllowed

    def must_be_in_person(self) -> None:
        """Raises NotAllowed for a program that acts by an API key."""
        if self.api_key is not None:
            raise NotAllowed

    def organisations_where(self, permission: Permission) -> frozenset[UUID]:
        """The organisations for which the actor holds a role with this permission."""
        return frozenset(
            grant.organisation for grant in self.grants if grant.organisation is not None and permission in grant.permissions
        )

    def must_for(self, permission: Permission, organisation: UUID) -> None:
        """Raises NotAllowed without the permission, NotFound for another organisation's data: it looks absent."""
        self.must(permission)
        if organisation not in self.organisations_where(permission):
            raise NotFound

    def must_see(self, permission: Permission, organisation: UUID) -> None:
        """As `must_for`, but an auditor, who reads everything and changes nothing, sees every organisation's data."""
        if self.sees_everything:
            self.must(permission)
        else:
            self.must_for(permission, organisation)

    @property
    def sees_everything(self) -> bool:
        """An auditor reads what every organisation has."""
        return self.holds(Role.AUDITOR)

    def holds(self, role: Role) -> bool:
        """The actor holds this role, for whatever organisation."""
        return any(grant.role is role for grant in self.grants)


OPERATOR = Actor(account=None, person=None, name="operator", grants=(Grant(Role.ADMIN, None),))
"""Whoever sits at the command line: may do what an admin may."""
