"""Nothing is signed that is not shaped as a credential of ours."""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import pytest

from registry.credentials.payload import CONTEXTS, payload
from registry.credentials.shape import Misshapen, check_shape
from tests.registry.travelling.test_payload import INSTANCE, ISSUER, SNAPSHOT

CLAIMS = payload(SNAPSHOT, INSTANCE, ISSUER)


def test_what_we_make_has_the_shape() -> None:
    """As it is."""
    check_shape(CLAIMS)


@pytest.mark.parametrize(
    "harm",
    [
        lambda claims: claims.pop("credentialStatus"),
        lambda claims: claims.update(credentialStatus=[claims["credentialStatus"]]),
        lambda claims: claims.update(vc={}),
        lambda claims: claims.update(sub="urn:uuid:00000000-0000-0000-0000-000000000000"),
        lambda claims: claims.update(exp=claims["exp"] + 1),
        lambda claims: claims.update(nbf=claims["nbf"] - 1),
        lambda claims: claims.update(validFrom="2027-01-01T00:00:00+01:00"),
        lambda claims: claims["issuer"].update(name=""),
        lambda claims: claims["issuer"].update(id="did:web:elsewhere.example"),
        lambda claims: claims["@context"].reverse(),
        lambda claims: claims["credentialSubject"].update(birthDate="1980-01-01"),
        lambda claims: claims["credentialSubject"]["identifier"][0].update(hashed=True),
        lambda claims: claims["credentialSubject"]["achievement"].update(type="Achievement"),
        lambda claims: claims["credentialStatus"].update(id=claims["credentialStatus"]["statusListCredential"]),
    ],
)
def test_anything_else_is_refused(harm: Callable[[dict[str, Any]], object]) -> None:
    """A member too many or too few, of another kind, or at odds with the rest."""
    claims = deepcopy(CLAIMS)
    harm(claims)
    with pytest.raises(Misshapen):
        check_shape(claims)


SUBJECT, ACHIEVEMENT = "credentialSubject", "credentialSubject.achievement"
REQUIRED = {
    "": ("@context", "id", "type", "credentialSubject", "issuer", "validFrom"),
    "issuer": ("id", "type"),
    SUBJECT: ("type", "achievement"),
    ACHIEVEMENT: ("id", "type", "name", "description", "criteria"),
    "credentialSubject.identifier.0": ("type", "hashed", "identityHash", "identityType"),
    "credentialStatus": ("id", "type"),
    "refreshService": ("id", "type"),
}
"""What the JSON schema of an AchievementCredential requires of each object that ours has."""
LISTS = ("", "issuer", SUBJECT, ACHIEVEMENT)
"""Whose `type` is a list there; of the others it is a string."""
CLAIMS_OF_A_JWT = ("iss", "jti", "sub", "nbf", "exp")
"""What Open Badges 3.0, section 8.2, requires beside; `exp` where there is a `validUntil`."""


def inside(claims: Any, path: str) -> Any:
    """The object at a path."""
    for step in path.split(".") if path else ():
        claims = claims[int(step) if step.isdigit() else step]
    return claims


@pytest.mark.parametrize(("path", "member"), [(path, member) for path, members in REQUIRED.items() for member in members])
def test_what_the_official_schema_requires_is_there(path: str, member: str) -> None:
    """Each member, in each object; without it nothing is signed."""
    claims = deepcopy(CLAIMS)
    del inside(claims, path)[member]
    with pytest.raises(Misshapen):
        check_shape(claims)


@pytest.mark.parametrize("claim", CLAIMS_OF_A_JWT)
def test_what_a_jwt_must_say_is_there(claim: str) -> None:
    """Each claim; without it nothing is signed."""
    with pytest.raises(Misshapen):
        check_shape({name: each for name, each in CLAIMS.items() if name != claim})


@pytest.mark.parametrize("path", REQUIRED)
def test_each_type_is_a_list_or_a_string_as_the_official_schema_has_it(path: str) -> None:
    """The other way round it is refused there, and not signed here."""
    claims = deepcopy(CLAIMS)
    told = inside(claims, path)
    assert isinstance(told.get("type"), list) is (path in LISTS)
    told["type"] = told["type"][-1] if path in LISTS else [told["type"]]
    with pytest.raises(Misshapen):
        check_shape(claims)


@pytest.mark.parametrize("member", ["credentialStatus", "refreshService"])
def test_there_is_one_status_and_one_address_to_refresh(member: str) -> None:
    """The official schema refuses a list of them."""
    with pytest.raises(Misshapen):
        check_shape({**CLAIMS, member: [CLAIMS[member]]})


@pytest.mark.parametrize("member", ["proof", "evidence", "credentialSchema", "endorsement", "endorsementJwt", "termsOfUse"])
@pytest.mark.parametrize("said", [[], {}, [{}]])
def test_what_it_allows_and_we_do_not_use_is_never_signed(member: str, said: object) -> None:
    """As a list, which it asks for, or otherwise."""
    with pytest.raises(Misshapen):
        check_shape({**CLAIMS, member: said})


@pytest.mark.parametrize(
    "contexts",
    [
        CONTEXTS[:1],
        CONTEXTS[:2],
        (CONTEXTS[1], CONTEXTS[0], CONTEXTS[2]),
        ("https://www.w3.org/2018/credentials/v1", *CONTEXTS[1:]),
        (CONTEXTS[0], "https://purl.imsglobal.org/spec/ob/v3p0/context.jsonld", CONTEXTS[2]),
        (*CONTEXTS, {"own": "https://registry.example/own"}),
    ],
)
def test_the_contexts_are_these_three_in_this_order(contexts: Sequence[object]) -> None:
    """The official schema has the first word for word and the second by a pattern, which ours fits."""
    assert re.fullmatch(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", CONTEXTS[1])
    with pytest.raises(Misshapen):
        check_shape({**CLAIMS, "@context": list(contexts)})
