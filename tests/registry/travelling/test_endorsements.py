"""What scheme owners say of the certification body, for strangers: signed, holding for a day, and only while it is so."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from msgspec.structs import replace

from registry.credentials.endorsement import Endorsed, endorsement
from registry.credentials.payload import Issuer
from registry.credentials.shape import Misshapen, check_endorsement
from registry.credentials.signing import public_key, signed
from registry.credentials.verifying import Known, Verdict, judge
from registry.schemes import service as schemes
from registry.schemes.rules import Transition, TransitionKind
from registry.signing_keys import rotating
from registry.signing_keys.rules import Use
from registry.transactions import fetch
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import NOW, RULES, SCHEME
from tests.registry.travelling.keys import a_key, public_jwk
from tests.registry.travelling.test_signed_at_issue import signing, verified

__all__ = ["signing"]

ENDORSED = Endorsed("e-adviseur", 3, "Certificaat e-adviseur", "KING", "DEKRA", date(2026, 6, 1))
AT = datetime(2026, 11, 22, 12, 0, 5, 700_000, UTC)
CLAIMS = endorsement(ENDORSED, "https://registry.example", at=AT)
ADDRESS = f"/schemes/{SCHEME}/v1/endorsement"


def test_an_endorsement_says_who_named_whom_for_which_version() -> None:
    """In the owner's name, about who issues here; every claim of the JWT equals the member that it repeats."""
    check_endorsement(CLAIMS)
    assert CLAIMS["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert (CLAIMS["issuer"]["name"], CLAIMS["issuer"]["id"]) == ("KING", "did:web:registry.example")
    assert CLAIMS["credentialSubject"]["id"] == "did:web:registry.example"
    assert CLAIMS["credentialSubject"]["type"] == ["EndorsementSubject"]
    for word in ("KING", "DEKRA", "versie 3"):
        assert word in CLAIMS["credentialSubject"]["endorsementComment"]
    assert CLAIMS["id"] == CLAIMS["jti"] == "https://registry.example/schemes/e-adviseur/v3/endorsement"
    assert (CLAIMS["validFrom"], CLAIMS["validUntil"]) == ("2026-11-22T12:00:05Z", "2026-11-23T12:00:05Z")
    assert CLAIMS["awardedDate"] == "2026-05-31T22:00:00Z"
    assert CLAIMS["exp"] - CLAIMS["nbf"] == 24 * 3600


@pytest.mark.parametrize(
    "harm",
    [
        lambda claims: claims.pop("awardedDate"),
        lambda claims: claims.update(proof=[]),
        lambda claims: claims.update(sub="did:web:elsewhere.example"),
        lambda claims: claims.update(exp=claims["exp"] + 1),
        lambda claims: claims.update(type=["VerifiableCredential", "OpenBadgeCredential"]),
        lambda claims: claims["credentialSubject"].update(endorsementComment=""),
        lambda claims: claims["credentialSubject"].update(type="EndorsementSubject"),
    ],
)
def test_anything_else_is_not_signed(harm: Callable[[dict[str, Any]], object]) -> None:
    """A member too many or too few, of another kind, or at odds with the rest."""
    claims = deepcopy(CLAIMS)
    harm(claims)
    with pytest.raises(Misshapen):
        check_endorsement(claims)


def test_it_passes_for_no_certificate() -> None:
    """Though our own key signed it."""
    key, issuer = a_key(), Issuer("https://registry.example", "KING")
    known = Known(issuer, {f"{issuer.did}#{key.kid}": public_key(public_jwk(key))}, lambda _: None)
    assert judge(signed(CLAIMS, did=issuer.did, signer=key), known, at=AT).verdict is Verdict.CONTRADICTORY


async def test_it_is_published_and_named_by_the_profile(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """The same file at its own address and in `endorsementJwt` of who issues; it verifies by the published keys."""
    clock.now = NOW
    world = await making.world()
    answer = await client.get(ADDRESS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/vc+jwt")
    assert answer.headers["access-control-allow-origin"] == "*"
    claims = await verified(answer.text)
    names = await fetch("SELECT name FROM organisation WHERE id = $1", world.organisations["scheme-owner"])
    assert claims["issuer"]["name"] == names[0]["name"]
    profile = (await client.get("/issuer")).json()
    assert profile["endorsementJwt"] == [answer.text]
    assert profile["id"] == claims["credentialSubject"]["id"]
    assert (await client.get(ADDRESS, headers={"if-none-match": answer.headers["etag"]})).status_code == 304


async def test_it_is_made_anew_in_time(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """After half a day, and as soon as another key signs; what was given holds for a day."""
    clock.now = NOW
    await making.world()
    first = (await client.get(ADDRESS)).text
    clock.now = NOW + timedelta(hours=11)
    assert (await client.get(ADDRESS)).text == first
    clock.now = NOW + timedelta(hours=12)
    second = (await client.get(ADDRESS)).text
    assert second != first
    await rotating.publish(Use.CREDENTIAL, now=NOW)
    kid = await rotating.rotate(Use.CREDENTIAL, now=clock.now)
    third = (await client.get(ADDRESS)).text
    assert jwt.get_unverified_header(third)["kid"].endswith(kid)


async def test_of_what_is_not_in_force_there_is_none(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """Not of a version whose day has to come, that one party signed, or whose certificates count no more."""
    clock.now = NOW
    world = await making.world()
    end = NOW.date() + timedelta(days=100)
    rules = replace(RULES, transitions=(Transition(SCHEME, 1, TransitionKind.HARD_END, end, None),))
    proposed = replace(making.proposal(world, rules), effective_from=end)
    version = await schemes.propose(SCHEME, proposed, actor=world.owner, now=NOW)
    await schemes.sign(version, actor=world.owner, now=NOW)
    clock.now = NOW + timedelta(days=100)
    assert (await client.get(f"/schemes/{SCHEME}/v2/endorsement")).status_code == 404
    clock.now = NOW
    await schemes.sign(version, actor=world.certifiers[0], now=NOW)
    assert (await client.get(f"/schemes/{SCHEME}/v2/endorsement")).status_code == 404
    assert (await client.get(ADDRESS)).status_code == 200
    clock.now = NOW + timedelta(days=100)
    assert (await client.get(f"/schemes/{SCHEME}/v2/endorsement")).status_code == 200
    assert (await client.get(ADDRESS)).status_code == 404
    assert (await client.get("/schemes/none/v1/endorsement")).status_code == 404


async def test_where_nobody_can_sign_there_is_none(database: None, client: httpx.AsyncClient) -> None:
    """The profile is told without."""
    await making.world()
    assert (await client.get(ADDRESS)).status_code == 404
    assert "endorsementJwt" not in (await client.get("/issuer")).json()
