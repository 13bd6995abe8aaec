"""What comes in and goes out about intakes. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.intakes.rules import CancelReason, IntakeStep
from registry.people.schemas import RegisterPerson
from registry.schema import LINE, Code, GmCode, Label, Schema

Reference = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
"""What an organisation calls a document of its own."""
Members = Annotated[list[GmCode], Meta(min_length=1, max_length=50)]
RoleSplit = Annotated[str, Meta(min_length=2, max_length=2000)]


class IntakePlace(Schema, frozen=True):
    """In which programme an intake is, for whom, and on which day."""

    programme: Code
    holder: UUID
    held_on: date


class PlanIntake(IntakePlace, frozen=True, kw_only=True):
    """An intake with a municipality, or with a partnership for the members it names."""

    members: Members


class Participant(RegisterPerson, frozen=True, kw_only=True):
    """Somebody who took part, and as what: *wethouder*, *gemeentesecretaris*."""

    capacity: Label


class HoldIntake(Schema, frozen=True):
    """The intake was held: on which day, and with whom."""

    held_on: date
    participants: Annotated[tuple[Participant, ...], Meta(max_length=50)] = ()


class Share(Schema, frozen=True):
    """The days of a joint proposition that are for one municipality."""

    municipality: GmCode
    days: Decimal


class CompleteIntake(Schema, frozen=True):
    """The proposition: its reference and the days proposed, which are granted at once within the policy's cap.

    Without shares the holder of the intake gets all days, in one pool; with them each municipality gets its own, and
    together they are all the days. The days may be used through `valid_until`, or as long as the programme lasts.
    """

    reference: Reference
    days: Decimal
    role_split: RoleSplit | None = None
    valid_until: date | None = None
    shares: Annotated[tuple[Share, ...], Meta(max_length=50)] = ()


class CancelIntake(Schema, frozen=True):
    """Why the intake does not go on."""

    reason: CancelReason


class HandOver(Schema, frozen=True):
    """Which coordinator takes the intake further."""

    coordinator: UUID


class RecordPlan(Schema, frozen=True):
    """The next version of the plan by which the proposition is carried out."""

    first_day: date
    last_day: date
    reference: Reference
    council_decided_on: date | None = None


Reason = Annotated[str, Meta(min_length=10, max_length=300, pattern=LINE)]
"""Where an intake comes from; it names no person."""


class IntakeList(Schema, frozen=True):
    """In which programme the intakes of a list are, and where they come from."""

    programme: Code
    reason: Reason


class OpeningBalance(IntakePlace, frozen=True, kw_only=True):
    """What came of an intake that was held and completed elsewhere: the days granted, and of those the days used already."""

    coordinator: UUID
    reference: Reference
    days: Decimal
    reason: Reason
    used: Decimal = Decimal(0)
    role_split: RoleSplit | None = None
    valid_until: date | None = None


class TakeOverIntake(OpeningBalance, frozen=True, kw_only=True):
    """An intake that was held and completed elsewhere, with the municipalities that it names."""

    members: Members


class AssignCoordinator(Schema, frozen=True):
    """A coordinator works in a region from a day, through a last day where one is set."""

    region: Code
    coordinator: UUID
    valid_from: date
    valid_to: date | None = None


class EndCoordinating(Schema, frozen=True):
    """The last day on which the coordinator works in the region."""

    valid_to: date


class IntakeOut(Schema, frozen=True):
    """An intake."""

    id: UUID


class AllotmentGranted(Schema, frozen=True):
    """The allotment to which the days of an intake were granted; of shares, that of the first municipality named."""

    allotment: UUID


class PlanRecorded(Schema, frozen=True):
    """Which version of the realisation plan this is."""

    version: int


class Assigned(Schema, frozen=True):
    """That a coordinator works in a region."""

    id: UUID


class CoordinatingOut(Schema, frozen=True):
    """That a coordinator works in a region. `coordinator_name` is empty once it was erased."""

    id: UUID
    region: str
    region_name: str
    coordinator: UUID
    coordinator_name: str | None
    valid_from: date
    valid_to: date | None


class NamedMunicipality(Schema, frozen=True):
    """A municipality that an intake names."""

    id: UUID
    code: str
    name: str


class IntakeListed(Schema, frozen=True):
    """One intake in a list: `state` is its last step, and it is yours when you coordinate it. A name is empty once erased."""

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    members: list[NamedMunicipality]
    region_name: str | None
    coordinator_name: str | None
    held_on: date
    state: IntakeStep
    is_yours: bool


class ParticipantOut(Schema, frozen=True):
    """Who took part; the name is empty once erased."""

    name: str | None
    capacity: str


class ShareOut(Schema, frozen=True):
    """The days of a proposition for one allotment."""

    allotment: UUID
    holder_name: str
    days: Decimal


class PropositionOut(Schema, frozen=True):
    """What a completed intake came to; the days may be used through `valid_until`."""

    reference: str
    role_split: str | None
    valid_until: date
    shares: list[ShareOut]
    recorded_at: datetime


class PlanOut(Schema, frozen=True):
    """One version of the realisation plan."""

    version: int
    first_day: date
    last_day: date
    reference: str
    council_decided_on: date | None
    recorded_at: datetime


class StepOut(Schema, frozen=True):
    """One step of an intake."""

    step: IntakeStep
    recorded_at: datetime
    reason: CancelReason | None


class IntakeDetail(IntakeListed, frozen=True):
    """One intake with all that is on record of it."""

    participants: list[ParticipantOut]
    proposition: PropositionOut | None
    plans: list[PlanOut]
    steps: list[StepOut]
