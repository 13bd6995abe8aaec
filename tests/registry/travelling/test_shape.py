"""Nothing is signed that is not shaped as a credential of ours."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from registry.credentials.payload import payload
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
