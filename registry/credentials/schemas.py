"""What comes in and goes out when a credential is checked."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta

from registry.credentials.checking import TEXTS
from registry.credentials.verifying import LONGEST, Check, Judged, Verdict
from registry.schema import Schema
from registry.texts import Language


class CheckCredential(Schema, frozen=True):
    """The text of a credential, as it stands in a file that ends in `.jwt`; and the day it is about, if not now."""

    credential: Annotated[str, Meta(max_length=LONGEST)]
    on: date | None = None


class CredentialChecked(Schema, frozen=True):
    """What it is worth: the verdict, that verdict in words, and the checks that were passed.

    What it says of itself is told only where this registry signed it, and nothing was changed.
    """

    verdict: Verdict
    text: str
    passed: list[Check]
    number: str | None
    holder: str | None
    name: str | None
    issuer: str | None
    valid_from: datetime | None
    valid_until: datetime | None

    @classmethod
    def of(cls, judged: Judged, language: Language) -> Self:
        """As an answer in a language."""
        claims = judged.claims if Check.CLAIMS in judged.passed else None
        subject = claims["credentialSubject"] if claims else {}
        return cls(
            verdict=judged.verdict,
            text=TEXTS[judged.verdict].say(language),
            passed=list(judged.passed),
            number=subject.get("licenseNumber"),
            holder=subject["identifier"][0]["identityHash"] if subject else None,
            name=claims["name"] if claims else None,
            issuer=claims["issuer"]["name"] if claims else None,
            valid_from=datetime.fromisoformat(claims["validFrom"]) if claims else None,
            valid_until=datetime.fromisoformat(claims["validUntil"]) if claims else None,
        )
