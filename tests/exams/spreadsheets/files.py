"""Files made for these tests: honest ones through openpyxl, hostile ones part by part."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

HEADINGS = (
    "Kandidaatnummer", "Achternaam", "Voornaam", "Onderdeel", "Examendatum", "Poging", "Score", "Resultaat",
    "Examinator", "Surveillant", "Opmerking",
)  # fmt: skip
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part around some rows."""
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(cell: str, text: str) -> str:
    """A cell that holds its own text."""
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Parts as one zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def xlsx_parts(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """The least that makes an .xlsx of one sheet; `more` by part name."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        SHEET: sheet,
        **more,
    }


def xlsx_of(sheet: str | bytes, **more: str | bytes) -> bytes:
    """An .xlsx around one worksheet part."""
    return zipped(xlsx_parts(sheet, **more))


def workbook_of(rows: Sequence[Sequence[object]]) -> Workbook:
    """A workbook with these rows on its first sheet, to be changed further by a test."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_of(table: str, *, mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    """An .ods around the inside of its first table."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Blad1">'
        f"{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})
