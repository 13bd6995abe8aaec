"""What comes in and goes out about measures on certificates."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from registry.certificates.rules import EventKind, Status
from registry.dossiers.schemas import FreeText, ObjectionOut
from registry.measures.rules import Ending, Measure, Proposal
from registry.people.rules import Name
from registry.people.schemas import GivenName, Prefix
from registry.schema import LINE, Schema

Number = Annotated[str, Meta(min_length=1, max_length=40)]
ReasonCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
Words = Annotated[FreeText, Meta(min_length=10)]
MOST_AT_ONCE = 1_000


class Wish(Schema, frozen=True, kw_only=True):
    """A measure: from which day, why, and how long a suspension may last.

    `effectiveOn` is the first day of the new status, and is not given for voiding. `reason` is a code of the scheme version.
    """

    measure: Measure
    effective_on: date | None = None
    reason: ReasonCode | None = None
    resolve_by: date | None = None
    explanation: Words


class ProposeMeasure(Wish, frozen=True, kw_only=True):
    """A measure on one certificate; of a replacement also what changes: the scope (codes), the holder's name, or both."""

    certificate: Number
    scope: tuple[str, ...] = ()
    given_name: GivenName | None = None
    family_prefix: Prefix | None = None
    family_name: GivenName | None = None

    @property
    def proposal(self) -> Proposal:
        """What the rules judge; half a name is no name, which the service tells."""
        name = None
        if self.given_name and self.family_name:
            name = Name(self.given_name, self.family_prefix, self.family_name)
        return Proposal(self.measure, self.effective_on, self.reason, self.resolve_by, self.scope, name)


class ProposeMeasures(Wish, frozen=True, kw_only=True):
    """The same measure on many certificates; each is judged on its own."""

    certificates: Annotated[tuple[Number, ...], Meta(min_length=1, max_length=MOST_AT_ONCE)]

    def for_one(self, number: str) -> ProposeMeasure:
        """The measure on one of them."""
        wish = {name: getattr(self, name) for name in msgspec.structs.asdict(self) if name != "certificates"}
        return ProposeMeasure(certificate=number, **wish)


class DecideMeasures(Schema, frozen=True):
    """Decide these measures; each is judged on its own."""

    measures: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class DeclineMeasure(Schema, frozen=True):
    """Declined, with the words that who proposed it reads."""

    remark: Words


class Proposed(Schema, frozen=True):
    """The measure that now waits for another certifier."""

    id: UUID


class Decided(Schema, frozen=True):
    """The certificate that a replacement issued, if the measure was one."""

    replaced_by: str | None


class EffectOut(Schema, frozen=True):
    """What a measure changes: the certificate's status on its first day and today, before and after."""

    effective_on: date
    before: Status
    after: Status
    today_before: Status
    today_after: Status


class OutcomeOut(Schema, frozen=True):
    """What became, or would become, of one row of many: its effect or its measure, or the rule in its way.

    `problem` is the code of that rule and `problemText` what it says; both are absent where nothing is in the way.
    """

    certificate: str
    name: str | None
    measure: UUID | None
    effect: EffectOut | None
    problem: str | None
    problem_text: str | None


class OutcomesOut(Schema, frozen=True):
    """Row by row, in the order asked; how many went well; and what those proposed together have in common."""

    outcomes: list[OutcomeOut]
    went_well: int
    batch: UUID | None


class ReasonOut(Schema, frozen=True):
    """A reason of the scheme version, in the language asked, and whether the public reads it."""

    code: str
    name: str
    public: bool


class ScopeOut(Schema, frozen=True):
    """A part of what a certificate covers."""

    code: str
    name: str


class MeasureOut(Schema, frozen=True):
    """A measure as it was proposed and how it ended; names and words are absent once the holder was erased.

    `scope` and `newName` are what a replacement changes; `effect` is there while it waits and may be decided as things
    stand, `problemText` while it waits and may not.
    """

    id: UUID
    certificate: str
    name: str | None
    scheme: str
    measure: Measure
    effective_on: date
    reason: ReasonOut | None
    resolve_by: date | None
    scope: list[ScopeOut]
    new_name: str | None
    explanation: str | None
    batch: UUID | None
    prepared_by: str | None
    prepared_at: datetime
    ending: Ending | None
    ended_by: str | None
    ended_at: datetime | None
    remark: str | None
    effect: EffectOut | None
    problem_text: str | None
    proposed_by_you: bool


class MeasureDetail(MeasureOut, frozen=True):
    """A measure in full; `objections` say why you may not decide it."""

    objections: list[ObjectionOut]


class EventOut(Schema, frozen=True):
    """Something that happened to the certificate: from which day, since when the registry knows, why, and by whom."""

    kind: EventKind
    effective_on: date
    recorded_at: datetime
    reason: ReasonOut | None
    resolve_by: date | None
    replaced_by: str | None
    prepared_by: str | None
    decided_by: str | None


class PeriodOut(Schema, frozen=True):
    """A status from a day through another; without a first day since ever, without a last day for ever."""

    status: Status
    first: date | None
    last: date | None


class KnownOut(Schema, frozen=True):
    """The life of a certificate as the registry knew it from this instant on, until it learned more."""

    known_from: datetime
    periods: list[PeriodOut]


class HistoryOut(Schema, frozen=True):
    """A certificate with all that happened to it, on two time axes: when it held, and when it was known."""

    certificate: str
    name: str | None
    scheme: str
    scheme_version: int
    valid_from: date
    valid_until: date
    status: Status
    scope: list[ScopeOut]
    events: list[EventOut]
    known: list[KnownOut]


class IssuedOut(Schema, frozen=True):
    """A certificate in a list, with its status today and whether a measure waits."""

    certificate: str
    name: str | None
    scheme: str
    status: Status
    valid_from: date
    valid_until: date
    measure_open: bool


class OverdueOut(Schema, frozen=True):
    """A suspension whose day to resolve it by has passed; what follows is for certifiers to decide."""

    certificate: str
    name: str | None
    suspended_on: date
    resolve_by: date
    measure_open: bool
