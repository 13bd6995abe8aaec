"""What a row of the history of one attempt is, and why people change what was on record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from registry.texts import Text


class Nature(StrEnum):
    """Recorded from a file, corrected by a later file, taken back with its upload, or restored when a correction was."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RESTORED = "restored"


class CorrectionReason(StrEnum):
    """Why a result on record is corrected."""

    TYPING_ERROR = "typing-error"
    MARKED_AGAIN = "marked-again"
    OBJECTION = "objection"
    MIXED_UP = "mixed-up"
    INVALIDATED = "invalidated"


CORRECTED_BECAUSE = {
    CorrectionReason.TYPING_ERROR: Text("verkeerd ingevuld", "entered wrongly"),
    CorrectionReason.MARKED_AGAIN: Text("opnieuw beoordeeld", "marked again"),
    CorrectionReason.OBJECTION: Text("na bezwaar", "after an objection"),
    CorrectionReason.MIXED_UP: Text("kandidaten verwisseld", "candidates mixed up"),
    CorrectionReason.INVALIDATED: Text("ongeldig verklaard", "declared invalid"),
}


class RetractionReason(StrEnum):
    """Why an accepted upload is taken back."""

    WRONG_FILE = "wrong-file"
    WRONG_RESULTS = "wrong-results"
    WRONG_CANDIDATES = "wrong-candidates"
    OTHER = "other"


RETRACTED_BECAUSE = {
    RetractionReason.WRONG_FILE: Text("verkeerd bestand", "wrong file"),
    RetractionReason.WRONG_RESULTS: Text("uitslagen kloppen niet", "results are not right"),
    RetractionReason.WRONG_CANDIDATES: Text("kandidaten kloppen niet", "candidates are not right"),
    RetractionReason.OTHER: Text("een andere reden", "another reason"),
}


class KeptBecause(StrEnum):
    """Why a result of a retracted upload stays on record."""

    CORRECTED_LATER = "corrected-later"
    LATER_ATTEMPT = "later-attempt"


KEPT_BECAUSE = {
    KeptBecause.CORRECTED_LATER: Text(
        "een ander bestand heeft deze uitslag later gewijzigd", "another file corrected this result later"
    ),
    KeptBecause.LATER_ATTEMPT: Text(
        "van een latere poging voor dit onderdeel staat een uitslag", "a later attempt at this part is on record"
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the history of an attempt, as far as undoing looks at it."""

    id: UUID
    upload: UUID
    nature: Nature
    recorded_at: datetime


def in_order(links: Iterable[tuple[Link, UUID | None]]) -> list[Link]:
    """The rows of one history, first to last; each comes with the row before it, the first with none."""
    after = {before: link for link, before in links}
    ordered: list[Link] = []
    while (link := after.get(ordered[-1].id if ordered else None)) is not None:
        ordered.append(link)
    return ordered


def stood_before(history: Sequence[Link], upload: UUID, retracted_at: Mapping[UUID, datetime]) -> Link | None:
    """What counted before the last row of this history, an upload's, was recorded; None when nothing did.

    `retracted_at` tells the uploads that were taken back. A row of theirs counts only where it was the last one when they
    were, and so was left on record.
    """
    for place in range(len(history) - 2, -1, -1):
        link = history[place]
        if link.nature is Nature.RETRACTED:
            return None
        if link.upload == upload:
            continue
        gone = retracted_at.get(link.upload)
        if gone is None or gone < history[place + 1].recorded_at:
            return link
    return None
