"""The last note that was signed, kept in a file outside the database: a backup that is put back does not take it back.

The file is written, and safe on the disk, before anybody can read the note anywhere.
"""

import os
from pathlib import Path

from registry.public_log.checkpoints import read_checkpoint
from registry.public_log.notes import Note, read_note

FILE = "public-log-checkpoint"
"""Its name in the data folder."""


class KeptNote:
    """The note in a file of a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def read(self) -> Note | None:
        """The note that was signed last; none where there is no file. Raises BadNote, OSError."""
        try:
            note = read_note(self._file.read_bytes())
        except FileNotFoundError:
            return None
        read_checkpoint(note)
        return note

    def write(self, note: Note) -> None:
        """Replace it, whole or not at all; done when it is on the disk. Raises OSError."""
        fresh = self._file.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(str(note).encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)
        folder = os.open(self._file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
