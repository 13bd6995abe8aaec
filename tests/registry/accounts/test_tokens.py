"""Access tokens: ours, in time, and nothing else."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as some

from registry.accounts.signing_keys import LIFETIME, KeyRing, SigningKey
from registry.accounts.tokens import Held, Tokens
from registry.errors import NotAuthenticated

ISSUER = "https://registry.test"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY, FOREIGN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
TOKENS = Tokens(lambda: KeyRing([SigningKey(KEY)]), issuer=ISSUER)
ACCOUNT = uuid4()
HELD = Held(ACCOUNT)
ISSUED = TOKENS.issue(ACCOUNT, now=NOW)
HEADER: dict[str, Any] = jwt.get_unverified_header(ISSUED)
CLAIMS: dict[str, Any] = jwt.decode(ISSUED, options={"verify_signature": False})
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def part(value: object) -> str:
    """One part of a token."""
    return urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=").decode()


def signed(*, key: Any = KEY, algorithm: str = "EdDSA", header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token that differs from ours in what is named; None leaves a claim out."""
    changed = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode(changed, key, algorithm, headers={"typ": HEADER["typ"], "kid": HEADER["kid"]} | (header or {}))


def signed_raw(header: object, payload: bytes) -> str:
    """Any header and payload, with our signature on them."""
    stem = f"{part(header)}.{part(payload)}"
    return f"{stem}.{part(KEY.sign(stem.encode()))}"


def test_our_token_is_read() -> None:
    """The account comes back, until ten minutes are over; what `signed` makes without changes is read as well."""
    assert TOKENS.read(ISSUED, now=NOW) == HELD
    assert TOKENS.read(ISSUED, now=NOW + LIFETIME - timedelta(seconds=1)) == HELD
    assert TOKENS.read(signed(), now=NOW) == HELD
    assert TOKENS.read(signed_raw(HEADER, json.dumps(CLAIMS).encode()), now=NOW) == HELD


def test_no_right_is_in_the_token() -> None:
    """Who the account is and what it may is read afresh at each request; two tokens differ."""
    assert set(CLAIMS) == {"iss", "aud", "sub", "iat", "exp", "jti"}
    assert TOKENS.issue(ACCOUNT, now=NOW) != ISSUED


def test_what_a_token_was_given_for() -> None:
    """When its owner proved who they are, to the second, and the family or the key; they come back as they went in."""
    family, key = uuid4(), uuid4()
    token = TOKENS.issue(ACCOUNT, now=NOW, proved_at=NOW - timedelta(days=3), family=family)
    assert TOKENS.read(token, now=NOW) == Held(ACCOUNT, proved_at=NOW - timedelta(days=3), family=family)
    token = TOKENS.issue(ACCOUNT, now=NOW, api_key=key)
    assert TOKENS.read(token, now=NOW) == Held(ACCOUNT, api_key=key)


FOREIGN_TOKENS_OF = Tokens(lambda: KeyRing([SigningKey(FOREIGN)]), issuer=ISSUER)
FOREIGN_TOKENS: dict[str, Callable[[], str]] = {
    "alg none": lambda: f"{part({**HEADER, 'alg': 'none'})}.{ISSUED.split('.')[1]}.",
    "alg None": lambda: f"{part({**HEADER, 'alg': 'None'})}.{ISSUED.split('.')[1]}.",
    "HS256 with the public key": lambda: signed(key=part(PUBLIC), algorithm="HS256"),
    "another key": lambda: signed(key=FOREIGN),
    "another key, its own id": lambda: FOREIGN_TOKENS_OF.issue(ACCOUNT, now=NOW),
    "audience": lambda: signed(aud="https://elsewhere.test/api/v1"),
    "audience without path": lambda: signed(aud=ISSUER),
    "no audience": lambda: signed(aud=None),
    "issuer": lambda: signed(iss="https://elsewhere.test"),
    "no issuer": lambda: signed(iss=None),
    "type": lambda: signed(header={"typ": "JWT"}),
    "no type": lambda: signed(header={"typ": None}),
    "key id": lambda: signed(header={"kid": "other"}),
    "no key id": lambda: signed_raw({"alg": "EdDSA", "typ": HEADER["typ"]}, json.dumps(CLAIMS).encode()),
    "expired": lambda: signed(exp=int(NOW.timestamp())),
    "no expiry": lambda: signed(exp=None),
    "issued in the future": lambda: signed(iat=int(NOW.timestamp()) + 61),
    "no time of issue": lambda: signed(iat=None),
    "no account": lambda: signed(sub=None),
    "account that is none": lambda: signed(sub="beheer"),
    "account as a number": lambda: signed_raw(HEADER, json.dumps(CLAIMS | {"sub": 5}).encode()),
    "no token id": lambda: signed(jti=None),
    "expiry that is no number": lambda: signed_raw(HEADER, json.dumps(CLAIMS | {"exp": "soon"}).encode()),
    "expiry not a number": lambda: signed_raw(HEADER, json.dumps(CLAIMS | {"exp": float("nan")}).encode()),
    "issued not a number": lambda: signed_raw(HEADER, json.dumps(CLAIMS | {"iat": float("nan")}).encode()),
    "claims that are a list": lambda: signed_raw(HEADER, b"[]"),
    "claims that are no JSON": lambda: signed_raw(HEADER, b"{"),
    "claims that are no text": lambda: signed_raw(HEADER, b"\xff"),
    "claims nested too deeply": lambda: signed_raw(HEADER, b"[" * 100_000),
    "header nested too deeply": lambda: f"{part(b'[' * 100_002)}.{part({})}.{part(b'x')}",
    "header that is null": lambda: f"{part(None)}.{part({})}.{part(b'x')}",
    "header of lists": lambda: signed_raw({"alg": "EdDSA", "typ": [], "kid": {}}, json.dumps(CLAIMS).encode()),
    "critical extension": lambda: signed(header={"crit": ["b64"], "b64": False}),
    "signature cut off": lambda: ISSUED[:-4],
    "other claims under our signature": lambda: ".".join(
        (ISSUED.split(".")[0], part(CLAIMS | {"sub": str(uuid4())}), ISSUED.split(".")[2])
    ),
    "nothing": lambda: "",
    "two parts": lambda: "a.b",
    "five parts": lambda: "a.b.c.d.e",
    "not ASCII": lambda: "é.é.é",
    "surrogate": lambda: "\ud800.a.b",
}


@pytest.mark.parametrize("make", FOREIGN_TOKENS.values(), ids=FOREIGN_TOKENS.keys())
def test_anything_else_is_refused(make: Callable[[], str]) -> None:
    """A token that we did not issue so, for this, in time, signs nobody in; and it fails in no other way."""
    with pytest.raises(NotAuthenticated):
        TOKENS.read(make(), now=NOW)


def test_a_clock_may_differ_by_a_minute() -> None:
    """A token issued up to a minute ahead of our clock is taken."""
    assert TOKENS.read(signed(iat=int(NOW.timestamp()) + 60), now=NOW) == HELD


@given(some.text(max_size=200))
def test_garbage_is_refused(garbage: str) -> None:
    """Whatever comes in the header is no token."""
    with pytest.raises(NotAuthenticated):
        TOKENS.read(garbage, now=NOW)


@given(some.integers(0, len(ISSUED) - 1), some.characters(codec="ascii"))
def test_one_changed_character_is_refused(place: int, other: str) -> None:
    """Every character of header, claims and signature counts."""
    changed = ISSUED[:place] + other + ISSUED[place + 1 :]
    if changed == ISSUED:
        return
    with pytest.raises(NotAuthenticated):
        TOKENS.read(changed, now=NOW)
