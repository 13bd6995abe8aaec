"""The template is filled in beforehand, guides whoever types, and is read as it is."""

import io
from dataclasses import replace
from datetime import date

from openpyxl import Workbook, load_workbook

from exams.results.reading import Reading, Skip
from exams.results.register import Capacity, Outcome, PastResult, Register
from exams.results.rules import check_rows
from exams.results.template import names_to_choose, results_template
from exams.spreadsheets.reader import read_file
from registry.texts import Text
from tests.exams.results.registers import CANDIDATES, FIRST, POSTMA, a_person, a_register, some_id
from tests.exams.spreadsheets.files import HEADINGS, saved

TRACK = Text("Opleidingstraject e-adviseur", "Training track e-adviser")


def a_template(register: Register) -> Workbook:
    """The workbook for a provider."""
    return load_workbook(io.BytesIO(results_template(register, provider="=Academie", track=TRACK)))


def on_record(part: str, outcome: Outcome, attempt: int = 1) -> PastResult:
    """A result of the first candidate."""
    return PastResult(some_id(f"{part}{attempt}"), FIRST, part, attempt, date(2026, 9, 7), outcome, None, POSTMA.person_id)


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
    sheet = book["Uitslagen"]
    sheet["E2"], sheet["G2"], sheet["I2"] = date(2026, 9, 7), 72, "R. Postma"
    reading = await judged(book, a_register())
    assert not reading.faults
    assert [(row.row, row.candidate_number, row.part_code, row.score) for row in reading.rows] == [(2, FIRST, "GP", 720)]


def test_rows_still_to_examine():
    """A part that is passed is left out; a part that was failed asks for the next attempt."""
    past = [on_record("GP", Outcome.PASSED), on_record("IM", Outcome.FAILED)]
    past += [on_record("OA", Outcome.FAILED, attempt) for attempt in (1, 2, 3)]
    sheet = a_template(a_register(past=past))["Uitslagen"]
    rows = [(row[3], row[5]) for row in sheet.iter_rows(values_only=True) if row[0] == FIRST]
    assert rows == [("IM", 2), ("VM", 1), ("ET", 1)]


def test_guidance():
    """Drop-downs, limits, a frozen heading and an explanation in both languages are there."""
    book = a_template(a_register())
    sheet = book["Uitslagen"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet.freeze_panes == "A2"
    kinds = {str(each.sqref)[0]: each.type for each in sheet.data_validations.dataValidation}
    assert kinds == {"D": "list", "E": "date", "F": "whole", "G": "decimal", "H": "list", "I": "list", "J": "list"}
    assert book.sheetnames == ["Uitslagen", "Keuzes", "Uitleg", "Explanation"]
    assert book["Keuzes"].sheet_state == "hidden"
    examiners = [cell.value for cell in book["Keuzes"]["C"] if cell.value]
    assert examiners == ["Examinator", "I. Vos", "K. Willems", "L. van Dam", "R. Postma", "S. Bouazza"]
    assert "cesuur 5,5" in str([row[0] for row in book["Uitleg"].values][-1])
    assert "pass mark 5.5" in str([row[0] for row in book["Explanation"].values][-1])


def test_examiners_of_one_name():
    """Two examiners who would be written alike are listed in full, so that a choice is always one person."""
    register = a_register(registrations=(POSTMA, a_person("Rob", "Postma", Capacity.EXAMINER)))
    assert names_to_choose(register, capacity=Capacity.EXAMINER) == ["Renate Postma", "Rob Postma"]


def test_names_are_never_formulas():
    """A name that begins with = stays text."""
    odd = {FIRST: replace(CANDIDATES[FIRST], family_name="=1+1")}
    cell = a_template(a_register(candidates=odd))["Uitslagen"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
