"""Locking with a passphrase, in the format of age."""

import hashlib
import io

import pytest

from config.backups.age import CHUNK, Locking, Unlocked
from config.backups.refusals import BackupRefused

PASSPHRASE = "vier woorden uit de la"
_SEALED = CHUNK + 16
VECTOR = """
6167652d656e6372797074696f6e2e6f72672f76310a2d3e20736372797074207246302f4e77626c55484854706751675270653543512031300a67556a4579
6d464b4d565851454b644d4d484c32346f5965786a4533544943304f307a4753714a326155590a2d2d2d20494f5869515953746b6f54316d765a573274464f
715a64685256766a353865674142782f7357665a5162630a1b35c6e687dd00da3ac379ac9f742c21fd185a1b9e3ded739d14ac6a9a50124db866d8
"""


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is tried in a millisecond."""
    monkeypatch.setattr("config.backups.age._WORK", 10)


def locked(content: bytes) -> bytes:
    """That content, written in uneven steps."""
    written = io.BytesIO()
    locking = Locking(written.write, passphrase=PASSPHRASE)
    for first in range(0, len(content), 50_000):
        locking.write(content[first : first + 50_000])
    locking.finish()
    return written.getvalue()


def unlocked(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    """What was locked."""
    reading, found = Unlocked(io.BytesIO(content), passphrase=passphrase), b""
    while step := reading.read(10_007):
        found += step
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_locked_comes_back(size: int) -> None:
    """Of every size around that of a chunk; twice the same content is locked in two ways."""
    content = bytes(place * 31 % 251 for place in range(size))
    once, again = locked(content), locked(content)
    assert unlocked(once) == unlocked(again) == content
    assert once != again


def test_a_file_of_another_program() -> None:
    """The test vector `scrypt` of the makers of age (C2SP/CCTV, CC0-1.0) opens here."""
    content = unlocked(bytes.fromhex(VECTOR), "password")
    assert hashlib.sha256(content).hexdigest() == "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab"


def test_another_passphrase() -> None:
    """Opens nothing, and says so."""
    with pytest.raises(BackupRefused, match="passphrase is wrong"):
        unlocked(locked(b"geheim"), "vier woorden uit de lade")


def test_every_byte_of_a_short_file_counts() -> None:
    """Whichever byte is changed, left out at the end or added: refused."""
    whole = locked(b"geheim")
    for place in range(len(whole)):
        with pytest.raises(BackupRefused):
            unlocked(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for ending in (whole[:-1], whole + b"\0", whole + whole[-22:]):
        with pytest.raises(BackupRefused, match="damaged"):
            unlocked(ending)


def test_chunks_keep_their_order_and_their_end() -> None:
    """Swapped, repeated, left out, or cut off at the edge of a chunk: refused."""
    whole = locked(bytes(3 * CHUNK + 5))
    begins = len(whole) - 3 * _SEALED - 21
    beginning = whole[:begins]
    first, second, third, last = (whole[begins + place * _SEALED : begins + (place + 1) * _SEALED] for place in range(4))
    for order in (
        (second, first, third, last),
        (first, first, second, third, last),
        (first, third, last),
        (first, second, third),
        (first, second, last),
        (last,),
        (),
    ):
        with pytest.raises(BackupRefused, match=r"damaged|cut short"):
            unlocked(beginning + b"".join(order))
    assert len(unlocked(beginning + first + second + third + last)) == 3 * CHUNK + 5


def test_more_work_than_anyone_asks() -> None:
    """A file that asks for gigabytes of memory before its passphrase can be tried is refused at once."""
    asking = locked(b"").replace(b" 10\n", b" 30\n", 1)
    with pytest.raises(BackupRefused, match="in a way"):
        unlocked(asking)
