"""What the cells of one row say together, and beside the candidate, the part and the people."""

from dataclasses import replace
from datetime import date

import pytest

from exams.judging.register import Capacity, Teaching
from registry.texts import Language
from tests.exams.judging.registers import CANDIDATES, FIRST, GROEN, POSTMA, TEACHER, a_person, a_register
from tests.exams.judging.rows_judged import a_row, judged, told


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        pytest.param({}, [], id="a right row"),
        pytest.param({"outcome": None}, [], id="the outcome left to the score"),
        pytest.param({"score": 55}, [], id="just the pass mark"),
        pytest.param({"score": 54.9, "outcome": "Gezakt"}, [], id="just below the pass mark"),
        pytest.param({"score": 54.9}, [("H2", "outcome-contradicts-score")], id="passed below the pass mark"),
        pytest.param({"score": "afwezig", "outcome": None}, [], id="absent in the score alone"),
        pytest.param({"score": None, "outcome": "Afwezig"}, [], id="absent in the outcome alone"),
        pytest.param({"score": 60, "outcome": "Afwezig"}, [("H2", "outcome-contradicts-score")], id="absent with a score"),
        pytest.param({"score": "afwezig"}, [("H2", "outcome-contradicts-absence")], id="absent and passed"),
        pytest.param({"score": 60, "outcome": "ongeldig"}, [], id="invalidated with a score"),
        pytest.param({"score": None, "outcome": None}, [("G2", "missing")], id="neither score nor outcome"),
        pytest.param({"score": 100}, [], id="the top of the scale"),
        pytest.param({"score": 100.1}, [("G2", "score-range")], id="above the scale"),
        pytest.param({"family": None, "given": None}, [], id="no names to compare"),
        pytest.param({"family": "VAN DER MEER"}, [], id="another case"),
        pytest.param({"family": "Meer, van der"}, [], id="the prefix behind"),
        pytest.param({"family": "de Haan"}, [("B2", "name-contradicts")], id="another family name"),
        pytest.param({"given": "Johan"}, [("C2", "name-contradicts")], id="another given name"),
        pytest.param({"family": "x", "given": "y"}, [("B2", "name-contradicts")], id="two other names are told once"),
        pytest.param({"number": "EA000999-72"}, [("A2", "number-check-digits")], id="wrong check digits"),
        pytest.param({"part": "municipal processes"}, [], id="the part by its English name"),
        pytest.param({"examiner": "Postma, R."}, [], id="the examiner's family name first"),
        pytest.param({"examiner": "drs. Renate Postma"}, [], id="the examiner in full with a title"),
        pytest.param({"examiner": "postma"}, [("I2", "person-unknown")], id="the examiner's family name alone"),
        pytest.param({"examiner": "M. Groen"}, [("I2", "person-unknown")], id="an invigilator as examiner"),
        pytest.param({"invigilator": None}, [], id="no invigilator"),
        pytest.param({"invigilator": "R. Postma"}, [("J2", "person-unknown")], id="an examiner as invigilator"),
        pytest.param(
            {"part": "XX", "day": "31-2-2026", "score": "?", "examiner": None},
            [("D2", "part-unknown"), ("E2", "day-impossible"), ("G2", "score-form"), ("I2", "missing")],
            id="everything at once",
        ),
    ],
)  # fmt: skip
def test_one_row(change, faults):
    """One row by itself: every fault at its cell, in one pass."""
    reading = judged(a_row(**change))
    assert told(reading) == faults
    assert len(reading.rows) == (not faults)
    for fault in reading.faults:
        assert all(fault.say(language) for language in Language)


def test_number_of_nobody():
    """A right number of nobody in the track is a fault that suggests by name; two of one name are both suggested."""
    fault = judged(a_row(number="EA000999-73", family="Janssen", given="Jan")).faults[0]
    assert fault.code in {"number-unknown", "number-check-digits"}
    unknown = judged(a_row(number=fault.suggestion or "EA000999-73", family="Janssen", given="Jan")).faults[0]
    assert (unknown.code, unknown.suggestion) == ("number-unknown", "EA000111-15 / EA000112-12")


def test_suggested_score():
    """A score of 75 on a scale to ten suggests 7,5."""
    assert judged(a_row(part="ET", score=75)).faults[0].suggestion == "7,5"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        pytest.param({"first_day": date(2026, 9, 8)}, "person-not-valid", id="registered a day later"),
        pytest.param({"last_day": date(2026, 9, 6)}, "person-not-valid", id="until the day before"),
        pytest.param({"last_day": date(2026, 9, 7)}, None, id="until that very day"),
        pytest.param({"part_codes": frozenset({"IM"})}, "person-out-of-scope", id="for another part"),
        pytest.param({"part_codes": frozenset({"GP", "IM"})}, None, id="for this part too"),
    ],
)
def test_approval_of_an_examiner(person, code):
    """An examiner is approved on the day and for the part, through the last day."""
    reading = judged(a_row(), register=a_register(registrations=(replace(POSTMA, **person), GROEN)))
    assert told(reading) == ([("I2", code)] if code else [])


def test_two_examiners_of_one_name():
    """Two who are written alike are a fault that names both; the full given name tells them apart."""
    other = a_person("Rob", "Postma", Capacity.EXAMINER)
    register = a_register(registrations=(POSTMA, other, GROEN))
    fault = judged(a_row(), register=register).faults[0]
    assert fault.code == "person-ambiguous"
    assert fault.facts["names"] == ["Renate Postma", "Rob Postma"]
    assert judged(a_row(examiner="Rob Postma"), register=register).rows[0].examiner_id == other.person_id


def test_unknown_examiner_suggests():
    """A name nearly right suggests who may be meant."""
    assert [judged(a_row(examiner=typed)).faults[0].suggestion for typed in ("R. Postna", "Willems")] == [
        "R. Postma",
        "K. Willems",
    ]


@pytest.mark.parametrize(
    ("day", "last_day", "code"),
    [
        pytest.param(date(2026, 9, 7), date(2026, 6, 30), "examiner-taught", id="two months later"),
        pytest.param(date(2026, 6, 29), date(2024, 6, 30), "examiner-taught", id="on the last day of the look-back"),
        pytest.param(date(2026, 6, 30), date(2024, 6, 30), None, id="on the day it lapses"),
        pytest.param(date(2026, 9, 7), None, "examiner-teaches", id="while the lessons go on"),
        pytest.param(date(2023, 1, 1), date(2026, 6, 30), None, id="before the first lesson"),
    ],
)
def test_examiner_who_taught(day, last_day, code):
    """Nobody examines whom they taught within the look-back: at the examiner's cell, with the day it lapses."""
    lessons = Teaching(TEACHER.person_id, date(2024, 1, 1), last_day)
    taught = {**CANDIDATES, FIRST: replace(CANDIDATES[FIRST], taught_by=(lessons,))}
    reading = judged(a_row(day=day, examiner="I. Vos"), register=a_register(candidates=taught))
    assert told(reading) == ([("I2", code)] if code else [])
    if code == "examiner-taught":
        assert reading.faults[0].facts["lapses"] == last_day.replace(year=last_day.year + 2)
