"""A file of results as Excel writes it, with shared strings and days as formatted numbers, of any length."""

import io
import random
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.iso7064 import mod_97_10

HEADINGS = (
    "Kandidaatnummer", "Achternaam", "Voornaam", "Onderdeel", "Examendatum", "Poging", "Score", "Resultaat",
    "Examinator", "Surveillant", "Opmerking",
)  # fmt: skip
SCALES = {"GP": 100, "IM": 100, "OA": 100, "VM": 100, "ET": 10}
_EPOCH = date(1899, 12, 30)
_FIRST_DAY, _DAYS = date(2026, 9, 1), 60
_EXAMINERS, _INVIGILATORS = ("R. Postma", "K. Willems"), ("M. Groen", "T. de Boer")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True, slots=True)
class Made:
    """A candidate that the file names."""

    number: str
    given: str
    family: str


def candidates(first: int, count: int) -> list[Made]:
    """So many candidates, their numbers from `first` on."""
    return [_candidate(digits) for digits in range(first, first + count)]


def _candidate(digits: int) -> Made:
    bare = f"EA{digits:06d}"
    return Made(f"{bare}-{mod_97_10.calc_check_digits(bare)}", f"Voornaam{digits % 700}", f"Achternaam{digits}")


def result_rows(people: list[Made]) -> list[tuple[str | int | float | date | None, ...]]:
    """Each candidate at each part, about three in four passed, one remark in ten; the same each time."""
    chance = random.Random(2026)  # noqa: S311 — the same file each time, no secret
    rows: list[tuple[str | int | float | date | None, ...]] = []
    for place, each in enumerate(people):
        for part, maximum in SCALES.items():
            score = round(chance.uniform(0.4, 1) * maximum, 1)
            day = _FIRST_DAY + timedelta(days=(place // 40) % _DAYS)
            outcome = "Geslaagd" if round(score * 100) >= maximum * 55 else "Gezakt"
            remark = f"Opmerking {len(rows)}" if len(rows) % 10 == 0 else None
            who = place // 40 % 2
            people_there = (_EXAMINERS[who], _INVIGILATORS[who])
            rows.append((each.number, each.family, each.given, part, day, 1, score, outcome, *people_there, remark))
    return rows


def workbook(rows: list[tuple[str | int | float | date | None, ...]]) -> bytes:
    """The rows under their headings as an .xlsx."""
    texts: dict[str, int] = {}
    lines = [_row(number, cells, texts) for number, cells in enumerate([HEADINGS, *rows], 1)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in _parts().items():
            file.writestr(name, content)
        size = f'<dimension ref="A1:K{len(lines)}"/>'
        file.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}">{size}<sheetData>{"".join(lines)}</sheetData></worksheet>'
        )
        strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
        file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{strings}</sst>')
    return out.getvalue()


def _row(number: int, cells: tuple[object, ...], texts: dict[str, int]) -> str:
    written = (_cell(f"{letter}{number}", value, texts) for letter, value in zip("ABCDEFGHIJK", cells, strict=True))
    return f'<row r="{number}" spans="1:11">{"".join(written)}</row>'


def _cell(place: str, value: object, texts: dict[str, int]) -> str:
    if value is None:
        return f'<c r="{place}" s="2"/>'
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _parts() -> dict[str, str]:
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kinds}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATED}/{kind}" Target="{target}.xml"/>'
        for place, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1"), ("sharedStrings", "sharedStrings"), ("styles", "styles")), 1
        )
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets><sheet name="Uitslagen" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
        '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" '
        'applyNumberFormat="1"/><xf/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>",
    }
