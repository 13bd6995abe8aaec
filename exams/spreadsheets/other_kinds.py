"""Files that are known and not read: each is called by its name, so that whoever sent it knows what to send instead."""

import re
from pathlib import PurePath

from exams.spreadsheets import errors, kind_errors
from exams.spreadsheets.parts import Parts

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = 1_000
_WORKBOOK = "xl/workbook.xml"
_STARTS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF89a", "GIF"),
    (b"Rar!\x1a", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"ID;PWXL", "SYLK"),
    (b"ID;PSCALC", "SYLK"),
    (b"ID;PCALCOOO", "SYLK"),
    (b"\x7fELF", "Linux"),
)
_BARE_OLD_BOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How a workbook of Excel 2 to 5 begins when it has no container around it."""
_MAIL = re.compile(rb"MIME-Version:|Content-Type: multipart/related", re.IGNORECASE)
"""How a web page begins that was saved as one file."""
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|div)[\s>]", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml|\s*<[A-Za-z][\w.-]*:?[\w.-]*\s[^<>]*xmlns")
_MAIN_PARTS = (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("visio/document.xml", "Visio"))
_NAMES = {
    "pdf": "PDF",
    "doc": "Word",
    "docx": "Word",
    "ppt": "PowerPoint",
    "pptx": "PowerPoint",
    "pages": "Apple Pages",
    "key": "Apple Keynote",
}
_PROGRAMS = (
    (b"wordprocessingml", "Word"),
    (b"presentationml", "PowerPoint"),
    (b"visio", "Visio"),
    (b"opendocument.text", "LibreOffice Writer"),
    (b"opendocument.presentation", "LibreOffice Impress"),
    (b"opendocument.graphics", "LibreOffice Draw"),
    (b"epub", "EPUB"),
)


def check_start(content: bytes, *, name: str) -> None:
    """Raises an UploadRefused when the first bytes tell that a file is neither a zip file nor plain text."""
    if content.startswith(_OLD_OFFICE):
        _refuse_old_office(content, name=name)
    if content.startswith(_BARE_OLD_BOOKS):
        raise kind_errors.OldWorkbook(name=name)
    start = content[:_START].removeprefix(b"\xef\xbb\xbf")
    for mark, program in _STARTS:
        if start.lstrip().startswith(mark):
            raise kind_errors.OtherProgram(name=name, program=program)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")[2:]
    if _MAIL.match(start):
        raise kind_errors.WebPage(name=name)
    if start.lstrip().startswith(b"<") and _WEB_PAGE.search(start):
        raise kind_errors.WebPage(name=name)
    if _XML.match(start):
        raise kind_errors.FlatXml(name=name)


def _refuse_old_office(content: bytes, *, name: str) -> None:
    """The container of Office 97–2003 says in its directory, in UTF-16, what it holds."""
    if _stream("EncryptedPackage") in content or _stream("EncryptionInfo") in content:
        raise errors.FileEncrypted
    if _stream("WordDocument") in content:
        raise kind_errors.OtherProgram(name=name, program="Word")
    if _stream("PowerPoint Document") in content:
        raise kind_errors.OtherProgram(name=name, program="PowerPoint")
    if _stream("Workbook") in content or _stream("Book") in content:
        raise kind_errors.OldWorkbook(name=name)
    raise kind_errors.OldOrLocked


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def check_package(parts: Parts, types: bytes, mimetype: bytes, *, name: str) -> None:
    """Raises an UploadRefused when a zip file is something known other than an .xlsx; `types` says what its parts are."""
    if b"sheet.binary" in types:
        raise kind_errors.BinaryWorkbook(name=name)
    for part, program in _MAIN_PARTS:
        if part in parts and _WORKBOOK not in parts:
            raise kind_errors.OtherProgram(name=name, program=program)
    for mark, program in _PROGRAMS:
        if mark in mimetype or (mark in types and b"spreadsheetml" not in types):
            raise kind_errors.OtherProgram(name=name, program=program)
    if "index.zip" in parts or any(part.endswith(".iwa") for part in parts.infos):
        check_name(name)
        raise kind_errors.NumbersBook(name=name)
    if not types and not mimetype:
        raise kind_errors.PlainZip(name=name)


def check_name(name: str) -> None:
    """Raises an UploadRefused when nothing but the name tells that a file is of another program."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    if suffix == "numbers":
        raise kind_errors.NumbersBook(name=name)
    if program := _NAMES.get(suffix):
        raise kind_errors.OtherProgram(name=name, program=program)
