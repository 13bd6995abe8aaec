"""When a certificate may be renewed, and from which day the new one is valid (DESIGN §2.2; ISO/IEC 17024, 9.6)."""

from dataclasses import dataclass
from datetime import date

from registry.certificates.rules import Status, Timeline, status_on
from registry.days import ALL_ON_RECORD, add_months, day_after
from registry.dossiers.errors import PredecessorNotValid, RenewalNotOffered, RenewalTooEarly, RenewalTooLate
from registry.dossiers.rules import EvidenceContent
from registry.schemes.rules import Recertification


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which one may apply for a renewal."""

    opens_on: date
    closes_on: date

    def is_open(self, day: date) -> bool:
        """One may apply on that day."""
        return self.opens_on <= day <= self.closes_on


def window_of(valid_until: date, asked: Recertification) -> Window:
    """So many months before the last day of the certificate, and through so many months of grace after it."""
    return Window(add_months(valid_until, -asked.window_months), add_months(valid_until, asked.grace_months))


def check_may_apply(renewed: Timeline, asked: Recertification | None, day: date) -> Recertification:
    """One applies within the window, for a certificate that is valid, or was on its last day.

    Raises RenewalNotOffered, PredecessorNotValid, RenewalTooEarly, RenewalTooLate.
    """
    asked = offered(asked)
    check_standing(renewed, day)
    window = window_of(renewed.valid_until, asked)
    if day < window.opens_on:
        raise RenewalTooEarly(opens_on=window.opens_on)
    if day > window.closes_on:
        raise RenewalTooLate(closed_on=window.closes_on)
    return asked


def offered(asked: Recertification | None) -> Recertification:
    """What the scheme asks of a renewal; raises RenewalNotOffered where it has none."""
    if asked is None:
        raise RenewalNotOffered
    return asked


def check_standing(renewed: Timeline, day: date) -> None:
    """What is suspended, or was ended before its last day, is not renewed; raises PredecessorNotValid."""
    status = standing(renewed, day)
    if status is not Status.VALID:
        raise PredecessorNotValid(status=status.value if status else "")


def standing(renewed: Timeline, day: date) -> Status | None:
    """The status on that day, or on the last day where that is over: what expired is seen as it was before."""
    return status_on(renewed, min(day, renewed.valid_until), ALL_ON_RECORD)


def first_day(valid_until: date, asked: Recertification, *, decided_on: date) -> date:
    """The day after the last day of the certificate that is renewed; where a gap is allowed, never before the decision."""
    following = day_after(valid_until)
    return max(following, decided_on) if asked.gap_allowed else following


def is_new_exam(content: EvidenceContent, renewed: Timeline) -> bool:
    """Every result is of an exam that was taken after the first day of the certificate that is renewed."""
    return bool(content.results) and all(proof.held_on > renewed.valid_from for proof in content.results)
