"""Lists of numbers as people give them: which cells are numbers, at which rows, and what is told of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exams.spreadsheets.sheet import Cell, Row, Sheet
from public_list.checking.numbers import LONGEST, MOST, Odd, Typed, from_kept, in_sheet, in_text, kept
from registry.errors import Invalid
from registry.numbering import new_certificate_number
from registry.texts import Language

NUMBER, OTHER = "CA12345678-66", "CA87654321-38"


def sheet(*rows: list[Cell], **facts: object) -> Sheet:
    """A sheet with these rows from row 1 on."""
    width = max(len(row) for row in rows)
    filled = tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 1) if any(row))
    return Sheet("Blad1", width, filled, **facts)  # type: ignore[arg-type]


def refusal(error: Invalid) -> str:
    """What is said of a list."""
    [fault] = error.faults
    assert fault.field == "numbers"
    return fault.say(Language.EN)


@pytest.mark.parametrize(
    "pasted",
    [
        f"{NUMBER}\n{OTHER}",
        f"{NUMBER}\r\n{OTHER}\r\n",
        f"{NUMBER}, {OTHER}",
        f"{NUMBER};{OTHER}",
        f"{NUMBER}\t{OTHER}",
        f"{NUMBER} {OTHER}",
    ],
)
def test_numbers_in_pasted_text(pasted: str) -> None:
    """On lines, or between commas, semicolons, tabs or blanks."""
    assert [each.text for each in in_text(pasted)] == [NUMBER, OTHER]


def test_rows_are_the_lines_of_the_text() -> None:
    """Blank lines count, headings above the first number are no numbers, and blanks within a number are part of it."""
    found = in_text(f"Nummers\n\nca 1234 5678 66\nJan Jansen\n{OTHER}")
    assert found == [Typed(3, "ca 1234 5678 66"), Typed(4, "Jan Jansen"), Typed(5, OTHER)]


def test_the_column_is_found() -> None:
    """Of a pasted table the column with the most numbers counts; what stands in it and is none is told, at its row."""
    found = in_text(f"Naam\tNummer\tTelefoon\nJan\t{NUMBER}\t0612345678\nPiet\tgeen\t0687654321\nElif\t{OTHER}\t")
    assert found == [Typed(2, NUMBER), Typed(3, "geen"), Typed(4, OTHER)]


def test_candidate_numbers_count_as_numbers() -> None:
    """They are told to be the other kind, rather than passed over."""
    assert [each.text for each in in_text("EA000101-45\nEA000102-42")] == ["EA000101-45", "EA000102-42"]


def test_numbers_of_a_sheet() -> None:
    """Digits without letters count where no number has letters; a number cell is read as its digits."""
    found = in_sheet(sheet(["Certificaat"], [1234567866], [None], ["87654321-38"]))
    assert found == [Typed(2, "1234567866"), Typed(4, "87654321-38")]


def test_a_cell_without_a_plain_value_is_told() -> None:
    """A formula or an error in the column of the numbers; elsewhere in the row it is nobody's business."""
    read = sheet(
        [None, NUMBER],
        ["x", OTHER],
        ["y", None],
        formulas=frozenset({"A1", "B2"}),
        errors={"B3": "#N/A", "A2": "#REF!"},
    )
    assert in_sheet(read) == [Typed(1, NUMBER), Typed(2, OTHER, Odd.FORMULA), Typed(3, "#N/A", Odd.ERROR)]


@pytest.mark.parametrize("pasted", ["", "Jan Jansen", "1\n2\n3", "\x00", "=1+1", "CA", ";;;;"])
def test_text_without_a_number(pasted: str) -> None:
    """Is refused, with an example."""
    with pytest.raises(Invalid) as refused:
        in_text(pasted)
    assert "holds no number" in refusal(refused.value)


def test_too_many_numbers() -> None:
    """Five thousand are read, one more is refused with how many there are."""
    numbers = [new_certificate_number() for _ in range(MOST + 1)]
    assert len(in_text("\n".join(numbers[:-1]))) == MOST
    with pytest.raises(Invalid) as refused:
        in_text("\n".join(numbers))
    assert refusal(refused.value) == "These are 5,001 numbers. Check at most 5,000 at once."


@given(some.lists(some.text(max_size=40), max_size=8).map("\n".join))
def test_any_text_may_be_pasted(pasted: str) -> None:
    """Whatever is pasted is read as lines of bounded length that can be printed, and is kept whole."""
    found = in_text(f"{NUMBER}\nx\x00\u202ey\n{pasted}")
    assert all(0 < len(each.text) <= LONGEST and each.text.isprintable() for each in found)
    assert from_kept(kept(found)) == found


def test_a_kept_list_is_the_same_list() -> None:
    """With its rows and what was odd in it."""
    typed = [Typed(2, NUMBER), Typed(9, "Jan Jansen"), Typed(10, OTHER, Odd.FORMULA), Typed(11, "#N/A", Odd.ERROR)]
    assert from_kept(kept(typed)) == typed


@pytest.mark.parametrize("text", ["", "x", f"1\t{NUMBER}", f"1\tsmall\t{NUMBER}", "1\t\tx\nx", "1\t\tx\n" * (MOST + 1)])
def test_a_kept_list_that_no_page_wrote(text: str) -> None:
    """Is refused."""
    with pytest.raises(Invalid) as refused:
        from_kept(text)
    assert "changed on its way" in refusal(refused.value)
