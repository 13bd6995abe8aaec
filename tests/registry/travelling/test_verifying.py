"""Judging a credential that somebody brings: each wrong has its own answer, and only what is ours and stands is valid."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.credentials import signing
from registry.credentials.payload import payload
from registry.credentials.signing import public_key
from registry.credentials.status_list import PLACES, bits_of
from registry.credentials.verifying import LONGEST, OF_A_CREDENTIAL, Known, Verdict, judge
from registry.signing_keys.files import FileSigner
from tests.registry.travelling.keys import a_key, public_jwk
from tests.registry.travelling.test_payload import INSTANCE, ISSUER, SNAPSHOT

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
OURS, OTHERS = a_key(), a_key()
OTHERS_AS_OURS = FileSigner(OURS.kid, OTHERS.private)
KID = f"{ISSUER.did}#{OURS.kid}"
CLAIMS = payload(SNAPSHOT, INSTANCE, ISSUER)
SIGNED = signing.signed(CLAIMS, did=ISSUER.did, signer=OURS)
HEADER = {"alg": "ES256", "typ": "vc+jwt", "kid": KID}


def known(*revoked: int) -> Known:
    """The registry with one list, in which these places are set."""
    return Known(ISSUER, {KID: public_key(public_jwk(OURS))}, lambda number: bits_of(revoked) if number == 1 else None)


def verdict(text: str, *revoked: int, at: datetime = NOW) -> Verdict:
    """What is told of it."""
    return judge(text, known(*revoked), at=at).verdict


def signed(claims: Mapping[str, Any], header: Mapping[str, Any] = HEADER) -> str:
    """Signed with our own key, whatever it says."""
    parts = b".".join(urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (header, claims))
    signature = OURS.sign(parts)
    return (parts + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


def test_what_stands_is_valid_and_every_check_is_told() -> None:
    """With what it says."""
    judged = judge(f" {SIGNED}\n", known(), at=NOW)
    assert judged.verdict is Verdict.VALID
    assert judged.passed == OF_A_CREDENTIAL
    assert judged.claims == CLAIMS


def test_it_is_valid_from_its_first_second_through_its_last() -> None:
    """And not a second before or after."""
    begins, ends = (datetime.fromtimestamp(CLAIMS[each], UTC) for each in ("nbf", "exp"))
    second = timedelta(seconds=1)
    assert verdict(SIGNED, at=begins - second) is Verdict.NOT_YET_VALID
    assert verdict(SIGNED, at=begins) is Verdict.VALID
    assert verdict(SIGNED, at=ends + second * 0.999) is Verdict.VALID
    assert verdict(SIGNED, at=ends + second) is Verdict.EXPIRED


def test_revoked_is_told_before_expired() -> None:
    """Whoever was withdrawn does not become merely out of date; another's place says nothing."""
    after = datetime.fromtimestamp(CLAIMS["exp"], UTC) + timedelta(days=400)
    assert verdict(SIGNED, 94_567) is Verdict.REVOKED
    assert verdict(SIGNED, 94_567, at=after) is Verdict.REVOKED
    assert verdict(SIGNED, 94_566, 94_568, 0) is Verdict.VALID


def test_of_what_is_not_ours_nothing_is_believed() -> None:
    """Another issuer, another key, a changed word: each its own answer, and no claim is passed on."""
    elsewhere = signing.signed({**CLAIMS, "iss": "did:web:elsewhere.example"}, did=ISSUER.did, signer=OTHERS_AS_OURS)
    foreign_key = signing.signed(CLAIMS, did=ISSUER.did, signer=OTHERS)
    head, body, signature = SIGNED.split(".")
    raw = urlsafe_b64decode(signature + "==")
    longer = urlsafe_b64encode(raw[:32] + b"\0" + raw[32:]).rstrip(b"=").decode()
    other_name = urlsafe_b64encode(json.dumps({**CLAIMS, "name": "Ander"}).encode()).rstrip(b"=").decode()
    for text, told in (
        (elsewhere, Verdict.FOREIGN_ISSUER),
        (foreign_key, Verdict.FOREIGN_KEY),
        (signing.signed(CLAIMS, did=ISSUER.did, signer=OTHERS_AS_OURS), Verdict.CHANGED),
        (f"{head}.{other_name}.{signature}", Verdict.CHANGED),
        (f"{head}.{body}.", Verdict.CHANGED),
        (f"{head}.{body}.AAAA", Verdict.CHANGED),
        (f"{head}.{body}.{longer}", Verdict.CHANGED),
    ):
        judged = judge(text, known(), at=NOW)
        assert (judged.verdict, judged.claims) == (told, None)


@pytest.mark.parametrize(
    "header",
    [
        {**HEADER, "alg": "none"},
        {**HEADER, "alg": "HS256"},
        {**HEADER, "alg": "ES384"},
        {**HEADER, "typ": "JWT"},
        {**HEADER, "typ": "at+jwt"},
        {**HEADER, "kid": 7},
        {**HEADER, "crit": ["exp"]},
        {**HEADER, "jwk": public_jwk(OURS)},
        {**HEADER, "x5u": "https://elsewhere.example"},
        {"alg": "ES256", "typ": "vc+jwt"},
    ],
)
def test_a_header_with_anything_else_is_unreadable(header: Mapping[str, Any]) -> None:
    """Also when our own key signed it: nothing in a header chooses how it is judged."""
    assert verdict(signed(CLAIMS, header)) is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": CLAIMS["exp"] + 1},
        {"nbf": None},
        {"exp": "never"},
        {"exp": 10**20},
        {"jti": "https://elsewhere.example/1"},
        {"sub": "urn:uuid:other"},
        {"issuer": {"id": "did:web:elsewhere.example"}},
        {"issuer": "did:web:registry.example"},
        {"credentialSubject": []},
        {"validFrom": "2026-11-21T23:00:00"},
        {"validUntil": 5},
        {"type": ["VerifiableCredential", "BitstringStatusListCredential"]},
    ],
)
def test_what_contradicts_itself_is_not_valid(changed: Mapping[str, Any]) -> None:
    """Other software may read the one or the other; nor does another document of ours pass for a certificate."""
    assert verdict(signed({**CLAIMS, **changed})) is Verdict.CONTRADICTORY


@pytest.mark.parametrize(
    "status",
    [
        None,
        {},
        [CLAIMS["credentialStatus"]],
        {**CLAIMS["credentialStatus"], "statusListIndex": "x"},
        {**CLAIMS["credentialStatus"], "statusListIndex": str(PLACES)},
        {**CLAIMS["credentialStatus"], "statusListIndex": "-1"},
        {**CLAIMS["credentialStatus"], "statusListCredential": "https://elsewhere.example/status/revocation/1"},
        {**CLAIMS["credentialStatus"], "statusListCredential": "https://registry.example/status/revocation/2"},
        {**CLAIMS["credentialStatus"], "statusListCredential": "https://registry.example/status/suspension/1"},
    ],
)
def test_without_a_status_that_we_know_it_is_not_valid(status: object) -> None:
    """It may be revoked somewhere where nobody looked."""
    assert verdict(signed({**CLAIMS, "credentialStatus": status})) is Verdict.UNKNOWN_STATUS


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "...",
        SIGNED + ".x",
        SIGNED.replace(".", ".=", 1),
        SIGNED + "=",
        SIGNED + " x",
        "é" + SIGNED,
        "a" * LONGEST + SIGNED,
        ".".join([urlsafe_b64encode(b"[" * 20_000).decode().rstrip("="), *SIGNED.split(".")[1:]]),
        ".".join([SIGNED.split(".")[0], urlsafe_b64encode(b'{"iss":NaN}').decode().rstrip("="), SIGNED.split(".")[2]]),
        ".".join([SIGNED.split(".")[0], urlsafe_b64encode(b'["iss"]').decode().rstrip("="), SIGNED.split(".")[2]]),
    ],
)
def test_what_cannot_be_read_is_called_so(text: str) -> None:
    """Other parts, padding, blanks within, nested without end, no object."""
    assert verdict(text) is Verdict.UNREADABLE


@given(st.integers(0, len(SIGNED) - 1), st.sampled_from("ABCabc019-_."))
def test_no_changed_letter_leaves_it_valid(at: int, letter: str) -> None:
    """Wherever it stands, also in the last letter, of which base64 leaves bits unused."""
    changed = SIGNED[:at] + letter + SIGNED[at + 1 :]
    assert (verdict(changed) is Verdict.VALID) == (changed == SIGNED)


@given(st.text(max_size=300))
def test_whatever_is_brought_has_a_verdict(text: str) -> None:
    """And it is not valid."""
    assert verdict(text) is not Verdict.VALID
