"""The gate before any spreadsheet reader: what kind of file it is, and whether its parts are what they should be.

Nothing is unpacked here but the few small parts that say what the others are.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath

from exams.spreadsheets import errors, limits

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What unpacking a file that was cut off or altered may raise."""
_MACROS = ("vbaproject", "macrosheets/", "basic/", "scripts/")
_LINKS = ("externallinks/", "xl/connections.xml", "querytables/")


class Kind(StrEnum):
    """The three kinds of files that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


def kind_of(content: bytes, *, filename: str) -> Kind:
    """The kind of a file, by its name and its first bytes together; raises an UploadRefused that says what is wrong."""
    if not content:
        raise errors.FileEmpty
    if len(content) > limits.FILE_BYTES:
        raise errors.FileTooLarge(size=megabytes(len(content)), limit=megabytes(limits.FILE_BYTES))
    if content.startswith(_OLD_OFFICE):
        raise errors.OldOrLocked
    promised = _promised(filename)
    if content.startswith(_ZIP) == (promised is Kind.CSV):
        raise errors.ContentDiffers(name=shown(filename))
    return promised


def open_parts(content: bytes, *, kind: Kind, filename: str) -> zipfile.ZipFile:
    """The parts of an .xlsx or .ods file, once each of them may be unpacked; raises an UploadRefused."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as damage:
        raise errors.FileDamaged from damage
    check_parts(parts.infolist())
    names = [part.filename.lower() for part in parts.infolist()]
    if any(mark in name for name in names for mark in _MACROS):
        raise errors.MacrosInside
    if any(mark in name for name in names for mark in _LINKS):
        raise errors.ExternalLinks
    check_content_type(parts, kind=kind, filename=filename)
    return parts


def check_parts(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Parts are few, have plain names, are not encrypted and do not swell when unpacked."""
    parts = list(parts)
    if len(parts) > limits.PARTS:
        raise errors.TooManyParts(count=len(parts), limit=limits.PARTS)
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if name.lower() in seen or not _is_plain(part.orig_filename) or part.compress_type not in _METHODS:
            raise errors.UnsafeParts(part=shown(name))
        if part.flag_bits & _ENCRYPTED:
            raise errors.FileEncrypted
        seen.add(name.lower())
    _check_sizes(parts)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.UNPACKED_BYTES:
        raise errors.UnpacksTooLarge(size=megabytes(unpacked), limit=megabytes(limits.UNPACKED_BYTES))
    for part in parts:
        if part.file_size > limits.SMALL_PART_BYTES and part.file_size > limits.RATIO * max(part.compress_size, 1):
            ratio = part.file_size // max(part.compress_size, 1)
            raise errors.PackedTooTightly(part=shown(part.filename), ratio=ratio, limit=limits.RATIO)


def check_content_type(parts: zipfile.ZipFile, *, kind: Kind, filename: str) -> None:
    """The file says of itself that it is an ordinary workbook of the kind its name promises."""
    names = set(parts.namelist())
    if kind is Kind.ODS:
        if "content.xml" not in names or _small(parts, "mimetype").strip() != _ODS:
            raise errors.ContentDiffers(name=shown(filename))
        if b"encryption-data" in _small(parts, "META-INF/manifest.xml"):
            raise errors.FileEncrypted
        return
    types = _small(parts, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise errors.MacrosInside
    if _BOOK not in types:
        raise errors.ContentDiffers(name=shown(filename))


def shown(name: str) -> str:
    """A name from outside as it may stand in a message: one line, no folders, no more than 80 characters."""
    last = PurePath(name.replace("\\", "/")).name or name
    return "".join(letter if letter.isprintable() else "·" for letter in last)[:80]


def megabytes(size: int) -> int:
    """Whole megabytes, rounded up."""
    return -(-size // limits.MEGABYTE)


def _promised(filename: str) -> Kind:
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower().lstrip(".")
    try:
        return Kind(suffix)
    except ValueError as unknown:
        raise errors.WrongKind(name=shown(filename)) from unknown


def _is_plain(name: str) -> bool:
    pieces = name.rstrip("/").split("/")
    return name.isprintable() and "\\" not in name and ":" not in name and not {"", ".", ".."}.intersection(pieces)


def _small(parts: zipfile.ZipFile, name: str) -> bytes:
    """The first hundred kilobytes of a part, nothing when it is absent."""
    try:
        with parts.open(name) as part:
            return part.read(limits.SMALL_PART_BYTES)
    except KeyError:
        return b""
    except DAMAGE as damage:
        raise errors.FileDamaged from damage
