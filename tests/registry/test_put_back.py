"""What tests begin with is put back as its services made it."""

from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.put_back import all_rows, is_empty, put_back


async def test_what_is_put_back_is_what_was_made(database: None, emptied_by: str) -> None:
    """Every row, to the last letter, and the next number of every table; never beside what stands there already."""
    await making.world()
    made = await all_rows()
    assert "setval" in made.script
    async with transaction() as connection:
        names = emptied_by.replace("DELETE FROM ", "").replace(";", ",")
        await connection.execute(f"SET LOCAL session_replication_role = replica; TRUNCATE {names} RESTART IDENTITY")
    assert await is_empty()
    assert await put_back(made)
    assert await all_rows() == made
    assert not await put_back(made)


async def test_a_world_beside_somebody_is_made_by_its_services(database: None) -> None:
    """Whoever was there before stays, and the world comes beside them; its scheme works as ever."""
    before = await making.person("Nel", "Eerder")
    world = await making.world()
    rows = await fetch("SELECT id FROM person WHERE id = $1 OR id = $2", before, world.owner.person)
    assert len(rows) == 2
    assert (await making.certified(world, await making.candidate())).number
