"""Entries that were committed are sealed in order, each once, soon after; and what the chain cannot see shows beside a head."""

import asyncio
import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import asyncpg

from registry.audit import chain, sealing, service
from registry.audit.actions import Action
from registry.audit.sealing import Sealer
from registry.audit.tables import AuditEntry, AuditSeal
from registry.audit.verifying import Finding, Harm, verify
from registry.permissions import OPERATOR
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.audit.tampering import by_hand, sealed
from tests.registry.making import NOW


async def act() -> None:
    """An act that leaves one entry."""
    async with transaction():
        await service.record(Action.SIGNED_IN, uuid4(), actor=OPERATOR, at=NOW, facts={"naam": "é’\u0001"})


async def order() -> list[int]:
    """The entries in the order of the chain."""
    return [row["entry"] for row in await AuditSeal.select(AuditSeal.entry).order_by(AuditSeal.place)]


async def test_a_link_is_what_its_description_says(database: None) -> None:
    """Anyone can derive a digest from the row, with nothing of ours."""
    await making.person()
    await sealed()
    [entry], [seal] = await AuditEntry.select(), await AuditSeal.select()
    [facts] = [row["facts"] for row in await fetch("SELECT facts::text FROM audit_entry")]
    moments = [round(each.timestamp() * 1_000_000) for each in (seal["sealed_at"], entry["recorded_at"])]
    written = [1, moments[0], entry["id"], moments[1], None, None, entry["action"], str(entry["subject"]), facts]
    text = json.dumps([*written, entry["personal"].hex()], ensure_ascii=False, separators=(",", ":"))
    assert seal["digest"] == hashlib.sha256(bytes(32) + text.encode()).digest()
    assert seal["place"] == 1


async def test_entries_are_sealed_the_round_after_they_were_seen(database: None) -> None:
    """The first round looks, the second seals; places count from one, in the order of the entries."""
    for _ in range(5):
        await act()
    sealer = Sealer()
    assert [await sealer.round(now=NOW) for _ in range(3)] == [0, 5, 0]
    assert await order() == [1, 2, 3, 4, 5]
    verified = await verify()
    assert (verified.sealed, verified.waiting, verified.findings) == (5, 0, ())
    await act()
    assert (await verify()).waiting == 1
    assert [await sealer.round(now=NOW) for _ in range(2)] == [0, 1]


async def test_a_round_in_which_nobody_wrote_asks_one_question(database: None, database_url: str) -> None:
    """Nothing is read of what was settled, and no transaction is begun: no number of one is used up."""
    for _ in range(3):
        await act()
    sealer = Sealer()
    for _ in range(4):
        await sealer.round(now=NOW)
    before = await fetch("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next")
    for _ in range(10):
        assert await sealer.round(now=NOW) == 0
    assert await fetch("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next") == before


async def test_many_go_in_by_ten_thousand(database: None) -> None:
    """Every entry has one place, however many there are."""
    async with transaction():
        await service.record_all(Action.SIGNED_IN, {uuid4(): {} for _ in range(20_500)}, actor=OPERATOR, at=NOW)
    assert await sealed() == 20_500
    assert await order() == list(range(1, 20_501))
    assert (await verify()).findings == ()


async def test_an_entry_that_was_committed_late_is_sealed_after_the_others(database: None, database_url: str) -> None:
    """A long act keeps nobody waiting, is no insertion, and is not forgotten however often was looked meanwhile."""
    sealer, slow = Sealer(), await asyncpg.connect(database_url)
    try:
        opened = slow.transaction()
        await opened.start()
        await slow.execute(
            "INSERT INTO audit_entry (recorded_at, action, subject) VALUES (now(), 'signed-in', gen_random_uuid())"
        )
        await act()
        assert [await sealer.round(now=NOW) for _ in range(4)] == [0, 1, 0, 0]
        await opened.commit()
        await act()
        assert (await verify()).findings == ()
        assert [await sealer.round(now=NOW) for _ in range(2)] == [1, 1]
    finally:
        await slow.close()
    assert await order() == [2, 1, 3]
    assert (await verify()).findings == ()


async def test_rivals_make_one_chain(database: None) -> None:
    """Several processes may seal: one does at a time, and no entry is sealed twice or left."""
    for _ in range(50):
        await act()
    sealers = [Sealer() for _ in range(5)]
    for _ in range(4):
        await asyncio.gather(*(each.round(now=NOW) for each in sealers))
    assert await order() == list(range(1, 51))
    assert (await verify()).findings == ()


async def test_another_process_goes_on_where_one_stopped(database: None) -> None:
    """Nothing that matters is remembered by a process alone."""
    await act()
    await sealed()
    await act()
    await sealed()
    assert await order() == [1, 2]
    assert (await verify()).findings == ()


async def test_what_was_inserted_is_never_sealed(database: None, database_url: str) -> None:
    """It would look as if it had been there all along, under the number of an act that came to nothing."""
    await act()
    connection = await asyncpg.connect(database_url)
    assert await connection.fetchval("SELECT nextval(pg_get_serial_sequence('audit_entry', 'id'))") == 2
    await act()
    await sealed()
    statement = "INSERT INTO audit_entry (id, recorded_at, action, subject) VALUES (2, now(), 'signed-in', gen_random_uuid())"
    await by_hand(connection, statement)
    await connection.close()
    await act()
    await sealed()
    assert await order() == [1, 3, 4]
    assert (await verify()).findings == (Finding(Harm.INSERTED, 2),)


async def test_a_chain_that_was_made_anew_shows_beside_a_head_that_was_noted(database: None, database_url: str) -> None:
    """Who rewrites history from some place on, or cuts it short, makes a chain that holds, with other heads."""
    for _ in range(3):
        await act()
    await sealed()
    noted = await sealing.head()
    assert noted is not None
    heads = {noted.place: noted.digest}
    assert (await verify(heads)).findings == ()
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE audit_entry SET action = 'iets-anders' WHERE id = 2")
    await by_hand(connection, "DELETE FROM audit_seal WHERE place > 1")
    await sealing.seal(upto=3, now=NOW)
    assert (await verify()).findings == ()
    assert (await verify(heads)).findings == (Finding(Harm.OTHER_HEAD, 3, 3),)
    await by_hand(connection, "DELETE FROM audit_seal WHERE place = 3")
    await by_hand(connection, "DELETE FROM audit_entry WHERE id = 3")
    assert (await verify()).findings == ()
    assert (await verify(heads)).findings == (Finding(Harm.OTHER_HEAD, place=3),)
    await connection.close()


async def test_the_chain_holds_when_a_person_was_erased(database: None) -> None:
    """Entries hold commitments; the values are not in the chain."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    await sealed()
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    assert (await verify()).findings == ()


async def test_instants_are_whole_microseconds(database: None) -> None:
    """As Python counts them and as the database sends them are the same number."""
    instant = NOW + timedelta(microseconds=123_457)
    [row] = await fetch("SELECT timestamptz_send($1) AS sent", instant)
    assert chain.microseconds_sent(row["sent"]) == chain.microseconds(instant)
