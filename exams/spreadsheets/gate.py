"""The gate before any spreadsheet reader: what kind of file it is, and whether its parts are what they should be.

Its bytes say what a file is; its name counts only for text, which has no mark of its own. Nothing is unpacked here but the
few small parts that say what the others are.
"""

import io
import zipfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath

from exams.spreadsheets import errors, kind_errors, limits, other_kinds
from exams.spreadsheets.parts import DAMAGE, Parts, plain_name

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BOOKS = (b".spreadsheetml.sheet.main+xml", b".spreadsheetml.template.main+xml")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ENCRYPTED_ODS = "encrypted-package"
"""Since LibreOffice 24.2 the one part of an .ods with a password, in which the others are."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_MACROS = ("vbaproject", "macrosheets/", "basic/", "scripts/")
_LINKS = ("externallinks/", "xl/connections.xml", "querytables/")
_OBJECTS = ("xl/embeddings/", "xl/activex/")
_TEXT_NAMES = ("csv", "tsv", "tab", "txt", "")
_BOOK_NAMES = ("xlsx", "xltx", "xlsm", "xlsb", "xls", "ods", "ots")


class Kind(StrEnum):
    """The three kinds of files that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


def kind_of(content: bytes, *, filename: str) -> Kind:
    """The kind of a file; raises an UploadRefused that says what it is when it is not read."""
    if is_text(content, filename=filename):
        return Kind.CSV
    with open_parts(content, filename=filename) as parts:
        return kind_of_parts(parts, filename=filename)


def is_text(content: bytes, *, filename: str) -> bool:
    """Whether a file is text by its bytes and its name, else it is a zip file; raises an UploadRefused when it is neither."""
    if not content:
        raise errors.FileEmpty
    if len(content) > limits.FILE_BYTES:
        raise errors.FileTooLarge(size=megabytes(len(content)), limit=megabytes(limits.FILE_BYTES))
    if content.startswith(_ZIP):
        return False
    name = shown(filename)
    other_kinds.check_start(content, name=name)
    promised = PurePath(name).suffix.lower().lstrip(".")
    if promised in _TEXT_NAMES:
        return True
    other_kinds.check_name(name)
    raise (kind_errors.ContentDiffers if promised in _BOOK_NAMES else kind_errors.WrongKind)(name=name)


def open_parts(content: bytes, *, filename: str) -> Parts:
    """The parts of a workbook, once each of them may be unpacked; raises an UploadRefused."""
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as damage:
        raise errors.FileDamaged from damage
    check_parts(file.infolist())
    parts = Parts(file)
    kind_of_parts(parts, filename=filename)
    names = list(parts.infos)
    if any(mark in name for name in names for mark in _MACROS):
        raise errors.MacrosInside
    links = [name for name in names if any(mark in name for mark in _LINKS)]
    if links:
        raise errors.LiveLinks if any(b"ddeLink" in parts.start_of(name) for name in links) else errors.ExternalLinks
    if any(name.startswith(_OBJECTS) for name in names):
        raise errors.ObjectsInside
    return parts


def check_parts(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Parts are few, have plain names, are not encrypted and do not swell when unpacked."""
    parts = list(parts)
    if len(parts) > limits.PARTS:
        raise errors.TooManyParts(count=len(parts), limit=limits.PARTS)
    seen: set[str] = set()
    for part in parts:
        name = plain_name(part.orig_filename)
        if name in seen or not _is_plain(name) or part.compress_type not in _METHODS:
            raise errors.UnsafeParts(part=shown(part.filename))
        if part.flag_bits & _ENCRYPTED:
            raise errors.FileEncrypted
        seen.add(name)
    _check_sizes(parts)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.UNPACKED_BYTES:
        raise errors.UnpacksTooLarge(size=megabytes(unpacked), limit=megabytes(limits.UNPACKED_BYTES))
    for part in parts:
        limit = limits.ODS_RATIO if part.filename == "content.xml" else limits.RATIO
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > limits.SMALL_PART_BYTES and ratio > limit:
            raise errors.PackedTooTightly(part=shown(part.filename), ratio=ratio, limit=limit)


def kind_of_parts(parts: Parts, *, filename: str) -> Kind:
    """What a zip file says of itself; raises an UploadRefused that names whatever is not an ordinary workbook."""
    mimetype = parts.start_of("mimetype").strip()
    if mimetype.startswith(_ODS):
        if _ENCRYPTED_ODS in parts or b"encryption-data" in parts.start_of("META-INF/manifest.xml"):
            raise errors.FileEncrypted
        if "content.xml" in parts:
            return Kind.ODS
    types = parts.start_of("[Content_Types].xml")
    other_kinds.check_package(parts, types, mimetype, name=shown(filename))
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise errors.MacrosInside
    if not any(book in types for book in _BOOKS):
        raise kind_errors.ContentDiffers(name=shown(filename))
    return Kind.XLSX


def shown(name: str) -> str:
    """A name from outside as it may stand in a message: one line, no folders, no more than 80 characters."""
    last = PurePath(name.replace("\\", "/")).name or name
    return "".join(letter if letter.isprintable() else "·" for letter in last)[-80:]


def megabytes(size: int) -> int:
    """Whole megabytes, rounded up."""
    return -(-size // limits.MEGABYTE)


def _is_plain(name: str) -> bool:
    pieces = name.rstrip("/").split("/")
    return name.isprintable() and ":" not in name and not {"", ".", ".."}.intersection(pieces)
