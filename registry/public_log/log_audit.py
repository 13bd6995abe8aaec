"""Check the public log of a register from outside. This file stands alone: Python 3.11 and `cryptography` are all it needs.

    python log_audit.py https://register.example --memory seen.json

A register logs all that happens to its certificates. The log is a list of leaves that may only grow. Over the list stands a
tree of hashes (RFC 6962), whose root the register signs, with the number of leaves: the checkpoint. Change one letter in one
leaf and the root is another. So this script
  1. reads the checkpoint and checks its signature (and those of witnesses, with --witness);
  2. reads every leaf, and computes the root itself: it must be the root that was signed;
  3. reads every tile, the files with hashes that others rely on: each must hold the hashes that follow from the leaves;
  4. compares with the checkpoint that it saw last time, kept in the memory file: that must be the beginning of today's log.
With --save all that was read is kept in a folder; with --offline such a folder is checked without asking anybody. Another log
begins when a register put a backup back: the first leaf of /log/2 must name what /log said last.
It ends with 0 when all is well, and with 1, and what is wrong, when it is not. It ends with 3 when nothing was forged, but
leaves were lost, as when an old backup was put back: what they said of certificates cannot be read any more. When a register
has a new key, the old one signs along for some time; the new one is believed once the log itself, signed by the old one, names
it. The formats are those of C2SP (c2sp.org).
"""

import argparse
import hashlib
import json
import sys
import urllib.error
import urllib.request
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256  # so many hashes, or leaves, are in a full tile
LONGEST = 1 << 25  # no file of a log is longer than this many bytes
PATIENCE = 30  # seconds
LOG_SIGNATURE, COSIGNATURE = 1, 4  # the kinds of keys
WELL, WRONG, LOST = 0, 1, 3  # how it ends; 2 is said of what was asked in another way than --help tells


class WrongError(Exception):
    """Something that must not be; the text says what."""


class Told(NamedTuple):
    """What was found, and how many leaves were lost."""

    text: str
    lost: int = 0


class Files:
    """The files of a register: asked over HTTP, kept in a folder where that is wanted, or read from such a folder."""

    def __init__(self, url: str, save: Path | None = None, offline: Path | None = None) -> None:
        self.url, self.save, self.offline = url.rstrip("/"), save, offline

    def find(self, path: str) -> bytes | None:
        """The file at a path, or None where there is none."""
        if self.offline is not None:
            file = self.offline / path
            return file.read_bytes() if file.is_file() else None
        try:
            with urllib.request.urlopen(f"{self.url}/{path}", timeout=PATIENCE) as answer:  # noqa: S310  the auditor's own address
                content: bytes = answer.read(LONGEST)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 404:  # noqa: PLR2004  not found
                return None
            raise WrongError(f"{path}: the register answers {error.code}") from error
        if self.save is not None:
            file = self.save / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return content

    def read(self, path: str) -> bytes:
        """The file at a path, which must be there."""
        content = self.find(path)
        if content is None:
            raise WrongError(f"{path} is not there")
        return content


class Checkpoint(NamedTuple):
    """What a log says of itself, and the text and lines of signatures in which it says so."""

    name: str
    size: int
    root: bytes
    text: str
    lines: list[str]


def read_checkpoint(content: bytes) -> Checkpoint:
    """The name of the log, its size and its root, each on a line; an empty line; signatures."""
    text, _, signatures = content.decode().rpartition("\n\n")
    name, size, root, *_ = text.split("\n")
    return Checkpoint(name, int(size), b64decode(root), text + "\n", signatures.splitlines())


def signed_by(checkpoint: Checkpoint, key: str) -> bool:
    """Whether the key, written as name+id+key, signed the checkpoint. A signature that is wrong is worse than none."""
    name, identity, material = key.strip().split("+", 2)
    raw = b64decode(material)
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != identity:
        raise WrongError(f"this key does not belong to its id: {key}")
    for line in checkpoint.lines:
        _, signer, value = line.split(" ")
        blob = b64decode(value)
        if (signer, blob[:4].hex()) == (name, identity):
            signature, message = blob[4:], checkpoint.text.encode()
            if raw[0] == COSIGNATURE:  # a witness signs the moment too at which it saw the checkpoint
                seen, signature = int.from_bytes(signature[:8]), signature[8:]
                message = f"cosignature/v1\ntime {seen}\n".encode() + message
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature, message)
            except InvalidSignature as error:
                raise WrongError(f"the signature of {name} is wrong") from error
            return True
    return False


def thumbprint(key: str) -> str:
    """What the leaves of a log call a key: a hash of it, as RFC 7638 has it."""
    x = urlsafe_b64encode(b64decode(key.split("+", 2)[2])[1:]).rstrip(b"=").decode()
    digest = hashlib.sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """The root over any number of hashes, from the definition in RFC 6962, section 2.1."""
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node(root_of(hashes[:left]), root_of(hashes[left:]))


def root_at(levels: list[list[bytes]], size: int) -> bytes:
    """The root of the first `size` leaves: full tiles by the hash in the level above, and what is left at the right."""
    if size == 0:
        return hashlib.sha256(b"").digest()
    parts: list[tuple[int, bytes]] = []
    for level, hashes in enumerate(levels):
        end = size >> (8 * level)
        parts = [*((level, each) for each in hashes[end - end % WIDTH : end]), *parts]
    return _joined([(8 * level, each) for level, each in parts])


def _joined(parts: list[tuple[int, bytes]]) -> bytes:
    """Subtrees from left to right, with the logarithm of their size: equal neighbours become one, then all from the right."""
    stack: list[tuple[int, bytes]] = []
    for height, value in parts:
        top = (height, value)
        while stack and stack[-1][0] == top[0]:
            top = (top[0] + 1, node(stack.pop()[1], top[1]))
        stack.append(top)
    root = stack.pop()[1]
    while stack:
        root = node(stack.pop()[1], root)
    return root


def address(kind: str, number: int, width: int) -> str:
    """Where a tile is: number 1234067 is x001/x234/067; one that is not full says how wide it is."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{kind}/{'/'.join(groups)}" + ("" if width == WIDTH else f".p/{width}")


def tiles(kind: str, count: int) -> Iterator[tuple[str, int, int]]:
    """The address of every tile that holds so many hashes, the place of its first, and how many it has."""
    for first in range(0, count, WIDTH):
        width = min(WIDTH, count - first)
        yield address(kind, first // WIDTH, width), first, width


def leaves_in(bundle: bytes, path: str) -> list[bytes]:
    """The leaves of a bundle, each behind its length in two bytes."""
    found, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2])
        found.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(bundle):
        raise WrongError(f"{path} ends in the middle of a leaf")
    return found


class Log:
    """A log that was read whole: its checkpoint, the hashes of every level of tiles, and how many leaves of which kind."""

    def __init__(self, files: Files, folder: str, *, has_next: bool) -> None:
        self.files, self.folder, self.has_next = files, folder, has_next
        self.checkpoint = read_checkpoint(files.read(f"{folder}/checkpoint"))
        self.levels: list[list[bytes]] = [[]]
        self.kinds: Counter[str] = Counter()
        self.keys: dict[str, str] = {}
        self.first_leaf: dict[str, Any] = {}

    def check_signatures(self, key: str, witnesses: list[str]) -> None:
        """The log signed its checkpoint, and so did every witness that was named."""
        if key.split("+", 1)[0] != self.checkpoint.name:
            raise WrongError(f"the key is of {key.split('+', 1)[0]}, the checkpoint of {self.checkpoint.name}")
        for each in [key, *witnesses]:
            if not signed_by(self.checkpoint, each):
                raise WrongError(f"{each.split('+', 1)[0]} did not sign the checkpoint of {self.checkpoint.name}")

    @property
    def is_whole(self) -> bool:
        """Whether no leaf was lost."""
        return len(self.levels[0]) == self.checkpoint.size

    def check_leaves(self) -> None:
        """Every leaf is read; the root over them must be the one that was signed."""
        for path, _, width in tiles("entries", self.checkpoint.size):
            bundle = self.files.find(f"{self.folder}/{path}")
            if bundle is None and self.has_next:
                break  # lost with what a backup did not have: the next log names where this one ended
            leaves = leaves_in(self.files.read(f"{self.folder}/{path}") if bundle is None else bundle, path)
            if len(leaves) != width:
                raise WrongError(f"{path} has {len(leaves)} leaves, not {width}")
            for leaf in leaves:
                said = json.loads(leaf)
                self.first_leaf = self.first_leaf or said
                self.kinds[said["k"]] += 1
                if (said["k"], said.get("use")) == ("key", "log"):
                    self.keys[said["kid"]] = said["state"]
                self.levels[0].append(hashlib.sha256(b"\x00" + leaf).digest())
        while len(below := self.levels[-1]) >= WIDTH:
            self.levels.append([root_of(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)])
        if self.is_whole and root_at(self.levels, self.checkpoint.size) != self.checkpoint.root:
            raise WrongError(f"the leaves of {self.checkpoint.name} do not give the root that was signed: a leaf was changed")

    def check_tiles(self) -> None:
        """Every tile of hashes holds what follows from the leaves."""
        for level, hashes in enumerate(self.levels):
            for path, first, width in tiles(str(level), len(hashes)):
                if self.files.find(f"{self.folder}/{path}") != b"".join(hashes[first : first + width]):
                    raise WrongError(f"{self.folder}/{path} does not hold the hashes of its leaves: the tile was changed")

    def key_from_now(self, known: str) -> str:
        """The key that was known, or the one after it: this log, signed by the one that was known, must say so."""
        offered = self.files.read(f"{self.folder}/key").decode().strip()
        if offered == known:
            return known
        states = [self.keys.get(thumbprint(each)) for each in (known, offered)]
        if states != ["retired", "active"] or not signed_by(self.checkpoint, offered):
            raise WrongError(f"the register offers a key that its log does not name: {offered}")
        return offered

    def check_grew_from(self, before: dict[str, Any]) -> None:
        """What was seen last time is the beginning of what there is now."""
        size = before["size"]
        if size > self.checkpoint.size:
            raise WrongError(f"{self.checkpoint.name} was shortened: it had {size} leaves, now {self.checkpoint.size}")
        if size <= len(self.levels[0]) and root_at(self.levels, size) != b64decode(before["root"]):
            raise WrongError(f"{self.checkpoint.name} was forked: its first {size} leaves are not those that were seen before")

    def check_follows(self, before: "Log") -> None:
        """The first leaf of a next log names what the one before it said last."""
        told = read_checkpoint(self.first_leaf.get("checkpoint", "\n0\n\n\n").encode())
        if told[:4] != before.checkpoint[:4]:
            raise WrongError(f"{self.checkpoint.name} does not begin with what {before.checkpoint.name} said last")


def check_proof(content: bytes, logs: dict[str, "Log"], keys: dict[str, list[str]]) -> str:
    """A .tlog-proof of a certificate: what happened, once it is proved that the log had it; and whether it was lost since.

    What the log said when the proof was made is the beginning of what it says now.
    """
    head, _, note = content.decode().partition("\n\n")
    _, extra, index, *path = head.split("\n")
    checkpoint, opening = read_checkpoint(note.encode()), json.loads(b64decode(extra.removeprefix("extra ")))
    if not any(signed_by(checkpoint, key) for key in keys.get(checkpoint.name, [])):
        raise WrongError(f"the proof is of a log that is not known: {checkpoint.name}")
    event = json.dumps(opening["event"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    digest = hashlib.sha256(b64decode(opening["salt"]) + event).digest()
    if json.loads(opening["leaf"])["c"] != urlsafe_b64encode(digest).rstrip(b"=").decode():
        raise WrongError("the leaf of the proof is about something else")
    value = hashlib.sha256(b"\x00" + opening["leaf"].encode()).digest()
    at, last = int(index.removeprefix("index ")), checkpoint.size - 1
    if not 0 <= at <= last:
        raise WrongError("the proof is of a leaf that its log did not have")
    place = at
    for beside in map(b64decode, path):  # RFC 9162, section 2.1.3.2
        if place & 1 or place == last:
            value = node(beside, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node(value, beside)
        place, last = place >> 1, last >> 1
    if value != checkpoint.root or last:
        raise WrongError("the proof does not lead to the root that was signed")
    log = logs[checkpoint.name]
    log.check_grew_from({"size": checkpoint.size, "root": b64encode(checkpoint.root).decode()})
    gone = "" if at < len(log.levels[0]) else f"; but this leaf, number {at}, was lost from {checkpoint.name}"
    return f"{opening['event']}{gone}"


def key_of(name: str, keys: list[str]) -> str:
    """The one of these keys that is of the log with this name."""
    for key in keys:
        if key.startswith(f"{name}+"):
            return key
    raise WrongError(f"none of the keys is of {name}")


def key_offered(log: Log, before: Log | None, memory: dict[str, Any]) -> str:
    """The key that a log says is its own, for whoever has no other; a next log must have one that the log before it knows.

    That is one by which that log was believed, or that it names; what it names counts where its root proves every leaf.
    """
    offered = log.files.read(f"{log.folder}/key").decode().strip()
    if before:
        known = {thumbprint(key) for key in memory[before.checkpoint.name]["keys"]} | set(
            before.keys if before.is_whole else ()
        )
        if thumbprint(offered) not in known - {kid for kid, state in before.keys.items() if state == "compromised"}:
            name = log.checkpoint.name
            raise WrongError(f"{name} is signed by a key that the log before it does not know: give it with --key")
    return offered


def audit(
    files: Files, memory: dict[str, Any], *, keys: list[str], witnesses: list[str], logs: dict[str, Log]
) -> Iterator[Told]:
    """Check every log of a register, and say what was found; `memory` and `logs` are brought up to date. Raises WrongError."""
    number, before, gone = 1, None, set(memory)
    while True:
        folder = "log" if number == 1 else f"log/{number}"
        has_next = files.find(f"log/{number + 1}/checkpoint") is not None
        log = Log(files, folder, has_next=has_next)
        name, seen = log.checkpoint.name, memory.get(log.checkpoint.name)
        known = key_of(name, keys) if keys else seen["key"] if seen else key_offered(log, before, memory)
        log.check_signatures(known, [] if has_next else witnesses)
        log.check_leaves()
        log.check_tiles()
        if seen:
            log.check_grew_from(seen)
        if before:
            log.check_follows(before)
        key, logs[name] = known if keys or has_next else log.key_from_now(known), log
        memory[name] = {
            "key": key,
            "keys": sorted({*(seen or {}).get("keys", []), known, key}),
            "size": log.checkpoint.size,
            "root": b64encode(log.checkpoint.root).decode(),
        }
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(log.kinds.items()))
        grown = "as before and grown" if seen else f"seen for the first time, key {known}"
        yield Told(f"{name}: {log.checkpoint.size} leaves ({kinds}), {grown}")
        if key != known:
            yield Told(f"{name}: has a new key, which the log names and the old one signed: {key}")
        if lost := log.checkpoint.size - len(log.levels[0]):
            yield Told(f"{name}: {lost} leaves were lost before another log followed it", lost)
        gone.discard(name)
        if not has_next and gone:
            raise WrongError(f"a log that was seen before is gone: {', '.join(sorted(gone))}")
        if not has_next:
            return
        number, before = number + 1, log


def _known(memory: dict[str, Any], keys: list[str]) -> dict[str, list[str]]:
    """Of each log the keys by which it was believed so far, and those that were got elsewhere."""
    return {name: [*each["keys"], *(key for key in keys if key.startswith(f"{name}+"))] for name, each in memory.items()}


def main(arguments: list[str] | None = None) -> int:
    """Check, print what was found, and remember it."""
    parser = argparse.ArgumentParser(description="Check the public log of a register from outside.")
    parser.add_argument("url", help="address of the register, such as https://register.example")
    parser.add_argument("--key", action="append", default=[], help="key of a log (name+id+key), got elsewhere; repeatable")
    parser.add_argument("--witness", action="append", default=[], help="key of a witness that must have signed; repeatable")
    parser.add_argument("--memory", type=Path, default=Path("log-audit.json"), help="file with what was seen last")
    parser.add_argument("--save", type=Path, help="folder to keep all that is read")
    parser.add_argument("--offline", type=Path, help="folder that was kept, to check without asking anybody")
    parser.add_argument("--proof", type=Path, action="append", default=[], help=".tlog-proof of a certificate; repeatable")
    asked = parser.parse_args(arguments)
    remembered = json.loads(asked.memory.read_text()) if asked.memory.exists() else {}
    memory = remembered.setdefault(asked.url.rstrip("/"), {})
    logs: dict[str, Log] = {}
    lost = 0
    try:
        files = Files(asked.url, asked.save, asked.offline)
        for told in audit(files, memory, keys=asked.key, witnesses=asked.witness, logs=logs):
            lost += told.lost
            sys.stdout.write(f"{told.text}\n")
        for file in asked.proof:
            sys.stdout.write(f"{file.name}: {check_proof(file.read_bytes(), logs, _known(memory, asked.key))}\n")
    except (WrongError, ValueError, KeyError, OSError) as error:
        sys.stderr.write(f"WRONG: {error}\n")
        return WRONG
    fresh = asked.memory.with_suffix(".new")
    fresh.write_text(json.dumps(remembered, indent=1))
    fresh.replace(asked.memory)
    if lost:
        sys.stderr.write("LOST: nothing was forged, but the log no longer has all that it once had.\n")
        return LOST
    sys.stdout.write("The log is what it says it is.\n")
    return WELL


if __name__ == "__main__":
    sys.exit(main())
