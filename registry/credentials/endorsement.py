"""What a scheme owner says of the certification body: an EndorsementCredential of Open Badges 3.0, as claims of a JWT.

An owner speaks for a body by signing the version of a scheme that names it. The registry puts that in this form, in the
owner's name. It holds for a day and is made anew meanwhile: there is no list in which it would be revoked.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from registry.credentials.payload import CONTEXTS, Issuer, Period, claims_of, first_second, profile, written

HOLDS_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Endorsed:
    """The version of a scheme in which an owner named a body, and the day on which the owner signed that."""

    scheme: str
    version: int
    scheme_name: str
    owner: str
    body: str
    signed_on: date


def endorsement(endorsed: Endorsed, base_url: str, *, at: datetime) -> dict[str, Any]:
    """The claims that are signed: about who issues the certificates of this registry, and holding from that moment on."""
    issuer = Issuer(base_url, endorsed.owner)
    address = f"{base_url}/schemes/{endorsed.scheme}/v{endorsed.version}/endorsement"
    begins = at.astimezone(UTC).replace(microsecond=0)
    ends = begins + HOLDS_FOR
    return {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"{endorsed.body}, certificerende instelling",
        "issuer": profile(issuer),
        "validFrom": written(begins),
        "validUntil": written(ends),
        "awardedDate": written(first_second(endorsed.signed_on)),
        "credentialSubject": {
            "id": issuer.did,
            "type": ["EndorsementSubject"],
            "endorsementComment": (
                f"{endorsed.owner}, schemabeheerder van {endorsed.scheme_name}, heeft {endorsed.body} aangewezen om op "
                f"certificaten volgens versie {endorsed.version} te beslissen."
            ),
        },
        "refreshService": {"id": address, "type": "1EdTechCredentialRefresh"},
        **claims_of(address, issuer, issuer.did, Period(begins, ends), issued_at=begins),
    }
