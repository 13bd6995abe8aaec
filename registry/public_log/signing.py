"""Signing what the log has become, after the transactions that wrote it: one signer at a time, and never two histories.

Before a new size is signed, what was signed last, by the database and by the file outside it, must be the beginning of it.
Where it is not, a backup was put back: that log is never signed again, and the next one begins with what the old one said last.
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from registry.public_log import hashes, service
from registry.public_log.checkpoints import Checkpoint, read_checkpoint
from registry.public_log.kept_note import KeptNote
from registry.public_log.notes import BadNote, Note, NoteKey, Signature, read_note
from registry.public_log.service import Head, Kind, Leaf
from registry.public_log.tiles import HEIGHT
from registry.public_log.tree import Edge
from registry.transactions import Connection, fetch, transaction

AT_LEAST_EVERY = timedelta(hours=1)
"""So often it is signed where nothing was added."""
_ONE_AT_A_TIME = 0x6C6F67
_NEWEST = "SELECT number, first, size FROM log_head ORDER BY number DESC LIMIT 1"
_LAST = "SELECT note, signed_at FROM log_checkpoint WHERE log = $1 ORDER BY id DESC LIMIT 1"
_ANY_LAST = "SELECT note FROM log_checkpoint ORDER BY id DESC LIMIT 1"
_NODE_COLUMNS = ("log", "level", "number", "hash")
_log = structlog.get_logger(__name__)


class LastNoteMissing(RuntimeError):
    """The file that says what was signed last is gone or damaged: nobody knows whether this is a fork."""


class NothingToLeave(RuntimeError):
    """The note that was signed last is there, or no log was ever signed: there is no reason to begin a next one by hand."""


class _Forked(Exception):
    """What was signed last is not the beginning of what there is."""


@dataclass(frozen=True, slots=True)
class _Last:
    said: Checkpoint
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Hand:
    """An Ed25519 key that signs: its public half, and what makes its signatures."""

    public: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: the host in whose name, the key of now, where the last note is kept, and the keys of before that sign along.

    Whoever knows the log by the key of before, a witness or an auditor, goes on believing it meanwhile.
    """

    host: str
    now: Hand
    kept: KeptNote
    before: tuple[Hand, ...] = ()

    def known_by(self, head: Head, note: Note) -> NoteKey:
        """The key by which others know what was signed of a log: that of now, or the one of before that signed the note."""
        keys = [NoteKey(name_of(self.host, head.number), each.public) for each in (self.now, *self.before)]
        signed = {(each.name, each.id) for each in note.signatures}
        return next((each for each in keys if (each.name, each.id) in signed), keys[0])

    async def round(self, *, now: datetime) -> Checkpoint | None:
        """Sign what the log has become, where there is anything to sign; returns what was signed.

        Raises LastNoteMissing.
        """
        async with transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
            head = await newest()
            if head is None or not head.size:
                return None
            last = await _last(head, connection)
            before = await self._signed_last(connection)
            said = None if before is None else read_checkpoint(before)
            if last and said and said.size == last.said.size == head.size and now - last.signed_at < AT_LEAST_EVERY:
                return None
            try:
                edge = await self._grown(head, last, said, connection=connection)
            except (_Forked, KeyError):
                if before is None:
                    raise
                head = await self._begin_next(head, before, connection=connection, now=now)
                edge = await self._grown(head, None, None, connection=connection)
            return await self._sign(head, edge, connection=connection, now=now)

    async def begin_next(self, *, now: datetime) -> Checkpoint:
        """For whoever lost the note that was signed last, for good: the next log begins, and is signed; returns what it says.

        Its first leaf has the last checkpoint that the database knows. Raises NothingToLeave.
        """
        async with transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
            head = await newest()
            last = None if head is None else await connection.fetchval(_ANY_LAST)
            if head is None or last is None:
                raise NothingToLeave
            with suppress(LastNoteMissing):
                await self._signed_last(connection)
                raise NothingToLeave
            head = await self._begin_next(head, read_note(last.encode()), connection=connection, now=now)
            return await self._sign(
                head, await self._grown(head, None, None, connection=connection), connection=connection, now=now
            )

    async def _signed_last(self, connection: Connection) -> Note | None:
        """The note in the file; none where nothing was ever signed. Raises LastNoteMissing."""
        way_out = "put it back, or: registry log begin-next"
        try:
            found = await asyncio.to_thread(self.kept.read)
        except BadNote as error:
            raise LastNoteMissing(f"the file with the note that was signed last is damaged: {error}: {way_out}") from error
        if found is None and await connection.fetchval("SELECT EXISTS (SELECT 1 FROM log_checkpoint)"):
            raise LastNoteMissing(f"the file with the note that was signed last is gone: {way_out}")
        return found

    async def _grown(self, head: Head, last: _Last | None, said: Checkpoint | None, *, connection: Connection) -> Edge:
        """The right edge of the log, every new subtree kept; raises _Forked where what was signed is not its beginning."""
        earlier = [] if last is None else [last.said]
        if said is not None and not (earlier and _is_older(said, head, host=self.host)):
            earlier.append(said)
        if any(each.origin != name_of(self.host, head.number) or each.size > head.size for each in earlier):
            raise _Forked
        signed = 0 if last is None else last.said.size
        edge = await hashes.edge_at(head, signed)
        for each in earlier:
            if each.size <= signed and (await hashes.edge_at(head, each.size)).root != each.root:
                raise _Forked
        made, to_come = [], {each.size: each.root for each in earlier if each.size > signed}
        async for leaves in hashes.leaves_from(head, signed, head.size, connection=connection):
            for leaf in leaves:
                nodes = edge.add(leaf)
                made += [
                    (head.number, node.level // HEIGHT, node.number, value) for node, value in nodes if _is_kept(node.level)
                ]
                if edge.size in to_come and edge.root != to_come[edge.size]:
                    raise _Forked
        if edge.size != head.size:
            raise _Forked
        await connection.copy_records_to_table("log_node", columns=_NODE_COLUMNS, records=made)
        return edge

    async def _begin_next(self, head: Head, before: Note, *, connection: Connection, now: datetime) -> Head:
        """The next log, whose first leaf names what the old one said last; the old one is never appended to again."""
        said = read_checkpoint(before)
        await connection.execute("LOCK TABLE log_head IN EXCLUSIVE MODE")
        head = await newest() or head
        number = max(head.number, number_of(said.origin)) + 1
        _log.error(
            "the public log begins anew: what was signed last is not in it", log=number, signed=said.size, found=head.size
        )
        await connection.execute(
            "INSERT INTO log_head (number, first, size) VALUES ($1, $2, 0)", number, head.first + head.size
        )
        if said.origin == name_of(self.host, head.number):
            await connection.execute(
                _KEEP, head.number, said.size, said.root, str(before), str(self.known_by(head, before)), now
            )
        told: dict[str, str | int | None] = {
            "log": said.origin,
            "size": said.size,
            "root": b64encode(said.root).decode(),
            "checkpoint": str(before),
        }
        await service.append([Leaf(Kind.LOG, told)], at=now)
        found = await newest()
        assert found is not None  # noqa: S101  it was made a moment ago
        return found

    async def _sign(self, head: Head, edge: Edge, *, connection: Connection, now: datetime) -> Checkpoint:
        """First the file, then the database, then everybody: a crash in between leaves nothing that was read and is gone."""
        name = name_of(self.host, head.number)
        said = Checkpoint(name, edge.size, edge.root)
        text = str(said).encode()
        hands = (self.now, *self.before)
        note = Note(str(said), tuple(Signature(name, NoteKey(name, each.public).id, each.sign(text)) for each in hands))
        await asyncio.to_thread(self.kept.write, note)
        await connection.execute(_KEEP, head.number, said.size, said.root, str(note), str(self.known_by(head, note)), now)
        return said


async def _last(head: Head, connection: Connection) -> _Last | None:
    """What the database says was signed last of a log."""
    row = await connection.fetchrow(_LAST, head.number)
    return None if row is None else _Last(read_checkpoint(read_note(row["note"].encode())), row["signed_at"])


def _is_older(said: Checkpoint, head: Head, *, host: str) -> bool:
    """Said of a log of ours before this one: another machine signed since."""
    number = number_of(said.origin)
    return number < head.number and said.origin == name_of(host, number)


_KEEP = "INSERT INTO log_checkpoint (log, size, root, note, key, signed_at) VALUES ($1, $2, $3, $4, $5, $6)"


def _is_kept(level: int) -> bool:
    return level > 0 and level % HEIGHT == 0


def name_of(host: str, number: int) -> str:
    """The name of a log, which is where it is: `host/log`, and `host/log/2` for the one after it."""
    return f"{host}/log" if number == 1 else f"{host}/log/{number}"


def number_of(name: str) -> int:
    """The number of the log of that name."""
    last = name.rpartition("/")[2]
    return int(last) if last.isdecimal() else 1


async def newest() -> Head | None:
    """The newest log, as it is committed; none before anything was logged."""
    rows = await fetch(_NEWEST)
    return Head(rows[0]["number"], rows[0]["first"], rows[0]["size"]) if rows else None
