"""The workbook to fill in: made for the provider and the track, and read back without a fault."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exams.enrolments import files
from exams.enrolments.files import Sent
from exams.enrolments.headings import TITLES, Field
from exams.enrolments.template import enrolment_template, names_to_choose, template
from registry.errors import NotAllowed, NotFound
from registry.people.rules import Name
from registry.texts import Language, Text
from tests.exams.enrolments.classroom import ONE_DAY, classroom, neighbour
from tests.registry.making import NOW, TODAY, TRACK

PARTS = {"GP": Text("Gemeentelijke processen", "Municipal processes"), "IM": Text("Informatie", "Information")}


def made(*trainers: str) -> openpyxl.Workbook:
    """A template for two parts."""
    track = Text("Opleidingstraject", "Training track")
    return openpyxl.load_workbook(BytesIO(enrolment_template(PARTS, trainers, provider="Academie", track=track, today=TODAY)))


def column(sheet: Worksheet, field: Field) -> str:
    """The letter of a field's column."""
    return next(cell.column_letter for cell in sheet[1] if cell.value == TITLES[field].nl)


def test_headings_choices_and_limits() -> None:
    """A frozen heading, drop-downs for part and trainer, days within their limits, each with its own prompt."""
    book = made("N. Kuipers", "H. Vermeulen")
    sheet = book["Inschrijvingen"]
    assert [cell.value for cell in sheet[1]] == [TITLES[field].nl for field in Field]
    assert sheet.freeze_panes == "A2"
    held = {str(each.sqref).split(":", maxsplit=1)[0]: each for each in sheet.data_validations.dataValidation}
    parts, trainers = (held[f"{column(sheet, field)}2"] for field in (Field.PART, Field.TRAINER))
    assert (parts.type, parts.formula1, trainers.formula1) == ("list", "Keuzes!$A$2:$A$3", "Keuzes!$B$2:$B$3")
    for field in (Field.ENROLLED_ON, Field.FIRST_DAY, Field.LAST_DAY):
        days = held[f"{column(sheet, field)}2"]
        assert (days.type, days.operator, days.formula1) == ("date", "between", "36526")
        assert sheet[f"{column(sheet, field)}2"].number_format == "DD-MM-YYYY"
    assert held[f"{column(sheet, Field.ENROLLED_ON)}2"].formula2 == "TODAY()"
    last = held[f"{column(sheet, Field.LAST_DAY)}2"].formula2
    assert int(last) == (date(2027, 11, 20) - date(1899, 12, 30)).days
    assert all(each.prompt and each.showInputMessage for each in held.values())
    choices = book["Keuzes"]
    assert choices.sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in choices.iter_rows()] == [
        ["Onderdeel", "Docent"],
        ["GP", "N. Kuipers"],
        ["IM", "H. Vermeulen"],
    ]


@pytest.mark.parametrize(("sheet", "language"), [("Uitleg", Language.NL), ("Explanation", Language.EN)])
def test_it_explains_itself_in_both_languages(sheet: str, language: Language) -> None:
    """Who and what it is for, the parts by code, and the trainers."""
    lines = [row[0].value for row in made("N. Kuipers")[sheet].iter_rows()]
    assert lines[0] is not None
    assert "Academie" in str(lines[0])
    assert f"GP: {PARTS['GP'].say(language)}" in lines
    assert "N. Kuipers" in str(lines[-1])


def test_a_name_never_becomes_a_formula() -> None:
    """Whatever people are called."""
    assert made("=1+1")["Keuzes"]["B2"].data_type == "s"


def test_names_are_written_so_that_they_can_be_told_apart() -> None:
    """Initials are enough, unless two share them."""
    nico, nienke, hanneke = (Name(given, None, family) for given, family in
                             (("Nico", "Kuipers"), ("Nienke", "Kuipers"), ("Hanneke", "Vermeulen")))  # fmt: skip
    assert names_to_choose({uuid4(): nico, uuid4(): hanneke}) == ["H. Vermeulen", "N. Kuipers"]
    assert names_to_choose({uuid4(): nico, uuid4(): nienke}) == ["Nico Kuipers", "Nienke Kuipers"]


async def test_filled_in_it_is_read_without_a_fault(database: None) -> None:
    """With what its own drop-downs offer; left empty there is nobody in it."""
    room = await classroom()
    content = await template(room.provider, TRACK, actor=room.actor, now=NOW)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet, choices = book["Inschrijvingen"], book["Keuzes"]
    row = [
        None,
        "Jan",
        None,
        "Janssen",
        "jan@a.example",
        TODAY,
        choices["A2"].value,
        choices["B2"].value,
        TODAY,
        TODAY + ONE_DAY,
    ]
    for place, value in enumerate(row, 1):
        sheet.cell(2, place, value)
    out = BytesIO()
    book.save(out)
    seen = await files.send(Sent(room.provider, TRACK, "in.xlsx", out.getvalue()), actor=room.actor, now=NOW)
    assert seen.reading is not None
    assert (seen.reading.faults, seen.reading.notices, seen.reading.lessons) == ((), (), 1)
    empty = await files.send(Sent(room.provider, TRACK, "leeg.xlsx", content), actor=room.actor, now=NOW)
    assert empty.reading is not None
    assert [each.code for each in empty.reading.faults] == ["nobody-in-file"]


async def test_it_is_made_for_who_enrols(database: None) -> None:
    """Nobody else's, and of a track that there is."""
    room = await classroom()
    other = await neighbour(room)
    for actor, track, error in (
        (other.actor, TRACK, NotFound),
        (room.world.certifiers[0], TRACK, NotAllowed),
        (room.actor, "onbekend", NotFound),
    ):
        with pytest.raises(error):
            await template(room.provider, track, actor=actor, now=NOW)
