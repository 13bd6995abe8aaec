"""Files with a secret, which their owner alone can read: made, replaced whole or not at all, changed by one at a time."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


def make_if_absent(file: Path, text: Callable[[], bytes]) -> None:
    """The file with that text, whole or not at all; of two that make it at once one wins, and one that is there stays."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with _written_beside(file, text()) as fresh, contextlib.suppress(FileExistsError):
        os.link(fresh, file)


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
