"""The disk of PostgreSQL is full: what would be written is refused whole, reading goes on, and room is enough to go on.

A file of one table leads to /dev/full, where the operating system itself says that no room is left: PostgreSQL's own error
53100, by way of its own code, as any user. The operator then makes room by moving the table.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from config.embedded.places import data_in
from tests.config.faults.ground import Clients, Ground
from tests.registry.engagements.served import client

FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, of Linux")


async def fill(ground: Ground, table: str) -> None:
    """The disk on which this table lies is full; what was in it is gone."""
    place = ground.place / "small"
    owner = data_in(ground.place).stat()
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
        _give(place, owner.st_uid, owner.st_gid)
        await ground.ask(f"CREATE TABLESPACE small LOCATION '{place}'")
    await ground.ask(f"ALTER TABLE {table} SET TABLESPACE small")
    [row] = await ground.ask("SELECT pg_relation_filepath($1::regclass) AS path", table)
    file = data_in(ground.place) / row["path"]
    file.unlink()
    file.symlink_to(FULL)


def _give(place: Path, uid: int, gid: int) -> None:
    with suppress(PermissionError):  # already one's own
        os.chown(place, uid, gid)


async def test_a_full_disk(ground: Ground) -> None:
    """A registration of which one row finds no room leaves nothing; with room again, the same request is done once."""
    before = await ground.whole()
    with ground.serving() as served:
        clients = Clients(ground, served)
        await fill(ground, "idempotent_answer")
        async with client(served, connections=1) as connections:
            for _ in range(3):
                await clients.register(0, connections)
            await clients.hear(connections.get("/organisations", params={"kind": "employer"}, headers=clients.headers()))
        assert clients.statuses == {503: 3, 200: 1}
        assert clients.odd == []
        assert "53100" in "".join(served.lines) or "DiskFull" in "".join(served.lines)
        assert await ground.whole() == before
        await ground.comes_to_rest()
        await ground.ask("ALTER TABLE idempotent_answer SET TABLESPACE pg_default")
        await clients.send_again()
        assert clients.statuses[201] == 3
        assert await ground.whole() - before == clients.told
