"""A published folder: whole versions side by side, and one name that leads to the present one.

`site` is what a web server serves, a link to `versions/N/site`. A version is made beside the others, with the same file (a
hard link) for what did not change, and becomes the present one by one rename; whatever kills the maker leaves the one
before it whole. `versions/N/made.sqlite` tells from what each part was made.
"""

import fcntl
import filecmp
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_TABLES = "CREATE TABLE part (name TEXT PRIMARY KEY, made_from BLOB NOT NULL, files TEXT NOT NULL) WITHOUT ROWID"
_KEPT = 2
"""Versions that stay: the present one, and the one that a reader may be in the middle of."""


class PublishingAlready(RuntimeError):
    """Another program publishes in this folder at this moment."""


class Version:
    """A version in the making. A part is some files that are made from the same; its name is never given twice."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.site, self.written, self.kept = folder / "site", 0, 0
        self.site.mkdir(parents=True)
        self._before = before / "site" if before else None
        self._made = sqlite3.connect(folder / "made.sqlite", isolation_level=None)
        self._made.execute("PRAGMA journal_mode = OFF")
        self._made.execute("PRAGMA synchronous = OFF")
        self._made.execute(_TABLES)
        if before:
            self._made.execute("ATTACH ? AS earlier", [str(before / "made.sqlite")])
        self._made.execute("BEGIN")

    def keep(self, name: str, made_from: bytes) -> bool:
        """Take over a part from the version before, if that was made from the same; whether it was."""
        if self._before is None:
            return False
        question = "SELECT files FROM earlier.part WHERE name = ? AND made_from = ?"
        found = self._made.execute(question, [name, made_from]).fetchone()
        if found is None:
            return False
        for file in found[0].split("\n"):
            self._link(file)
        self.tell(name, made_from, found[0].split("\n"))
        return True

    def tell(self, name: str, made_from: bytes, files: Sequence[str]) -> None:
        """From what a part was made, all its files being there."""
        self._made.execute("INSERT INTO part VALUES (?, ?, ?)", [name, made_from, "\n".join(files)])

    @contextmanager
    def writing(self, file: str) -> Iterator[Path]:
        """Where to write a file, or nothing; if what was written is what was there before, it is that file."""
        place = self.site / file
        place.parent.mkdir(parents=True, exist_ok=True)
        yield place
        if not place.exists():
            return
        if self._before and _equal(place, self._before / file):
            place.unlink()
            self._link(file)
        else:
            self.written += 1

    def close(self) -> None:
        """Nothing more is added."""
        self._made.execute("COMMIT")
        self._made.close()

    def _link(self, file: str) -> None:
        if self._before is None:
            raise ValueError(file)
        place = self.site / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(self._before / file)
        self.kept += 1


@contextmanager
def new_version(folder: Path) -> Iterator[Version]:
    """A version to fill; it is the present one at the end, and is gone if anything fails. Raises PublishingAlready."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for left in versions.glob("*.part"):
            shutil.rmtree(left)
        done = sorted((each for each in versions.iterdir() if each.name.isdigit()), key=lambda each: int(each.name))
        present = folder / "site"
        before = present.resolve().parent if present.is_symlink() else None
        name = str(int(done[-1].name) + 1 if done else 1)
        making = versions / f"{name}.part"
        version = Version(making, before)
        with closing(version):
            yield version
        os.sync()
        making.rename(versions / name)
        _lead(present, Path("versions") / name / "site")
        for old in [*done, versions / name][:-_KEPT]:
            shutil.rmtree(old)


def _lead(link: Path, target: Path) -> None:
    fresh = link.with_name(f"{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.rename(link)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishingAlready(str(folder)) from error
        yield


def _equal(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
