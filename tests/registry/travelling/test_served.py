"""What a stranger's software fetches: keys, lists and credentials, with the headers that it needs."""

from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from registry.certificates.rules import EventKind
from registry.credentials import publishing, service
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.rules import Use
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.travelling.test_signed_at_issue import certified, signing

__all__ = ["signing"]


async def fetched(client: httpx.AsyncClient, path: str) -> httpx.Response:
    """What anyone gets, from any site."""
    answer = await client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer


async def test_a_stranger_verifies_with_the_did_document_alone(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """From the credential to its key and its list: every address that it names answers."""
    clock.now = NOW
    issued = await certified()
    await publishing.publish(now=NOW)
    address = await service.address_of(issued.id)
    answer = await fetched(client, f"/credentials/{address}")
    assert answer.headers["content-type"] == "application/vc+jwt"
    assert answer.headers["cache-control"] == "private, no-store"
    assert ".jwt" in answer.headers["content-disposition"]
    did = await fetched(client, "/.well-known/did.json")
    assert did.headers["content-type"].startswith("application/did+json")
    methods = {each["id"]: each["publicKeyJwk"] for each in did.json()["verificationMethod"]}
    key = methods[jwt.get_unverified_header(answer.text)["kid"]]
    options: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    claims = jwt.decode(answer.text, jwt.PyJWK(key), algorithms=["ES256"], options=options)
    status = await fetched(client, claims["credentialStatus"]["statusListCredential"])
    assert status.headers["content-type"] == "application/vc+jwt"
    assert "max-age=300" in status.headers["cache-control"]
    jwt.decode(status.text, jwt.PyJWK(key), algorithms=["ES256"], options=options)
    again = await client.get("/status/revocation/1", headers={"if-none-match": status.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await client.head("/status/revocation/1")
    assert (head.status_code, head.content) == (200, b"")
    achieved = await fetched(client, claims["credentialSubject"]["achievement"]["id"])
    assert achieved.json()["name"] == claims["credentialSubject"]["achievement"]["name"]
    assert (await fetched(client, "/issuer")).json()["id"] == claims["iss"]
    plain = await client.get(f"/credentials/{address}", headers={"accept": "text/plain"})
    assert plain.headers["content-type"].startswith("text/plain")


async def test_keys_of_credentials_are_in_the_set_and_sign_no_tokens(
    signing: None, client: httpx.AsyncClient, clock: Clock
) -> None:
    """The active one stands where verifiers look; a token by it is refused."""
    signer = await keys.active(Use.CREDENTIAL)
    known = {each["kid"]: each for each in (await client.get("/.well-known/jwks.json")).json()["keys"]}
    assert known[signer.kid]["kty"] == "EC"
    assert {each["kty"] for each in known.values()} == {"EC", "OKP"}
    assert all("y" not in each for each in known.values() if each["kty"] == "OKP")
    folder: Any = keys._Kept.folder  # noqa: SLF001  the private half, which nobody else needs
    private = folder.signer(signer.kid, Use.CREDENTIAL).private
    for header in ({"kid": signer.kid}, {"kid": signer.kid, "typ": "at+jwt"}):
        token = jwt.encode({"sub": "x", "exp": 4_000_000_000}, private, algorithm="ES256", headers=header)
        answer = await client.get("/api/v1/organisations", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401


async def test_the_key_that_signs_stands_first_in_both_documents(signing: None, client: httpx.AsyncClient) -> None:
    """Then those that will sign, then those that did; one that leaked is in neither."""
    leaked = (await keys.active(Use.CREDENTIAL)).kid
    first = await rotating.give_up(leaked, now=NOW)
    await rotating.publish(Use.CREDENTIAL, now=NOW)
    second = await rotating.rotate(Use.CREDENTIAL, now=NOW + timedelta(days=1))
    coming = await rotating.publish(Use.CREDENTIAL, now=NOW + timedelta(days=2))
    order = [second, coming, first]
    did = (await client.get("/.well-known/did.json")).json()
    assert [each["id"].partition("#")[2] for each in did["verificationMethod"]] == order
    assert [each.partition("#")[2] for each in did["assertionMethod"]] == order
    known = (await client.get("/.well-known/jwks.json")).json()["keys"]
    assert [each["kid"] for each in known if each["kty"] == "EC"] == order
    assert [each["kty"] for each in known] == ["EC", "OKP", "EC", "EC"]


async def test_a_list_is_told_as_it_was(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """At a moment of the past; what is no moment is told."""
    issued = await certified()
    await publishing.publish(now=NOW)
    later = NOW + timedelta(days=1)
    await making.happens(issued.id, EventKind.SUSPENDED, later.date(), at=later)
    await publishing.publish(now=later)
    clock.now = later
    new = await fetched(client, "/status/revocation/1")
    old = await fetched(client, f"/status/revocation/1?timestamp={NOW.isoformat().replace('+00:00', 'Z')}")
    assert new.text != old.text
    for none in ("yesterday", "2027-05-03T12:00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"):
        assert (await client.get(f"/status/revocation/1?timestamp={none}")).status_code == 400, none
    assert (await client.get("/status/revocation/1?timestamp=1999-05-03T12:00:00Z")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/00000000-0000-0000-0000-000000000000",
        "/status/revocation/2",
        "/status/revocation/0",
        "/status/revocation/99999999999999999999",
        "/status/other/1",
        "/schemes/none/v1",
        "/schemes/none/x",
    ],
)
async def test_what_is_not_there_is_not_found(signing: None, client: httpx.AsyncClient, path: str) -> None:
    """Each alike."""
    assert (await client.get(path)).status_code == 404
