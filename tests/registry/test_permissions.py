"""Roles and permissions: each is used, and some never go together."""

import re
from uuid import uuid4

import pytest

from registry.errors import NotAllowed, NotFound
from registry.permissions import NEVER_TOGETHER, OPERATOR, ROLES, Actor, Grant, Permission, Role
from registry.piccolo_migrations.registry_2026_11_22_guards import PEOPLE

ORGANISATION, OTHER = uuid4(), uuid4()
CERTIFIER = Actor(uuid4(), uuid4(), "A. Visser", (Grant(Role.CERTIFIER, ORGANISATION),))


def test_every_role_is_listed_and_every_permission_is_held() -> None:
    """A role without permissions, or a permission that nobody holds, is a mistake."""
    assert set(ROLES) == set(Role)
    assert frozenset().union(*ROLES.values()) == set(Permission)
    assert all(ROLES.values())


def test_the_database_refuses_the_same_pairs() -> None:
    """What never goes together in the rule is what the trigger refuses."""
    [trigger] = [statement for statement in PEOPLE if "FUNCTION refuse_clashing_roles()" in statement and "BEGIN" in statement]
    pairs = re.findall(r"\('([a-z-]+)', '([a-z-]+)'\)", trigger)
    assert {frozenset(Role(name) for name in pair) for pair in pairs} == NEVER_TOGETHER
    assert all(pair == tuple(sorted(pair)) for pair in pairs)


@pytest.mark.parametrize(
    "never", [{Role.CERTIFIER, Role.SCHEME_OWNER}, {Role.CERTIFIER, Role.PROVIDER}], ids=["owner", "provider"]
)
def test_who_decides_neither_owns_the_scheme_nor_teaches(never: set[Role]) -> None:
    """Nobody holds scheme owner and certifier, or provider and certifier."""
    assert frozenset(never) in NEVER_TOGETHER


def test_the_admin_decides_nothing_and_the_auditor_changes_nothing() -> None:
    """An admin has no permission of certifiers; an auditor only reads."""
    assert not ROLES[Role.ADMIN] & ROLES[Role.CERTIFIER]
    assert {permission.value.partition("-")[0] for permission in ROLES[Role.AUDITOR]} == {"read"}
    assert not OPERATOR.may(Permission.DECIDE_DOSSIERS)


def test_what_an_actor_may() -> None:
    """Without the permission: not allowed. With it, for another organisation: as if it did not exist."""
    CERTIFIER.must(Permission.DECIDE_DOSSIERS)
    CERTIFIER.must_for(Permission.DECIDE_DOSSIERS, ORGANISATION)
    with pytest.raises(NotAllowed):
        CERTIFIER.must(Permission.BOOK)
    with pytest.raises(NotAllowed):
        CERTIFIER.must_for(Permission.BOOK, ORGANISATION)
    with pytest.raises(NotFound):
        CERTIFIER.must_for(Permission.DECIDE_DOSSIERS, OTHER)
    assert CERTIFIER.organisations_where(Permission.DECIDE_DOSSIERS) == {ORGANISATION}
    assert CERTIFIER.organisations_where(Permission.BOOK) == frozenset()
    assert CERTIFIER.holds(Role.CERTIFIER)


def test_who_sees_another_organisations_data() -> None:
    """An auditor, for what auditors read; to everyone else it looks absent."""
    auditor = Actor(uuid4(), uuid4(), "O. Kijker", (Grant(Role.AUDITOR, ORGANISATION),))
    auditor.must_see(Permission.READ_RESULTS, OTHER)
    with pytest.raises(NotAllowed):
        auditor.must_see(Permission.UPLOAD_RESULTS, OTHER)
    with pytest.raises(NotFound):
        CERTIFIER.must_see(Permission.READ_DOSSIERS, OTHER)
    with pytest.raises(NotAllowed):
        CERTIFIER.must_see(Permission.READ_RESULTS, ORGANISATION)


def test_what_an_actor_holds() -> None:
    """A role for whatever organisation."""
    assert CERTIFIER.holds(Role.CERTIFIER)
    assert not CERTIFIER.holds(Role.ADMIN)
