"""A set is complete with what was granted by an equivalent route, for as long as a pass of that day would count."""

from datetime import date
from uuid import uuid4

import pytest

from exams.judging.register import Outcome
from exams.results.completeness import complete_set
from exams.results.history import Nature
from exams.results.standing import StandingResult
from registry.dossiers.rules import EquivalentProof

GP, IM = uuid4(), uuid4()
COUNTS = {GP: 24, IM: 24}
GRANTED_ON = date(2026, 11, 12)


def passed(day: date) -> StandingResult:
    """A pass of the first part."""
    person, nobody = uuid4(), uuid4()
    return StandingResult(
        id=uuid4(),
        enrolment=uuid4(),
        adviser=person,
        part=GP,
        sitting=uuid4(),
        held_on=day,
        attempt=1,
        outcome=Outcome.PASSED,
        score=700,
        examiner=nobody,
        invigilator=None,
        upload=uuid4(),
        sheet="Uitslagen",
        cell="E2",
        nature=Nature.RECORDED,
    )


def granted(code: str) -> EquivalentProof:
    """A part that counts as passed."""
    return EquivalentProof(uuid4(), code, "e-adviseur", "diploma", GRANTED_ON)


@pytest.mark.parametrize(
    ("day", "whole"),
    [
        pytest.param(date(2028, 11, 11), True, id="the last day on which it counts"),
        pytest.param(date(2028, 11, 12), False, id="the day after"),
    ],
)
def test_what_was_granted_lapses_as_a_pass_does(day: date, *, whole: bool) -> None:
    """So many months after the day on which it was granted."""
    found = complete_set([passed(date(2028, 1, 10))], COUNTS, day=day, equivalents={IM: granted("IM")})
    assert (found is not None) is whole


def test_a_pass_goes_first() -> None:
    """What was granted for a part that was passed is not named; once the pass lapsed, it is."""
    own, both = passed(date(2026, 1, 10)), {GP: granted("GP"), IM: granted("IM")}
    found = complete_set([own], COUNTS, day=date(2026, 11, 20), equivalents=both)
    assert found is not None
    assert ([each.part for each in found.passes], [each.part for each in found.equivalents]) == ([GP], ["IM"])
    later = complete_set([own], COUNTS, day=date(2028, 2, 1), equivalents=both)
    assert later is not None
    assert (later.passes, [each.part for each in later.equivalents]) == ((), ["GP", "IM"])


def test_a_part_of_another_version_counts_for_nothing() -> None:
    """Only the parts of this version make the set."""
    assert complete_set([], COUNTS, day=GRANTED_ON, equivalents={uuid4(): granted("XX")}) is None
