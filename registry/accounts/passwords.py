"""Passwords: argon2id, at most two at once, and as long for an unknown account as for a known one."""

import asyncio
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import CHEAPEST

from registry.accounts.rules import is_about_oneself, is_common
from registry.errors import Fault, Invalid
from registry.texts import Text

LEAST_LENGTH, MOST_LENGTH = 12, 128
_LENGTH = Text(
    "Een wachtwoord heeft {least} tot {most} tekens. Een zin van een paar woorden is goed te onthouden.",
    "A password has {least} to {most} characters. A phrase of a few words is easy to remember.",
)
_COMMON = Text(
    "Dit wachtwoord komt veel voor, en is dus snel te raden. Kies een zin van een paar eigen woorden.",
    "This password is a common one, and so is guessed soon. Choose a phrase of a few words of your own.",
)
_ABOUT_ONESELF = Text(
    "Uw naam of e-mailadres is geen goed wachtwoord. Kies een zin van een paar eigen woorden.",
    "Your name or e-mail address is no good password. Choose a phrase of a few words of your own.",
)
_AT_ONCE = 2


class Passwords:
    """Hashing and checking off the event loop; 64 MiB each, so at most two at once."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._of_nobody = hasher.hash("nobody has this password")

    async def hash(self, password: str, *, about: Iterable[str] = ()) -> str:
        """The argon2id hash of a password that somebody chose; `about` is their address and names.

        Raises Invalid for a password that is too short, too long, common, or no more than who they are.
        """
        if fault := _fault(password, about):
            raise Invalid([fault])
        return await self.rehash(password)

    async def rehash(self, password: str) -> str:
        """The hash of a password that was taken before, with the parameters of today."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, kept: str | None, password: str) -> bool:
        """Whether this is the password, to its last character; without a hash the same work is done, and the answer is no."""
        async with self._turns:
            right = await asyncio.to_thread(self._verify, kept or self._of_nobody, password[:MOST_LENGTH])
        return right and bool(kept) and len(password) <= MOST_LENGTH

    def is_outdated(self, kept: str) -> bool:
        """The hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def _fault(password: str, about: Iterable[str]) -> Fault | None:
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        return Fault("password", _LENGTH, {"least": LEAST_LENGTH, "most": MOST_LENGTH})
    if is_common(password, common=common_passwords()):
        return Fault("password", _COMMON)
    if is_about_oneself(password, about=about):
        return Fault("password", _ABOUT_ONESELF)
    return None


@cache
def common_passwords() -> frozenset[str]:
    """Dutch and English passwords that many people choose, in lower case; packaged with the software."""
    return frozenset((files("registry.accounts") / "common_passwords.txt").read_text("utf-8").split("\n"))


def standard() -> Passwords:
    """argon2-cffi's default parameters (RFC 9106, low memory)."""
    return Passwords(PasswordHasher())


def cheapest() -> Passwords:
    """Parameters for tests only."""
    return Passwords(PasswordHasher.from_parameters(CHEAPEST))
