"""Which keys there are, and which one signs. Their life, from made to given up, is in `rotating`.

Whoever signs gets the active key of the use; verifiers get every key whose signatures still count, the active one first.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from registry.signing_keys.files import KeyFolder, Signer, SigningKeyRefused
from registry.signing_keys.rules import State, Use
from registry.signing_keys.tables import SigningKey
from registry.transactions import fetch

ACTIVE = "SELECT kid FROM signing_key WHERE use = $1 AND state = 'active'"
_PUBLISHED = """
SELECT kid, public_jwk FROM signing_key WHERE use = $1 AND state <> 'compromised'
ORDER BY state <> 'active', state <> 'published', published_at DESC, kid
"""
_RETIRED = """
SELECT kid FROM signing_key
WHERE use = $1 AND state = 'retired' AND activated_at IS NOT NULL AND retired_at > $2 ORDER BY retired_at DESC, kid
"""


class _Kept:
    """Where this process has its keys."""

    folder: KeyFolder | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is known, with the moments of its life."""

    kid: str
    use: Use
    state: State
    published_at: datetime
    activated_at: datetime | None
    retired_at: datetime | None
    compromised_at: datetime | None


def keep_keys(folder: KeyFolder) -> None:
    """From now on this process signs with the keys in this folder."""
    _Kept.folder = folder


async def active(use: Use) -> Signer:
    """What signs now. Raises SigningKeyRefused where there is no such key, or its file cannot be used."""
    rows = await fetch(ACTIVE, use.value)
    if not rows:
        raise SigningKeyRefused(f"There is no key yet that signs: {use}.")
    return folder().signer(rows[0]["kid"], use)


async def lately_retired(use: Use, *, since: datetime) -> list[Signer]:
    """Those that signed and were rotated later than that, the last one first; none whose file cannot be used any more."""
    found: list[Signer] = []
    for row in await fetch(_RETIRED, use.value, since):
        with suppress(SigningKeyRefused):
            found.append(folder().signer(row["kid"], use))
    return found


async def published(use: Use) -> list[dict[str, str]]:
    """The public keys whose signatures count, as JSON Web Keys with their `kid`: the one that signs now first."""
    return [json.loads(row["public_jwk"]) for row in await fetch(_PUBLISHED, use.value)]


async def listed() -> list[Key]:
    """Every key there ever was, by use, the newest first."""
    rows = await SigningKey.select().order_by(SigningKey.use).order_by(SigningKey.published_at, ascending=False)
    return [
        Key(
            kid=row["kid"],
            use=Use(row["use"]),
            state=State(row["state"]),
            published_at=row["published_at"],
            activated_at=row["activated_at"],
            retired_at=row["retired_at"],
            compromised_at=row["compromised_at"],
        )
        for row in rows
    ]


def folder() -> KeyFolder:
    """The keys of this process. Raises SigningKeyRefused where it was given none."""
    if _Kept.folder is None:
        raise SigningKeyRefused("This process was given no keys to sign with.")
    return _Kept.folder
