"""What a template offers to choose from, and what it warns of while somebody types."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exams.judging.headings import TITLES, Field
from exams.judging.people_named import full_name, written_name
from exams.judging.register import Capacity, Register, Registration
from exams.judging.scores import OUTCOME_NAMES, in_points
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from exams.tracks.rules import holds_on
from exams.workbooks.lines import TemplateSitting
from exams.workbooks.texts import PROMPTS, REFUSALS
from registry.texts import Text

CHOICES_SHEET = "Keuzes"
_LISTS = (Field.PART, Field.OUTCOME, Field.EXAMINER, Field.INVIGILATOR)
_HIGHEST_SCORE = Text("Hoogste score", "Highest score")
_FIRST_DAY = "36526"  # 1 January 2000, as Excel counts days
_LETTERS = {field: column_letter(index) for index, field in enumerate(Field)}

Offered = Mapping[Field, Sequence[str]]


def people_to_choose(register: Register, *, capacity: Capacity, sitting: TemplateSitting | None = None) -> dict[UUID, str]:
    """The people in one capacity as a drop-down shows them: in full where initials and family name are not enough.

    Examiners whom nobody approved for any part are left out; for a sitting, whoever may not stand there that day.
    """
    people = {
        each.person_id: each for each in register.registrations if each.capacity is capacity and _may_stand(each, sitting)
    }
    short = Counter(written_name(each) for each in people.values())
    return {key: written_name(each) if short[written_name(each)] == 1 else full_name(each) for key, each in people.items()}


def _may_stand(person: Registration, sitting: TemplateSitting | None) -> bool:
    if sitting is None:
        return person.part_codes is None or bool(person.part_codes)
    fits = person.part_codes is None or sitting.part_code in person.part_codes
    return fits and holds_on((person.first_day, person.last_day), sitting.held_on)


def offered(register: Register, people: Mapping[Field, Mapping[UUID, str]]) -> Offered:
    """The values of each drop-down."""
    return {
        Field.PART: list(register.parts),
        Field.OUTCOME: [name.nl for name in OUTCOME_NAMES.values()],
        **{field: sorted(set(names.values())) for field, names in people.items()},
    }


def add_choices(book: Workbook, register: Register, choices: Offered) -> None:
    """A hidden sheet with a column for each drop-down, and beside them the highest score of each part."""
    sheet = book.create_sheet(CHOICES_SHEET)
    sheet.sheet_state = "hidden"
    columns = [(TITLES[field].nl, choices[field]) for field in _LISTS]
    highest = [in_points(part.scale_maximum) for part in register.parts.values()]
    for column, (title, values) in enumerate([*columns, (_HIGHEST_SCORE.nl, highest)], 1):
        for row, value in enumerate((title, *values), 1):
            write_plain(plain_cell(sheet, row, column), value)


def add_validations(sheet: Worksheet, register: Register, choices: Offered, *, last: int) -> None:
    """Drop-downs, days up to today, whole attempts, and scores up to the scale of the part in their row."""
    for column, field in enumerate(_LISTS):
        source = _range(column, len(choices[field]))
        _add(sheet, field, DataValidation("list", formula1=source, allow_blank=True), last=last)
    days = DataValidation("date", operator="between", formula1=_FIRST_DAY, formula2="TODAY()", allow_blank=True)
    _add(sheet, Field.HELD_ON, days, last=last)
    most = max((part.maximum_attempts for part in register.parts.values()), default=1)
    attempts = DataValidation("whole", operator="between", formula1="1", formula2=str(most), allow_blank=True)
    attempts.errorStyle = "warning"
    _add(sheet, Field.ATTEMPT, attempts, last=last)
    count = len(register.parts)
    found = f"MATCH(${_LETTERS[Field.PART]}2,{_range(0, count)},0)"
    highest = max((in_points(part.scale_maximum) for part in register.parts.values()), default=0)
    formula = f"IFERROR(INDEX({_range(len(_LISTS), count)},{found}),{highest})"
    scores = DataValidation("decimal", operator="between", formula1="0", formula2=formula, allow_blank=True)
    scores.errorStyle = "warning"
    _add(sheet, Field.SCORE, scores, last=last)


def _range(column: int, count: int) -> str:
    letter = column_letter(column)
    return f"{CHOICES_SHEET}!${letter}$2:${letter}${max(count + 1, 2)}"


def _add(sheet: Worksheet, field: Field, validation: DataValidation, *, last: int) -> None:
    validation.promptTitle, validation.prompt = TITLES[field].nl, PROMPTS[field].nl
    validation.errorTitle, validation.error = TITLES[field].nl, REFUSALS[field].nl
    validation.showInputMessage = validation.showErrorMessage = True
    validation.add(f"{_LETTERS[field]}2:{_LETTERS[field]}{last}")
    sheet.add_data_validation(validation)
