"""A list of certificates issued elsewhere is read whole, each fault told at its cell, and prepared where there is none."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from exams.cells.findings import Finding
from exams.spreadsheets.errors import UploadRefused
from exams.spreadsheets.sheet import Row, Sheet
from exams.takeovers import files
from exams.takeovers.files import Seen, Sent
from exams.takeovers.headings import HEADINGS, TITLES, Field
from exams.takeovers.rows import Reading, read_rows
from exams.takeovers.template import template
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.people.tables import Adviser
from registry.permissions import Role
from registry.takeovers import presenting
from registry.takeovers import service as takeovers
from registry.takeovers.errors import TakenOverBefore
from registry.texts import Language
from tests.registry import making
from tests.registry.making import NOW, TODAY, World
from tests.registry.takeovers.lists import THEIRS

TITLE_ROW = [TITLES[field].nl for field in Field]
JAN = [None, "Jan", None, "Janssen", "jan@a.nl", "KO-1", "Informatieadviseur", "1-3-2025", "29-02-2028"]


def sheet(*rows: list[Any], **other: Any) -> Sheet:
    """A sheet with the headings in row 1."""
    width = len(TITLE_ROW)
    whole = [TITLE_ROW, *rows]
    return Sheet("Blad1", width, tuple(Row(number, tuple(row)) for number, row in enumerate(whole, 1)), **other)


def jan(**other: Any) -> list[Any]:
    """A row about Jan Janssen, but for what is said otherwise, by field."""
    fields = list(Field)
    return [other.get(field.value, value) for field, value in zip(fields, JAN, strict=True)]


def told(reading: Reading) -> list[tuple[str, str]]:
    """What is wrong at which cell."""
    return [(each.cell, each.code) for each in reading.ordered().faults]


def book(*rows: list[Any]) -> bytes:
    """A workbook with the headings in row 1."""
    made = Workbook()
    for row in (TITLE_ROW, *rows):
        made.worksheets[0].append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


async def send(standing: World, *rows: list[Any]) -> Seen:
    """The first certifier sends a list."""
    return await files.send(Sent(THEIRS, "oost.xlsx", book(*rows)), actor=standing.certifiers[0], now=NOW)


def test_a_row_is_read_as_people_write_it() -> None:
    """Days in their many forms; a number of another body may be a number in the sheet."""
    reading = read_rows(
        sheet(jan(certificate=2031.0, first_day="2025-03-01"), jan(certificate="KO-2", last_day="29 februari 2028"))
    )
    first, second = reading.lines
    assert (first.certificate, first.first_day.isoformat(), second.last_day.isoformat()) == ("2031", "2025-03-01", "2028-02-29")
    assert reading.faults == []


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"family_name": None}, ("D2", "missing")),
        ({"given_name": 7}, ("B2", "not-text")),
        ({"number": "EA000101-46"}, ("A2", "number-check-digits")),
        ({"number": "CA12345678-66"}, ("A2", "number-is-certificate")),
        ({"email": "jan"}, ("E2", "email-form")),
        ({"certificate": None}, ("F2", "missing")),
        ({"scheme": "x" * 101}, ("G2", "too-long")),
        ({"first_day": "31-02-2025"}, ("H2", "day-impossible")),
        ({"first_day": "1-3-1999"}, ("H2", "day-before-2000")),
        ({"last_day": "gisteren"}, ("I2", "day-form")),
    ],
)
def test_each_fault_stands_at_its_cell(other: dict[str, Any], fault: tuple[str, str]) -> None:
    """And the row is not taken."""
    reading = read_rows(sheet(jan(**other)))
    assert told(reading) == [fault]
    assert reading.lines == []


def test_all_faults_of_a_list_come_together() -> None:
    """From top to bottom, and from left to right."""
    reading = read_rows(sheet(jan(last_day=None, given_name=None), jan(), jan(certificate=None)))
    assert told(reading) == [("B2", "missing"), ("I2", "missing"), ("F4", "missing")]
    assert [each.row for each in reading.lines] == [3]


def test_formulas_merged_cells_and_hidden_rows_are_told() -> None:
    """What holds no plain value is never guessed."""
    odd = {"formulas": frozenset({"F2"}), "merged": ("H3:I3",), "hidden_rows": frozenset({4})}
    reading = read_rows(sheet(jan(), jan(), jan(), **odd))
    assert told(reading) == [("F2", "formula"), ("H3", "merged-cells"), ("I3", "merged-cells"), ("D4", "hidden-row")]


def test_totals_and_repeated_headings_are_passed_over() -> None:
    """And told as rows that were skipped."""
    total = ["Totaal: 1", *[None] * 8]
    reading = read_rows(sheet(jan(), TITLE_ROW, total))
    assert [row for row, _ in reading.skipped] == [3, 4]
    assert len(reading.lines) == 1


@pytest.mark.parametrize("rows", [[], [[None] * 9]], ids=["nothing", "a blank row"])
def test_an_empty_list_is_told(rows: list[list[Any]]) -> None:
    """Below its headings."""
    assert told(read_rows(sheet(*rows))) == [("A2", "takeover-empty")]


def test_headings_are_found_and_what_is_missing_is_named() -> None:
    """Below a title; an unknown heading is told with the one that may be meant."""
    rows = (
        Row(1, ("Register", None, None, None)),
        Row(3, ("Voornaam", "Achternaam", "Certifikaatnummer daar", "Geldig van af")),
    )
    reading = read_rows(Sheet("Blad1", 4, rows))
    assert told(reading)[0] == ("C3", "heading-unknown")
    assert reading.faults[0].suggestion == "Certificaatnummer daar"
    assert [code for _, code in told(reading)].count("heading-missing") == 3
    assert told(read_rows(Sheet("Blad1", 1, (Row(1, ("x",)),)))) == [("A1", "heading-not-found")]


@pytest.mark.parametrize("field", list(Field))
def test_own_titles_are_read_back(field: Field) -> None:
    """What the template says above a column is understood, in both languages."""
    assert HEADINGS.field_of(TITLES[field].nl) is HEADINGS.field_of(TITLES[field].en) is field


def test_the_template_is_read_as_an_empty_list() -> None:
    """It has the headings and how to fill them in, in both languages."""
    made = load_workbook(BytesIO(template()))
    assert made.sheetnames == ["Certificaten", "Uitleg", "Explanation"]
    assert [cell.value for cell in made["Certificaten"][1]] == TITLE_ROW
    assert "{" not in "".join(str(cell.value) for name in ("Uitleg", "Explanation") for cell in made[name]["A"])


@pytest.mark.usefixtures("database")
async def test_a_list_without_faults_is_prepared() -> None:
    """Another certifier decides it."""
    standing = await making.world()
    sent = Sent(THEIRS, "oost.xlsx", book(jan(), jan(given_name="Piet", email=None, certificate="KO-2")))
    seen = await files.send(sent, actor=standing.certifiers[0], now=NOW)
    assert seen.reading.faults == []
    assert seen.takeover is not None
    assert await takeovers.decide(seen.takeover, actor=standing.certifiers[1], now=NOW) == 2
    with pytest.raises(TakenOverBefore):
        await files.send(sent, actor=standing.certifiers[2], now=NOW)


@pytest.mark.usefixtures("database")
async def test_what_the_registry_knows_is_told_at_the_cell_as_well() -> None:
    """Beside the cells that cannot be read; then nothing is kept."""
    standing = await making.world()
    known = await making.candidate()
    await making.certified(standing, known)
    [number] = [each.candidate_number for each in await _files()]
    rows = (
        jan(number=number, given_name="Elif", family_name="Öztürk", email=None),
        jan(number=number, given_name="Piet", certificate="KO-2", email=None),
        jan(given_name="Kees", certificate="KO-1", email=None, last_day=TODAY.replace(year=2026, month=11, day=1)),
        jan(given_name="Els", certificate=None),
    )
    seen = await send(standing, *rows)
    assert seen.takeover is None
    assert told(seen.reading) == [
        ("A2", "holder-certified"),
        ("A3", "holder-not-found"),
        ("D3", "holder-double"),
        ("F4", "takeover-double"),
        ("I4", "takeover-ended"),
        ("F5", "missing"),
    ]
    for finding in seen.reading.faults:
        assert all(finding.what(language) and finding.remedy(language) for language in Language)
    assert await presenting.listed(standing.certifiers[0]) == []


async def _files() -> list[Any]:
    return await Adviser.objects()


@pytest.mark.usefixtures("database")
async def test_a_like_name_is_a_notice_and_keeps_nothing_back() -> None:
    """Whether it is somebody else is for who prepares to say, on the list itself."""
    standing = await making.world()
    await making.candidate("Jan", "Janssen")
    seen = await send(standing, jan())
    assert [(each.cell, each.code) for each in seen.reading.notices] == [("A2", "possible-duplicate")]
    assert seen.takeover is not None


@pytest.mark.usefixtures("database")
async def test_a_marked_list_has_its_faults_at_the_cells() -> None:
    """The workbook itself comes back, with a sheet that lists them; nothing is kept."""
    standing = await making.world()
    sent = Sent(THEIRS, "oost.xlsx", book(jan(certificate=None)))
    content = await files.marked(sent, language=Language.NL, actor=standing.certifiers[0], now=NOW)
    made = load_workbook(BytesIO(content))
    comment = made.worksheets[0]["F2"].comment
    assert comment is not None
    assert "leeg" in comment.text
    assert "Fouten" in made.sheetnames


@pytest.mark.usefixtures("database")
async def test_only_certifiers_of_the_body_have_a_list_read() -> None:
    """Before anything of the file is looked at."""
    standing = await making.world()
    broken = Sent(THEIRS, "oost.xlsx", b"PK nothing")
    body = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger = await making.account(await making.person("Sven", "Anders"), Role.CERTIFIER, body)
    for actor, refused in ((standing.provider, NotAllowed), (standing.auditor, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refused):
            await files.send(broken, actor=actor, now=NOW)
    with pytest.raises(UploadRefused):
        await files.send(broken, actor=standing.certifiers[0], now=NOW)


def test_a_finding_names_its_sheet() -> None:
    """As for any other file."""
    [finding] = read_rows(sheet(jan(certificate=None))).faults
    assert finding == Finding("Blad1", "F2", 2, "missing", {"field": TITLES[Field.CERTIFICATE]})
