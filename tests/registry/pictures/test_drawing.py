"""Numbers as drawings: to one measure, each with its number, on a phone too."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registry.pictures.drawing import Paint, columns, groups, share


def test_the_widest_bar_leaves_room_for_its_number() -> None:
    """All bars are to one measure; nothing and what is negative have no width."""
    [first, second] = groups([("a", [(Paint.FULL, 8, "8")]), ("b", [(Paint.OPEN, Decimal(2), "2"), (Paint.DOTS, -1, "-1")])])
    assert [bar.wide for bar in (*first.bars, *second.bars)] == ["72.00%", "18.00%", "0.00%"]
    assert share(5, 0) == "0%"


def test_a_column_stands_on_the_line() -> None:
    """Its parts stand upon each other from the line up, the highest column takes all of the height."""
    [one, two] = columns([("a", "4", [(Paint.FULL, 3), (Paint.OPEN, 1)]), ("b", "2", [(Paint.FULL, 2), (Paint.OPEN, 0)])])
    assert [(block.top, block.tall) for block in one.blocks] == [("37.50", "112.50"), ("0.00", "37.50")]
    assert [(block.top, block.tall) for block in two.blocks] == [("75.00", "75.00")]
    assert (one.told, one.label, two.label) == ("4", "a", "b")


def test_numbers_that_do_not_fit_are_in_the_table_alone() -> None:
    """While all fit, all are shown; else the first, the highest and the last."""
    few = columns([(str(number), str(number), [(Paint.FULL, number)]) for number in range(1, 13)])
    assert [column.told for column in few] == [str(number) for number in range(1, 13)]
    amounts = [100, 200, 900, 300, *[150] * 8, 120]
    many = columns([("", str(number), [(Paint.FULL, number)]) for number in amounts])
    assert [column.told for column in many if column.told] == ["100", "900", "120"]
    assert columns([]) == []
    assert [column.blocks for column in columns([("a", "0", [(Paint.FULL, 0)])])] == [[]]


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=30))
def test_no_column_leaves_the_picture(numbers: list[list[int]]) -> None:
    """Whatever the numbers, every block lies between the top and the line, within the width."""
    paints = (Paint.FULL, Paint.STRIPES, Paint.OPEN)
    for column in columns([("", "", list(zip(paints, row, strict=True))) for row in numbers]):
        assert float(column.at[:-1]) + float(column.wide[:-1]) <= 100.01
        for block in column.blocks:
            assert float(block.top) >= -0.02
            assert float(block.top) + float(block.tall) <= 150.02
