"""Changing the keys that sign: no token ends by it, and none of an old key is believed for ever."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from registry.accounts.signing_keys import CLOCKS_DIFFER, LIFETIME, KeyRing, SigningKey, Standing
from registry.accounts.tokens import Tokens
from registry.errors import NotAuthenticated

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OLD = SigningKey(Ed25519PrivateKey.generate())
NEW = SigningKey(Ed25519PrivateKey.generate(), NOW)
NEWER = SigningKey(Ed25519PrivateKey.generate(), NOW + timedelta(hours=1))
RING = KeyRing([NEWER, OLD, NEW])


@pytest.mark.parametrize(
    ("at", "standings"),
    [
        (NOW - SECOND, (Standing.SIGNING, Standing.COMING, Standing.COMING)),
        (NOW, (Standing.RETIRING, Standing.SIGNING, Standing.COMING)),
        (NOW + LIFETIME + CLOCKS_DIFFER - SECOND, (Standing.RETIRING, Standing.SIGNING, Standing.COMING)),
        (NOW + LIFETIME + CLOCKS_DIFFER, (Standing.OVER, Standing.SIGNING, Standing.COMING)),
        (NOW + timedelta(hours=2), (Standing.OVER, Standing.OVER, Standing.SIGNING)),
    ],
)
def test_what_each_does(at: datetime, standings: tuple[Standing, ...]) -> None:
    """One signs, and is published first; those that come are known already, and one that signed until its last token ended."""
    assert tuple(RING.standing(key, at) for key in (OLD, NEW, NEWER)) == standings
    assert RING.public(at)["keys"][0]["kid"] == RING.signing(at).id
    published = {each["kid"] for each in RING.public(at)["keys"]}
    believed = {key.id for key in (OLD, NEW, NEWER) if RING.find(key.id, now=at)}
    known = {key.id for key, standing in zip((OLD, NEW, NEWER), standings, strict=True) if standing is not Standing.OVER}
    assert published == believed == known


def test_a_clock_before_them_all() -> None:
    """There is always a key that signs, and it is always one."""
    ring = KeyRing([NEWER, NEW])
    assert ring.signing(NOW - timedelta(days=1)) is NEW
    assert ring.standing(NEW, NOW - timedelta(days=1)) is Standing.SIGNING


@given(some.lists(some.integers(-9999, 9999), min_size=1, max_size=6), some.integers(-9999, 9999))
def test_exactly_one_signs(begins: list[int], at: int) -> None:
    """Whenever each begins and whatever the clock says; and the one that signs is believed."""
    keys = [
        SigningKey(OLD.private if place == 0 else _KEYS[place], NOW + timedelta(seconds=begin))
        for place, begin in enumerate(begins)
    ]
    ring, moment = KeyRing(keys), NOW + timedelta(seconds=at)
    standings = [ring.standing(key, moment) for key in ring.keys]
    assert standings.count(Standing.SIGNING) == 1
    assert ring.find(ring.signing(moment).id, now=moment) is ring.signing(moment)


_KEYS = [Ed25519PrivateKey.generate() for _ in range(6)]


def test_no_token_ends_early() -> None:
    """Signed in the last second of the old key, by a process whose clock is a minute behind, it lasts its ten minutes."""
    held = [KeyRing([OLD])]
    tokens = Tokens(lambda: held[0], issuer="https://registry.test")
    issued_at = NOW + CLOCKS_DIFFER - SECOND
    token = tokens.issue(uuid4(), now=issued_at)
    held[0] = RING
    tokens.read(token, now=issued_at)
    tokens.read(token, now=issued_at + LIFETIME - SECOND)
    with pytest.raises(NotAuthenticated):
        tokens.read(token, now=issued_at + LIFETIME + SECOND)


def test_an_old_key_signs_nothing_new() -> None:
    """Whoever steals a key that is over makes no token that is believed."""
    stolen = Tokens(lambda: KeyRing([OLD]), issuer="https://registry.test")
    tokens = Tokens(lambda: RING, issuer="https://registry.test")
    later = NOW + LIFETIME + CLOCKS_DIFFER
    tokens.read(stolen.issue(uuid4(), now=later - SECOND), now=later - SECOND)
    with pytest.raises(NotAuthenticated):
        tokens.read(stolen.issue(uuid4(), now=later), now=later)
