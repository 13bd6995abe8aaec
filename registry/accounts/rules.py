"""Signing in, as pure functions: codes of the second factor, how often one may try, and how fresh a proof must be."""

import base64
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from registry.permissions import NEEDS_SECOND_FACTOR, Role

PROOF_LASTS = timedelta(minutes=15)
"""For so long after giving password and code one decides without giving them again."""

STEP = 30
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10
_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_RECOVERY = re.compile(r"[A-Z2-7]{24}", re.ASCII)
_LEAST_PART = 4


def address_of(typed: str) -> str:
    """The address as accounts have it, however it was typed: who counts tries and who looks for the account agree on it."""
    return typed.replace("\x00", "").strip().lower()


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Certifiers, admins, auditors and scheme owners sign in with one; others may."""
    return not NEEDS_SECOND_FACTOR.isdisjoint(roles)


def is_proved(proved_at: datetime | None, *, now: datetime) -> bool:
    """Through the last instant of the 15 minutes; a proof from the future proves nothing."""
    return proved_at is not None and timedelta() <= now - proved_at <= PROOF_LASTS


def step_of(now: datetime) -> int:
    """The number of the 30 seconds that an instant is in (RFC 6238, 4.2)."""
    return int(now.timestamp()) // STEP


def code_at(secret: bytes, step: int) -> str:
    """The six digits that an app shows during a step: HMAC-SHA-1, which every app knows."""
    return TOTP(secret, DIGITS, SHA1(), STEP, enforce_key_length=False).generate(step * STEP).decode()  # noqa: S303


def step_proved(secret: bytes, typed: str, *, last_step: int | None, now: datetime) -> int | None:
    """The step whose code was typed: this one, the one before or the one after, and later than the last one used.

    All three are compared whatever the first says, and the latest counts: no code is good for two steps.
    """
    code = _squeezed(typed)
    if not _CODE.fullmatch(code):
        return None
    present = step_of(now)
    fits = [step for step in (present - 1, present, present + 1) if hmac.compare_digest(code_at(secret, step), code)]
    return max((step for step in fits if last_step is None or step > last_step), default=None)


def recovery_code(typed: str) -> str | None:
    """A recovery code as it is hashed, however its groups were typed; None for anything else."""
    code = _squeezed(typed).upper()
    return code if _RECOVERY.fullmatch(code) else None


def in_groups(code: str) -> str:
    """A code as people read it: groups of four."""
    return " ".join(code[start : start + _LEAST_PART] for start in range(0, len(code), _LEAST_PART))


def _squeezed(typed: str) -> str:
    return "".join(typed.split()).replace("-", "")


def written(secret: bytes) -> str:
    """A secret as it is typed into an app: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def link_for_app(secret: bytes, *, email: str, issuer: str) -> str:
    """What an app reads from the QR code."""
    more = urlencode({"secret": written(secret), "issuer": issuer, "digits": DIGITS, "period": STEP}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?{more}"


LONGEST_WAIT = timedelta(minutes=15)
"""Nobody waits longer than this to try again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many tries at once, and one more each time `every` has passed; all are back within the longest wait."""

    burst: int
    every: timedelta

    @property
    def slack(self) -> timedelta:
        """How far ahead of its pace a bucket may be and still give one."""
        return self.every * (self.burst - 1)


OF_PAIR = Pace(5, timedelta(minutes=3))
"""One account from one source."""

OF_PAIR_IN_A_STORM = Pace(1, timedelta(minutes=3))
"""The same while many sources together try an account: each source still has its turn, so its owner is never kept out."""

OF_ACCOUNT = Pace(50, timedelta(seconds=18))
"""One account from all sources that never signed in to it."""

OF_SOURCE = Pace(50, timedelta(seconds=18))
"""One source on all accounts together: an office has one address, and so has a program that tries many accounts."""

OF_CODES = Pace(10, timedelta(seconds=90))
"""Codes after a right password, from all sources that never signed in to the account."""


def wait(used_until: datetime, pace: Pace, *, now: datetime) -> timedelta:
    """How long until this bucket gives a try; nothing when it does now.

    Never more than the longest wait, also where a clock that ran ahead left a mark far in the future.
    """
    return max(_ahead(used_until, now=now) - pace.slack, timedelta())


def taken(used_until: datetime, pace: Pace, *, now: datetime) -> datetime:
    """The mark of a bucket after one try; an empty one is no emptier."""
    return now + min(_ahead(used_until, now=now) + pace.every, LONGEST_WAIT)


def given_back(used_until: datetime, pace: Pace, *, now: datetime) -> datetime:
    """The mark after a try that was no guess."""
    return now + max(_ahead(used_until, now=now) - pace.every, timedelta())


def _ahead(used_until: datetime, *, now: datetime) -> timedelta:
    return min(max(used_until - now, timedelta()), LONGEST_WAIT)


def normalised(password: str) -> str:
    """As passwords are compared with the list: NFKC, lower case, no white space around."""
    return unicodedata.normalize("NFKC", password).lower().strip()


def is_common(password: str, *, common: Collection[str]) -> bool:
    """One that many people choose, and others try first."""
    return normalised(password) in common


def is_about_oneself(password: str, *, about: Iterable[str]) -> bool:
    """An address, a name or several of them, with hardly more than digits and signs beside it."""
    letters = left = _letters(normalised(password))
    for known in sorted({part for each in about for part in _parts(normalised(each))}, key=len, reverse=True):
        left = left.replace(known, "")
    return left != letters and len(left) < _LEAST_PART


def _parts(known: str) -> set[str]:
    """What is told of a person, as letters: whole, the part before the @ of an address, and each word."""
    pieces = {known, known.partition("@")[0], *known.replace("@", " ").replace(".", " ").split()}
    return {letters for piece in pieces if len(letters := _letters(piece)) >= _LEAST_PART}


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())
