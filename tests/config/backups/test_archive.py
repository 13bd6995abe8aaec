"""The archive: every byte of it follows from its parts."""

import io
import tarfile
from collections.abc import Iterable

import pytest

from config.backups.archive import SUMS, ArchiveReader, ArchiveWriter
from config.backups.refusals import BackupRefused

PARTS = [
    ("about.json", b'{"format":1}'),
    ("rows/001.public.person/000001.copy.gz", bytes(range(256)) * 3),
    ("manifest.json", b"{}"),
]


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these parts."""
    written = io.BytesIO()
    writer = ArchiveWriter(written.write)
    for name, content in parts:
        writer.add(name, content)
    writer.finish()
    return written.getvalue()


def read(content: bytes) -> list[tuple[str, bytes]]:
    """Its parts."""
    return list(ArchiveReader(io.BytesIO(content)).parts())


def test_stock_tools_open_it() -> None:
    """It is a tar file, and its sums are those that `sha256sum --check` reads."""
    whole = archive(PARTS)
    assert read(whole) == PARTS
    with tarfile.open(fileobj=io.BytesIO(whole)) as opened:
        assert opened.getnames() == [*(name for name, _ in PARTS), SUMS]
        sums = opened.extractfile(SUMS)
        assert sums is not None
        assert sums.read().splitlines()[0].endswith(b"  about.json")


def test_every_byte_counts() -> None:
    """Whichever byte is changed, in whichever way, it is refused: content, names, headers, padding and end."""
    whole = archive(PARTS)
    for place in range(len(whole)):
        for other in {whole[place] ^ 1, 0, 32, 48} - {whole[place]}:
            with pytest.raises(BackupRefused):
                read(whole[:place] + bytes([other]) + whole[place + 1 :])


def test_every_length_but_its_own_is_refused() -> None:
    """Cut short anywhere, or added to."""
    whole = archive(PARTS)
    for size in range(len(whole)):
        with pytest.raises(BackupRefused, match="cut short"):
            read(whole[:size])
    for more in (b"\0", bytes(512), b"more", whole):
        with pytest.raises(BackupRefused, match="after its end"):
            read(whole + more)


def test_parts_keep_their_order() -> None:
    """Two parts in each other's place, one left out, one twice, or one of another archive: refused."""
    about, rows, manifest = PARTS
    sums = archive(PARTS)[-2 * 512 - 512 - 512 :]
    for parts in ([about, manifest, rows], [about, rows], [about, rows, rows, manifest], [about, ("rows/001", b""), manifest]):
        with pytest.raises(BackupRefused, match="is not what was written"):
            read(archive(parts)[: -len(sums)] + sums)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../token-key.pem", "rows/../../x", "rows//x", "a\\b", "rows/./x", ".hidden", "é", "", "a/b/c/d"]
)
def test_a_name_is_never_a_path(name: str) -> None:
    """Whatever leads out of an archive, or looks like that, is refused by its name alone."""
    with pytest.raises(BackupRefused, match=r"by the name|header"):
        read(archive([(name, b"x")]))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE])
def test_nothing_but_files(kind: bytes) -> None:
    """Links, folders, devices and whatever else tar knows are refused."""
    described = tarfile.TarInfo("about.json")
    described.type, described.linkname = kind, "/etc/passwd"
    with pytest.raises(BackupRefused, match=r"has been changed|by the name"):
        read(described.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))


def test_a_part_larger_than_any() -> None:
    """A size that no part has is refused before anything is read."""
    described = tarfile.TarInfo("about.json")
    described.size, described.mode = 2**32, 0o600
    with pytest.raises(BackupRefused, match="has been changed"):
        read(described.tobuf(tarfile.USTAR_FORMAT))
