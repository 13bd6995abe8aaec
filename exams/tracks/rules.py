"""What a version of a track must be, and scores as whole tenths."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.tracks.errors import NotTheApprover
from registry.errors import Fault, Invalid
from registry.schema import Label, Schema
from registry.texts import Text

PartCode = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,10}(?!\n)$")]

TENTHS = 10
_MOST = 100_000
_ONE_DECIMAL = Text("Vul een getal boven 0 met hooguit één decimaal in.", "Enter a number above 0 with at most one decimal.")
_ABOVE_SCALE = Text("De cesuur ligt niet boven het maximum.", "The pass mark is not above the maximum.")
_DOUBLE = Text("Onderdeel {code} staat er twee keer in.", "Part {code} is in it twice.")


class Approved(StrEnum):
    """What a provider is approved for: teaching by the scheme owner, examining by the certification body."""

    TEACH = "teach"
    EXAMINE = "examine"


class Audience(StrEnum):
    """Whom a track is for; one for municipal employees leads to no certificate."""

    ADVISER = "adviser"
    MUNICIPAL_EMPLOYEE = "municipal-employee"


class PartIn(Schema, frozen=True):
    """One exam part: scale from 0 and pass mark with one decimal at most, days before a resit, how long a pass counts."""

    code: PartCode
    name_nl: Label
    name_en: Label
    scale_maximum: Decimal
    pass_mark: Decimal
    resit_after_days: Annotated[int, Meta(ge=0, le=3650)]
    maximum_attempts: Annotated[int, Meta(ge=1, le=100)]
    counts_months: Annotated[int, Meta(ge=1, le=600)]


def tenths(score: Decimal) -> int | None:
    """A score in tenths: 5.5 is 55; None when it is not above 0, too large, or has more than one decimal."""
    if not score.is_finite() or not 0 < score < _MOST or score * TENTHS != int(score * TENTHS):
        return None
    return int(score * TENTHS)


def check_approver(approver: UUID, approved: Approved, *, owner: UUID, bodies: frozenset[UUID]) -> None:
    """The track's owner approves teaching; a certification body whose scheme asks for the track approves examining.

    A track that no scheme asks for leads to no certificate: any certification body may approve examining it. Raises
    NotTheApprover.
    """
    right = approver == owner if approved is Approved.TEACH else not bodies or approver in bodies
    if not right:
        raise NotTheApprover


def check_parts(parts: Sequence[PartIn]) -> None:
    """Every fault of a version's parts at once; raises Invalid."""
    faults = []
    codes = [part.code for part in parts]
    for place, part in enumerate(parts):
        at = f"parts[{place}]"
        scale, mark = tenths(part.scale_maximum), tenths(part.pass_mark)
        if scale is None:
            faults.append(Fault(f"{at}.scaleMaximum", _ONE_DECIMAL))
        if mark is None:
            faults.append(Fault(f"{at}.passMark", _ONE_DECIMAL))
        if scale is not None and mark is not None and mark > scale:
            faults.append(Fault(f"{at}.passMark", _ABOVE_SCALE))
        if codes.index(part.code) != place:
            faults.append(Fault(f"{at}.code", _DOUBLE, {"code": part.code}))
    if faults:
        raise Invalid(faults)
