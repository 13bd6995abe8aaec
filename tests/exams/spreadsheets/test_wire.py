"""What the child tells the server: every value arrives as what it was, and every refusal as itself."""

from datetime import date, datetime

import msgspec
import pytest

from exams.spreadsheets import errors, kind_errors
from exams.spreadsheets.sheet import Row, Sheet
from exams.spreadsheets.wire import Refused, SheetRead, answer_of, packed

CELLS = ("tekst", "", "2026-09-07", 1, True, 0, False, 1.5, 1e20, -3, date(2026, 9, 7), datetime(2026, 9, 7, 10, 30), None)  # noqa: DTZ001 — a sheet knows no zones
KINDS = [
    kind
    for module in (errors, kind_errors)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, errors.UploadRefused) and kind.__module__ == module.__name__
]


def test_values():
    """Truth values, numbers, days, instants and texts that look like them are never taken for each other."""
    sheet = Sheet("Blad1", len(CELLS), (Row(1, CELLS), Row(4, CELLS[::-1])), own_mark="x", errors={"A1": "#N/A"})
    answer = answer_of(packed(SheetRead(sheet)))
    assert isinstance(answer, SheetRead)
    assert answer.sheet == sheet
    for row, cells in zip(answer.sheet.rows, (CELLS, CELLS[::-1]), strict=True):
        assert [type(cell) for cell in row.cells] == [type(cell) for cell in cells]


def test_equal_cells_are_one():
    """A value that stands in many cells is in memory once."""
    sheet = Sheet("Blad1", 1, tuple(Row(number, (f"{'van der'} Meer",)) for number in range(1, 4)))
    answer = answer_of(packed(SheetRead(sheet)))
    assert isinstance(answer, SheetRead)
    assert len({id(row.cells[0]) for row in answer.sheet.rows}) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_refusals(kind):
    """Whatever the child refuses, the server raises the same, with its facts."""
    answer = answer_of(packed(Refused.of(kind(cell="A1", limit=3))))
    assert isinstance(answer, Refused)
    assert type(answer.error()) is kind
    assert answer.error().facts == {"cell": "A1", "limit": 3}


@pytest.mark.parametrize(
    "change",
    [{"values": []}, {"codes": b"\x00\x00\x00\x00"}, {"codes": b"\x00"}, {"numbers": b""}, {"type": "iets"}],
    ids=["no values", "too few cells", "half a cell", "no rows", "another message"],
)
def test_answers_that_do_not_fit(change):
    """An answer whose pieces do not fit together is none."""
    told = msgspec.msgpack.decode(packed(SheetRead(Sheet("Blad1", 2, (Row(1, ("a", "b")),)))))
    with pytest.raises(ValueError, match=r".+"):
        answer_of(msgspec.msgpack.encode({**told, **change}))
