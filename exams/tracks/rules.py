"""What a version of a track must be, when an approval holds and ends, and scores as whole tenths."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.tracks.errors import ApprovalOverlaps, HasBegun, NotTheApprover
from registry.errors import Fault, Invalid
from registry.schema import Code, Label, Schema
from registry.texts import Text

PartCode = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,10}(?!\n)$")]
Paragraph = Annotated[str, Meta(min_length=2, max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+(?!\n)$")]
Period = tuple[date, date | None]
"""From a first day through a last one, or without end."""

TENTHS = 10
_MOST = 100_000
_ONE_DECIMAL = Text("Vul een getal boven 0 met hooguit één decimaal in.", "Enter a number above 0 with at most one decimal.")
_ABOVE_SCALE = Text("De cesuur ligt niet boven het maximum.", "The pass mark is not above the maximum.")
_DOUBLE = Text("Onderdeel {code} staat er twee keer in.", "Part {code} is in it twice.")
_DOUBLE_CODE = Text("Code {code} staat er twee keer in.", "Code {code} is in it twice.")
_ITSELF = Text("Een traject is geen voorwaarde voor zichzelf.", "A track is no prerequisite of itself.")
_NO_TRACK = Text("Er is geen traject met code {code}.", "There is no track with code {code}.")
_CIRCLE = Text(
    "Wie {code} wil volgen, heeft dit traject eerst nodig. Zo kan niemand beginnen.",
    "Who wants to follow {code} needs this track first. That way nobody can begin.",
)
_IN_THE_PAST = Text(
    "De laatste dag ligt niet in het verleden. Kies vandaag of later.",
    "The last day does not lie in the past. Choose today or later.",
)
_BEFORE_FIRST = Text(
    "Dit begint op {day}. De laatste dag ligt niet daarvoor.",
    "This begins on {day}. The last day does not lie before it.",
)
_NOT_EARLIER = Text(
    "Dit eindigt al op {day}. Kies een eerdere dag.",
    "This ends on {day} already. Choose an earlier day.",
)


class Approved(StrEnum):
    """What a provider is approved for: teaching by the scheme owner, examining by the certification body."""

    TEACH = "teach"
    EXAMINE = "examine"


class Audience(StrEnum):
    """Whom a track is for; one for municipal employees leads to no certificate."""

    ADVISER = "adviser"
    MUNICIPAL_EMPLOYEE = "municipal-employee"


class PartIn(Schema, frozen=True):
    """One exam part: scale from 0 and pass mark with one decimal at most, days before a resit, how long a pass counts.

    `weight` is its share in the mean of a candidate's scores; an absence uses up an attempt only where the part says so.
    """

    code: PartCode
    name_nl: Label
    name_en: Label
    scale_maximum: Decimal
    pass_mark: Decimal
    resit_after_days: Annotated[int, Meta(ge=0, le=3650)]
    maximum_attempts: Annotated[int, Meta(ge=1, le=100)]
    counts_months: Annotated[int, Meta(ge=1, le=600)]
    weight: Annotated[int, Meta(ge=1, le=1000)] = 1
    absence_uses_attempt: bool = False


class RouteIn(Schema, frozen=True):
    """Another way to what a track leads to; a certifier decides on a request."""

    code: Code
    name_nl: Label
    name_en: Label
    description_nl: Paragraph
    description_en: Paragraph


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


def part_faults(parts: Sequence[PartIn]) -> list[Fault]:
    """Every fault of a version's parts."""
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
    return faults


def route_faults(routes: Sequence[RouteIn]) -> list[Fault]:
    """A route is told once."""
    codes = [route.code for route in routes]
    return [
        Fault(f"equivalentRoutes[{place}].code", _DOUBLE_CODE, {"code": code})
        for place, code in enumerate(codes)
        if codes.index(code) != place
    ]


def prerequisite_faults(track: str, wanted: Sequence[str], required: Mapping[str, Iterable[str]]) -> list[Fault]:
    """Other tracks, each named once, that can be passed without this one.

    `required` has every track there is, with the tracks that it asks for now or later.
    """
    faults = []
    for place, code in enumerate(wanted):
        at, facts = f"prerequisites[{place}]", {"code": code}
        if code == track:
            faults.append(Fault(at, _ITSELF))
        elif code not in required:
            faults.append(Fault(at, _NO_TRACK, facts))
        elif wanted.index(code) != place:
            faults.append(Fault(at, _DOUBLE_CODE, facts))
        elif track in _needed_for(code, required):
            faults.append(Fault(at, _CIRCLE, facts))
    return faults


def _needed_for(track: str, required: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [track]
    while waiting:
        for code in required.get(waiting.pop(), ()):
            if code not in found:
                found.add(code)
                waiting.append(code)
    return found


def overlap(one: Period, other: Period) -> Period | None:
    """The days that two periods share; None where there are none."""
    last = min((each[1] for each in (one, other) if each[1] is not None), default=None)
    first = max(one[0], other[0])
    return None if last is not None and last < first else (first, last)


def holds_on(period: Period, day: date) -> bool:
    """A period holds from its first day through its last."""
    return overlap(period, (day, day)) is not None


def check_overlap(wanted: Period, standing: Iterable[Period]) -> None:
    """Of one thing there is one approval on a day; raises ApprovalOverlaps with the period that stands."""
    for period in standing:
        if overlap(wanted, period) is not None:
            raise ApprovalOverlaps(first=period[0], last=period[1])


def check_ending(period: Period, last_day: date, *, today: date) -> None:
    """What holds may end earlier than was said, but on no day that has passed: people relied on it. Raises Invalid."""
    faults = []
    if last_day < today:
        faults.append(Fault("lastDay", _IN_THE_PAST))
    elif last_day < period[0]:
        faults.append(Fault("lastDay", _BEFORE_FIRST, {"day": period[0]}))
    elif period[1] is not None and period[1] <= last_day:
        faults.append(Fault("lastDay", _NOT_EARLIER, {"day": period[1]}))
    if faults:
        raise Invalid(faults)


def check_cancelling(first_day: date, *, today: date) -> None:
    """What has not begun can be cancelled, since nobody can have relied on it; what has, can only end. Raises HasBegun."""
    if first_day <= today:
        raise HasBegun(day=first_day)
