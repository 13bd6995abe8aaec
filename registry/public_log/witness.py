"""A witness of the log as a setting names it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from registry.public_log.notes import Kind, NoteKey, read_key


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody else who keeps watch: the key by which their signatures are known, and where they are asked."""

    key: NoteKey
    url: str

    def __str__(self) -> str:
        return f"{self.key} {self.url}"


def read_witnesses(text: str) -> tuple[Witness, ...]:
    """Several, with commas. Raises ValueError for one that is none."""
    return tuple(read_witness(each) for each in text.split(",") if each.strip())


def read_witness(text: str) -> Witness:
    """A witness as a setting names it: its key as it is published, a blank, and its address. Raises ValueError."""
    key, _, url = text.strip().partition(" ")
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("names a witness otherwise than by a key (name+id+key), a blank, and its address")
    found = read_key(key)
    if found.kind is not Kind.COSIGNATURE:
        raise ValueError("names a key that is not one of a witness")
    return Witness(found, url.strip().rstrip("/"))
