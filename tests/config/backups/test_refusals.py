"""What is refused of a backup and of the place it is restored into: one line each, and nothing is touched."""

import gzip
import io
import json
import random
import tarfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.backups.age import Locking
from config.backups.archive import ArchiveReader, ArchiveWriter
from config.backups.passphrases import read_passphrase
from config.backups.proving import proven
from config.backups.refusals import BackupRefused
from tests.config.backups.ground import PASSPHRASE, asked, held, names_in, refused

Empty = Callable[[], Awaitable[str]]


def parts(file: Path) -> list[tuple[str, bytes]]:
    """What is in a backup."""
    with file.open("rb") as opened:
        return list(ArchiveReader(opened).parts())


def written(file: Path, contents: list[tuple[str, bytes]]) -> Path:
    """A backup of these parts, with sums that fit them."""
    with file.open("wb") as opened:
        writer = ArchiveWriter(opened.write)
        for name, content in contents:
            writer.add(name, content)
        writer.finish()
    return file


def altered(contents: list[tuple[str, bytes]], part: str, **fields: object) -> list[tuple[str, bytes]]:
    """The same parts, with other fields in one of them that is JSON."""
    return [
        (name, json.dumps(json.loads(content) | fields).encode() if name == part else content) for name, content in contents
    ]


def refuses(file: Path, passphrase: str | None = None) -> str:
    """With what it is refused before anything is touched."""
    with pytest.raises(BackupRefused) as error, proven(file, passphrase=passphrase):
        pass
    return error.value.message


def test_a_changed_byte_anywhere(backup: Path, tmp_path: Path) -> None:
    """A byte of each part of a real backup, one of each header, and some of everywhere."""
    whole, file, chance = bytearray(backup.read_bytes()), tmp_path / "changed", random.Random(7)  # noqa: S311 - no secret
    with tarfile.open(backup) as opened:
        places = [place for each in opened for place in (each.offset + 110, each.offset_data + each.size // 2)]
    for place in [*places, *chance.sample(range(len(whole)), 100)]:
        whole[place] ^= 1
        file.write_bytes(whole)
        assert refuses(file)
        whole[place] ^= 1
    file.write_bytes(whole)
    with proven(file, passphrase=None):
        pass


def test_cut_short_or_added_to(backup: Path, tmp_path: Path) -> None:
    """Wherever it ends before its end, or goes on after it."""
    whole, file = backup.read_bytes(), tmp_path / "other"
    for size in (0, 1, 511, 512, 5_000, len(whole) // 2, len(whole) - 1024, len(whole) - 1):
        file.write_bytes(whole[:size])
        assert refuses(file)
    for more in (b"\0", b"x", bytes(1024), whole):
        file.write_bytes(whole + more)
        assert refuses(file) == "It is damaged: it goes on after its end."


def test_parts_in_another_order_or_number(backup: Path, tmp_path: Path) -> None:
    """Also when the sums are made to fit: the manifest says which parts there are."""
    contents = parts(backup)
    swapped = [contents[0], contents[2], contents[1], *contents[3:]]
    for other in (swapped, contents[:3] + contents[4:], [*contents, ("rows/999.public.person/000001.copy.gz", b"")]):
        assert refuses(written(tmp_path / "other", other)) == "It is damaged: its parts are not those that it names."


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/root/.ssh/authorized_keys", "rows/../../x"])
def test_a_path_in_an_archive(backup: Path, tmp_path: Path, name: str) -> None:
    """A name that leads out of it is refused; no name is ever used as a path."""
    other = written(tmp_path / "other", [*parts(backup)[:2], (name, b"x")])
    assert "which no backup has" in refuses(other)


def test_what_is_no_backup(tmp_path: Path) -> None:
    """A spreadsheet, an empty file, a dump by PostgreSQL's own tool, a tar file of somebody else."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as opened:
        opened.add(__file__, "about.jsonx")
    for content in (b"", b"PGDMP\x01\x0e", gzip.compress(b"x" * 3000), packed.getvalue()):
        (tmp_path / "other").write_bytes(content)
        assert refuses(tmp_path / "other")


async def test_one_of_a_newer_version(backup: Path, empty: Empty, tmp_path: Path) -> None:
    """Of a newer format, or with migrations that this version does not have: restore it with that version."""
    contents, url, told = parts(backup), await empty(), "was made by a newer version of the registry"
    file = written(tmp_path / "format", altered(contents, "about.json", format=2, more="than known"))
    assert told in refuses(file)
    migrations = json.loads(contents[0][1])["migrations"]
    migrations["registry"] = [*migrations["registry"], "2031-01-01T00:00:00:000001"]
    file = written(tmp_path / "migrations", altered(contents, "about.json", migrations=migrations))
    assert told in await refused(url, tmp_path, "restore", file)
    assert (
        await asked(url, "SELECT 1 FROM pg_tables WHERE schemaname NOT LIKE 'pg%' AND schemaname <> 'information_schema'") == []
    )


def locked(backup: Path, file: Path) -> Path:
    """The same backup, with a passphrase."""
    with file.open("wb") as opened:
        locking = Locking(opened.write, passphrase=PASSPHRASE)
        locking.write(backup.read_bytes())
        locking.finish()
    return file


async def test_the_passphrase(backup: Path, empty: Empty, tmp_path: Path) -> None:
    """A wrong one, none, an empty one, and one for a file that has none, are each told as what they are."""
    file, passphrase = locked(backup, tmp_path / "locked"), tmp_path / "passphrase"
    passphrase.write_text(f"{PASSPHRASE} ")
    assert "passphrase is wrong" in await refused(await empty(), tmp_path, "restore", file, "--passphrase-file", passphrase)
    assert "is locked" in refuses(file)
    assert "is not locked" in refuses(backup, PASSPHRASE)
    passphrase.write_text("\nsecond line")
    with pytest.raises(BackupRefused, match="is empty"):
        read_passphrase(passphrase)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)
    assert "is damaged" in refuses(file, PASSPHRASE)


async def test_a_place_that_is_not_empty(filled: str, backup: Path, empty: Empty, tmp_path: Path) -> None:
    """One with tables, were it a single one without a row, stays as it is."""
    before, other = await held(filled), await empty()
    assert "is not empty" in await refused(filled, tmp_path, "restore", backup)
    assert await held(filled) == before
    await asked(other, "CREATE TABLE mine (id integer)")
    assert "is not empty" in await refused(other, tmp_path, "restore", backup)


async def test_a_place_of_somebody_else(backup: Path, empty: Empty, tmp_path: Path) -> None:
    """Who may make tables in a database that is not theirs hears so before a row comes in, and not after all of them."""
    url = await empty()
    role = f"guest_{urlsplit(url).path[1:]}"
    await asked(url, f"CREATE ROLE {role} LOGIN PASSWORD 'guest'")
    await asked(url, f"GRANT ALL ON SCHEMA public TO {role}")
    await asked(url, f"GRANT CREATE ON DATABASE {urlsplit(url).path[1:]} TO {role}")
    place = urlsplit(url)
    theirs = place._replace(netloc=f"{role}:guest@{place.netloc.rpartition('@')[2]}").geturl()
    assert "must own the database" in await refused(theirs, tmp_path, "restore", backup)
    assert await asked(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
    for statement in ("DROP OWNED BY", "DROP ROLE"):
        await asked(url, f"{statement} {role}")


async def test_rows_that_are_not_those_of_the_manifest(backup: Path, empty: Empty, tmp_path: Path) -> None:
    """Where somebody has written rows and sums anew, the database's digest of what came in says so, and nothing stays."""
    contents = parts(backup)
    place, rows = next((place, gzip.decompress(each[1])) for place, each in enumerate(contents) if ".public.scheme/" in each[0])
    contents[place] = contents[place][0], gzip.compress(rows.replace(b"e-adviseur", b"e-adviseus", 1), mtime=0)
    url, other = await empty(), written(tmp_path / "other", contents)
    assert "public.scheme are not what they were" in await refused(url, tmp_path, "restore", other)
    assert await asked(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []


async def test_strays_are_refused(backup: Path, empty: Empty, tmp_path: Path) -> None:
    """A foreign key is asked of every row that came in: rows that point nowhere do not come in, whoever wrote the sums."""
    contents = parts(backup)
    manifest = json.loads(contents[-1][1])
    emptied = next(table for table in manifest["tables"] if table["name"] == "person")
    contents = [each for each in contents if not each[0].startswith(emptied["folder"])]
    emptied |= {"parts": 0, "rows": 0, "digest": "0-0-0-0"}
    contents[-1] = contents[-1][0], json.dumps(manifest).encode()
    assert "foreign key" in await refused(await empty(), tmp_path, "restore", written(tmp_path / "other", contents))


async def test_nothing_to_back_up(empty: Empty, tmp_path: Path) -> None:
    """A database without tables is no registry: perhaps the wrong one was named. No file is made."""
    assert "nothing to back up" in await refused(await empty(), tmp_path, "backup", tmp_path / "file")
    assert "cannot be written" in await refused(await empty(), tmp_path, "backup", tmp_path / "no folder/file")
    assert names_in(tmp_path) == []
