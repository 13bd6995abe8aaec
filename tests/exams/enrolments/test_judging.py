"""Every fault of a file of enrolments, at its cell, in one pass; and how people's spreadsheets are read."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from exams.cells.enrolment_messages import ENROLMENT_MESSAGES
from exams.cells.findings import Finding
from exams.enrolments.headings import TITLES, Field, field_of
from exams.enrolments.reading import Lesson, Standing
from exams.enrolments.roll import AskedTrack, Enrolled
from registry.people.rules import Name
from registry.texts import Language, Text
from tests.exams.enrolments.sheets import (
    HEADINGS,
    KUIPERS,
    LESSON,
    OTHERS,
    OWN,
    TODAY,
    listed,
    new,
    noticed,
    read,
    roll,
    sheet,
    told,
)

ONE_DAY = timedelta(days=1)


def test_someone_new_with_several_lessons() -> None:
    """The rows of one name are one person, with a lesson in each; days need to stand only once."""
    reading = read(
        new("Jan", "Janssen", *LESSON, email="jan@a.example"),
        new("JAN", "janssen", "Informatie", "Vermeulen, H.", *LESSON[2:], day=None),
        new("Elif", "Öztürk"),
    )
    assert (reading.faults, reading.doubts) == ((), ())
    jan, elif_ = reading.candidates
    assert (jan.standing, jan.row, jan.name, jan.enrolled_on) == (Standing.NEW, 2, "Jan Janssen", TODAY)
    assert jan.person is not None
    assert jan.person.work_email == "jan@a.example"
    assert [(each.row, each.part_code) for each in jan.lessons] == [(2, "GP"), (3, "IM")]
    assert jan.lessons[0] == Lesson(2, "GP", KUIPERS, LESSON[2], LESSON[3])
    assert (elif_.name, elif_.lessons) == ("Elif Öztürk", ())
    assert (reading.count(Standing.NEW), reading.lessons, reading.brings_something) == (2, 2, True)


@pytest.mark.parametrize(
    ("change", "cell", "code"),
    [
        pytest.param({"number": "EA000101-99"}, "A2", "number-check-digits", id="wrong check digits"),
        pytest.param({"number": "CA12345678-66"}, "A2", "number-is-certificate", id="a certificate's number"),
        pytest.param({"given": None}, "B2", "missing", id="no given name"),
        pytest.param({"given": 5}, "B2", "not-text", id="a number for a name"),
        pytest.param({"given": "Jаn"}, "B2", "look-alike", id="a Cyrillic letter"),
        pytest.param({"family": None}, "D2", "missing", id="no family name"),
        pytest.param({"family": "J" * 101}, "D2", "too-long", id="a long name"),
        pytest.param({"prefix": "van der " * 8}, "C2", "too-long", id="a long prefix"),
        pytest.param({"email": "jan.a.example"}, "E2", "email-form", id="no e-mail address"),
        pytest.param({"day": None}, "F2", "missing", id="no day"),
        pytest.param({"day": "31-02-2026"}, "F2", "day-impossible", id="a day that does not exist"),
        pytest.param({"day": "gisteren"}, "F2", "day-form", id="no day at all"),
        pytest.param({"day": TODAY + ONE_DAY}, "F2", "enrolled-ahead", id="tomorrow"),
        pytest.param({"day": date(1999, 12, 31)}, "F2", "day-before-2000", id="long ago"),
        pytest.param({"day": date(2026, 8, 31)}, "F2", "enrolled-not-approved", id="before the approval"),
        pytest.param({"day": date(2026, 5, 31)}, "F2", "enrolled-other-version", id="before the version"),
        pytest.param({"part": "XX"}, "G2", "part-unknown", id="an unknown part"),
        pytest.param({"part": None}, "G2", "missing", id="no part"),
        pytest.param({"trainer": "P. Niemand"}, "H2", "trainer-unknown", id="an unknown trainer"),
        pytest.param({"trainer": None}, "H2", "missing", id="no trainer"),
        pytest.param({"first": None}, "I2", "missing", id="no first day"),
        pytest.param({"last": None}, "J2", "missing", id="no last day"),
        pytest.param({"last": date(2026, 11, 22)}, "J2", "lessons-reversed", id="ends before it begins"),
        pytest.param({"last": date(2027, 11, 21)}, "J2", "lessons-too-far", id="more than a year ahead"),
    ],
)
def test_each_fault_at_its_cell(change: dict[str, Any], cell: str, code: str) -> None:
    """A row that is right but for one thing has that one fault."""
    values: dict[str, Any] = dict(zip(("part", "trainer", "first", "last"), LESSON, strict=True))
    values |= {"given": "Jan", "family": "Janssen", "number": None, "prefix": None, "email": None, "day": TODAY} | change
    row = [values[name] for name in ("number", "given", "prefix", "family", "email", "day", "part", "trainer", "first", "last")]
    reading = read(row)
    assert told(reading) == [(cell, code)]
    for language in Language:
        assert "{" not in reading.faults[0].say(language)


def test_all_faults_in_one_pass() -> None:
    """Of every row, in the order of the sheet."""
    reading = read(
        new("Jan", None, "XX", "P. Niemand", "31-02-2026", "morgen", day="gisteren", email="x"),  # type: ignore[arg-type]
        new("Elif", "Öztürk", "GP", *LESSON[1:], number="EA000101-99"),
    )
    assert [cell for cell, _ in told(reading)] == ["D2", "E2", "F2", "G2", "H2", "I2", "J2", "A3"]


def test_a_number_goes_with_its_name() -> None:
    """Of one's own candidate the name is told; of another provider's nothing; an unknown number looks the same."""
    at = roll(listed(OWN, "Johanna", "Meer", "van der"), listed(OTHERS, "Sietse", "Haan", "de"))
    good = read(
        new("Johanna", "Meer", prefix="van der", number=OWN),
        new(None, "de haan", number="ea 000102 42"),  # type: ignore[arg-type]
        at=at,
    )
    assert good.faults == ()
    assert [(each.standing, each.number) for each in good.candidates] == [(Standing.KNOWN, OWN), (Standing.KNOWN, OTHERS)]
    bad = read(
        new("Jan", "Janssen", number=OWN),
        new("Jan", "Janssen", number=OTHERS),
        new("Jan", "Janssen", number="EA000103-39"),
        at=at,
    )
    assert told(bad) == [("D2", "name-contradicts"), ("A3", "candidate-not-found"), ("A4", "candidate-not-found")]
    assert "Johanna van der Meer" in bad.faults[0].say(Language.NL)
    assert bad.faults[0].suggestion == "Johanna van der Meer"
    for finding in bad.faults[1:]:
        assert "Haan" not in finding.say(Language.NL) + str(finding.suggestion)


def test_of_a_number_with_another_name_nothing_is_told() -> None:
    """Not that it counts as another, what they passed, or that it is of the same person as another number."""
    one, two = listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Johan", "Janssen")
    at = roll(one, two, own={"nobody's"}, main_of={two.adviser: one.adviser}, asked=(AskedTrack("t", Text("t", "t")),))
    reading = read(new("Elif", "Öztürk", number=OTHERS, email="e@a.example"), new("Elif", "Öztürk", number=OWN), at=at)
    nobody = read(new("Elif", "Öztürk", number="EA000103-39"), at=at)
    assert told(reading) == [("A2", "candidate-not-found"), ("A3", "candidate-not-found")]
    assert told(nobody) == [("A2", "candidate-not-found")]
    assert (reading.notices, reading.candidates) == ((), ())


def test_of_a_merged_person_only_the_own_name_is_told() -> None:
    """The name that another provider wrote down is not, and either name goes with either number."""
    own, other = listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Jan", "Pietersen")
    for main, duplicate in ((own, other), (other, own)):
        at = roll(own, other, main_of={duplicate.adviser: main.adviser})
        for number in (OWN, OTHERS):
            wrong = read(new("Elif", "Öztürk", number=number), at=at)
            assert told(wrong) == [("D2", "name-contradicts")]
            assert "Pietersen" not in wrong.faults[0].say(Language.NL) + str(wrong.faults[0].suggestion)
            right = read(new("Jan", "Janssen", number=number), at=at)
            assert right.faults == ()
            assert [each.name for each in right.candidates] == ["Jan Janssen"]


def test_a_name_without_its_number_may_be_the_other_candidate() -> None:
    """Who typed the number of one and the name of another of their own is told the other's number."""
    at = roll(listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Elif", "Öztürk"), own={OWN, OTHERS})
    reading = read(new("Elif", "Ozturk", number=OWN), at=at)
    assert [(each.cell, each.suggestion) for each in reading.faults] == [("D2", OTHERS)]


@pytest.mark.parametrize(
    ("typed", "prefix", "family"),
    [
        ("van der Meer", "van der", "Meer"),
        ("Meer, van der", "van der", "Meer"),
        ("'t Hart", "'t", "Hart"),
        ("De Haan", None, "De Haan"),
        ("van", None, "van"),
        ("El Amrani", None, "El Amrani"),
    ],
)
def test_a_prefix_in_the_family_name(typed: str, prefix: str | None, family: str) -> None:
    """Lower-case words that are prefixes are taken as such, with a notice; capitals are somebody's own spelling."""
    reading = read(new("Johanna", typed))
    [made] = reading.candidates
    assert made.person is not None
    assert (made.person.family_prefix, made.person.family_name) == (prefix, family)
    assert noticed(reading) == ([("D2", "prefix-split")] if prefix else [])


def test_someone_who_may_be_known_is_a_question() -> None:
    """No fault: a person decides. Own candidates are named, of others only that there are some; rows of the file too."""
    at = roll(
        listed(OWN, "Jan", "Janssen"),
        listed(OTHERS, "Jan", "Janssen"),
        listed("EA000103-39", "Elif", "Öztürk", None, "e@a.example"),
    )
    reading = read(
        new(email="j@a.example"),
        new(email="j@b.example"),
        new("Eva", "Bakker", email="E@a.example"),
        new("Anna", "Berg"),
        at=at,
    )
    assert reading.faults == ()
    first, second, third = reading.doubts
    assert (first.row, first.cell, first.own, first.rows, first.elsewhere) == (2, "A2", ((OWN, "Jan Janssen"),), (), True)
    assert (second.row, second.rows) == (3, (2,))
    assert (third.row, third.own, third.elsewhere) == (4, (), True)


def test_one_name_with_two_addresses_is_two_people() -> None:
    """With one, or without, it is one."""
    two = read(new(email="j@a.example"), new(email="j@b.example"))
    assert len(two.candidates) == 2
    one = read(new("Jan", "Janssen", *LESSON, email="j@a.example"), new("Jan", "Janssen", "IM", *LESSON[1:]))
    assert len(one.candidates) == 1


def test_an_address_belongs_to_one_person() -> None:
    """Two names with one work address in one file are a fault at the second."""
    reading = read(new("Jan", "Janssen", email="info@a.example"), new("Elif", "Öztürk", email="INFO@a.example"))
    assert told(reading) == [("E3", "email-of-other")]
    assert reading.faults[0].facts["first"] == 2


def test_rows_that_are_there_twice() -> None:
    """A lesson, a candidate without one, and one person under two numbers; the first row is named."""
    twice = read(new("Jan", "Janssen", *LESSON), new("Jan", "Janssen", *LESSON), new("Jan", "Janssen"))
    assert told(twice) == [("G3", "lessons-double"), ("D4", "candidate-double")]
    assert [each.facts["first"] for each in twice.faults] == [2, 2]
    one, two = listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Jan", "Janssen")
    at = roll(one, two, own={OWN, OTHERS}, main_of={two.adviser: one.adviser})
    merged = read(new(number=OWN), new(number=OTHERS), at=at)
    assert told(merged) == [("A3", "candidate-double")]


def test_days_of_one_person_do_not_differ() -> None:
    """The second is the fault."""
    reading = read(new("Jan", "Janssen", *LESSON), new("Jan", "Janssen", "IM", *LESSON[1:], day=TODAY - ONE_DAY))
    assert told(reading) == [("F3", "enrolled-differs")]


def test_a_merged_number_is_read_as_the_one_it_counts_as() -> None:
    """With a notice."""
    one, two = listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Johan", "Janssen")
    reading = read(new("Johan", "Janssen", number=OTHERS), at=roll(one, two, main_of={two.adviser: one.adviser}))
    assert noticed(reading) == [("A2", "number-counts-as")]
    [made] = reading.candidates
    assert (made.adviser, made.number) == (one.adviser, OWN)


def test_who_is_enrolled_already_gets_the_lessons() -> None:
    """Their day stays; lessons on record are told, and one with another last day is a fault."""
    jan, enrolment = listed(OWN, "Jan", "Janssen"), uuid4()
    taught = {
        (enrolment, "GP", KUIPERS, LESSON[2]): LESSON[3],
        (enrolment, "IM", KUIPERS, LESSON[2]): LESSON[3] - ONE_DAY,
    }
    at = roll(jan, enrolled={jan.adviser: Enrolled(enrolment, TODAY - ONE_DAY)}, taught=taught)
    reading = read(new("Jan", "Janssen", *LESSON, number=OWN), at=at)
    assert noticed(reading) == [("F2", "enrolled-day-on-record"), ("G2", "lessons-on-record")]
    [made] = reading.candidates
    assert (made.standing, made.enrolment, made.lessons) == (Standing.ENROLLED, enrolment, ())
    assert not reading.brings_something
    other = read(new("Jan", "Janssen", "IM", *LESSON[1:], number=OWN), at=at)
    assert told(other) == [("J2", "lessons-otherwise")]
    more = read(new("Jan", "Janssen", "IM", "H. Vermeulen", *LESSON[2:], number=OWN, day=None), at=at)
    assert (more.faults, more.lessons) == ((), 1)


def test_what_the_track_asks_for() -> None:
    """Who is new has passed nothing; who is known may have."""
    jan, elif_ = listed(OWN, "Jan", "Janssen"), listed(OTHERS, "Elif", "Öztürk")
    at = roll(jan, elif_, asked=(AskedTrack("basis", Text("Basis", "Basics")),), passed={jan.adviser: frozenset({"basis"})})
    reading = read(new(number=OWN), new("Elif", "Öztürk", number=OTHERS), new("Anna", "Berg"), at=at)
    assert told(reading) == [("D3", "tracks-missing"), ("D4", "tracks-missing")]


def test_without_approval_nobody_joins() -> None:
    """And after a version has ended who joins follows the next."""
    assert told(read(new(), at=roll(approved=()))) == [("F2", "enrolled-never-approved")]
    assert told(read(new(), at=roll(ends=TODAY - ONE_DAY))) == [("F2", "enrolled-other-version")]
    assert told(read(new(), at=roll(ends=TODAY))) == []


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ("Nico Kuipers", []),
        ("N. Kuipers", []),
        ("Kuipers, N.", []),
        ("dhr. N. Kuipers", []),
        ("Kuipers", [("H2", "trainer-unknown")]),
        ("N. Kuiper", [("H2", "trainer-unknown")]),
    ],
)
def test_ways_to_write_a_trainer(typed: str, faults: list[tuple[str, str]]) -> None:
    """With given name or initials; a family name alone is not enough, and suggests."""
    reading = read(new("Jan", "Janssen", "GP", typed, *LESSON[2:]))
    assert told(reading) == faults
    assert [each.suggestion for each in reading.faults] == ["N. Kuipers"] * len(faults)


def test_two_trainers_of_one_name() -> None:
    """Initials do not tell them apart, given names do."""
    at = roll(trainers={KUIPERS: Name("Nico", None, "Kuipers"), uuid4(): Name("Nienke", None, "Kuipers")})
    assert told(read(new("Jan", "Janssen", *LESSON), at=at)) == [("H2", "trainer-ambiguous")]
    assert told(read(new("Jan", "Janssen", "GP", "Nico Kuipers", *LESSON[2:]), at=at)) == []


def test_what_is_no_plain_value() -> None:
    """Formulas, error values, merged cells and hidden rows are faults at their cells, and not read."""
    reading = read(
        new(), new("Elif", "Öztürk"), new("Anna", "Berg"), new("Piet", "Puk"),
        formulas=frozenset({"F2"}), errors={"D3": "#N/A"}, merged=("B4:C4",), hidden_rows=frozenset({5}),
    )  # fmt: skip
    assert told(reading) == [
        ("F2", "formula"), ("D3", "error-cell"), ("B4", "merged-cells"), ("C4", "merged-cells"), ("D5", "hidden-row"),
    ]  # fmt: skip


def test_totals_notes_and_repeated_headings_are_skipped() -> None:
    """Listed, no faults."""
    total = ["Totaal", None, None, "12", *[None] * 6]
    reading = read(new(), total, list(HEADINGS), at=roll())
    assert [(each.row, each.text) for each in reading.skipped] == [(3, "Totaal"), (4, "Kandidaatnummer")]
    assert len(reading.candidates) == 1


def test_headings_below_a_title_in_english_and_in_another_order() -> None:
    """Found and read all the same; hidden columns and other sheets get a notice."""
    headings = ("Last name", "First name", "Enrollment date", "Exam part", "Teacher", "Lessons from", "Lessons until")
    row = ["Janssen", "Jan", datetime(2026, 11, 20), *LESSON]  # noqa: DTZ001  a cell's own
    reading = read(row, headings=headings, first=4, hidden_columns=("A",), other_sheets=("Blad2",))
    assert reading.faults == ()
    assert noticed(reading) == [("A4", "hidden-columns"), ("A4", "other-sheets")]
    assert [(each.row, each.name, each.lessons[0].part_code) for each in reading.candidates] == [(5, "Jan Janssen", "GP")]


@pytest.mark.parametrize(
    ("headings", "faults"),
    [
        (("Wie", "Wat", "Waar"), [("A1", "heading-not-found")]),
        (("Voornaam", "Achternaam", "E-mail"), [("D1", "heading-missing")]),
        (("Voornaam", "Achternaam", "Inschrijfdatum", "Schoenmaat"), [("D1", "heading-unknown")]),
        (("Voornaam", "Achternaam", "Inschrijfdatum", "Familienaam"), [("D1", "heading-double")]),
    ],
)
def test_headings_that_are_wrong(headings: tuple[str, ...], faults: list[tuple[str, str]]) -> None:
    """Named at their cell; a missing column is not told again in every row."""
    day = {"Inschrijfdatum": TODAY, "Voornaam": "Jan", "Achternaam": "Janssen", "E-mail": "j@a.example"}
    assert told(read([day.get(each) for each in headings], headings=headings)) == faults


def test_dates_from_1904_are_a_fault() -> None:
    """They may be four years off."""
    assert told(read(new(), dates_from_1904=True)) == [("F1", "dates-1904")]


def test_an_empty_sheet_is_a_fault() -> None:
    """There is nobody to enrol."""
    assert told(read()) == [("A2", "nobody-in-file")]
    assert told(read(["Totaal", *[None] * 9])) == [("A2", "nobody-in-file")]


@pytest.mark.parametrize("field", list(Field))
def test_own_titles_are_read_back(field: Field) -> None:
    """What the template says above a column is understood, in both languages."""
    assert field_of(TITLES[field].nl) is field_of(TITLES[field].en) is field


@pytest.mark.parametrize("code", ENROLMENT_MESSAGES)
def test_every_sentence_names_the_same_facts_in_both_languages(code: str) -> None:
    """What is wrong comes first, as a sentence of its own."""
    text = ENROLMENT_MESSAGES[code]
    facts = {name: name for name in ("day", "today", "periods", "version", "first", "last", "latest", "typed", "number", "name",
                                     "prefix", "family", "tracks", "names")}  # fmt: skip
    finding = Finding("Blad", "A1", 1, code, facts)
    for language in Language:
        assert finding.what(language)
    assert {each for each in facts if f"{{{each}}}" in text.nl} == {each for each in facts if f"{{{each}}}" in text.en}


def test_many_rows_are_judged_in_one_go() -> None:
    """Two thousand candidates with a lesson each."""
    rows = [new(f"Voornaam{place}", f"Achternaam{place}", *LESSON) for place in range(2_000)]
    reading = read(*rows)
    assert (reading.faults, reading.doubts, reading.lessons) == ((), (), 2_000)
    assert replace(reading, candidates=()).count(Standing.NEW) == 0
    assert sheet().width == len(HEADINGS)
