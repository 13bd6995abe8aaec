"""Small files that would become something enormous, or reach for something else: each is told by name, and at once."""

import io
import struct
import time
import zipfile
import zlib
from hashlib import sha256

import pytest

from exams.spreadsheets import errors, kind_errors
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.sheet import Sheet
from tests.exams.spreadsheets.files import BOOK, LINKS, ROOT, SHEET, TYPES, ods_of, sheet_xml, xlsx_of, xlsx_parts, zipped
from tests.exams.spreadsheets.hostile import HONEST
from tests.exams.spreadsheets.test_mangled import ROW, SECONDS, deep

LAUGHS = "".join(f'<!ENTITY {each} "{f"&{before};" * 10}">' for before, each in zip("abcdefgh", "bcdefghi", strict=True))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CELL = (
    '<table:table-row{row}><table:table-cell office:value-type="string"{cell}><text:p>x</text:p></table:table-cell>'
    "</table:table-row>"
)
NOTHING_REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def with_part(name: str, content: str | bytes) -> bytes:
    """A workbook of one cell with one part more, or another."""
    return zipped({**xlsx_parts(sheet_xml(ROW)), name: content})


def within(times: int) -> bytes:
    """A zip file in a zip file, and so on."""
    content = b"x"
    for _ in range(times):
        content = zipped({"a.zip": content})
    return content


def shared_by(parts: int) -> bytes:
    """Parts that are all unpacked from the same few bytes."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"".join(struct.pack("<I", each) for each in range(200_000))
    packed = packing.compress(plain) + packing.flush()
    sizes = struct.pack("<III", zlib.crc32(plain), len(packed), len(plain))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"a" + packed
    names = [f"x{each}".encode() for each in range(parts)]
    directory = b"".join(
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0)
        + sizes
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
        + name
        for name in names
    )
    return local + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, parts, parts, len(directory), len(local), 0)


def of_sheets(count: int) -> bytes:
    """A workbook that names so many sheets."""
    more = "".join(f'<sheet name="B{each}" sheetId="{each}" r:id="rId1"/>' for each in range(2, count))
    return with_part("xl/workbook.xml", BOOK.replace("</sheets>", f"{more}</sheets>"))


def of_texts(count: int, size: int) -> bytes:
    """A workbook whose one cell is the first of so many different texts."""
    texts = "".join(f"<si><t>{sha256(b'%d' % each).hexdigest()}{'x' * size}</t></si>" for each in range(count))
    link = LINKS.partition("<Relationship ")[2].replace("rId1", "rId2").replace("worksheets/sheet1", "sharedStrings")
    link = link.replace("/worksheet", "/sharedStrings")
    return zipped(
        {
            **xlsx_parts(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')),
            "xl/sharedStrings.xml": f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>',
            "xl/_rels/workbook.xml.rels": LINKS.replace("</Relationships>", f"<Relationship {link}"),
        }
    )


def same_name_otherwise() -> bytes:
    """A workbook with a second sheet part, of the same name as others spell it."""
    out = io.BytesIO(HONEST)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(SHEET.upper().replace("/", "\\"), "other")
    return out.getvalue()


def repeated(rows: int, columns: int) -> bytes:
    """An .ods of one cell, so often repeated."""
    row, cell = f' table:number-rows-repeated="{rows}"', f' table:number-columns-repeated="{columns}"'
    return ods_of(CELL.format(row=row, cell=cell))


@pytest.mark.parametrize(
    ("name", "make", "outcome"),
    [
        pytest.param("a.xlsx", lambda: within(50), kind_errors.PlainZip, id="fifty zip files in one another"),
        pytest.param(
            "a.xlsx", lambda: with_part("a.zip", zipped({"b": bytes(10**8)})), Sheet, id="a bomb in a part that is not unpacked"
        ),
        pytest.param("a.xlsx", lambda: shared_by(199), kind_errors.PlainZip, id="two hundred parts of the same bytes"),
        pytest.param("a.xlsx", lambda: shared_by(250), errors.TooManyParts, id="more parts of the same bytes"),
        pytest.param("a.xlsx", lambda: of_sheets(1_000_000), errors.TooDemanding, id="a million sheets"),
        pytest.param("a.xlsx", lambda: of_sheets(1_500), Sheet, id="fifteen hundred names for one sheet"),
        pytest.param("a.xlsx", lambda: of_texts(100_000, 950), Sheet, id="a hundred megabytes of texts"),
        pytest.param("a.xlsx", lambda: of_texts(210_000, 950), errors.UnpacksTooLarge, id="two hundred megabytes of texts"),
        pytest.param("a.xlsx", lambda: of_texts(5_000, 30_000), errors.PackedTooTightly, id="texts that are all alike"),
        pytest.param("a.xlsx", lambda: with_part("xl/styles.xml", ENTITIES + "<x/>"), errors.UnsafeXml, id="laughs in styles"),
        pytest.param("a.xlsx", lambda: with_part("_rels/.rels", ENTITIES + ROOT), errors.UnsafeXml, id="laughs in links"),
        pytest.param(
            "a.xlsx", lambda: with_part("xl/workbook.xml", OUTSIDE + BOOK), errors.UnsafeXml, id="an entity from the disk"
        ),
        pytest.param("a.xlsx", lambda: with_part("docProps/custom.xml", OUTSIDE + "<P>&x;</P>"), Sheet, id="one nobody reads"),
        pytest.param(
            "a.xlsx",
            lambda: with_part("[Content_Types].xml", TYPES.replace("spreadsheetml", "wordprocessingml")),
            kind_errors.OtherProgram,
            id="a sheet that says it is a letter",
        ),
        pytest.param("a.xlsx", lambda: xlsx_of("<html><body>x"), errors.NoSheet, id="a web page that says it is a sheet"),
        pytest.param("a.ods", lambda: HONEST, Sheet, id="an xlsx that is called ods"),
        pytest.param("a.xlsx", lambda: with_part("xl/../../x", "x"), errors.UnsafeParts, id="a part above the file"),
        pytest.param("a.xlsx", lambda: with_part("C:/x", "x"), errors.UnsafeParts, id="a part on another disk"),
        pytest.param("a.xlsx", same_name_otherwise, errors.UnsafeParts, id="one part twice, spelled in two ways"),
        pytest.param(
            "a.xlsx",
            lambda: with_part("xl/_rels/workbook.xml.rels", LINKS.replace("worksheets/", "../../../etc/")),
            errors.FileDamaged,
            id="a link to a file of the server",
        ),
        pytest.param(
            "a.xlsx",
            lambda: with_part("xl/_rels/workbook.xml.rels", LINKS.replace("worksheets/", "http://x.example/")),
            errors.FileDamaged,
            id="a link to a website that says it is inside",
        ),
        pytest.param(
            "a.xlsx",
            lambda: xlsx_of(sheet_xml(ROW, before='<dimension ref="A1:XFD99999999999"/>')),
            Sheet,
            id="too far a corner",
        ),
        pytest.param(
            "a.xlsx", lambda: xlsx_of(sheet_xml('<row r="0"><c r="A0"><v>1</v></c></row>')), errors.FileDamaged, id="row nought"
        ),
        pytest.param(
            "a.xlsx",
            lambda: xlsx_of(sheet_xml(f'<row r="1"><c r="A1">{deep(2_000)}</c></row>')),
            errors.FileDamaged,
            id="no cell",
        ),
        pytest.param("a.ods", lambda: repeated(1, 2**20), errors.TooManyColumns, id="a cell a million times"),
        pytest.param("a.ods", lambda: repeated(999_999_999, 1), errors.TooManyRows, id="a row a billion times"),
        pytest.param("a.ods", lambda: repeated(10**30, 1), errors.FileDamaged, id="a row more often than there are numbers"),
        pytest.param("a.ods", lambda: repeated(10**10, 1), errors.TooManyRows, id="a row ten billion times"),
        pytest.param(
            "a.ods", lambda: ods_of(CELL.format(row="", cell="") + NOTHING_REPEATED), Sheet, id="nothing, repeated to the end"
        ),
        pytest.param(
            "a.ods",
            lambda: ods_of(CELL.format(row="", cell="").replace(">x<", '><text:s text:c="2000000000"/><')),
            errors.TooDemanding,
            id="two billion blanks in a cell",
        ),
        pytest.param("a.csv", lambda: b"x;" * 50_000_000, errors.FileTooLarge, id="one line of a hundred megabytes"),
        pytest.param("a.csv", lambda: b"x;" * 5_000_000, errors.TooManyColumns, id="one line of ten megabytes"),
        pytest.param("a.csv", lambda: b";".join([b"x"] * 100_000), errors.TooManyColumns, id="a hundred thousand columns"),
        pytest.param("a.csv", lambda: b"a;b" + b";" * 100_000, Sheet, id="a hundred thousand empty columns"),
        pytest.param("a.csv", lambda: b'"' + b"x" * 9_000_000 + b'"', errors.OpenQuotes, id="one text of nine megabytes"),
        pytest.param("a.csv", lambda: bytes(1_000), errors.UnknownLetters, id="nothing but zero bytes"),
        pytest.param("a.csv", lambda: "a;b\n1;2\n".encode("utf-16"), Sheet, id="text in UTF-16"),
        pytest.param("a.csv", lambda: "a;b\n".encode("utf-16-le"), errors.UnknownLetters, id="text in UTF-16 without its mark"),
        pytest.param("a.csv", lambda: "a;b\0c\n".encode("utf-16"), errors.UnknownLetters, id="a zero in UTF-16"),
        pytest.param("a.csv", lambda: "a;b\n".encode("utf-32"), errors.UnknownLetters, id="text in UTF-32"),
        pytest.param("a.csv", lambda: b"\xff\xfe\x00\xd8a\x00", errors.UnknownLetters, id="half a letter in UTF-16"),
    ],
)
async def test_bomb(name, make, outcome):
    """It is read, or refused by its own name, within the limits."""
    content = make()
    started = time.monotonic()
    try:
        answer: Sheet | errors.UploadRefused = await read_file(content, filename=name)
    except errors.UploadRefused as refusal:
        answer = refusal
    assert type(answer) is outcome
    assert time.monotonic() - started < SECONDS
