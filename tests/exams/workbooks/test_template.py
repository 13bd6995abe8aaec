"""The template is filled in beforehand, guides whoever types, and is read as it is."""

import io
import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from exams.judging.reading import Reading, Skip, Standing
from exams.judging.register import Capacity, Outcome, PastResult, Register, Teaching
from exams.judging.rules import check_rows
from exams.spreadsheets.reader import read_file
from exams.workbooks.choices import people_to_choose
from exams.workbooks.lines import TemplateSitting
from exams.workbooks.template import results_template
from registry.texts import Text
from tests.exams.judging.registers import (
    CANDIDATES,
    DE_BOER,
    FIRST,
    GROEN,
    PARTS,
    POSTMA,
    TEACHER,
    WILLEMS,
    a_person,
    a_register,
    some_id,
)
from tests.exams.spreadsheets.files import HEADINGS, saved

TRACK = Text("Opleidingstraject e-adviseur", "Training track e-adviser")
SECOND, THIRD = list(CANDIDATES)[1:3]
DAY = date(2026, 9, 21)
SITTING = TemplateSitting("GP", DAY, POSTMA.person_id, GROEN.person_id, "Utrecht")


def a_template(register: Register, sitting: TemplateSitting | None = None) -> Workbook:
    """The workbook for a provider."""
    made = results_template(register, provider="=Academie", track=TRACK, sitting=sitting)
    return load_workbook(io.BytesIO(made))


def on_record(
    part: str, outcome: Outcome, attempt: int = 1, *, number: str = FIRST, day: date = date(2026, 9, 7)
) -> PastResult:
    """A result of a candidate, the first unless another is named."""
    return PastResult(some_id(f"{number}{part}{attempt}"), number, part, attempt, day, outcome, None, POSTMA.person_id)


def typed(book: Workbook, cells: dict[str, Any]) -> None:
    """Fill in some cells of the results."""
    for cell, value in cells.items():
        book["Uitslagen"][cell] = value


def rows_of(book: Workbook) -> list[tuple[Any, ...]]:
    """The rows with a candidate."""
    return [row for row in book["Uitslagen"].iter_rows(min_row=2, values_only=True) if row[0]]


def explained(book: Workbook, sheet: str = "Uitleg") -> list[str]:
    """The paragraphs of an explanation."""
    return [str(row[0]) for row in book[sheet].iter_rows(values_only=True)]


async def judged(book: Workbook, register: Register) -> Reading:
    """The template as it comes back."""
    return check_rows(await read_file(saved(book), filename="uitslagen.xlsx"), register)


async def test_untouched():
    """Sixty rows that nobody filled in are skipped with one notice, and are no faults."""
    reading = await judged(a_template(a_register()), a_register())
    assert not reading.faults
    assert [each.why for each in reading.skipped] == [Skip.NOT_FILLED_IN] * 60
    assert [notice.code for notice in reading.notices] == ["rows-not-filled-in"]


async def test_filled_in():
    """A row is taken as soon as day, score and examiner are there."""
    book = a_template(a_register())
    typed(book, {"E2": date(2026, 9, 7), "G2": 72, "I2": "R. Postma"})
    reading = await judged(book, a_register())
    assert not reading.faults
    assert [(row.row, row.candidate_number, row.part_code, row.score) for row in reading.rows] == [(2, FIRST, "GP", 720)]


async def test_filled_in_whole():
    """Every row with a day, a score and names from the lists comes back without a fault, whoever the candidates are."""
    register = a_register()
    book = a_template(register)
    people = zip(
        itertools.cycle(["R. Postma", "K. Willems", "S. Bouazza"]), itertools.cycle(["M. Groen", "T. de Boer"]), strict=False
    )
    for row, (examiner, invigilator) in zip(range(2, 62), people, strict=False):
        score = 7.5 if book["Uitslagen"][f"D{row}"].value == "ET" else 67.5
        typed(book, {f"E{row}": DAY, f"G{row}": score, f"I{row}": examiner, f"J{row}": invigilator})
    reading = await judged(book, register)
    assert not reading.faults
    assert not reading.notices
    assert len(reading.rows) == 60
    assert {row.standing for row in reading.rows} == {Standing.NEW}


async def test_a_row_typed_below():
    """A candidate who was missing is typed in a spare row, which has the same guidance."""
    alone = {FIRST: CANDIDATES[FIRST]}
    book = a_template(a_register(candidates=alone))
    typed(book, {"A7": SECOND, "B7": "de Haan", "C7": "Sietse", "D7": "ET", "E7": DAY, "F7": 1, "G7": 6.5, "I7": "R. Postma"})
    reading = await judged(book, a_register())
    assert [(row.row, row.candidate_number, row.score) for row in reading.rows] == [(7, SECOND, 65)]
    sheet = book["Uitslagen"]
    assert (sheet["E7"].number_format, sheet["E7"].is_date) == ("DD-MM-YYYY", True)
    assert all(f"{letter}7" in each.sqref for letter, each in validations(book).items())


def test_rows_still_to_examine():
    """A part that is passed is left out; a part that was failed asks for the next attempt."""
    past = [on_record("GP", Outcome.PASSED), on_record("IM", Outcome.FAILED)]
    past += [on_record("OA", Outcome.FAILED, attempt) for attempt in (1, 2, 3)]
    rows = [(row[3], row[5]) for row in rows_of(a_template(a_register(past=past))) if row[0] == FIRST]
    assert rows == [("IM", 2), ("VM", 1), ("ET", 1)]


def test_a_pass_that_no_longer_counts():
    """After its months a part is to be sat again, with attempts of its own."""
    long_ago = [on_record("GP", Outcome.FAILED, attempt, day=date(2024, 1, attempt)) for attempt in (1, 2)]
    long_ago.append(on_record("GP", Outcome.PASSED, 3, day=date(2024, 3, 1)))
    rows = [(row[3], row[5]) for row in rows_of(a_template(a_register(past=long_ago))) if row[0] == FIRST]
    assert rows[0] == ("GP", 4)


def test_an_absence_that_uses_no_attempt():
    """Where the part says so, whoever was absent three times may still sit it; the numbers count on."""
    parts = PARTS | {"GP": replace(PARTS["GP"], absence_uses_attempt=False)}
    past = [on_record("GP", Outcome.ABSENT, attempt, day=date(2026, 9, attempt)) for attempt in (1, 2, 3)]
    assert ("GP", 4) in [(row[3], row[5]) for row in rows_of(a_template(a_register(past=past, parts=parts)))]
    assert ("GP", 4) not in [(row[3], row[5]) for row in rows_of(a_template(a_register(past=past)))]


def test_two_files_of_one_person():
    """One of them stands on the template, and what the other passed is passed."""
    register = a_register(past=[on_record("GP", Outcome.PASSED, number=SECOND)], same_person={SECOND: FIRST})
    rows = rows_of(a_template(register))
    assert SECOND not in {row[0] for row in rows}
    assert [row[3] for row in rows if row[0] == FIRST] == ["IM", "OA", "VM", "ET"]


def validations(book: Workbook) -> dict[str, DataValidation]:
    """What is checked while somebody types, by the letter of the column."""
    return {str(each.sqref)[0]: each for each in book["Uitslagen"].data_validations.dataValidation}


def test_guidance():
    """Drop-downs, limits, a frozen heading and an explanation in both languages are there."""
    book = a_template(a_register())
    sheet = book["Uitslagen"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    kinds = {letter: each.type for letter, each in validations(book).items()}
    assert kinds == {"D": "list", "E": "date", "F": "whole", "G": "decimal", "H": "list", "I": "list", "J": "list"}
    assert {str(each.sqref) for each in validations(book).values()} == {f"{letter}2:{letter}111" for letter in "DEFGHIJ"}
    assert book.sheetnames == ["Uitslagen", "Keuzes", "Uitleg", "Explanation"]
    assert book["Keuzes"].sheet_state == "hidden"
    examiners = [cell.value for cell in book["Keuzes"]["C"] if cell.value]
    assert examiners == ["Examinator", "I. Vos", "K. Willems", "L. van Dam", "R. Postma", "S. Bouazza"]
    assert "cesuur 5,5" in explained(book)[-1]
    assert "pass mark 5.5" in explained(book, "Explanation")[-1]


def test_what_is_said_while_typing():
    """In Dutch, before and after typing; as much as Excel shows. A score may be a word, so it is a warning only."""
    for letter, each in validations(a_template(a_register())).items():
        assert each.showErrorMessage
        assert each.showInputMessage
        assert 0 < len(each.promptTitle or "") <= 32
        assert 0 < len(each.prompt or "") <= 255
        assert 0 < len(each.error or "") <= 225
        assert each.errorStyle == ("warning" if letter in "FG" else None)


def test_the_highest_score_is_that_of_the_part_in_the_row():
    """Also when another part is chosen, or a row is typed below."""
    book = a_template(a_register())
    assert validations(book)["G"].formula2 == "IFERROR(INDEX(Keuzes!$E$2:$E$6,MATCH($D2,Keuzes!$A$2:$A$6,0)),100)"
    pairs = [(row[0], row[4]) for row in book["Keuzes"].iter_rows(min_row=2, max_row=6, values_only=True)]
    assert pairs == [("GP", 100), ("IM", 100), ("OA", 100), ("VM", 100), ("ET", 10)]


def test_formats():
    """Days as days, a decimal where the scale has ten points, and text as text: Excel makes nothing else of it."""
    sheet = a_template(a_register())["Uitslagen"]
    assert {cell.number_format for cell in sheet["E"][1:]} == {"DD-MM-YYYY"}
    formats = {row[3].value: row[6].number_format for row in sheet.iter_rows(min_row=2)}
    assert formats == {"GP": "General", "IM": "General", "OA": "General", "VM": "General", "ET": "0.0", None: "General"}
    assert {cell.number_format for letter in "ABCDHIJK" for cell in sheet[letter][1:]} == {"@"}


def test_examiners_of_one_name():
    """Two examiners who would be written alike are listed in full, so that a choice is always one person."""
    register = a_register(registrations=(POSTMA, a_person("Rob", "Postma", Capacity.EXAMINER)))
    assert sorted(people_to_choose(register, capacity=Capacity.EXAMINER).values()) == ["Renate Postma", "Rob Postma"]


def test_an_examiner_whom_nobody_approved():
    """Is not offered: every row would be a fault."""
    register = a_register(registrations=(POSTMA, replace(WILLEMS, part_codes=frozenset())))
    assert list(people_to_choose(register, capacity=Capacity.EXAMINER).values()) == ["R. Postma"]


@pytest.mark.parametrize("name", ["=1+1", "+31", "-x", "@som", "'t Hart", "Nguyễn", '=HYPERLINK("http://x")', "\tTab"])
async def test_names_stay_names(name: str):
    """A name that Excel could take for a formula, or whose first ’ it could drop, is text and stays so when it is edited."""
    odd = {FIRST: replace(CANDIDATES[FIRST], family_name=name)}
    register = a_register(candidates=odd, registrations=(replace(POSTMA, family_name=name), GROEN))
    book = a_template(register)
    cell = book["Uitslagen"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in texts} <= {"s", "n"}
    typed(book, {"E2": DAY, "G2": 72})
    book["Uitslagen"]["I2"].value = book["Keuzes"]["C2"].value
    book["Uitslagen"]["I2"].data_type = "s"
    reading = await judged(book, register)
    assert not reading.faults, [fault.code for fault in reading.faults]
    assert len(reading.rows) == 1


async def test_for_a_sitting():
    """Part, day, examiner and invigilator are there; only the score is left to fill in."""
    register = a_register()
    book = a_template(register, SITTING)
    rows = rows_of(book)
    assert [row[0] for row in rows] == sorted(CANDIDATES)
    assert {row[3:10] for row in rows} == {("GP", datetime(2026, 9, 21), 1, None, None, "R. Postma", "M. Groen")}  # noqa: DTZ001
    for row in range(2, 14):
        typed(book, {f"G{row}": 67.5})
    reading = await judged(book, register)
    assert (reading.faults, reading.notices) == ((), ())
    assert {(row.part_code, row.held_on, row.examiner_id, row.invigilator_id) for row in reading.rows} == {
        ("GP", DAY, POSTMA.person_id, GROEN.person_id)
    }
    assert len(reading.rows) == 12


async def test_a_score_that_was_forgotten():
    """Is a fault at its cell, so that no result of a sitting is lost without a word; absence is chosen or typed."""
    register = a_register(candidates={number: CANDIDATES[number] for number in (FIRST, SECOND, THIRD)})
    book = a_template(register, SITTING)
    typed(book, {"G2": 67.5, "H3": "Afwezig"})
    reading = await judged(book, register)
    assert [(fault.cell, fault.code) for fault in reading.faults] == [("G4", "missing")]
    assert [(row.row, row.outcome) for row in reading.rows] == [(2, Outcome.PASSED), (3, Outcome.ABSENT)]


WAITING = date(2026, 9, 8)
LEFT_OUT: dict[str, tuple[Iterable[PastResult], str]] = {
    "passed": ([on_record("GP", Outcome.PASSED)], "Gemeentelijke processen is al gehaald op 7 september 2026"),
    "no attempts left": (
        [on_record("GP", Outcome.FAILED, attempt, day=date(2026, 1, attempt)) for attempt in (1, 2, 3)],
        "Dit is poging 4 voor Gemeentelijke processen",
    ),
    "waiting": ([on_record("GP", Outcome.FAILED, day=WAITING)], "pas vanaf 22 september 2026 opnieuw"),
    "in this sitting": ([on_record("GP", Outcome.FAILED, day=DAY)], "pas vanaf 5 oktober 2026 opnieuw"),
}


@pytest.mark.parametrize(("past", "why"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
async def test_who_may_not_sit_it_that_day(past: Iterable[PastResult], why: str):
    """Is left out, and the explanation says why in the words of the fault that such a row would be."""
    register = a_register(past=past)
    book = a_template(register, SITTING)
    assert FIRST not in {row[0] for row in rows_of(book)}
    assert len(rows_of(book)) == 11
    last = explained(book)[-1]
    assert last.startswith(f"{FIRST} Johanna van der Meer. ")
    assert why in last
    assert explained(book)[-2] == "Deze kandidaten staan er niet op:"
    next_row = {"A13": FIRST, "B13": "van der Meer", "D13": "GP", "E13": DAY, "F13": 4 if "poging 4" in why else 2, "G13": 60}
    typed(book, {f"G{row}": 67.5 for row in range(2, 13)} | next_row | {"I13": "R. Postma"})
    assert {fault.row for fault in (await judged(book, register)).faults} == {13}


def test_the_day_that_waiting_is_over():
    """They are on it, with the next attempt."""
    register = a_register(past=[on_record("GP", Outcome.FAILED)])
    rows = rows_of(a_template(register, SITTING))
    assert next((row[0], row[5]) for row in rows) == (FIRST, 2)


def test_whom_the_examiner_taught():
    """Is left out of the sitting, and the explanation names the rule."""
    taught = replace(CANDIDATES[FIRST], taught_by=(Teaching(POSTMA.person_id, date(2025, 1, 1), date(2025, 6, 30)),))
    book = a_template(a_register(candidates={FIRST: taught}), SITTING)
    assert rows_of(book) == []
    assert explained(book)[-1].startswith(f"{FIRST} Johanna van der Meer. R. Postma gaf Johanna van der Meer les")
    assert explained(book)[1] == "Er is geen kandidaat die dit nog moet doen."
    assert rows_of(a_template(a_register(candidates={FIRST: taught}), replace(SITTING, examiner_id=WILLEMS.person_id)))


def test_the_people_of_a_sitting():
    """Only who may stand there that day is offered; an examiner who may not is not filled in."""
    registered = (
        POSTMA,
        GROEN,
        replace(DE_BOER, last_day=date(2026, 9, 20)),
        replace(WILLEMS, part_codes=frozenset({"IM"})),
        replace(TEACHER, first_day=date(2026, 9, 22)),
    )
    register = a_register(registrations=registered)
    book = a_template(register, SITTING)
    assert [cell.value for cell in book["Keuzes"]["C"] if cell.value] == ["Examinator", "R. Postma"]
    assert [cell.value for cell in book["Keuzes"]["D"] if cell.value] == ["Surveillant", "M. Groen"]
    rows = rows_of(a_template(register, replace(SITTING, examiner_id=WILLEMS.person_id, invigilator_id=None)))
    assert {row[8:10] for row in rows} == {(None, None)}


def test_the_explanation_of_a_sitting():
    """Says which one it is, in both languages, and what to do with a row of somebody who was not there."""
    book = a_template(a_register(), SITTING)
    assert "Voor de zitting van Gemeentelijke processen op 21 september 2026, met als examinator R. Postma." in explained(book)
    assert "Plaats: Utrecht" in explained(book)
    assert "For the sitting of Municipal processes on 21 September 2026, with R. Postma as examiner." in explained(
        book, "Explanation"
    )
    assert any("verwijder dan de hele rij" in line for line in explained(book))
    assert not any("wordt overgeslagen" in line for line in explained(book))


def test_nobody_to_examine():
    """An empty template still has its guidance, and says that there is nobody."""
    book = a_template(a_register(candidates={}))
    assert rows_of(book) == []
    assert explained(book)[0] == "Uitslagen van =Academie: Opleidingstraject e-adviseur"
    assert explained(book)[1] == "Er is geen kandidaat die dit nog moet doen."
    assert {str(each.sqref) for each in validations(book).values()} == {f"{letter}2:{letter}51" for letter in "DEFGHIJ"}
