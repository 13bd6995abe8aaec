"""What a holder reads about their own certificates."""

from datetime import date

from registry.certificates.rules import Status
from registry.certificates.snapshot import Snapshot
from registry.schema import Schema
from registry.texts import Language, Text


class OwnCertificateOut(Schema, frozen=True):
    """A certificate of your own, and its status today; `validUntil` is the last day."""

    number: str
    status: Status
    scheme: str
    valid_from: date
    valid_until: date

    @classmethod
    def of(cls, snapshot: Snapshot, status: Status, language: Language) -> "OwnCertificateOut":
        """The certificate in a language."""
        return cls(
            number=snapshot.number,
            status=status,
            scheme=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en).say(language),
            valid_from=snapshot.valid_from,
            valid_until=snapshot.valid_until,
        )
