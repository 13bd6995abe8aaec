"""Who may stand at a sitting: pure rules."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from exams.sittings.rules import (
    Capacity,
    RegistrationRow,
    examiner_faults,
    examiner_rows,
    identity_faults,
    invigilator_faults,
)
from exams.tracks.rules import Period

DAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
WHO, OTHER = uuid4(), uuid4()


def test_approvals_count_within_the_registration() -> None:
    """Each for the days that both last; parts approved for the same days come together; every part outdoes one."""
    rows = examiner_rows(
        WHO,
        (DAY, DAY + 9 * ONE_DAY),
        [
            ("GP", (DAY - ONE_DAY, None)),
            ("IM", (DAY, None)),
            ("ET", (DAY + ONE_DAY, DAY + ONE_DAY)),
            (None, (DAY + ONE_DAY, DAY + ONE_DAY)),
            ("VM", (DAY + 10 * ONE_DAY, None)),
        ],
    )
    assert rows == [
        RegistrationRow(WHO, Capacity.EXAMINER, frozenset({"GP", "IM"}), DAY, DAY + 9 * ONE_DAY),
        RegistrationRow(WHO, Capacity.EXAMINER, None, DAY + ONE_DAY, DAY + ONE_DAY),
    ]


@pytest.mark.parametrize("approvals", [[], [(None, (DAY - 9 * ONE_DAY, DAY - ONE_DAY))]])
def test_an_examiner_whom_nobody_approved_has_no_part(approvals: list[tuple[str | None, Period]]) -> None:
    """Nor one whose approval was over before the registration began."""
    assert examiner_rows(WHO, (DAY, None), approvals) == [RegistrationRow(WHO, Capacity.EXAMINER, frozenset(), DAY, None)]


@pytest.mark.parametrize(
    ("part", "day", "fits"),
    [
        pytest.param("GP", DAY, True, id="on the first day"),
        pytest.param("GP", DAY + ONE_DAY, True, id="on the last day"),
        pytest.param("GP", DAY + 2 * ONE_DAY, False, id="after the last day"),
        pytest.param("IM", DAY, False, id="another part"),
    ],
)
def test_an_examiner_is_approved_for_part_and_day(part: str, day: date, *, fits: bool) -> None:
    """Or the cause is told at the examiner."""
    rows = [
        RegistrationRow(WHO, Capacity.EXAMINER, frozenset({"GP"}), DAY, DAY + ONE_DAY),
        RegistrationRow(OTHER, Capacity.EXAMINER, None, DAY, None),
        RegistrationRow(WHO, Capacity.INVIGILATOR, None, DAY, None),
    ]
    faults = examiner_faults(rows, WHO, part=part, day=day)
    assert [fault.field for fault in faults] == ([] if fits else ["examiner"])
    assert not examiner_faults(rows, OTHER, part=part, day=day)
    assert examiner_faults(rows, uuid4(), part=part, day=day)


def test_an_invigilator_is_somebody_else_and_registered() -> None:
    """As an invigilator, on the day; being an examiner is not enough."""
    rows = [
        RegistrationRow(WHO, Capacity.INVIGILATOR, None, DAY, DAY),
        RegistrationRow(OTHER, Capacity.EXAMINER, None, DAY, None),
    ]
    assert not invigilator_faults(rows, WHO, examiner=OTHER, day=DAY)
    assert invigilator_faults(rows, WHO, examiner=OTHER, day=DAY + ONE_DAY)
    assert invigilator_faults(rows, WHO, examiner=WHO, day=DAY)
    assert invigilator_faults(rows, OTHER, examiner=WHO, day=DAY)


@pytest.mark.parametrize(
    ("checked", "shift", "fits"), [(True, 0, True), (True, -1, False), (False, -1, True), (None, -1, True)]
)
def test_identity_is_checked_on_the_day(checked: bool | None, shift: int, fits: bool) -> None:  # noqa: FBT001  an answer that is given
    """Not beforehand; that it was not, or is not known, may be said at any time."""
    assert (identity_faults(identity_checked=checked, day=DAY, today=DAY + shift * ONE_DAY) == []) == fits
