"""Files that are no workbook, or one of another kind than is read: what they are called, how they are made, the refusal."""

import pytest

from exams.spreadsheets import errors, kind_errors
from tests.exams.spreadsheets.files import TYPES, ods_of, sheet_xml, xlsx_parts, zipped

SHEETS = "vnd.openxmlformats-officedocument.spreadsheetml"
WORD = "vnd.openxmlformats-officedocument.wordprocessingml"
WRITER = "application/vnd.oasis.opendocument.text"
FLAT = b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SAID_OTHERWISE = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>'
SHEET_WITHIN = (
    '<Types><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/></Types>'
)
LOCKED = "<manifest><encryption-data/></manifest>"


def old_office(stream: str) -> bytes:
    """The container of Office 97–2003 with a stream of that name in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + f"{stream}\0".encode("utf-16-le") + bytes(512)


def of_type(kind: str) -> bytes:
    """A package that says of its main part that it is of another kind."""
    return zipped({**xlsx_parts(sheet_xml("")), "[Content_Types].xml": TYPES.replace(f"{SHEETS}.sheet", kind)})


OTHER_KINDS = [
    pytest.param("a.xlsx", lambda: b"naam;score\r\n", kind_errors.ContentDiffers, id="text that is called xlsx"),
    pytest.param("a.eml", lambda: b"naam;score\r\n", kind_errors.WrongKind, id="text that is called otherwise"),
    pytest.param("a.xlsx", lambda: zipped({"a.txt": "x"}), kind_errors.PlainZip, id="any other zip file"),
    pytest.param("a.zip", lambda: b"PK\x05\x06" + bytes(18), kind_errors.PlainZip, id="an empty zip file"),
    pytest.param("a.xls", lambda: old_office("Workbook"), kind_errors.OldWorkbook, id="a workbook of old Excel"),
    pytest.param("a.xls", lambda: old_office("Book"), kind_errors.OldWorkbook, id="a workbook of very old Excel"),
    pytest.param("a.xlsx", lambda: old_office("EncryptedPackage"), errors.FileEncrypted, id="an xlsx with a password"),
    pytest.param("a.doc", lambda: old_office("WordDocument"), kind_errors.OtherProgram, id="a document of old Word"),
    pytest.param("a.ppt", lambda: old_office("PowerPoint Document"), kind_errors.OtherProgram, id="old PowerPoint"),
    pytest.param("a.xlsx", lambda: old_office("?"), kind_errors.OldOrLocked, id="an old container of something else"),
    pytest.param("a.xlsb", lambda: of_type("ms-excel.sheet.binary.macroEnabled"), kind_errors.BinaryWorkbook, id="an xlsb"),
    pytest.param("a.xlsm", lambda: of_type("ms-excel.sheet.macroEnabled"), errors.MacrosInside, id="an xlsm"),
    pytest.param("a.docx", lambda: of_type(f"{WORD}.document"), kind_errors.OtherProgram, id="a docx"),
    pytest.param("a.xlsx", lambda: of_type(f"{WORD}.document"), kind_errors.OtherProgram, id="a docx that is called xlsx"),
    pytest.param("a.xlsx", lambda: of_type("something.else"), kind_errors.ContentDiffers, id="a package of an unknown kind"),
    pytest.param("a.odt", lambda: ods_of("", mimetype=WRITER), kind_errors.OtherProgram, id="a text document of LibreOffice"),
    pytest.param("a.numbers", lambda: zipped({"Index/Document.iwa": b"x"}), kind_errors.NumbersBook, id="Apple Numbers"),
    pytest.param("a.pdf", lambda: b"%PDF-1.7\n", kind_errors.OtherProgram, id="a pdf"),
    pytest.param("a.csv", lambda: b"%PDF-1.7\n", kind_errors.OtherProgram, id="a pdf that is called csv"),
    pytest.param("a.png", lambda: b"\x89PNG\r\n", kind_errors.OtherProgram, id="a picture"),
    pytest.param("a.rtf", lambda: b"{\\rtf1 x}", kind_errors.OtherProgram, id="rich text"),
    pytest.param("a.slk", lambda: b"ID;PWXL;N;E\r\n", kind_errors.OtherProgram, id="a symbolic link file"),
    pytest.param("a.csv", lambda: b"\x7fELF\x02", kind_errors.OtherProgram, id="a program"),
    pytest.param("a.csv", lambda: b"MZ\x90\x00", errors.UnknownLetters, id="a program of another system"),
    pytest.param("a.xls", lambda: b"<html><body><table><tr><td>x", kind_errors.WebPage, id="a web page that is called xls"),
    pytest.param("a.csv", lambda: b"\xef\xbb\xbf<TABLE border=1>", kind_errors.WebPage, id="a table of a web page"),
    pytest.param("a.fods", lambda: FLAT, kind_errors.FlatXml, id="a flat fods"),
    pytest.param("a.xml", lambda: FLAT.decode().encode("utf-16"), kind_errors.FlatXml, id="XML in UTF-16"),
    pytest.param("a.docx", lambda: zipped({"word/document.xml": "x"}), kind_errors.OtherProgram, id="the least of a docx"),
    pytest.param(
        "a.docx",
        lambda: zipped({"[Content_Types].xml": SAID_OTHERWISE, "word/document.xml": "x"}),
        kind_errors.OtherProgram,
        id="a docx that does not say what it is",
    ),
    pytest.param(
        "a.docx",
        lambda: zipped({"[Content_Types].xml": SHEET_WITHIN, "word/document.xml": "x"}),
        kind_errors.OtherProgram,
        id="a docx with a sheet inside",
    ),
    pytest.param("a.pptx", lambda: zipped({"ppt/presentation.xml": "x"}), kind_errors.OtherProgram, id="the least of a pptx"),
    pytest.param("a.doc", lambda: b"uitslagen", kind_errors.OtherProgram, id="text that is called doc"),
    pytest.param("a.pdf", lambda: b"", errors.FileEmpty, id="an empty pdf"),
    pytest.param("a.pdf", lambda: b"\xef\xbb\xbf\r\n%PDF-1.7\n", kind_errors.OtherProgram, id="a pdf after a blank line"),
    pytest.param("a.pdf", lambda: b"MIIF", kind_errors.OtherProgram, id="a broken pdf"),
    pytest.param("a.numbers", lambda: zipped({"Index.zip": b"PK"}), kind_errors.NumbersBook, id="Numbers of before"),
    pytest.param("a.numbers", lambda: zipped({"Index/Tables/Data.iwa": b"x"}), kind_errors.NumbersBook, id="half of Numbers"),
    pytest.param("a.numbers", lambda: b"bplist00", kind_errors.NumbersBook, id="a Numbers folder as one file"),
    pytest.param(
        "a.zip", lambda: zipped({"a.numbers/Index/Document.iwa": b"x"}), kind_errors.NumbersBook, id="a packed Numbers folder"
    ),
    pytest.param("a.pages", lambda: zipped({"Index/Document.iwa": b"x"}), kind_errors.OtherProgram, id="Apple Pages"),
    pytest.param("a.xls", lambda: b"\x09\x08\x08\x00\x00\x05", kind_errors.OldWorkbook, id="a workbook without its container"),
    pytest.param("a.xls", lambda: b"\x09\x00\x04\x00\x02\x00", kind_errors.OldWorkbook, id="a workbook of the first Excel"),
    pytest.param("a.xls", lambda: old_office("")[:8], kind_errors.OldOrLocked, id="eight bytes of a workbook of old Excel"),
    pytest.param("a.xls", lambda: b"MIME-Version: 1.0\r\nX: y", kind_errors.WebPage, id="a web page as one file"),
    pytest.param("a.slk", lambda: b"ID;PCALCOOO32\n", kind_errors.OtherProgram, id="a symbolic link file of LibreOffice"),
    pytest.param(
        "a.xlsx", lambda: old_office("EncryptionInfo"), errors.FileEncrypted, id="the least of an xlsx with a password"
    ),
    pytest.param(
        "a.ods",
        lambda: zipped({"mimetype": ODS, "content.xml": b"\x01", "META-INF/manifest.xml": LOCKED}),
        errors.FileEncrypted,
        id="an ods with a password",
    ),
    pytest.param(
        "a.ods",
        lambda: zipped({"mimetype": ODS, "encrypted-package": b"\x01"}),
        errors.FileEncrypted,
        id="an ods with a password since LibreOffice 24.2",
    ),
]
