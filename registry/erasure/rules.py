"""What keeps a person from being erased, and what has to be typed before they are (DESIGN §2.6; AVG, art. 17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.texts import Text

OBJECTION_DAYS = 42
"""Whoever a decision is about can object for six weeks (Algemene wet bestuursrecht, art. 6:7); until then its ground stays."""


class Blocker(StrEnum):
    """Why a person cannot be erased now."""

    YOURSELF = "yourself"
    DOSSIER = "dossier"
    APPEAL = "appeal"
    MEASURE = "measure"
    REVIEW = "review"
    TAKEOVER = "takeover"
    BOOKING = "booking"
    LEGAL_TERM = "legal-term"


TEXTS: Mapping[Blocker, Text] = {
    Blocker.YOURSELF: Text(
        "Dit bent u zelf. Een andere beheerder moet dit doen.", "This is you. Another admin has to do this."
    ),
    Blocker.DOSSIER: Text("Een aanvraag wacht nog op een besluit.", "An application is still waiting for a decision."),
    Blocker.APPEAL: Text("Een bezwaar of klacht loopt nog.", "An appeal or complaint is still open."),
    Blocker.MEASURE: Text(
        "Een maatregel op een certificaat wacht nog op een besluit.", "A measure on a certificate is still waiting."
    ),
    Blocker.REVIEW: Text("Een herbeoordeling van een certificaat loopt nog.", "A review of a certificate is still open."),
    Blocker.TAKEOVER: Text(
        "Een lijst met overgenomen certificaten wacht nog.", "A list of certificates to take over still waits."
    ),
    Blocker.BOOKING: Text("Een boeking loopt nog.", "A booking is still open."),
    Blocker.LEGAL_TERM: Text(
        "Tegen een besluit kan nog bezwaar worden gemaakt, tot en met {through}.",
        "A decision can still be objected to, through {through}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Blocked:
    """One thing in the way, and the last day of it where that is known."""

    blocker: Blocker
    through: date | None = None

    @property
    def text(self) -> Text:
        """It in words; `{through}` is its last day."""
        return TEXTS[self.blocker]


def legal_term(decided_on: date | None, today: date) -> Blocked | None:
    """The newest decision about somebody keeps its ground for six weeks: through the forty-second day after it."""
    if decided_on is None or today > decided_on + timedelta(days=OBJECTION_DAYS):
        return None
    return Blocked(Blocker.LEGAL_TERM, decided_on + timedelta(days=OBJECTION_DAYS))


def is_confirmed(typed: str, wanted: str) -> bool:
    """What was typed is what was asked for, whatever its case and spaces."""
    return "".join(typed.split()).casefold() == "".join(wanted.split()).casefold()
