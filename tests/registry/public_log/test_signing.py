"""Signing: what was signed stays the beginning of what is signed next, and a backup that is put back does not fork the log."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.json import decode

from registry.public_log import hashes, reading, service
from registry.public_log.checkpoints import Checkpoint, read_checkpoint, read_proof
from registry.public_log.kept_note import FILE, KeptNote
from registry.public_log.notes import NoteKey, public_half
from registry.public_log.service import Kind, Leaf
from registry.public_log.signing import Hand, LastNoteMissing, NothingToLeave, Signing, name_of, newest
from registry.public_log.tiles import leaves_in, tiles_of
from registry.public_log.tree import Edge, consistency, is_consistent, leaf_hash
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import BEFORE

HOST = "registry.test"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def signing(folder: Path) -> Signing:
    """The signer of these tests, whose last note is kept in that folder."""
    return Signing(HOST, Hand(public_half(KEY), KEY.sign), KeptNote(folder))


async def add(number: int) -> None:
    """So many leaves more, in one transaction."""
    async with transaction():
        await service.append([Leaf(Kind.LIST, {"n": each}) for each in range(number)], at=BEFORE)


async def signed(signer: Signing, *, minutes: int = 0) -> Checkpoint:
    """What is signed now."""
    said = await signer.round(now=BEFORE + timedelta(minutes=minutes))
    assert said is not None
    return said


async def put_back(size: int) -> None:
    """As a backup that was made when the log had that many leaves would have it."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM log_leaf WHERE place >= $1", size)
        await connection.execute("DELETE FROM log_checkpoint WHERE size > $1", size)
        await connection.execute("DELETE FROM log_node WHERE ((number + 1) << (8 * level)) > $1", size)
        await connection.execute("UPDATE log_head SET size = $1", size)


async def test_a_log_that_ends_is_known_by_the_key_that_signed_it(database: None, tmp_path: Path) -> None:
    """Another key signs by the time that the next log begins: who checks the old one is still given the right one."""
    signer, other = signing(tmp_path), Ed25519PrivateKey.generate()
    await add(5)
    await signed(signer)
    await put_back(3)
    await signed(replace(signer, now=Hand(public_half(other), other.sign), before=(signer.now,)), minutes=1)
    for number, key in ((1, KEY), (2, other)):
        kept = await reading.newest_signed(number)
        assert kept is not None
        assert kept.key.public == public_half(key), number
        assert kept.note.verified([kept.key])


async def test_each_checkpoint_is_the_beginning_of_the_next(database: None, tmp_path: Path) -> None:
    """Whatever was added in between: root, consistency and note agree with a tree that is built anew."""
    signer, found, edge = signing(tmp_path), [], Edge()
    for number in (1, 2, 252, 1, 1, 300, 513):
        await add(number)
        found.append(await signed(signer))
    for row in await fetch("SELECT data FROM log_leaf ORDER BY place"):
        edge.add(leaf_hash(row["data"]))
    assert (found[-1].size, found[-1].root) == (edge.size, edge.root)
    head = await newest()
    assert head is not None
    for old, new in pairwise(found):
        path = await hashes.path(head, consistency(old.size, new.size))
        assert is_consistent((old.size, old.root), (new.size, new.root), path)
    newest_signed = await reading.newest_signed(1)
    assert newest_signed is not None
    assert newest_signed.note.verified([NoteKey(name_of(HOST, 1), public_half(KEY))])
    assert newest_signed.note == KeptNote(tmp_path).read()


async def test_nothing_new_is_signed_every_hour(database: None, tmp_path: Path) -> None:
    """Without leaves nothing is signed; without new ones not before an hour has passed."""
    signer = signing(tmp_path)
    assert await signer.round(now=BEFORE) is None
    await add(1)
    first = await signed(signer)
    assert await signer.round(now=BEFORE + timedelta(minutes=59)) is None
    assert await signed(signer, minutes=60) == first


async def test_a_backup_that_was_put_back_begins_a_next_log(database: None, tmp_path: Path) -> None:
    """The shortened log is never signed again; the next begins with what the old one said last, and both are read."""
    signer = signing(tmp_path)
    await add(300)
    await signed(signer)
    await add(20)
    last = await signed(signer)
    await put_back(300)
    await add(5)
    said = await signed(signer)
    assert (said.origin, said.size) == (name_of(HOST, 2), 1)
    [row] = await fetch("SELECT data FROM log_leaf ORDER BY place DESC LIMIT 1")
    leaf = decode(row["data"])
    assert (leaf["k"], leaf["log"], leaf["size"]) == ("log", last.origin, 320)
    assert read_checkpoint(KeptNote(tmp_path).read()).origin == said.origin  # type: ignore[arg-type]
    old, new = await reading.newest_signed(1), await reading.newest_signed(2)
    assert old is not None
    assert new is not None
    assert (old.said, new.said) == (last, said)
    await add(2)
    assert await signed(signer) != said
    assert [row["size"] for row in await fetch("SELECT size FROM log_head ORDER BY number")] == [305, 3]


async def test_a_backup_that_grew_past_what_was_signed_is_seen_too(database: None, tmp_path: Path) -> None:
    """As long as before and longer, and yet another history: also in a leaf of which the database never signed a thing."""
    signer = signing(tmp_path)
    await add(10)
    await signed(signer)
    await add(10)
    await signed(signer)
    await put_back(10)
    await add(7)
    await add(7)
    assert (await signed(signer)).origin == name_of(HOST, 2)


async def test_the_old_log_serves_what_was_signed_of_it_and_is_here(
    database: None, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Not the hashes of the next log, nor leaves that stand where lost ones stood; its proofs reach no further."""
    signer = signing(tmp_path)
    await making.certified(await making.world(), await making.candidate())
    [row] = await fetch("SELECT certificate.id, size FROM certificate CROSS JOIN log_head")
    await add(300 - row["size"])
    await signed(signer, minutes=0)
    await add(20)
    await signed(signer, minutes=1)
    await put_back(300)
    await add(5)
    await signed(signer, minutes=2)
    await add(20)
    await signed(signer, minutes=3)
    for address in ("0/001.p/64", "0/001.p/49", "0/001.p/45", "entries/001.p/64", "entries/001.p/45", "1/000.p/2"):
        assert (await client.get(f"/log/tile/{address}")).status_code == 404
    for address in ("0/000", "0/001.p/44", "entries/001.p/44", "1/000.p/1"):
        assert (await client.get(f"/log/tile/{address}")).status_code == 200
    content = await reading.proof_file(row["id"])
    assert content is not None
    assert read_checkpoint(read_proof(content).checkpoint).size == 300
    assert await reading.proof_of(1, 299) is not None
    assert await reading.proof_of(1, 300) is None


async def test_a_crash_between_file_and_database_goes_on(database: None, tmp_path: Path) -> None:
    """The file knows of a checkpoint that the database does not: it is the beginning of what there is, so nothing forks."""
    signer = signing(tmp_path)
    await add(10)
    await signed(signer)
    await add(10)
    last = await signed(signer)
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM log_checkpoint WHERE size = 20")
    assert await signed(signer) == last
    await add(1)
    assert (await signed(signer)).size == 21


async def test_without_the_last_note_nothing_is_signed(database: None, tmp_path: Path) -> None:
    """Whoever lost the file does not know what was signed last; who signs for the first time has none to lose."""
    signer = signing(tmp_path)
    await add(1)
    await signed(signer)
    (tmp_path / FILE).unlink()
    await add(1)
    with pytest.raises(LastNoteMissing):
        await signer.round(now=BEFORE)


async def test_whoever_lost_the_last_note_begins_the_next_log(database: None, tmp_path: Path) -> None:
    """By hand, and only then; its first leaf has what the database knows of the old one, which is never signed again."""
    signer = signing(tmp_path)
    with pytest.raises(NothingToLeave):
        await signer.begin_next(now=BEFORE)
    await add(3)
    await signed(signer)
    with pytest.raises(NothingToLeave):
        await signer.begin_next(now=BEFORE)
    before = (tmp_path / FILE).read_text()
    (tmp_path / FILE).unlink()
    said = await signer.begin_next(now=BEFORE)
    assert (said.origin, said.size) == (name_of(HOST, 2), 1)
    [row] = await fetch("SELECT data FROM log_leaf WHERE place = 3")
    assert decode(row["data"])["checkpoint"] == before
    await add(1)
    assert await signed(signer) == read_checkpoint(KeptNote(tmp_path).read())  # type: ignore[arg-type]  # it is there
    assert (await fetch("SELECT max(log) AS log, max(size) AS size FROM log_checkpoint"))[0]["log"] == 2


@pytest.mark.parametrize("damage", [b"", b"\xff", b"half a li", "registry.test/log\nthree\n\n— a AAAAAAAA\n".encode()])
async def test_a_damaged_last_note_is_as_one_that_is_lost(database: None, tmp_path: Path, damage: bytes) -> None:
    """Nothing is signed, and it is said why; the next log begins by hand."""
    signer = signing(tmp_path)
    await add(3)
    await signed(signer)
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(LastNoteMissing, match=r"is damaged: .*begin-next"):
        await signer.round(now=BEFORE)
    assert (await signer.begin_next(now=BEFORE)).origin == name_of(HOST, 2)


async def test_a_changed_last_leaf_is_not_signed_over(database: None, tmp_path: Path) -> None:
    """Behind the back of every guard: the log that was signed is never signed with another history."""
    signer = signing(tmp_path)
    await add(3)
    await signed(signer)
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE log_leaf SET data = 'x', leaf_hash = sha256('\\x0078'::bytea) WHERE place = 2")
    await add(1)
    assert (await signed(signer)).origin == name_of(HOST, 2)


async def test_every_tile_and_bundle_is_served(database: None, client: httpx.AsyncClient, tmp_path: Path) -> None:
    """The hashes of all tiles of level 0 give the root; bundles give the leaves; what is not there yet is not found."""
    await add(600)
    said = await signed(signing(tmp_path))
    answer = await client.get("/log/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=5"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == (tmp_path / FILE).read_bytes()
    edge, data = Edge(), b""
    for tile in tiles_of(600):
        answer = await client.get(f"/log/tile/{tile.address}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert len(answer.content) == 32 * tile.width
        assert (await client.head(f"/log/tile/{tile.address}")).content == b""
        if tile.level == 0:
            data += answer.content
    bundles = [f"/log/tile/entries/{number}" for number in ("000", "001", "002.p/88")]
    leaves = [leaf for address in bundles for leaf in leaves_in((await client.get(address)).content)]
    assert [leaf_hash(leaf) for leaf in leaves] == [data[at : at + 32] for at in range(0, len(data), 32)]
    for leaf in leaves:
        edge.add(leaf_hash(leaf))
    assert edge.root == said.root
    assert (await client.get("/log/tile/0/000.p/17")).content == data[: 17 * 32]
    long = f"0/{'x001/' * 1500}001"
    for missing in ("0/002", "0/002.p/89", "1/000", "1/000.p/3", "entries/003", "0/1", "64/000", "0/000.p/256", "x", long):
        assert (await client.get(f"/log/tile/{missing}")).status_code == 404
    for missing in ("/log/2/checkpoint", "/log/1/checkpoint", "/log/99999/checkpoint", "/log/2/tile/0/000", "/log/tile/0/1"):
        assert (await client.get(missing)).status_code == 404


async def test_what_is_not_signed_is_not_served(database: None, client: httpx.AsyncClient, tmp_path: Path) -> None:
    """No checkpoint before there is one, and no leaf that it does not cover."""
    assert (await client.get("/log/checkpoint")).status_code == 404
    await add(2)
    assert (await client.get("/log/tile/entries/000.p/2")).status_code == 404
    await signed(signing(tmp_path))
    await add(1)
    assert (await client.get("/log/tile/entries/000.p/2")).status_code == 200
    assert (await client.get("/log/tile/entries/000.p/3")).status_code == 404
