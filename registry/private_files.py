"""Files with a secret, which their owner alone can read: made, replaced whole or not at all, changed by one at a time."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

_OTHERS = 0o077


class Refused(ValueError):
    """It cannot be used; the text ends the sentence `the file …`."""


def read(file: Path) -> bytes:
    """What is in it. Raises Refused when it is absent or others can read it."""
    try:
        mode, content = file.stat().st_mode, file.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}: {file}") from error
    if mode & _OTHERS:
        raise Refused(f"can be read by others; make it private: chmod 600 {file}")
    return content


def seen(file: Path) -> tuple[int, ...] | None:
    """What changes when the file is replaced, written or opened to others; None while it is not there."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_ctime_ns, stat.st_size


def make(file: Path, text: bytes) -> None:
    """The file with that text, whole or not at all. Raises FileExistsError for one that is there, and OSError, of this file."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _written_beside(file, text) as fresh:
            os.link(fresh, file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


def make_if_absent(file: Path, text: Callable[[], bytes]) -> None:
    """The file with that text, whole or not at all; of two that make it at once one wins, and one that is there stays."""
    if file.exists():
        return
    with contextlib.suppress(FileExistsError):
        make(file, text())


def replace(file: Path, text: bytes) -> None:
    """The file has that text from now on; it stays its owner's, and a link to it stays a link. Raises OSError."""
    place = file.resolve()
    before = place.stat()
    with _written_beside(place, text) as fresh:
        os.chown(fresh, before.st_uid, before.st_gid)
        fresh.replace(place)


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Nobody else who asks for this changes the file meanwhile. Raises OSError where its folder cannot be read."""
    folder = os.open(file.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def _written_beside(file: Path, text: bytes) -> Iterator[Path]:
    """A file of ours alone, in the same folder, with that text; it is gone afterwards, unless it was moved."""
    made, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(made, "wb") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)
