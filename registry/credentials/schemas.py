"""What comes in and goes out when a credential is checked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from msgspec import Meta

from registry.credentials.check_wording import CHECKS, VERDICTS
from registry.credentials.verifying import LONGEST, OF_A_CREDENTIAL, Check, Judged, Verdict
from registry.errors import Fault, Invalid
from registry.schema import Schema
from registry.seals import limits
from registry.texts import Language, Text

FILE_LETTERS = limits.FILE_BYTES // 3 * 4 + 4
"""A file at its largest, in base64."""
_ONE_OF_THEM = Text("Geef `credential` of `file`, precies een van beide.", "Give `credential` or `file`, exactly one of them.")


class CheckCredential(Schema, frozen=True):
    """What is checked, in one of two ways; and the day it is about, if not now.

    `credential` is the text of a file that ends in `.jwt`; `file` such a file, or a PDF, in base64.
    """

    credential: Annotated[str, Meta(max_length=LONGEST)] | None = None
    file: bytes | None = None
    on: date | None = None

    def sent(self) -> str | bytes:
        """The text or the file. Raises Invalid where there is neither, or both."""
        if self.credential is not None and self.file is None:
            return self.credential
        if self.file is not None and self.credential is None:
            return self.file
        raise Invalid([Fault("credential", _ONE_OF_THEM)])


class Result(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_LOOKED_AT = "not-looked-at"


class CheckedThing(Schema, frozen=True):
    """One check, in words and with how it came out."""

    check: Check
    text: str
    result: Result


class CredentialChecked(Schema, frozen=True):
    """What it is worth: the verdict, that verdict in words, the checks that were passed, and each check with its result.

    What it says of itself is told only where this registry signed it, and nothing was changed.
    """

    verdict: Verdict
    text: str
    passed: list[Check]
    checks: list[CheckedThing]
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
            text=VERDICTS[judged.verdict].say(language),
            passed=list(judged.passed),
            checks=[CheckedThing(each, CHECKS[each].say(language), _result(each, judged)) for each in _of_its_kind(judged)],
            number=subject.get("licenseNumber"),
            holder=subject["identifier"][0]["identityHash"] if subject else None,
            name=claims["name"] if claims else None,
            issuer=claims["issuer"]["name"] if claims else None,
            valid_from=datetime.fromisoformat(claims["validFrom"]) if claims else None,
            valid_until=datetime.fromisoformat(claims["validUntil"]) if claims else None,
        )


def _of_its_kind(judged: Judged) -> tuple[Check, ...]:
    """Of a file with the text alone nobody looks for a seal."""
    return tuple(Check) if Check.FILE in {*judged.passed, *judged.failed} else OF_A_CREDENTIAL


def _result(check: Check, judged: Judged) -> Result:
    if check in judged.passed:
        return Result.PASSED
    return Result.FAILED if check in judged.failed else Result.NOT_LOOKED_AT
