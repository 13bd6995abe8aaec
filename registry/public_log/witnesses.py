"""Asking witnesses to see a checkpoint (C2SP tlog-witness v1.0.0): each signs only what grew out of all that it saw before."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from urllib.parse import urlsplit

import structlog

from registry.public_log import hashes, reading, signing
from registry.public_log.notes import BadNote, Note, read_note
from registry.public_log.reading import Signed
from registry.public_log.service import Head
from registry.public_log.tree import consistency
from registry.public_log.witness import Witness
from registry.transactions import fetch, transaction

PATIENCE = 5.0
"""Seconds that one waits for the next part of what a witness says."""
_MOST_PATIENCE = 4
"""So many times that, one waits for all of it."""
AGAIN_AFTER = timedelta(minutes=1)
"""So long a witness that did not sign is left alone."""
_LONGEST = 1 << 16
_SEEN = """
SELECT max(size) AS size, bool_or(log_checkpoint.id = $3) AS newest FROM log_cosignature
JOIN log_checkpoint ON log_checkpoint.id = checkpoint WHERE log = $1 AND witness = $2
"""
_KEEP = """
INSERT INTO log_cosignature (checkpoint, witness, line, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
_log = structlog.get_logger(__name__)


class NotCosigned(Exception):
    """A witness did not sign; the text says what it answered."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes


@dataclass(slots=True)
class Asking:
    """Who asks the witnesses, and when one that did not sign is asked again."""

    witnesses: Sequence[Witness]
    again: dict[str, datetime] = field(default_factory=dict)

    async def round(self, *, now: datetime) -> int:
        """Ask every witness that did not see the newest checkpoint; returns how many signed it now."""
        head = await signing.newest()
        signed = None if head is None else await reading.newest_signed(head.number)
        if head is None or signed is None:
            return 0
        due = [each for each in self.witnesses if self.again.get(each.key.name, now) <= now]
        return sum(await asyncio.gather(*(self._asked(each, head, signed, now=now) for each in due)))

    async def _asked(self, witness: Witness, head: Head, signed: Signed, *, now: datetime) -> bool:
        [seen] = await fetch(_SEEN, head.number, witness.key.name, signed.id)
        if seen["newest"]:
            return False
        try:
            line, seen_at = await cosigned(witness, head, signed, known=seen["size"] or 0)
        except (NotCosigned, BadNote, OSError, HTTPException) as error:
            self.again[witness.key.name] = now + AGAIN_AFTER
            _log.warning("a witness did not sign the public log", witness=witness.key.name, answered=str(error) or repr(error))
            return False
        self.again.pop(witness.key.name, None)
        async with transaction() as connection:
            await connection.execute(_KEEP, signed.id, witness.key.name, line, seen_at)
        return True


async def cosigned(witness: Witness, head: Head, signed: Signed, *, known: int) -> tuple[str, datetime]:
    """The line of a witness under a checkpoint, checked, and when it saw it; `known` is the size that it saw last.

    A witness that saw another size says so, and is asked once more. Raises NotCosigned, BadNote, OSError, HTTPException.
    """
    answer = await _ask(witness, head, signed, known=known)
    if answer.status == HTTPStatus.CONFLICT:
        size = _size(answer.body)
        if size is None or size > signed.said.size or size == known:
            raise NotCosigned(f"409: it saw a log of {answer.body[:20].decode(errors='replace').strip()} leaves")
        answer = await _ask(witness, head, signed, known=size)
    if answer.status != HTTPStatus.OK:
        raise NotCosigned(f"{answer.status}: {answer.body[:200].decode(errors='replace').strip()}")
    note = read_note(f"{signed.note.text}\n".encode() + answer.body)
    if note.text != signed.note.text:
        raise NotCosigned("200, about another text")
    seen_at = note.verified([witness.key]).get(witness.key)
    if seen_at is None:
        raise NotCosigned("200, without a signature by the key that is known")
    lines = {str(each) for each in note.signatures if (each.name, each.id) == (witness.key.name, witness.key.id)}
    if len(lines) > 1:
        raise NotCosigned("200, with more than one signature")
    return lines.pop(), seen_at


async def _ask(witness: Witness, head: Head, signed: Signed, *, known: int) -> _Answer:
    said = signed.said
    path = [] if known in {0, said.size} else await hashes.path(head, consistency(known, said.size))
    proof = "".join(f"{b64encode(each).decode()}\n" for each in path)
    own = Note(signed.note.text, tuple(each for each in signed.note.signatures if each.name == said.origin))
    async with asyncio.timeout(_MOST_PATIENCE * PATIENCE):
        return await asyncio.to_thread(_post, witness.url + "/add-checkpoint", f"old {known}\n{proof}\n{own}".encode())


def _post(url: str, body: bytes) -> _Answer:
    """What is answered; no redirect is followed, of a long answer only the beginning is read."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE)
    try:
        connection.connect()
        with _hanging_up(connection.sock):
            connection.request("POST", parts.path, body, {"content-type": "text/plain; charset=utf-8"})
            answer = connection.getresponse()
            return _Answer(answer.status, answer.read(_LONGEST))
    finally:
        connection.close()


@contextmanager
def _hanging_up(line: socket) -> Iterator[None]:
    """A thread is not stopped from outside: who sends a byte now and then would hold it for days."""
    timer = Timer(_MOST_PATIENCE * PATIENCE, partial(_hang_up, line))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(line: socket) -> None:
    with suppress(OSError):  # it is closed already
        line.shutdown(SHUT_RDWR)


def _size(body: bytes) -> int | None:
    text = body.strip()
    return int(text) if text.isdigit() and len(text) < len(str(1 << 63)) else None
