"""What an .xlsx says of itself: its sheets, its calendar, which number formats are percentages, where its parts lie."""

import io
import re
import zipfile
from dataclasses import dataclass
from posixpath import basename, dirname
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no stubs
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # likewise

from exams.spreadsheets import errors
from exams.spreadsheets.gate import shown
from exams.spreadsheets.marks import check_xml, pieces_of
from exams.spreadsheets.parts import Parts, plain_name, target_of

WORKBOOK = "xl/workbook.xml"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_PERCENT_FORMATS = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TRUE = ("1", "true")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, the part that holds it, and whether people see it."""

    name: str
    part: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in order, its calendar, and its parts; `usual` when they lie where the reader looks for them."""

    sheets: tuple[SheetPart, ...]
    dates_from_1904: bool
    strings: str | None
    styles: str | None
    usual: bool

    @property
    def first(self) -> SheetPart:
        """The first sheet that people see, else the first."""
        return next((sheet for sheet in self.sheets if sheet.shown), self.sheets[0])


def open_book(parts: Parts) -> Book:
    """The sheets, the calendar and the parts; raises ExternalLinks when a sheet lies outside the file."""
    workbook = _workbook_of(parts)
    book = _tree(parts, workbook)
    targets: dict[str | None, str] = {}
    companions = {kind: part for kind, part in (("sharedStrings", _STRINGS), ("styles", _STYLES)) if part in parts}
    usual = plain_name(workbook) == WORKBOOK
    for link in _links_of(parts, workbook):
        kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "")
        if kind not in ("worksheet", "sharedStrings", "styles"):
            continue
        if link.get("TargetMode") == "External":
            raise errors.ExternalLinks
        part = target_of(target, of=workbook)
        usual = usual and "\\" not in target and "./" not in target
        if kind == "worksheet":
            targets[link.get("Id")] = part
        elif part in parts:
            companions[kind] = part
    strings, styles = companions.get("sharedStrings"), companions.get("styles")
    sheets = tuple(_sheets_of(book, targets))
    if not sheets:
        raise errors.NoSheet
    return Book(
        sheets=sheets,
        dates_from_1904=any(each.get("date1904", "").lower() in _TRUE for each in _all(book, "workbookPr")),
        strings=strings,
        styles=styles,
        usual=usual and _lies_at(strings, _STRINGS) and _lies_at(styles, _STYLES),
    )


def _workbook_of(parts: Parts) -> str:
    for link in _links_of(parts, ""):
        if link.get("Type", "").endswith("/officeDocument"):
            return target_of(link.get("Target", ""), of="")
    return WORKBOOK


def _links_of(parts: Parts, part: str) -> list[Element]:
    name = f"{dirname(part)}/_rels/{basename(part)}.rels".lstrip("/")
    return list(_tree(parts, name)) if name in parts else []


def _sheets_of(book: Element, targets: dict[str | None, str]) -> list[SheetPart]:
    sheets = []
    for sheet in _all(book, "sheet"):
        link_id = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if link_id in targets:
            sheets.append(SheetPart(sheet.get("name", ""), targets[link_id], sheet.get("state", "visible") == "visible"))
    return sheets


def _lies_at(part: str | None, place: str) -> bool:
    return part is None or plain_name(part) == plain_name(place)


def check_companions(parts: Parts, book: Book) -> None:
    """The parts that the reader takes along with a sheet are plain XML too."""
    for name in (book.strings, book.styles):
        if name is not None:
            check_xml(parts, name)


def percent_styles(parts: Parts, book: Book) -> tuple[int, ...]:
    """The cell styles that show a number as a percentage: 0.7 as 70 %."""
    if book.styles is None:
        return ()
    styles = _tree(parts, book.styles)
    percent = _PERCENT_FORMATS | {
        each.get("numFmtId", "") for each in _all(styles, "numFmt") if "%" in _QUOTED.sub("", each.get("formatCode", ""))
    }
    formats = next(iter(_all(styles, "cellXfs")), ())
    return tuple(number for number, each in enumerate(formats) if each.get("numFmtId") in percent)


def rebuilt(parts: Parts, book: Book) -> bytes:
    """The sheet that counts as an .xlsx of its own, each part where every program looks for it."""
    out = io.BytesIO()
    companions = (("sharedStrings", book.strings, _STRINGS), ("styles", book.styles, _STYLES))
    links = [f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>']
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr("[Content_Types].xml", parts.start_of("[Content_Types].xml"))
        root = f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="{WORKBOOK}"/>'
        file.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", b"".join(pieces_of(parts, book.first.part)))
        for number, (kind, part, place) in enumerate(companions, 2):
            if part is not None:
                file.writestr(place, b"".join(pieces_of(parts, part)))
                links.append(f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{basename(place)}"/>')
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>')
        file.writestr(
            WORKBOOK,
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><workbookPr date1904="{int(book.dates_from_1904)}"/>'
            f'<sheets><sheet name={quoteattr(book.first.name)} sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
    return out.getvalue()


def _tree(parts: Parts, name: str) -> Element:
    if name not in parts:
        raise errors.NoSheet
    text = b"".join(pieces_of(parts, name))
    try:
        tree: Element = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as odd:
        raise errors.UnsafeXml(part=shown(name)) from odd
    return tree


def _all(tree: Element, name: str) -> list[Element]:
    return [each for each in tree.iter() if each.tag.rpartition("}")[2] == name]
