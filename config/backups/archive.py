"""The archive: a tar file of which every byte follows from the names and contents of its parts.

Its last part, `SHA256SUMS`, names each other part in its order with the SHA-256 of its content. A header that is not the
one that would be written for that name and size is refused, as are other padding, another order and another end: so no
byte can be changed unseen, and no name is ever a path.
"""

import hashlib
import re
import tarfile
from collections.abc import Callable, Iterator

from config.backups.age import Source
from config.backups.refusals import BackupRefused

SUMS = "SHA256SUMS"
LARGEST_PART = 8 * 1024 * 1024
"""Bytes; a part is held in memory whole."""
_BLOCK = 512
_END = bytes(2 * _BLOCK)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,2}")


class Sums:
    """What `SHA256SUMS` says, in the form that `sha256sum --check` reads."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        """One more part."""
        self._lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    def text(self) -> bytes:
        """All lines so far."""
        return "".join(self._lines).encode()

    def differing(self, told: bytes) -> str:
        """The first part that is not as told."""
        lines = told.decode("ascii", "replace").splitlines(keepends=True)
        own = next((line for line, other in zip(self._lines, lines, strict=False) if line != other), None)
        return SUMS if own is None else own[66:].rstrip()


class ArchiveWriter:
    """Writes parts one after the other."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write, self._sums = write, Sums()

    def add(self, name: str, content: bytes) -> None:
        """One part."""
        self._sums.add(name, content)
        self._put(name, content)

    def finish(self) -> None:
        """The sums, and the end."""
        self._put(SUMS, self._sums.text())
        self._write(_END)

    def _put(self, name: str, content: bytes) -> None:
        self._write(_header(name, len(content)) + content + _padding(len(content)))


class ArchiveReader:
    """Reads parts one after the other; raises BackupRefused for whatever `ArchiveWriter` would not have written."""

    def __init__(self, source: Source) -> None:
        self._source, self.sums = source, Sums()

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Each part but the sums. Only when all have been read is it certain that they are what was written."""
        for name, content in iter(self._part, None):
            if name == SUMS:
                self._prove(content)
                return
            self.sums.add(name, content)
            yield name, content

    def _part(self) -> tuple[str, bytes]:
        header = self._exactly(_BLOCK)
        name, size = _described(header)
        if header != _header(name, size):
            raise BackupRefused(f"It is damaged: the header of {name} has been changed.")
        content = self._exactly(size)
        if self._exactly(len(_padding(size))).strip(b"\0"):
            raise BackupRefused(f"It is damaged: what comes behind {name} has been changed.")
        return name, content

    def _exactly(self, size: int) -> bytes:
        found = self._source.read(size)
        if len(found) < size:
            raise BackupRefused("It is cut short: it ends before its end.")
        return found

    def _prove(self, told: bytes) -> None:
        if told != self.sums.text():
            raise BackupRefused(f"It is damaged: {self.sums.differing(told)} is not what was written there.")
        if self._exactly(len(_END)) != _END or self._source.read(1):
            raise BackupRefused("It is damaged: it goes on after its end.")


def _header(name: str, size: int) -> bytes:
    described = tarfile.TarInfo(name)
    described.size, described.mode = size, 0o600
    return described.tobuf(tarfile.USTAR_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _described(header: bytes) -> tuple[str, int]:
    """Name and size as a header tells them, if both are of a kind that we write."""
    name = header[:100].rstrip(b"\0").decode("ascii", "replace")
    told = header[124:135]
    if not _NAME.fullmatch(name):
        raise BackupRefused(f"It has a part by the name {name[:80]!r}, which no backup has.")
    if not re.fullmatch(rb"[0-7]{11}", told) or (int(told, 8) > LARGEST_PART and name != SUMS):
        raise BackupRefused(f"It is damaged: the header of {name} has been changed.")
    return name, int(told, 8)
