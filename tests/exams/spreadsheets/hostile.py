"""Files that are refused as a whole: what they are called, how they are made, and the refusal."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from exams.spreadsheets import errors, limits
from tests.exams.spreadsheets.files import (
    BOOK,
    LINKS,
    SHEET,
    TYPES,
    inline,
    ods_of,
    saved,
    sheet_xml,
    xlsx_of,
    xlsx_parts,
    zipped,
)

HONEST = xlsx_of(sheet_xml(f'<row r="1">{inline("A1", "Kandidaatnummer")}</row>'))
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def with_part(name: str, content: str | bytes = "x") -> bytes:
    """An honest workbook with one part more, or another."""
    return zipped({**xlsx_parts(sheet_xml("")), name: content})


def twice() -> bytes:
    """A workbook in which one part is there twice."""
    out = io.BytesIO(HONEST)
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(SHEET, "other")
    return out.getvalue()


def locked() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    content = bytearray(HONEST)
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def squeezed() -> bytes:
    """A workbook with a part packed in a way that no spreadsheet program uses."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as file:
        for name, content in xlsx_parts(sheet_xml("")).items():
            file.writestr(name, content)
    return out.getvalue()


def of_1904_macros() -> bytes:
    """A workbook that says of itself that it may hold macros."""
    return with_part("[Content_Types].xml", TYPES.replace(".sheet.main+xml", ".sheet.macroEnabled.main+xml"))


def mixed_prefixes() -> bytes:
    """A sheet whose formula goes by a second prefix for the same namespace."""
    cell = '<c r="A1"><y:f>1+1</y:f><v>2</v></c>'
    return xlsx_of(sheet_xml(f'<row r="1">{cell}</row>').replace("<worksheet", f'<worksheet xmlns:y="{MAIN}"'))


def many_rows(inside: str, *, kind: str = "") -> str:
    """Thirty thousand rows of four cells."""
    return "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}"{kind}>{inside}</c>' for column in "ABCD") + "</row>"
        for row in range(1, 30_001)
    )


def many(inside: str, *, kind: str = "") -> str:
    """A sheet of those."""
    return sheet_xml(many_rows(inside, kind=kind))


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FILLED = '<table:table-cell office:value-type="string"{more}><text:p>x</text:p></table:table-cell>'
REFUSED = [
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml("<row>" + "<c><v>1</v></c>" * 65 + "</row>")),
        errors.TooManyColumns,
        id="cells without addresses in too many columns",
    ),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml('<row r="1"><c r="A1"><z/><f>1</f><v>1</v></c></row>')),
        errors.UnsafeXml,
        id="a formula that does not stand where it should",
    ),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml("<row/>" * 10_000 + '<row r="1"><c r="B2" t="n"><v>1</v></c><c><f>1</f></c></row>')),
        errors.UnsafeXml,
        id="a formula without an address among rows without numbers",
    ),
    pytest.param("a.xlsx", lambda: b"", errors.FileEmpty, id="an empty file"),
    pytest.param(
        "a.xlsx", lambda: b"PK\x03\x04" + bytes(limits.FILE_BYTES), errors.FileTooLarge, id="a file over ten megabytes"
    ),
    pytest.param("a.xlsx", lambda: HONEST[: len(HONEST) // 2], errors.FileDamaged, id="a file cut in half"),
    pytest.param("a.xlsx", lambda: HONEST[:-30], errors.FileDamaged, id="a file without its end"),
    pytest.param("a.xlsx", lambda: b"PK\x03\x04 is all there is", errors.FileDamaged, id="no zip file after four bytes"),
    pytest.param("a.xlsx", lambda: zipped({f"p{n}": "" for n in range(201)}), errors.TooManyParts, id="201 parts"),
    pytest.param("a.xlsx", twice, errors.UnsafeParts, id="a part that is there twice"),
    pytest.param("a.xlsx", lambda: with_part("../../etc/passwd"), errors.UnsafeParts, id="a part above the file"),
    pytest.param("a.xlsx", lambda: with_part("/etc/passwd"), errors.UnsafeParts, id="a part at the root of the disk"),
    pytest.param("a.xlsx", squeezed, errors.UnsafeParts, id="parts packed in another way"),
    pytest.param("a.xlsx", locked, errors.FileEncrypted, id="an encrypted part"),
    pytest.param(
        "a.xlsx", lambda: with_part("xl/media/a.bin", bytes(201 * limits.MEGABYTE)), errors.UnpacksTooLarge, id="a bomb"
    ),
    pytest.param(
        "a.xlsx",
        lambda: with_part(SHEET, b" " * limits.MEGABYTE),
        errors.PackedTooTightly,
        id="a sheet that swells a thousand times",
    ),
    pytest.param(
        "a.xlsx",
        lambda: with_part("xl/sharedStrings.xml", "<sst><si><t>" + "A" * 20 * limits.MEGABYTE + "</t></si></sst>"),
        errors.PackedTooTightly,
        id="one shared text of twenty megabytes",
    ),
    pytest.param("a.xlsx", lambda: with_part("xl/vbaProject.bin"), errors.MacrosInside, id="macros"),
    pytest.param("a.xlsx", of_1904_macros, errors.MacrosInside, id="a workbook for macros without any"),
    pytest.param(
        "a.xlsx", lambda: with_part("xl/externalLinks/externalLink1.xml"), errors.ExternalLinks, id="a link to another workbook"
    ),
    pytest.param(
        "a.xlsx",
        lambda: with_part("xl/externalLinks/externalLink1.xml", '<externalLink><ddeLink ddeService="cmd"/></externalLink>'),
        errors.LiveLinks,
        id="a live link to another program",
    ),
    pytest.param(
        "a.ods", lambda: ods_of('<office:dde-source office:dde-item="x"/>'), errors.LiveLinks, id="the same in an ods"
    ),
    pytest.param("a.xlsx", lambda: with_part("xl/embeddings/oleObject1.bin"), errors.ObjectsInside, id="an object inside"),
    pytest.param("a.xlsx", lambda: with_part("xl/activeX/activeX1.xml"), errors.ObjectsInside, id="a control inside"),
    pytest.param("a.xlsx", lambda: with_part("xl/connections.xml"), errors.ExternalLinks, id="a link to a database"),
    pytest.param(
        "a.xlsx",
        lambda: with_part("xl/_rels/workbook.xml.rels", LINKS.replace("/>", ' TargetMode="External"/>', 1)),
        errors.ExternalLinks,
        id="a sheet that lies elsewhere",
    ),
    pytest.param("a.xlsx", lambda: xlsx_of(ENTITY + sheet_xml("")), errors.UnsafeXml, id="entities in a sheet"),
    pytest.param(
        "a.xlsx", lambda: with_part("xl/workbook.xml", ENTITY + BOOK), errors.UnsafeXml, id="entities in the workbook"
    ),
    pytest.param(
        "a.xlsx", lambda: with_part("xl/sharedStrings.xml", ENTITY + "<sst/>"), errors.UnsafeXml, id="entities in the texts"
    ),
    pytest.param("a.xlsx", lambda: xlsx_of(sheet_xml("").encode("utf-16")), errors.UnsafeXml, id="a sheet in UTF-16"),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of('<?xml version="1.0" encoding="utf-7"?>' + sheet_xml("")),
        errors.UnsafeXml,
        id="a sheet in UTF-7",
    ),
    pytest.param(
        "a.xlsx", lambda: xlsx_of(sheet_xml("<row><c><f>1</f></c></row>")), errors.UnsafeXml, id="a formula without an address"
    ),
    pytest.param("a.xlsx", lambda: xlsx_of(sheet_xml("")), errors.NoSheet, id="a workbook without a cell"),
    pytest.param("a.xlsx", lambda: saved(Workbook()), errors.NoSheet, id="a new workbook"),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        errors.TooManyColumns,
        id="one cell in the last corner",
    ),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
        errors.TooManyRows,
        id="one cell in the last row",
    ),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml('<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>')),
        errors.TooManyRows,
        id="a row beyond any sheet",
    ),
    pytest.param("a.xlsx", mixed_prefixes, errors.UnsafeXml, id="a formula under another prefix"),
    pytest.param("a.xlsx", lambda: xlsx_of(many("<f>1</f>")), errors.TooManyFormulas, id="a formula in every cell"),
    pytest.param("a.xlsx", lambda: xlsx_of(many("<v>#N/A</v>", kind=' t="e"')), errors.TooManyFormulas, id="errors all over"),
    pytest.param("a.csv", lambda: b"=1;=2;=3;=4\n" * 30_000, errors.TooManyFormulas, id="text full of formulas"),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(sheet_xml(many_rows("<v>1</v>"), after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        errors.TooManyMerged,
        id="one merge of all there is",
    ),
    pytest.param(
        "a.xlsx",
        lambda: xlsx_of(
            sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCells><mergeCell ref="A:B"/></mergeCells>')
        ),
        errors.FileDamaged,
        id="nothing but an odd merge",
    ),
    pytest.param(
        "a.ods",
        lambda: ods_of(
            "<table:table-row>" + FILLED.format(more=' table:number-columns-repeated="16384"') + "</table:table-row>"
        ),
        errors.TooManyColumns,
        id="a cell repeated across a whole table",
    ),
    pytest.param(
        "a.ods",
        lambda: ods_of(
            '<table:table-row table:number-rows-repeated="1048576">' + FILLED.format(more="") + "</table:table-row>"
        ),
        errors.TooManyRows,
        id="a row repeated down a whole table",
    ),
    pytest.param(
        "a.ods",
        lambda: ods_of(
            '<table:table-row table:number-rows-repeated="140000">'
            + FILLED.format(more=' table:number-columns-repeated="60"')
            + "</table:table-row>"
        ),
        errors.TooManyCells,
        id="a cell repeated eight million times",
    ),
    pytest.param("a.ods", lambda: ods_of("<!DOCTYPE x>"), errors.UnsafeXml, id="entities in an ods"),
    pytest.param(
        "a.ods",
        lambda: ods_of('<table:table-source xlink:href="x"/>'),
        errors.ExternalLinks,
        id="an ods that takes from another file",
    ),
    pytest.param("a.csv", lambda: b"a;b\x00c", errors.UnknownLetters, id="text with a zero byte"),
    pytest.param("a.csv", lambda: b"a;\x81\xff", errors.UnknownLetters, id="text in no known letters"),
    pytest.param("a.csv", lambda: b'a;"b\r\nc;d\r\n', errors.OpenQuotes, id="a quotation mark that stays open"),
    pytest.param("a.csv", lambda: b"\r\n\r\n", errors.NoSheet, id="text with blank lines only"),
    pytest.param("a.csv", lambda: b";".join([b"x"] * 70), errors.TooManyColumns, id="text with seventy columns"),
]
