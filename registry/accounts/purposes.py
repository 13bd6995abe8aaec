"""What a link that goes out for an account is for, how long it works, and where it leads."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What whoever holds the link may do, once."""

    INVITATION = "invitation"
    FIRST_ADMIN = "first-admin"
    NEW_PASSWORD = "new-password"  # noqa: S105  the name of a purpose
    SECOND_FACTOR = "second-factor"


INVITING: frozenset[Purpose] = frozenset({Purpose.INVITATION, Purpose.FIRST_ADMIN})
"""With these somebody new chooses a password."""
RENEWING: frozenset[Purpose] = frozenset({Purpose.NEW_PASSWORD})
"""With these somebody who forgot theirs does."""
CHOOSING = INVITING | RENEWING
LASTS: Mapping[Purpose, timedelta] = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.FIRST_ADMIN: timedelta(hours=24),
    Purpose.NEW_PASSWORD: timedelta(hours=1),
    Purpose.SECOND_FACTOR: timedelta(hours=24),
}
"""How long a link works from the moment it goes out."""
PATHS: Mapping[Purpose, str] = {
    Purpose.INVITATION: "/uitnodiging",
    Purpose.FIRST_ADMIN: "/uitnodiging",
    Purpose.NEW_PASSWORD: "/nieuw-wachtwoord",
    Purpose.SECOND_FACTOR: "/tweede-factor-kwijt",
}
"""The page that a link leads to; its token follows."""


def path_of(purpose: Purpose, token: str) -> str:
    """The path of the link with this token."""
    return f"{PATHS[purpose]}/{token}"
