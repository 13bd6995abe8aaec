"""What can be done to a certificate after it was issued, when, why and until when (DESIGN §2.2, §2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import ALL_ON_RECORD, add_months
from registry.errors import Fault, Invalid
from registry.measures.errors import MeasureNotAllowed, MoreOnRecord
from registry.people.rules import Name
from registry.schemes.rules import Reason, SchemeRules
from registry.texts import Text


class Measure(StrEnum):
    """What two certifiers do to a certificate; each makes the event of that name."""

    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    REPLACED = "replaced"


class Ending(StrEnum):
    """How a proposed measure ended: decided by another, declined by another, or taken back by who proposed it."""

    DECIDED = "decided"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"


ALLOWED: Mapping[Measure, frozenset[Status]] = {
    Measure.SUSPENDED: frozenset({Status.VALID, Status.NOT_YET_VALID}),
    Measure.REINSTATED: frozenset({Status.SUSPENDED}),
    Measure.WITHDRAWN: frozenset({Status.VALID, Status.NOT_YET_VALID, Status.SUSPENDED}),
    Measure.VOIDED: frozenset(Status) - {Status.VOID},
    Measure.REPLACED: frozenset({Status.VALID}),
}
"""In which status a certificate must be on the first day of a measure. A suspended one is not replaced: the new one would be
free of the suspension."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure as somebody wants it: from which day, why, and of a replacement what changes.

    `effective_on` is the first day of the new status; a voided certificate was never valid, so that is its own first day.
    `scope` holds codes of the version's scope; `name` is the holder's name as it should stand on the certificate.
    """

    measure: Measure
    effective_on: date | None = None
    reason: str | None = None
    resolve_by: date | None = None
    scope: tuple[str, ...] = ()
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The certificate as it stands: its timeline, the rules that it was issued under, and what is written on it.

    Once the holder was erased there is no `name`.
    """

    timeline: Timeline
    rules: SchemeRules
    scope: frozenset[str]
    name: Name | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure changes: the status on its first day and today, before and after it."""

    effective_on: date
    before: Status
    after: Status
    today_before: Status
    today_after: Status


_DAY_NEEDED = Text("Vul in vanaf welke dag dit geldt.", "Say from which day this holds.")
_DAY_OUTSIDE = Text("Kies een dag van {first} tot en met {last}.", "Choose a day from {first} through {last}.")
_DAY_NOT_ASKED = Text(
    "Een nietig certificaat is nooit geldig geweest. Noem geen dag.",
    "A void certificate never was valid. Do not name a day.",
)
_REASON_NEEDED = Text("Kies een reden uit het schema.", "Choose a reason of the scheme.")
_REASON_UNKNOWN = Text(
    "‘{reason}’ is in dit schema geen reden voor deze maatregel.",
    "‘{reason}’ is not a reason for this measure in this scheme.",
)
_RESOLVE_NEEDED = Text("Vul in uiterlijk welke dag dit is opgelost.", "Say by which day this is resolved.")
_RESOLVE_NOT_ASKED = Text("Alleen een schorsing heeft een uiterste dag.", "Only a suspension has a day to resolve it by.")
_SCOPE_UNKNOWN = Text(
    "‘{item}’ hoort niet bij het toepassingsgebied van deze schemaversie.",
    "‘{item}’ is not in the scope of this version of the scheme.",
)
_CHANGES_NOT_ASKED = Text("Alleen een vervanging verandert dit.", "Only a replacement changes this.")
_NOTHING_CHANGES = Text(
    "Er verandert niets: geef een andere naam of een ander toepassingsgebied.",
    "Nothing changes: give another name or another scope.",
)
_ERASED = Text(
    "De naam van de houder is gewist. Dit certificaat kan niet worden vervangen.",
    "The name of the holder was erased. This certificate cannot be replaced.",
)


def first_day_of(proposal: Proposal, standing: Standing, *, today: date) -> date | None:
    """The first day of the new status: as proposed, but a void certificate is void from its own first day on.

    A certificate that replaces another starts no earlier than the day it is decided.
    """
    if proposal.measure is Measure.VOIDED:
        return standing.timeline.valid_from
    if proposal.measure is Measure.REPLACED and proposal.effective_on is not None:
        return max(proposal.effective_on, today)
    return proposal.effective_on


def bounds(measure: Measure, standing: Standing, *, today: date) -> tuple[date, date]:
    """The first and the last day on which a measure may take effect, seen from the day it is decided.

    Not before the certificate's own first day, unless that is still to come. A replacement is not dated back.
    """
    back = 0 if measure is Measure.REPLACED else standing.rules.backdating_days
    first = max(today - timedelta(days=back), min(standing.timeline.valid_from, today))
    return first, today + timedelta(days=standing.rules.ahead_days)


def reasons_for(measure: Measure, rules: SchemeRules) -> list[Reason]:
    """The reasons that the version names for a measure. Where it names any, one of them is given."""
    return [reason for reason in rules.reasons if measure.value in reason.measures]


def check(proposal: Proposal, standing: Standing, *, today: date) -> Effect:
    """What the measure would do, if it may be done; asked when it is proposed and again when it is decided.

    Raises Invalid with every fault; MeasureNotAllowed where the certificate's status on the first day does not fit;
    MoreOnRecord where a replacement would slip out of what is on record for a later day.
    """
    faults = [
        *_faults_of_day(proposal, standing, today),
        *_faults_of_reason(proposal, standing.rules),
        *_faults_of_resolving(proposal, standing.rules, today),
        *_faults_of_change(proposal, standing),
    ]
    if faults:
        raise Invalid(faults)
    found = effect(proposal, standing, today=today)
    if found.before not in ALLOWED[proposal.measure]:
        raise MeasureNotAllowed(status=found.before.value, measure=proposal.measure.value, day=found.effective_on)
    if proposal.measure is Measure.REPLACED and _more_follows(standing.timeline, found.effective_on):
        raise MoreOnRecord(day=found.effective_on)
    return found


def effect(proposal: Proposal, standing: Standing, *, today: date) -> Effect:
    """The status before and after, on the first day of the measure and today. The proposal names its day."""
    day = first_day_of(proposal, standing, today=today)
    if day is None:
        raise ValueError("a proposal without a day has no effect")
    happened = Event(EventKind(proposal.measure.value), day, ALL_ON_RECORD)
    before = standing.timeline
    after = Timeline(before.valid_from, before.valid_until, [*before.events, happened])
    statuses = [status_on(timeline, on, ALL_ON_RECORD) for on in (day, today) for timeline in (before, after)]
    known = [status for status in statuses if status is not None]
    if len(known) != len(statuses):
        raise ValueError("a certificate that was issued has a status on every day")
    return Effect(day, *known)


def _more_follows(timeline: Timeline, day: date) -> bool:
    """A suspension or an end is on record for a later day."""
    later = {event.effective_on for event in timeline.events if event.effective_on > day}
    return not {status_on(timeline, each, ALL_ON_RECORD) for each in later} <= {Status.VALID, Status.EXPIRED}


def _faults_of_day(proposal: Proposal, standing: Standing, today: date) -> list[Fault]:
    if proposal.measure is Measure.VOIDED:
        return [] if proposal.effective_on is None else [Fault("effectiveOn", _DAY_NOT_ASKED)]
    day = first_day_of(proposal, standing, today=today)
    if day is None:
        return [Fault("effectiveOn", _DAY_NEEDED)]
    first, last = bounds(proposal.measure, standing, today=today)
    return [] if first <= day <= last else [Fault("effectiveOn", _DAY_OUTSIDE, {"first": first, "last": last})]


def _faults_of_reason(proposal: Proposal, rules: SchemeRules) -> list[Fault]:
    codes = [reason.code for reason in reasons_for(proposal.measure, rules)]
    if proposal.reason is None:
        return [Fault("reason", _REASON_NEEDED)] if codes else []
    return [] if proposal.reason in codes else [Fault("reason", _REASON_UNKNOWN, {"reason": proposal.reason})]


def _faults_of_resolving(proposal: Proposal, rules: SchemeRules, today: date) -> list[Fault]:
    if proposal.measure is not Measure.SUSPENDED:
        return [] if proposal.resolve_by is None else [Fault("resolveBy", _RESOLVE_NOT_ASKED)]
    if proposal.resolve_by is None:
        return [Fault("resolveBy", _RESOLVE_NEEDED)]
    if proposal.effective_on is None:
        return []
    first = max(proposal.effective_on, today)
    last = add_months(proposal.effective_on, rules.suspension_months)
    if first <= proposal.resolve_by <= last:
        return []
    return [Fault("resolveBy", _DAY_OUTSIDE, {"first": first, "last": last})]


def _faults_of_change(proposal: Proposal, standing: Standing) -> list[Fault]:
    if proposal.measure is not Measure.REPLACED:
        given = [field for field, value in (("scope", proposal.scope), ("familyName", proposal.name)) if value]
        return [Fault(field, _CHANGES_NOT_ASKED) for field in given]
    if standing.name is None:
        return [Fault("familyName", _ERASED)]
    known = {item.code for item in standing.rules.scope}
    unknown = [Fault("scope", _SCOPE_UNKNOWN, {"item": item}) for item in proposal.scope if item not in known]
    same_scope = not proposal.scope or frozenset(proposal.scope) == standing.scope
    same_name = proposal.name is None or proposal.name == standing.name
    return unknown or ([Fault("scope", _NOTHING_CHANGES)] if same_scope and same_name else [])
