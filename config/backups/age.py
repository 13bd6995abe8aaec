"""Files locked with a passphrase, in the format of age (age-encryption.org/v1): `age --decrypt` opens them as well.

A random file key is wrapped under scrypt of the passphrase; the content goes in chunks of 64 KiB, each sealed by
ChaCha20-Poly1305 under a counter, the last one marked as such. So nothing can be changed, cut off, added or reordered.
"""

import hashlib
import hmac
import io
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.backups.refusals import BackupRefused

FIRST_LINE = b"age-encryption.org/v1\n"
CHUNK = 64 * 1024
_TAG, _WORK, _MOST_WORK = 16, 17, 20
"""Work is the power of two of scrypt's N, with r=8 and p=1: 17 takes 128 MiB and half a second, 20 a GiB."""
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n"
)
_LONGEST_HEADER = 160


class Source(Protocol):
    """What is read from start to end; fewer bytes than asked for come at the end alone."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        ...


class Locking:
    """Locks what is written to it, and passes it on."""

    def __init__(self, write: Callable[[bytes], object], *, passphrase: str) -> None:
        key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        write(_header(key, salt, _WORK, passphrase=passphrase) + nonce)
        self._write, self._cipher = write, _payload_cipher(key, nonce)
        self._waiting, self._counter = bytearray(), 0

    def write(self, content: bytes) -> None:
        """A full chunk goes on when it is known that more follows."""
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=0)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """The last chunk; without it the file is refused as cut short."""
        self._seal(bytes(self._waiting), last=1)

    def _seal(self, chunk: bytes, *, last: int) -> None:
        self._write(self._cipher.encrypt(_nonce(self._counter, last), chunk, None))
        self._counter += 1


class Unlocked:
    """Reads what was locked with that passphrase.

    Raises BackupRefused for another passphrase and, while reading, for anything that is not as it was written.
    """

    def __init__(self, source: Source, *, passphrase: str) -> None:
        key, behind = _file_key(source, passphrase=passphrase)
        nonce = (behind + source.read(16 - len(behind)))[:16]
        self._source, self._cipher, self._counter = source, _payload_cipher(key, nonce), 0
        self._next, self._ready = source.read(CHUNK + _TAG), io.BytesIO()
        if not self._next:
            raise BackupRefused("It is cut short: nothing follows its beginning.")

    def read(self, size: int, /) -> bytes:
        """The next bytes; only those that are proven come out."""
        found = self._ready.read(size)
        while len(found) < size and self._next:
            self._ready = io.BytesIO(self._open())
            found += self._ready.read(size - len(found))
        return found

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + _TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._counter, 0 if self._next else 1), chunk, None)
        except InvalidTag as error:
            raise BackupRefused("It is damaged: what was locked has been changed, cut short or added to.") from error
        self._counter += 1
        return opened


def _nonce(counter: int, last: int) -> bytes:
    return counter.to_bytes(11, "big") + bytes([last])


def _header(key: bytes, salt: bytes, work: int, *, passphrase: str) -> bytes:
    wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, work)).encrypt(bytes(12), key, None)
    covered = FIRST_LINE + b"-> scrypt %s %d\n%s\n---" % (_text(salt), work, _text(wrapped))
    return covered + b" " + _text(hmac.digest(_derived(key, b"", b"header"), covered, hashlib.sha256)) + b"\n"


def _file_key(source: Source, *, passphrase: str) -> tuple[bytes, bytes]:
    """The file key, and what was read behind the header."""
    read = source.read(_LONGEST_HEADER)
    header = _HEADER.match(read)
    if header is None or int(header[2]) > _MOST_WORK:
        raise BackupRefused("It is locked in a way that a passphrase does not open here, or its beginning is damaged.")
    salt, wrapped = _bytes(header[1]), _bytes(header[3])
    try:
        key = ChaCha20Poly1305(_wrapping_key(passphrase, salt, int(header[2]))).decrypt(bytes(12), wrapped, None)
    except InvalidTag as error:
        raise BackupRefused("The passphrase is wrong, or the beginning of the file is damaged.") from error
    covered = header[0][: -len(header[4]) - 2]
    told = b" " + _text(hmac.digest(_derived(key, b"", b"header"), covered, hashlib.sha256)) + b"\n"
    exact = FIRST_LINE + b"-> scrypt %s %s\n%s\n---" % (_text(salt), header[2], _text(wrapped)) + told
    if not hmac.compare_digest(header[0], exact):
        raise BackupRefused("It is damaged: its beginning has been changed.")
    return key, read[header.end() :]


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    salted = b"age-encryption.org/v1/scrypt" + salt
    return Scrypt(salt=salted, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _payload_cipher(key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_derived(key, nonce, b"payload"))


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _text(content: bytes) -> bytes:
    """Base64 without its padding, as age writes it."""
    return b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))
