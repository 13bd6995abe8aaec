"""Reading a backup: first from end to end to prove it, before anything is touched; then for its rows."""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from config.backups.age import FIRST_LINE, Source, Unlocked
from config.backups.archive import ArchiveReader
from config.backups.manifest import ABOUT, FORMAT, MANIFEST, About, Format, Manifest, TableRows
from config.backups.refusals import BackupRefused

_T = TypeVar("_T")
_STEP = 1024 * 1024
_BEGINNING = 32


@dataclass(frozen=True, slots=True)
class Proven:
    """A backup that was found whole."""

    about: About
    manifest: Manifest
    keys: Mapping[str, bytes]
    _file: BinaryIO
    _passphrase: str | None
    _sums: bytes

    @property
    def sha256(self) -> str:
        """Of the whole file, as `registry backup` told it."""
        self._file.seek(0)
        found = hashlib.sha256()
        while step := self._file.read(_STEP):
            found.update(step)
        return found.hexdigest()

    def rows(self) -> Iterator[tuple[TableRows, Iterator[bytes]]]:
        """Each table in order with its rows as COPY text. Raises BackupRefused if the file is not what was proven."""
        reader = ArchiveReader(_source(self._file, self._passphrase))
        parts = reader.parts()
        next(parts)
        for table in self.manifest.tables:
            contents = (content for _, (_, content) in zip(range(table.parts), parts, strict=False))
            yield table, (step for content in contents for step in _unpacked(content))
        for _ in parts:
            pass
        if reader.sums.text() != self._sums:
            raise BackupRefused("The file changed while it was read.")


@contextmanager
def proven(file: Path, *, passphrase: str | None) -> Iterator[Proven]:
    """The backup in that file. Raises BackupRefused for whatever is not exactly as it was written, and for a newer format."""
    with file.open("rb") as opened:
        yield _prove(opened, passphrase)


def _prove(file: BinaryIO, passphrase: str | None) -> Proven:
    reader = ArchiveReader(_source(file, passphrase))
    parts = reader.parts()
    name, first = next(parts, ("", b""))
    if name != ABOUT:
        raise BackupRefused("It is damaged: it does not begin as a backup does.")
    told = _read(first, Format)
    if told.format > FORMAT:
        raise BackupRefused("It was made by a newer version of the registry: restore it with that version.")
    names, keys, manifest = [name], {}, b""
    for name, content in parts:
        names.append(name)
        if name.startswith("keys/"):
            keys[name.removeprefix("keys/")] = content
        elif name == MANIFEST:
            manifest = content
    read = _read(manifest, Manifest)
    if names != _expected(read):
        raise BackupRefused("It is damaged: its parts are not those that it names.")
    return Proven(_read(first, About), read, keys, file, passphrase, reader.sums.text())


def _source(file: BinaryIO, passphrase: str | None) -> Source:
    """From the beginning; unlocked, if it is locked."""
    file.seek(0)
    beginning = file.read(_BEGINNING)
    locked = beginning.startswith(FIRST_LINE)
    if not locked and not beginning.startswith(ABOUT.encode()):
        raise BackupRefused("It is no backup of the registry, or its beginning is damaged.")
    if locked and passphrase is None:
        raise BackupRefused("It is locked with a passphrase: say which with --passphrase-file.")
    if not locked and passphrase is not None:
        raise BackupRefused("It is not locked with a passphrase; if you expect that, restore it without --passphrase-file.")
    file.seek(0)
    return file if passphrase is None else Unlocked(file, passphrase=passphrase)


def _read(content: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupRefused(f"It is damaged: what it tells about itself cannot be read ({error}).") from error


def _expected(manifest: Manifest) -> Sequence[str]:
    rows = [f"{table.folder}/{part:06}.copy.gz" for table in manifest.tables for part in range(1, table.parts + 1)]
    return [ABOUT, *rows, *(f"keys/{name}" for name in manifest.keys), MANIFEST]


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The rows in a part, in steps; one part is one whole gzip member."""
    unpacking = zlib.decompressobj(wbits=31)
    while not unpacking.eof:
        try:
            step = unpacking.decompress(content, _STEP)
        except zlib.error as error:
            raise BackupRefused("It is damaged: rows cannot be unpacked.") from error
        content = unpacking.unconsumed_tail
        if not step and not content:
            break
        yield step
    if not unpacking.eof or unpacking.unused_data:
        raise BackupRefused("It is damaged: rows are packed in another way than was written.")
