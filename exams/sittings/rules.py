"""In what capacity someone stands at a sitting, for which parts and when; and what a sitting asks of its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from exams.tracks.rules import Period, holds_on, overlap
from registry.errors import Fault
from registry.texts import Text

_NOT_REGISTERED = Text(
    "Deze persoon is bij u niet als {capacity} geregistreerd op {day}.",
    "This person is not registered with you as an {capacity} on {day}.",
)
_NOT_APPROVED = Text(
    "Deze examinator is op {day} niet erkend voor onderdeel {part}. De certificerende instelling erkent examinatoren.",
    "This examiner is not approved for part {part} on {day}. The certification body approves examiners.",
)
_SAME_PERSON = Text("De surveillant is een ander dan de examinator.", "The invigilator is another than the examiner.")
_NOT_HELD_YET = Text(
    "De zitting is nog niet geweest. Vul dit na afloop in.",
    "The sitting has not been held yet. Fill this in afterwards.",
)
_WATCHED = Text(
    "Van deze zitting staan uitslagen vast. U kunt een andere surveillant kiezen, maar dit veld niet leeg maken. Was er geen "
    "surveillant? Trek dan eerst de aanlevering terug.",
    "Results of this sitting are on record. You can choose another invigilator, but not empty this field. Was there no "
    "invigilator? Then take back the upload first.",
)


class Capacity(StrEnum):
    """An examiner may be independent of the provider that registers them; so may an invigilator."""

    EXAMINER = "examiner"
    INVIGILATOR = "invigilator"


CAPACITIES = {
    Capacity.EXAMINER: Text("examinator", "examiner"),
    Capacity.INVIGILATOR: Text("surveillant", "invigilator"),
}


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """Someone in one capacity at a provider, for one track, from a day through a last day where one is set.

    An examiner has one for each approval, for as long as registration and approval both last: `part_codes` are the parts
    approved, None for every part. One whom nobody approved has none, for the whole registration.
    """

    person: UUID
    capacity: Capacity
    part_codes: frozenset[str] | None
    valid_from: date
    valid_to: date | None


def examiner_rows(person: UUID, registered: Period, approvals: Iterable[tuple[str | None, Period]]) -> list[RegistrationRow]:
    """What approvals of an examiner (a part, None for every part, and a period) come to within a registration."""
    scopes: dict[Period, set[str | None]] = {}
    for part, period in approvals:
        shared = overlap(registered, period)
        if shared is not None:
            scopes.setdefault(shared, set()).add(part)
    found = {shared: None if None in parts else frozenset(part for part in parts if part) for shared, parts in scopes.items()}
    return [
        RegistrationRow(person, Capacity.EXAMINER, parts, first, last)
        for (first, last), parts in (found or {registered: frozenset()}).items()
    ]


def examiner_faults(rows: Sequence[RegistrationRow], person: UUID, *, part: str, day: date) -> list[Fault]:
    """An examiner is registered with the provider, and approved for the part on the day."""
    own = [row for row in rows if row.person == person and row.capacity is Capacity.EXAMINER]
    if not own:
        return [Fault("examiner", _NOT_REGISTERED, {"capacity": CAPACITIES[Capacity.EXAMINER], "day": day})]
    approved = any(
        holds_on((row.valid_from, row.valid_to), day) and (row.part_codes is None or part in row.part_codes) for row in own
    )
    return [] if approved else [Fault("examiner", _NOT_APPROVED, {"part": part, "day": day})]


def invigilator_faults(rows: Sequence[RegistrationRow], person: UUID, *, examiner: UUID, day: date) -> list[Fault]:
    """An invigilator is registered with the provider on the day, and is another person than the examiner."""
    if person == examiner:
        return [Fault("invigilator", _SAME_PERSON)]
    registered = any(
        row.person == person and row.capacity is Capacity.INVIGILATOR and holds_on((row.valid_from, row.valid_to), day)
        for row in rows
    )
    return (
        []
        if registered
        else [Fault("invigilator", _NOT_REGISTERED, {"capacity": CAPACITIES[Capacity.INVIGILATOR], "day": day})]
    )


def identity_faults(*, identity_checked: bool | None, day: date, today: date) -> list[Fault]:
    """Nobody's identity is checked before the day of the sitting."""
    return [Fault("identityChecked", _NOT_HELD_YET)] if identity_checked and today < day else []


def emptying_faults(emptied: Iterable[str], *, results: int) -> list[Fault]:
    """While results stand, a sitting that was supervised stays so: the integrity watch goes by it.

    `emptied` are fields that were known and no longer are; `results` is how many stand.
    """
    return [Fault("invigilator", _WATCHED)] if results and "invigilator" in emptied else []
