"""One small sheet as many programs write it, each with the habits of its maker; all of them read alike."""

from datetime import date, datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.exams.spreadsheets.files import TYPES, inline, ods_of, saved, sheet_xml, workbook_of, xlsx_of, xlsx_parts, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TEXTS = ("Nummer", "Naam", "Dag", "Score", "EA000101-45", "van der Meer", "EA000102-42", "Súdema & 'zn")
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="d\\-m\\-jjjj"/>'
    '<numFmt numFmtId="165" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="49" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Standaard" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KINDS = "".join(
    f'<Override PartName="/xl/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
    for part, kind in (("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"), ("styles", "styles"))
)


def as_days(cell: object) -> object:
    """A day that its program wrote with the time of midnight, as a day."""
    return cell.date() if type(cell) is datetime and cell.time() == cell.time().min else cell


def escaped(text: str) -> str:
    """A text as it stands in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def texts(*, items: str | None = None) -> str:
    """The shared strings, plainly or as given."""
    items = items or "".join(f"<si><t>{escaped(text)}</t></si>" for text in TEXTS)
    return f'<sst xmlns="{MAIN}" count="8" uniqueCount="8">{items}</sst>'


def links(*, sheet: str = "worksheets/sheet1.xml", strings: str = "sharedStrings.xml", styles: str = "styles.xml") -> str:
    """The relationships of a workbook."""
    return (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId3" Type="{RELATED}/styles" Target="{styles}"/>'
        f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="{sheet}"/>'
        f'<Relationship Id="rId2" Type="{RELATED}/sharedStrings" Target="{strings}"/></Relationships>'
    )


def shared_rows(*, day_style: int = 1) -> str:
    """The rows with shared strings, as Excel writes them."""
    heading = "".join(f'<c r="{column}1" t="s"><v>{index}</v></c>' for index, column in enumerate("ABCD"))
    return (
        f'<row r="1" spans="1:4">{heading}</row>'
        f'<row r="2" spans="1:4"><c r="A2" t="s"><v>4</v></c><c r="B2" t="s"><v>5</v></c>'
        f'<c r="C2" s="{day_style}"><v>46272</v></c><c r="D2"><v>67.5</v></c></row>'
        f'<row r="3" spans="1:4"><c r="A3" s="4" t="s"><v>6</v></c><c r="B3" t="s"><v>7</v></c>'
        f'<c r="C3" s="{day_style}"><v>46273</v></c><c r="D3"><v>72</v></c></row>'
    )


def inline_rows() -> str:
    """The rows with their texts in the cells, days as ISO dates, as libraries without shared strings write them."""
    heading = "".join(inline(f"{column}1", text) for column, text in zip("ABCD", TEXTS[:4], strict=True))
    return (
        f'<row r="1">{heading}</row>'
        f'<row r="2">{inline("A2", TEXTS[4])}{inline("B2", TEXTS[5])}<c r="C2" t="d"><v>2026-09-07</v></c>'
        f'<c r="D2" t="n"><v>67.5</v></c></row>'
        f'<row r="3">{inline("A3", TEXTS[6])}{inline("B3", escaped(TEXTS[7]))}<c r="C3" t="d"><v>2026-09-08T00:00:00</v></c>'
        f'<c r="D3"><v>7.2E1</v></c></row>'
    )


def shared(sheet: str | None = None, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of an .xlsx with shared strings and styles."""
    return xlsx_parts(
        sheet or sheet_xml(shared_rows()),
        **{
            "[Content_Types].xml": TYPES.replace("</Types>", f"{KINDS}</Types>"),
            "xl/_rels/workbook.xml.rels": links(),
            "xl/sharedStrings.xml": texts(),
            "xl/styles.xml": STYLES,
            **more,
        },
    )


def moved(parts: dict[str, str | bytes], **moves: str) -> dict[str, str | bytes]:
    """The same parts, some under other names."""
    return {moves.get(name, name): content for name, content in parts.items()}


def of_sheets(*sheets: str, active: int = 0) -> dict[str, str | bytes]:
    """A workbook whose `sheet` elements are these; rId1 holds the rows, rId8 another sheet, rId9 a chart."""
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><bookViews><workbookView activeTab="{active}"/></bookViews>'
        f"<sheets>{''.join(sheets)}</sheets>"
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Blad1!$A$1:$D$3</definedName></definedNames>'
        "</workbook>"
    )
    more = (
        f'<Relationship Id="rId8" Type="{RELATED}/worksheet" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId9" Type="{RELATED}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    )
    return shared(
        **{
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": links().replace("</Relationships>", more),
            "xl/worksheets/sheet2.xml": sheet_xml(f'<row r="1">{inline("A1", "iets anders")}</row>'),
            "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>',
        }
    )


def sheet_tag(name: str, link: str, *, state: str = "visible") -> str:
    """One sheet in the list of a workbook."""
    return f'<sheet name="{name}" sheetId="{link[3:]}" state="{state}" r:id="{link}"/>'


def strict() -> bytes:
    """Excel's own Strict Open XML: other namespaces, days in ISO form."""
    parts = shared(sheet_xml(inline_rows()))
    return zipped(
        {
            name: content.replace(MAIN, STRICT_MAIN).replace(RELATED, STRICT_RELATED)
            for name, content in parts.items()
            if isinstance(content, str)
        }
    )


def without_addresses() -> bytes:
    """Rows and cells that only stand in order, as some fast writers leave it."""
    rows = shared_rows()
    for place in [f' r="{column}{row}"' for column in "ABCD" for row in "123"] + [f' r="{row}"' for row in "123"]:
        rows = rows.replace(place, "")
    return zipped(shared(sheet_xml(rows)))


def prefixed() -> bytes:
    """Every tag with a prefix, as some libraries write it."""
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{shared_rows()}</x:sheetData></x:worksheet>'
    for tag in ("row", "c", "v"):
        sheet = sheet.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
    return zipped(shared(sheet))


def by_openpyxl() -> bytes:
    """The workbook as openpyxl writes it, with much around its values."""
    book = workbook_of([TEXTS[:4], [*TEXTS[4:6], date(2026, 9, 7), 67.5], [*TEXTS[6:], datetime(2026, 9, 8), 72]])  # noqa: DTZ001 — a sheet knows no zones
    sheet = book.worksheets[0]
    sheet["A2"].comment = Comment("een opmerking", "iemand")
    sheet.add_table(Table(displayName="Uitslagen", ref="A1:D3"))
    sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="B2:B9"))
    book.defined_names["Namen"] = DefinedName("Namen", attr_text="Sheet!$B$2:$B$3")
    return saved(book)


RICH = (
    '<si><r><rPr><b/></rPr><t xml:space="preserve">Num</t></r><r><t>mer</t></r><rPh sb="0" eb="1"><t>フ</t></rPh>'
    '<phoneticPr fontId="1"/></si>' + "".join(f"<si><t>{escaped(text)}</t></si>" for text in TEXTS[1:])
)
EVERYTHING = (
    '<autoFilter ref="A1:D3"/><conditionalFormatting sqref="D2:D3"><cfRule type="cellIs" priority="1" operator="lessThan">'
    "<formula>55</formula></cfRule></conditionalFormatting>"
    '<dataValidations count="1"><dataValidation type="list" sqref="A2:A9"><formula1>"a,b"</formula1></dataValidation>'
    '</dataValidations><hyperlinks><hyperlink ref="B2" location="Blad1!A1"/></hyperlinks><pageSetup orientation="landscape"/>'
    '<ignoredErrors><ignoredError sqref="A1:D3" numberStoredAsText="1"/></ignoredErrors><drawing r:id="rId1" '
    f'xmlns:r="{RELATED}"/><legacyDrawing r:id="rId2" xmlns:r="{RELATED}"/><tableParts count="1"><tablePart r:id="rId3" '
    f'xmlns:r="{RELATED}"/></tableParts><extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="expression">'
    "<xm:f>$A$1=1</xm:f></x14:cfRule><xm:sqref>A1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
BEFORE = (
    '<sheetPr><tabColor rgb="FFFF0000"/></sheetPr><dimension ref="A1:D3"/><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="16384" width="12" style="1"/></cols>'
)


def empty_formats() -> str:
    """Rows with formats down to the last row of Excel, and cells with formats to its last column, all without a value."""
    across = "".join(f'<c r="{column}4" s="1"/>' for column in ("A", "BM", "XFD"))
    down = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(5, 20_000))
    return f'<row r="4">{across}</row>{down}<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="1"/></row>'


def ods_cell(text: str) -> str:
    """A text in a cell of an .ods, as LibreOffice writes it."""
    return f'<table:table-cell office:value-type="string"><text:p>{escaped(text)}</text:p></table:table-cell>'


def ods_day(day: str) -> str:
    """A day in a cell of an .ods."""
    return (
        f'<table:table-cell table:style-name="ce2" office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p>'
        "</table:table-cell>"
    )


def ods_number(number: str) -> str:
    """A number in a cell of an .ods."""
    shown = number.replace(".", ",")
    return f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{shown}</text:p></table:table-cell>'


ODS_ROWS = (
    "<table:table-row>" + "".join(map(ods_cell, TEXTS[:4])) + "</table:table-row>"
    "<table:table-row>"
    + ods_cell(TEXTS[4])
    + ods_cell(TEXTS[5])
    + ods_day("2026-09-07")
    + ods_number("67.5")
    + "</table:table-row>"
    "<table:table-row>"
    + ods_cell(TEXTS[6])
    + ods_cell(TEXTS[7])
    + ods_day("2026-09-08T00:00:00")
    + ods_number("72")
    + "</table:table-row>"
)
ODS_REST = (
    '<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:style-name="ce1" '
    'table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row>'
)
NOTED = ods_cell(TEXTS[4]).replace(
    "<text:p>", "<office:annotation><dc:creator>iemand</dc:creator><text:p>een opmerking</text:p></office:annotation><text:p>"
)

MAKERS = [
    pytest.param(lambda: zipped(shared()), id="Excel, with shared strings"),
    pytest.param(lambda: zipped(shared(sheet_xml(shared_rows(day_style=2)))), id="a Dutch day format with jjjj"),
    pytest.param(lambda: zipped(shared(sheet_xml(shared_rows(day_style=3)))), id="a day format with its language"),
    pytest.param(strict, id="Excel, Strict Open XML"),
    pytest.param(lambda: zipped(shared(**{"xl/sharedStrings.xml": texts(items=RICH)})), id="rich text with phonetic guides"),
    pytest.param(lambda: xlsx_of(sheet_xml(inline_rows())), id="texts in the cells, ISO days, no styles"),
    pytest.param(without_addresses, id="cells without addresses"),
    pytest.param(prefixed, id="a prefix on every tag"),
    pytest.param(by_openpyxl, id="openpyxl"),
    pytest.param(
        lambda: zipped(shared(sheet_xml(shared_rows()).replace('"', "'").replace("='", " = '"))),
        id="single quotes and blanks around the sign",
    ),
    pytest.param(
        lambda: zipped(shared(sheet_xml(shared_rows(), before=BEFORE, after=EVERYTHING))),
        id="filters, validations, tables, drawings, hyperlinks and extensions",
    ),
    pytest.param(lambda: zipped(shared(sheet_xml(shared_rows() + empty_formats()))), id="formats to the last row and column"),
    pytest.param(
        lambda: zipped(
            shared(**{"xl/_rels/workbook.xml.rels": links(sheet="/xl/worksheets/sheet1.xml", strings="/xl/sharedStrings.xml")})
        ),
        id="parts by their whole path",
    ),
    pytest.param(
        lambda: zipped(shared(**{"xl/_rels/workbook.xml.rels": links(sheet="./worksheets/../worksheets/sheet1.xml")})),
        id="parts by a path with dots",
    ),
    pytest.param(
        lambda: zipped(shared(**{"xl/_rels/workbook.xml.rels": links(sheet="worksheets\\sheet1.xml")})),
        id="parts by a path with backslashes",
    ),
    pytest.param(
        lambda: zipped({name.replace("/", "\\"): content for name, content in shared().items()}),
        id="parts that are named with backslashes",
    ),
    pytest.param(
        lambda: zipped(
            {name.replace("xl/w", "xl/W").replace("sharedS", "SharedS"): content for name, content in shared().items()}
        ),
        id="parts that are named in other capitals",
    ),
    pytest.param(
        lambda: zipped(
            moved(
                shared(**{"xl/_rels/workbook.xml.rels": links(strings="strings9.xml", styles="looks/s.xml")}),
                **{"xl/sharedStrings.xml": "xl/strings9.xml", "xl/styles.xml": "xl/looks/s.xml"},
            )
        ),
        id="strings and styles in parts of other names",
    ),
    pytest.param(
        lambda: zipped(
            moved(
                shared(
                    **{
                        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATED}/officeDocument" '
                        'Target="/book.xml"/></Relationships>',
                        "xl/_rels/workbook.xml.rels": links(
                            sheet="xl/worksheets/sheet1.xml", strings="xl/sharedStrings.xml", styles="xl/styles.xml"
                        ),
                    }
                ),
                **{"xl/workbook.xml": "book.xml", "xl/_rels/workbook.xml.rels": "_rels/book.xml.rels"},
            )
        ),
        id="a workbook part of another name",
    ),
    pytest.param(
        lambda: zipped(shared(**{"[Content_Types].xml": TYPES.replace("sheet.main", "template.main")})), id="a template (.xltx)"
    ),
    pytest.param(
        lambda: zipped(
            {name: b"\xef\xbb\xbf" + content.encode() for name, content in shared().items() if isinstance(content, str)}
        ),
        id="a byte order mark before every part",
    ),
    pytest.param(
        lambda: zipped(of_sheets(sheet_tag("Blad1", "rId1"), sheet_tag("Rest", "rId8"), active=1)), id="another sheet active"
    ),
    pytest.param(
        lambda: zipped(of_sheets(sheet_tag("Verborgen", "rId8", state="hidden"), sheet_tag("Blad1", "rId1"))),
        id="a hidden sheet before it",
    ),
    pytest.param(
        lambda: zipped(of_sheets(sheet_tag("Diep", "rId8", state="veryHidden"), sheet_tag("A &amp; &#39;B&#39;", "rId1"))),
        id="a sheet that only programs can show before it, and a name with signs",
    ),
    pytest.param(lambda: zipped(of_sheets(sheet_tag("Grafiek", "rId9"), sheet_tag("Blad1", "rId1"))), id="a chart before it"),
    pytest.param(
        lambda: zipped(of_sheets(sheet_tag("Blad2", "rId1"), sheet_tag("Blad1", "rId8"))),
        id="sheets in another order than their parts",
    ),
    pytest.param(lambda: ods_of(ODS_ROWS + ODS_REST), id="LibreOffice, .ods to the last row and column"),
    pytest.param(lambda: ods_of(ODS_ROWS.replace(ods_cell(TEXTS[4]), NOTED)), id=".ods with a note at a cell"),
    pytest.param(
        lambda: ods_of(ODS_ROWS, mimetype="application/vnd.oasis.opendocument.spreadsheet-template"), id="a template (.ots)"
    ),
    pytest.param(
        lambda: ods_of(
            "<table:table-header-rows>"
            + ODS_ROWS.replace("</table:table-row>", "</table:table-row></table:table-header-rows>", 1)
        ),
        id=".ods with rows repeated on each page",
    ),
    pytest.param(
        lambda: ods_of(
            ODS_ROWS.replace(TEXTS[5], 'van<text:s/><text:span text:style-name="T1">der</text:span><text:tab/>Meer')
        ),
        id=".ods with spans and tabs",
    ),
]
_LINES = (
    "Nummer;Naam;Dag;Score",
    "EA000101-45;van der Meer;7-9-2026;67,5",
    "EA000102-42;Súdema & 'zn;8-9-2026;72",
)
_TEXT = "\r\n".join(_LINES) + "\r\n"
_QUOTED = "".join(",".join(f'"{cell}"' for cell in line.split(";")) + "\n" for line in _LINES)
TEXT_MAKERS = [
    pytest.param(_TEXT.encode("utf-8-sig"), id="Excel, CSV UTF-8"),
    pytest.param(_TEXT.encode("cp1252"), id="Excel, CSV of old"),
    pytest.param(_TEXT.replace(";", "\t").encode("utf-16"), id="Excel, Unicode text"),
    pytest.param(b"\xfe\xff" + _TEXT.replace(";", "\t").encode("utf-16-be"), id="UTF-16, high byte first"),
    pytest.param(_TEXT.replace("\r\n", "\r").encode(), id="line ends of old Macs"),
    pytest.param(_TEXT.replace("\r\n", "\n").rstrip().encode(), id="no line end at the end"),
    pytest.param(_TEXT.replace("\r\n", ";;;\r\n").encode(), id="separators at the end of each line"),
    pytest.param(_TEXT.replace(";", "|").encode(), id="bars"),
    pytest.param(_QUOTED.encode(), id="commas, every cell in quotes"),
    pytest.param(_TEXT.replace("EA000101-45", '="EA000101-45"').encode(), id="a text written as a formula"),
]
