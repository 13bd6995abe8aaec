"""The fixed parts of a workbook (Office Open XML, ECMA-376): all but its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from registry.exports.cells import escaped

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

_PAGE = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
"""A4, lying, and as many sheets of it as the rows need."""

STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/><numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/>'
    '<numFmt numFmtId="166" formatCode="mm\\-yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf numFmtId="2" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/>'
    '<xf numFmtId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
PACKAGE = (
    f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OF}/officeDocument" Target="xl/workbook.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was written: what it is called, and the table on it, if there is one."""

    name: str
    table: str | None = None


def letters(column: int) -> str:
    """What a spreadsheet calls a column, the first being 1: A, Z, AA."""
    found = ""
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(ord("A") + place) + found
    return found


def core(title: str, language: str) -> str:
    """What the document is called, and the language it is in."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escaped(title)}</dc:title>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )


def opening(widths: Sequence[int], *, frozen: int) -> str:
    """How a sheet begins: its first rows frozen, its columns as wide as this; it is printed as wide as the paper is."""
    pane = f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>' if frozen else ""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_OF}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f"</sheetViews><cols>{columns}</cols><sheetData>"
    )


def closing(*, with_table: bool) -> str:
    """How a sheet ends, on which there is a table or not."""
    tables = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if with_table else ""
    return f"</sheetData>{_PAGE}{tables}</worksheet>"


def sheet_relations(number: int) -> str:
    """That the sheet with this number has the table with the same number."""
    return (
        f'{_XML}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OF}/table" Target="../tables/table{number}.xml"/></Relationships>'
    )


def table(number: int, name: str, headings: Sequence[str], *, rows: int) -> str:
    """The table over the heading and the rows, with its filter; a table has a row, be it an empty one."""
    area = f"A1:{letters(len(headings))}{max(rows, 1) + 1}"
    columns = "".join(
        f'<tableColumn id="{place}" name={quoteattr(heading)}/>' for place, heading in enumerate(headings, start=1)
    )
    return (
        f'{_XML}<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{area}" totalsRowShown="0">'
        f'<autoFilter ref="{area}"/><tableColumns count="{len(headings)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1"'
        ' showColumnStripes="0"/></table>'
    )


def workbook(sheets: Sequence[Sheet]) -> str:
    """The sheets in their order; the heading of a table is printed on every page."""
    told = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{place}" r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, start=1)
    )
    headings = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{_quoted(sheet.name)}!$1:$1</definedName>'
        for place, sheet in enumerate(sheets)
        if sheet.table is not None
    )
    names = f"<definedNames>{headings}</definedNames>" if headings else ""
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OF}"><sheets>{told}</sheets>{names}</workbook>'


def _quoted(name: str) -> str:
    """The name of a sheet as a formula has it."""
    return "'" + escaped(name.replace("'", "''")) + "'"


def workbook_relations(sheets: Sequence[Sheet]) -> str:
    """Where the sheets and the styles are."""
    told = "".join(
        f'<Relationship Id="rId{place}" Type="{_OF}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place, _ in enumerate(sheets, start=1)
    )
    styles = f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OF}/styles" Target="styles.xml"/>'
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{told}{styles}</Relationships>'


def content_types(sheets: Sequence[Sheet]) -> str:
    """What each part is."""
    told = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{_KINDS}.worksheet+xml"/>'
        + (
            f'<Override PartName="/xl/tables/table{place}.xml" ContentType="{_KINDS}.table+xml"/>'
            if sheet.table is not None
            else ""
        )
        for place, sheet in enumerate(sheets, start=1)
    )
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{told}</Types>'
    )
