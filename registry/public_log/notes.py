"""Signed notes: a text and who signed it (C2SP signed-note v1.0.0), with Ed25519 and as witnesses do (tlog-cosignature v1.0.1).

A note is believed for its signatures alone: `verified` gives them by key, and whoever reads a note asks for those they trust.
"""

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_SIGNATURES = 64
_LONGEST = 1 << 20
_ID = 4
_STAMP = 8
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile(r"[^\s+]+")


class BadNote(ValueError):
    """What is no signed note, or a signature of a known key that is wrong; the text says what is wrong."""


class Kind(IntEnum):
    """What a key signs: the text itself, or a checkpoint with the moment at which it was seen."""

    TEXT = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class NoteKey:
    """Whose signatures are known, by a name and the 32 bytes of a public key."""

    name: str
    public: bytes = field(repr=False)
    kind: Kind = Kind.TEXT

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a key: no blanks and no plus")

    @property
    def _material(self) -> bytes:
        return bytes([self.kind]) + self.public

    @property
    def id(self) -> bytes:
        """The four bytes that a signature begins with."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._material).digest()[:_ID]

    def __str__(self) -> str:
        """The key as a text that people exchange: `name+id+key`."""
        return f"{self.name}+{self.id.hex()}+{b64encode(self._material).decode()}"


def read_key(text: str) -> NoteKey:
    """A key as `str(key)` writes it. Raises BadNote for another text, another kind, and an id that is not the key's."""
    name, _, rest = text.strip().partition("+")
    identity, _, material = rest.partition("+")
    try:
        raw = b64decode(material, validate=True)
        Ed25519PublicKey.from_public_bytes(raw[1:])
        key = NoteKey(name, raw[1:], Kind(raw[0]))
    except (ValueError, IndexError) as error:
        raise BadNote("this is no key of a note: name+id+key, of Ed25519") from error
    if key.id.hex() != identity:
        raise BadNote("the id of this key does not belong to it")
    return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: a name, the id of a key, and what that key made of the text."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a new line, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(each) for each in self.signatures)

    def verified(self, keys: Iterable[NoteKey]) -> dict[NoteKey, datetime | None]:
        """Those of the keys that signed; a witness with the moment at which it did. Others' signatures are passed over.

        Raises BadNote where a signature of one of the keys is wrong.
        """
        known = {(key.name, key.id): key for key in keys}
        found: dict[NoteKey, datetime | None] = {}
        for each in self.signatures:
            if key := known.get((each.name, each.id)):
                found[key] = self._checked(key, each.value)
        return found

    def _checked(self, key: NoteKey, value: bytes) -> datetime | None:
        seen = int.from_bytes(value[:_STAMP]) if key.kind is Kind.COSIGNATURE else None
        signed = self.text.encode() if seen is None else _cosigned(self.text, seen)
        signature = value if seen is None else value[_STAMP:]
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, signed)
            return None if seen is None else _EPOCH + timedelta(seconds=seen)
        except (InvalidSignature, ValueError, OverflowError) as error:
            raise BadNote(f"the signature of {key.name} is wrong") from error


def public_half(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes by which others know the key."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(text: str, private: Ed25519PrivateKey, *, name: str) -> Signature:
    """The log's own signature on a text that ends in a new line."""
    return Signature(name, NoteKey(name, public_half(private)).id, private.sign(text.encode()))


def cosign(text: str, private: Ed25519PrivateKey, *, name: str, seen_at: datetime) -> Signature:
    """A witness's signature on a checkpoint, which says when it was seen."""
    stamp = int(seen_at.timestamp())
    value = stamp.to_bytes(_STAMP) + private.sign(_cosigned(text, stamp))
    return Signature(name, NoteKey(name, public_half(private), Kind.COSIGNATURE).id, value)


def _cosigned(text: str, seen: int) -> bytes:
    return f"cosignature/v1\ntime {seen}\n{text}".encode()


def read_note(raw: bytes) -> Note:
    """A note as it came. Raises BadNote for what is none: nothing of it is believed yet."""
    try:
        whole = raw[: _LONGEST + 1].decode()
    except UnicodeDecodeError as error:
        raise BadNote("a note is text in UTF-8") from error
    text, divided, lines = whole.rpartition("\n\n")
    if len(raw) > _LONGEST or not divided or not lines.endswith("\n") or _CONTROL.search(whole):
        raise BadNote("a note is a text, an empty line, and signatures")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > _MOST_SIGNATURES:
        raise BadNote(f"a note has at most {_MOST_SIGNATURES} signatures")
    return Note(text + "\n", signatures)


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    try:
        value = b64decode(found["signature"], validate=True) if found else b""
    except binascii.Error:
        value = b""
    if found is None or len(value) <= _ID:
        raise BadNote("a signature is a dash, a name and a value in base64")
    return Signature(found["name"], value[:_ID], value[_ID:])
