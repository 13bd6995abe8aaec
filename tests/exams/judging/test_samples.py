"""The sample files come out row by row as their README says."""

import re
from pathlib import Path

import pytest

import exams.results
from exams.cells.findings import Finding
from exams.cells.messages import MESSAGES
from exams.judging.headings import Field
from exams.judging.reading import Skip, Standing
from exams.judging.register import Outcome
from exams.judging.rules import check_rows
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.sheet import Sheet
from registry.texts import Language
from tests.exams.judging.registers import SAMPLES, a_register, as_recorded

EXAMS = Path(exams.results.__path__[0]).parent
FAULTS = {
    ("G13", "score-range", None),
    ("E14", "day-impossible", None),
    ("A15", "number-check-digits", "EA000102-42"),
    ("H17", "outcome-contradicts-absence", None),
    ("H18", "outcome-contradicts-score", None),
    ("A21", "number-missing", "EA000103-39"),
    ("A23", "double-row", None),
    ("D24", "part-unknown", None),
    ("E25", "day-ahead", None),
    ("G26", "missing", None),
    ("I27", "missing", None),
    ("G28", "formula", None),
}


NOTICES = {
    "attempt-in-words", "column-without-heading", "day-on-record", "day-with-time", "email-not-taken", "enrolled-day-on-record",
    "hidden-columns", "later-attempt", "lessons-on-record", "name-written-otherwise", "number-counts-as",
    "number-of-merged-file", "other-sheets", "prefix-split", "remark-dropped", "rows-not-filled-in",
}  # fmt: skip


async def sheet_of(name: str) -> Sheet:
    """A sample as it is read."""
    return await read_file((SAMPLES / name).read_bytes(), filename=name)


@pytest.mark.parametrize("name", ["uitslagen-najaar.xlsx", "uitslagen-najaar.ods"])
async def test_autumn(name):
    """Sixty clean results: nine candidates passed every part, three failed one."""
    reading = check_rows(await sheet_of(name), a_register())
    assert len(reading.rows) == 60
    assert not reading.faults
    assert not reading.notices
    assert not reading.skipped
    assert all(row.standing is Standing.NEW and row.attempt == 1 for row in reading.rows)
    failed = {(row.candidate_number, row.part_code) for row in reading.rows if row.outcome is Outcome.FAILED}
    assert failed == {("EA000104-36", "ET"), ("EA000107-27", "IM"), ("EA000111-15", "GP")}
    assert sum(effect.newly_passes_track for effect in reading.effects) == 9
    assert [(sitting.key.part_code, sitting.id, sitting.rows) for sitting in reading.sittings] == [
        ("GP", None, 12), ("IM", None, 12), ("OA", None, 12), ("VM", None, 12), ("ET", None, 12),
    ]  # fmt: skip


async def test_resits_after_the_first_file():
    """Three resits, and then twelve of twelve passed; both files sent again hold nothing new."""
    autumn = await sheet_of("uitslagen-najaar.xlsx")
    past = as_recorded(check_rows(autumn, a_register()))
    resits = await sheet_of("uitslagen-herkansing.csv")
    reading = check_rows(resits, a_register(past=past))
    assert not reading.faults
    assert [(row.score, row.attempt, row.standing) for row in reading.rows] == [
        (61, 2, Standing.NEW), (720, 2, Standing.NEW), (720, 2, Standing.NEW),
    ]  # fmt: skip
    assert all(effect.newly_passes_track for effect in reading.effects)
    both = a_register(past=(*past, *as_recorded(reading)))
    for sheet in (autumn, resits):
        again = check_rows(sheet, both)
        assert not again.faults
        assert all(row.standing is Standing.UNCHANGED and row.corrects for row in again.rows)
        assert not any(effect.newly_passes_track for effect in again.effects)
        assert all(effect.passes_track for effect in again.effects)


async def test_resits_before_the_first_file():
    """Without a first attempt on record the three resits are three faults."""
    reading = check_rows(await sheet_of("uitslagen-herkansing.csv"), a_register())
    assert [(fault.cell, fault.code) for fault in reading.faults] == [
        ("F2", "attempt-before-unknown"), ("F3", "attempt-before-unknown"), ("F4", "attempt-before-unknown"),
    ]  # fmt: skip
    assert not reading.rows


async def test_messy():
    """Twenty-five results as people really make them: exactly 13 taken, 12 faults, 2 skipped."""
    reading = check_rows(await sheet_of("uitslagen-rommelig.xlsx"), a_register())
    assert [row.row for row in reading.rows] == [5, 6, 7, 8, 9, 11, 12, 19, 20, 29, 30, 31, 32]
    assert {(fault.cell, fault.code, fault.suggestion) for fault in reading.faults} == FAULTS
    assert len(reading.faults) == 12
    assert [(each.row, each.why) for each in reading.skipped] == [(34, Skip.NOT_A_RESULT), (35, Skip.NOT_A_RESULT)]
    assert [(notice.cell, notice.code) for notice in reading.notices] == [
        ("A4", "hidden-columns"), ("A4", "other-sheets"), ("B19", "name-written-otherwise"), ("F20", "attempt-in-words"),
        ("K29", "remark-dropped"), ("E30", "day-with-time"),
    ]  # fmt: skip
    by_row = {row.row: row for row in reading.rows}
    assert (by_row[6].score, by_row[9].score, by_row[8].part_code) == (675, 78, "VM")
    assert by_row[29].remark is None
    assert by_row[13 - 1].cells[Field.SCORE] == "G12"


async def test_messy_texts():
    """The messages name what the README promises: row 12, the parts, the value to paste."""
    reading = check_rows(await sheet_of("uitslagen-rommelig.xlsx"), a_register())
    said = {fault.cell: fault.say(Language.NL) for fault in reading.faults}
    assert "rij 12" in said["A23"]
    assert all(code in said["D24"] for code in ("GP", "IM", "OA", "VM", "ET"))
    assert "Plak hier de waarde" in said["G28"]


async def test_messy_after_the_clean_file():
    """After the clean file rows 6 and 9 alone are corrections: the day in row 30 was taken with a notice, and gives way."""
    past = as_recorded(check_rows(await sheet_of("uitslagen-najaar.xlsx"), a_register()))
    reading = check_rows(await sheet_of("uitslagen-rommelig.xlsx"), a_register(past=past))
    assert {fault.cell for fault in reading.faults} == {cell for cell, _, _ in FAULTS}
    assert [(row.row, row.standing) for row in reading.rows] == [
        (row, Standing.CORRECTION if row in (6, 9) else Standing.UNCHANGED)
        for row in (5, 6, 7, 8, 9, 11, 12, 19, 20, 29, 30, 31, 32)
    ]
    by_row = {row.row: row for row in reading.rows}
    assert [by_row[row].changes for row in (6, 9)] == [((Field.SCORE, 910, 675),), ((Field.SCORE, 63, 78),)]
    assert [notice.code for notice in reading.notices if notice.cell == "E30"] == ["day-with-time", "day-on-record"]
    assert by_row[30].held_on == next(each.held_on for each in past if each.id == by_row[30].corrects)
    assert {seen.key for seen in reading.sittings} == {by_row[6].sitting, by_row[9].sitting}


def test_every_message_has_two_languages_and_says_what_to_do():
    """Each sentence is there in Dutch and English with the same facts; a fault also says what to do."""
    for code, text in MESSAGES.items():
        assert names_in(text.nl) == names_in(text.en), code
        finding = Finding("Blad1", "A1", 1, code, dict.fromkeys(names_in(text.nl), "x. Y"))
        for language in Language:
            whole = f"{finding.what(language)} {finding.remedy(language)}".strip()
            assert whole == finding.say(language), code
            assert bool(finding.remedy(language)) or code in NOTICES, code


def test_every_code_has_a_message():
    """Every code that the reading uses has its sentence, and every sentence is used."""
    source = "".join(path.read_text("utf-8") for path in EXAMS.rglob("*.py") if "messages" not in path.name)
    used = set(re.findall(r'(?:Problem|fault|about_sheet)\(\s*"([a-z0-9-]+)"', source))
    used |= set(re.findall(r'"([a-z0-9-]+)"', source)) & set(MESSAGES)
    assert used == set(MESSAGES)


def names_in(template: str) -> set[str]:
    """The facts that a sentence needs."""
    return {piece.partition("}")[0] for piece in template.split("{")[1:]}
