"""The history of one attempt: a chain of rows, of which the last counts; and what counted before it."""

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

from exams.results.history import Link, Nature, in_order, stood_before

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def at(day: int) -> datetime:
    """Some day."""
    return datetime(2026, 11, day, tzinfo=UTC)


def link(number: int, upload: UUID, nature: Nature = Nature.CORRECTED) -> Link:
    """The row of that day."""
    return Link(UUID(int=100 + number), upload, nature, at(number))


def test_rows_are_put_in_order() -> None:
    """By the row that each names, in whatever order they come."""
    rows = [link(1, A, Nature.RECORDED), link(2, B), link(3, C)]
    chained = [(rows[0], None), (rows[1], rows[0].id), (rows[2], rows[1].id)]
    assert all(in_order(some) == rows for some in permutations(chained))
    assert in_order([]) == []


def test_what_was_recorded_first_had_nothing_before_it() -> None:
    """Taking it back leaves nothing."""
    assert stood_before([link(1, A, Nature.RECORDED)], A, {}) is None


def test_a_correction_stood_on_the_row_before_it() -> None:
    """Which counts again, unless its own upload was taken back since."""
    first, second = link(1, A, Nature.RECORDED), link(2, B)
    assert stood_before([first, second], B, {}) == first
    assert stood_before([first, second], B, {A: at(3)}) is None


def test_rows_of_uploads_that_were_taken_back_are_passed_over() -> None:
    """As are those of the upload itself, which can stand in a history twice."""
    first, second, third = link(1, A, Nature.RECORDED), link(2, B), link(3, C)
    assert stood_before([first, second, third], C, {B: at(4)}) == first
    restored = link(4, A, Nature.RESTORED)
    assert stood_before([first, second, restored], A, {B: at(4)}) is None


def test_a_row_that_was_left_on_record_counts_again() -> None:
    """Its upload was taken back while it was the last row, so it was kept on purpose; what corrected it came later."""
    kept, later = link(1, A, Nature.RECORDED), link(5, B)
    assert stood_before([kept, later], B, {A: at(3)}) == kept


def test_nothing_comes_back_from_before_a_retraction() -> None:
    """What was recorded afresh after it had nothing before it."""
    rows = [link(1, A, Nature.RECORDED), link(2, A, Nature.RETRACTED), link(3, B, Nature.RECORDED)]
    assert stood_before(rows, B, {A: at(2)}) is None
