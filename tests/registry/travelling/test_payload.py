"""What a certificate says when it travels: the shape that others accept, its times, and that nothing links two of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import jwt
import msgspec
import pytest

from registry.certificates.snapshot import Snapshot
from registry.credentials.payload import Instance, Issuer, Place, last_second, payload
from registry.credentials.signing import did_document, public_key, signed
from registry.schemes.rules import ScopeItem
from registry.signing_keys.files import thumbprint
from tests.registry.travelling.keys import a_key, public_jwk

ISSUER = Issuer("https://registry.example", "KING")
SNAPSHOT = Snapshot(
    number="CA00000017-31",
    holder="00" * 32,
    scheme="e-adviseur",
    scheme_name_nl="Certificaat e-adviseur",
    scheme_name_en="Certificate e-adviser",
    scheme_version=3,
    scope=(ScopeItem(code="advies", name_nl="Advies", name_en="Advice"),),
    body="DEKRA",
    valid_from=date(2026, 11, 22),
    valid_until=date(2029, 7, 21),
    issued_on=date(2026, 11, 20),
    evidence="11" * 32,
)
INSTANCE = Instance(
    id=UUID("9a4b0000-0000-4000-8000-000000000001"),
    subject=UUID("9a4b0000-0000-4000-8000-000000000002"),
    holder="Anna de Vries",
    valid_from=date(2026, 11, 22),
    place=Place(1, 94_567),
    issued_at=datetime(2026, 11, 22, 10, 0, 5, tzinfo=UTC),
)


def test_a_certificate_travels_in_the_shape_that_others_accept() -> None:
    """Member by member; one status entry, the name in plain, and no e-mail address, birth date or citizen number."""
    made = payload(SNAPSHOT, INSTANCE, ISSUER)
    address = "https://registry.example/credentials/9a4b0000-0000-4000-8000-000000000001"
    assert made["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert made["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert made["id"] == made["jti"] == made["refreshService"]["id"] == address
    assert made["issuer"]["id"] == made["iss"] == "did:web:registry.example"
    assert made["issuer"].keys() == {"id", "type", "name", "url"}
    assert made["credentialStatus"] == {
        "id": "https://registry.example/status/revocation/1#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://registry.example/status/revocation/1",
    }
    subject = made["credentialSubject"]
    assert subject["id"] == made["sub"] == "urn:uuid:9a4b0000-0000-4000-8000-000000000002"
    assert subject["licenseNumber"] == "CA00000017-31"
    assert subject["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Anna de Vries", "identityType": "name"}
    ]
    assert subject["achievement"]["id"] == "https://registry.example/schemes/e-adviseur/v3"
    assert subject["achievement"]["version"] == "3"
    assert "vc" not in made
    assert "evidence" not in made


def test_times_are_amsterdam_days_in_utc_and_said_twice_alike() -> None:
    """Valid from the first second of a day in winter, through the last of a day in summer."""
    made = payload(SNAPSHOT, INSTANCE, ISSUER)
    assert (made["validFrom"], made["validUntil"]) == ("2026-11-21T23:00:00Z", "2029-07-21T21:59:59Z")
    assert made["awardedDate"] == "2026-11-19T23:00:00Z"
    for claim, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        assert datetime.fromtimestamp(made[claim], UTC) == datetime.fromisoformat(made[member])
    assert made["iat"] == 1_795_341_605


@pytest.mark.parametrize(("day", "last"), [("2026-03-29", "21:59:59"), ("2026-10-25", "22:59:59")])
def test_a_day_on_which_the_clock_changes_ends_when_people_say_so(day: str, last: str) -> None:
    """At the last second before midnight by the clock of that evening."""
    assert f"{last_second(date.fromisoformat(day)):%Y-%m-%d %H:%M:%S}" == f"{day} {last}"


def test_what_a_certificate_does_not_cover_is_said() -> None:
    """Whoever reads it elsewhere has no page of ours beside it."""
    limited = msgspec.structs.replace(SNAPSHOT, limits=(ScopeItem(code="audit", name_nl="Audit", name_en="Audit"),))
    told = payload(limited, INSTANCE, ISSUER)["credentialSubject"]["achievement"]
    assert told["criteria"]["narrative"].endswith("Dit certificaat dekt niet: Audit.")
    assert "Audit" not in told["description"]


def test_a_port_in_an_address_is_written_as_the_method_asks() -> None:
    """Otherwise it reads as another path."""
    assert Issuer("http://127.0.0.1:8000", "KING").did == "did:web:127.0.0.1%3A8000"


def test_a_signed_credential_says_how_and_by_whom_and_no_more() -> None:
    """Three members in its header; verified with the key of the document that its name leads to."""
    signer = a_key()
    jwk = public_jwk(signer)
    kid = f"{ISSUER.did}#{jwk['kid']}"
    jws = signed(payload(SNAPSHOT, INSTANCE, ISSUER), did=ISSUER.did, signer=signer)
    assert jwt.get_unverified_header(jws) == {"alg": "ES256", "kid": kid, "typ": "vc+jwt"}
    document = did_document(ISSUER.did, [jwk])
    [method] = [each for each in document["verificationMethod"] if each["id"] == kid]
    assert kid in document["assertionMethod"]
    key: Any = jwt.PyJWK(method["publicKeyJwk"]).key
    claims = jwt.decode(jws, key, algorithms=["ES256"], options={"verify_nbf": False, "verify_exp": False})
    assert claims == payload(SNAPSHOT, INSTANCE, ISSUER)


def test_a_key_is_named_by_itself() -> None:
    """The name follows from the key alone, whatever else is said of it; another curve is refused, and what is on none."""
    key = {
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }
    assert thumbprint(key) == thumbprint({**key, "use": "sig", "kid": "other"})
    assert thumbprint(key) == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"
    with pytest.raises(ValueError, match="P-256"):
        public_key({**key, "crv": "P-384"})
    with pytest.raises(ValueError, match="not on the curve"):
        public_key({**key, "y": key["x"]})
