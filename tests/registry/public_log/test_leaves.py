"""What is logged: leaf and event in one transaction, commitments that open, and nothing left to open of who was erased."""

import asyncio
import hashlib
from base64 import urlsafe_b64encode
from contextlib import suppress

import asyncpg
import pytest
from msgspec.json import decode

from registry.public_log import openings
from registry.public_log import service as public_log
from registry.public_log.service import Kind, Leaf, LeafTooLong
from registry.public_log.tree import leaf_hash
from registry.transactions import NoTransaction, fetch, transaction
from tests.registry import making
from tests.registry.making import BEFORE


async def leaves() -> list[dict[str, object]]:
    """Every leaf as it says itself, in order."""
    return [decode(row["data"]) for row in await fetch("SELECT data FROM log_leaf ORDER BY place")]


async def issued() -> asyncpg.Record:
    """A world with one certificate: its number and person."""
    await making.certified(await making.world(), await making.candidate())
    [row] = await fetch(
        "SELECT certificate.id, adviser.person FROM certificate JOIN adviser ON adviser.id = certificate.adviser"
    )
    return row


async def test_leaves_stand_in_order_without_gaps(database: None) -> None:
    """A transaction that is rolled back leaves no gap; two that race get places of their own."""
    one, two = Leaf(Kind.LIST, {"url": "a"}), Leaf(Kind.LIST, {"url": "b"})
    async with transaction():
        assert await public_log.append([one, two], at=BEFORE) == [0, 1]
    with suppress(RuntimeError):
        async with transaction():
            assert await public_log.append([one], at=BEFORE) == [2]
            raise RuntimeError

    async def another() -> list[int]:
        async with transaction():
            return await public_log.append([one, one], at=BEFORE)

    found = await asyncio.gather(*(another() for _ in range(5)))
    assert sorted(index for each in found for index in each) == list(range(2, 12))
    rows = await fetch("SELECT place, data, leaf_hash FROM log_leaf ORDER BY place")
    assert [row["place"] for row in rows] == list(range(12))
    assert all(row["leaf_hash"] == leaf_hash(row["data"]) for row in rows)


async def test_a_leaf_says_the_hour_and_fits_a_bundle(database: None) -> None:
    """Canonical JSON, with the hour alone; a leaf that is too long is refused before anything is written."""
    async with transaction():
        await public_log.append([Leaf(Kind.KEY, {"z": None, "a": 1})], at=BEFORE)
    [row] = await fetch("SELECT data FROM log_leaf")
    hour = BEFORE.strftime("%Y-%m-%dT%H")
    assert row["data"] == f'{{"a":1,"k":"key","t":"{hour}","v":1,"z":null}}'.encode()
    with pytest.raises(LeafTooLong):
        async with transaction():
            await public_log.append([Leaf(Kind.LIST, {"url": "a" * 70_000})], at=BEFORE)
    with pytest.raises(NoTransaction):
        await public_log.append([Leaf(Kind.LIST, {})], at=BEFORE)


async def test_a_certificate_is_logged_as_a_commitment_that_opens(database: None) -> None:
    """The leaf says nothing but the hour; salt and event open it, and the scheme version stands in the clear before it."""
    row = await issued()
    found = await leaves()
    assert [each["k"] for each in found] == ["scheme", "cert"]
    assert found[1].keys() == {"v", "k", "t", "c"}
    [opened] = await openings.of_certificate(row["id"])
    digest = hashlib.sha256(opened.opening.salt + opened.opening.text.encode()).digest()
    assert found[1]["c"] == urlsafe_b64encode(digest).decode().rstrip("=")
    event = decode(opened.opening.text)
    assert (event["type"], event["cert"], event["n"], event["prev"]) == ("issue", str(row["id"]), 1, None)
    assert opened.index == 1
    [certificate] = await fetch("SELECT encode(snapshot_hash, 'hex') AS snapshot FROM certificate")
    assert (event["snapshot"], event["sha256"]) == (certificate["snapshot"], None)


async def test_a_leaf_commits_to_the_credential_that_was_signed_with_it(database: None) -> None:
    """The one that counts: its digest stands in the event."""
    row = await issued()
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM log_opening")
        await connection.execute(
            "INSERT INTO credential (address, status_place, certificate, kid, jws, recorded_at) "
            "VALUES (gen_random_uuid(), 1, $1, 'k', 'a.b.c', now())",
            row["id"],
        )
        await public_log.log_certificate_events([row["id"]], at=BEFORE)
    [opened] = await openings.of_certificate(row["id"])
    assert decode(opened.opening.text)["sha256"] == hashlib.sha256(b"a.b.c").hexdigest()


async def test_logging_again_does_nothing(database: None) -> None:
    """What is logged is logged once, also when two catch up at once."""
    row = await issued()

    async def again() -> tuple[int, int]:
        async with transaction():
            return await public_log.log_certificate_events([row["id"]], at=BEFORE), await public_log.log_scheme_versions(
                at=BEFORE
            )

    assert list(await asyncio.gather(again(), again())) == [(0, 0), (0, 0)]
    assert len(await leaves()) == 2


async def test_every_event_has_a_salt_of_its_own_and_names_the_one_before(database: None) -> None:
    """Two events of one certificate share nothing; the second names where the first stands."""
    row = await issued()
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at, prepared_by, decided_by, resolve_by) "
            "SELECT certificate, 'suspended', effective_on, recorded_at, prepared_by, decided_by, effective_on "
            "FROM certificate_event"
        )
        await public_log.log_certificate_events([row["id"]], at=BEFORE)
    first, second = await openings.of_certificate(row["id"])
    assert first.opening.salt != second.opening.salt
    event = decode(second.opening.text)
    assert (event["type"], event["n"], event["prev"]) == ("suspend", 2, first.index)


async def test_who_is_erased_leaves_a_leaf_that_says_nothing(database: None) -> None:
    """Salt and event go, the leaf stays; nothing is logged of this person afterwards."""
    row = await issued()
    before = await leaves()
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, now())", row["person"])
        assert await connection.fetchval("SELECT count(*) FROM log_opening") == 0
        assert await public_log.log_certificate_events([row["id"]], at=BEFORE) == 0
    assert await leaves() == before


async def test_an_opening_goes_by_erasure_alone(database: None) -> None:
    """Nothing else removes or changes one; and no leaf, node, checkpoint or head."""
    await issued()
    for statement in (
        "DELETE FROM log_opening",
        "UPDATE log_opening SET event = event",
        "DELETE FROM log_leaf WHERE place = 0",
        "UPDATE log_leaf SET data = data",
        "UPDATE log_head SET size = size - 1",
        "UPDATE log_head SET first = 7",
        "DELETE FROM log_head",
        "TRUNCATE log_leaf CASCADE",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            async with transaction() as connection:
                await connection.execute(statement)
