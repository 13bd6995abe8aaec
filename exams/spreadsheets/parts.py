"""The parts of a zipped workbook by their names, however a program spells those: `XL\\Workbook.xml` is `xl/workbook.xml`."""

import zipfile
import zlib
from posixpath import join, normpath
from types import TracebackType
from typing import IO, Self

from exams.spreadsheets import errors, limits

DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What unpacking a file that was cut off or altered may raise."""


class Parts:
    """What is in a zip file, each part to be opened by name; names are compared without case."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.infos = {plain_name(info.orig_filename): info for info in file.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.infos

    def open(self, name: str) -> IO[bytes]:
        """A part to be read from; raises KeyError when it is absent and what `DAMAGE` lists when it cannot be unpacked."""
        return self._file.open(self.infos[plain_name(name)])

    def start_of(self, name: str) -> bytes:
        """The first hundred kilobytes of a part, nothing when it is absent; raises FileDamaged."""
        try:
            with self.open(name) as part:
                return part.read(limits.SMALL_PART_BYTES)
        except KeyError:
            return b""
        except DAMAGE as damage:
            raise errors.FileDamaged from damage


def plain_name(name: str) -> str:
    """A part's name with slashes and in lower case."""
    return name.replace("\\", "/").lower()


def target_of(link: str, *, of: str) -> str:
    """The part that a link points to, seen from the part that holds it: `../a.xml` and `/xl/a.xml` are both understood."""
    return normpath(join("/", of.rpartition("/")[0], link.replace("\\", "/"))).lstrip("/")
