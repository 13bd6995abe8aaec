"""A file that is there whole or not at all: written aside, flushed to the disk, then given its name."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_SUFFIX = ".part"


@contextlib.contextmanager
def written_aside(file: Path) -> Iterator[BinaryIO]:
    """What is written inside becomes `file`, which its owner alone can read; when it raises, nothing does.

    What an earlier one that was killed left behind is cleared away.
    """
    prefix = f".{file.name}."
    for left in file.parent.glob(f"{_escaped(prefix)}*{_SUFFIX}"):
        _clear(left)
    made, name = tempfile.mkstemp(dir=file.parent, prefix=prefix, suffix=_SUFFIX)
    aside = Path(name)
    try:
        with os.fdopen(made, "wb") as written:
            fcntl.flock(written, fcntl.LOCK_EX)
            yield written
            written.flush()
            os.fsync(written.fileno())
        aside.replace(file)
        _settle(file.parent)
    finally:
        aside.unlink(missing_ok=True)


def _escaped(text: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)


def _clear(left: Path) -> None:
    """Unless who writes it lives."""
    with contextlib.suppress(OSError), left.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        left.unlink()


def _settle(folder: Path) -> None:
    """The new name is on the disk as well."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
