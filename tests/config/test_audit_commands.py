"""`registry audit` and `registry recheck`: what an auditor asks at the command line, and the exit code that says it."""

import asyncpg

from registry.audit.verifying import verify
from tests.config.test_results_command import registry
from tests.registry import making
from tests.registry.audit.tampering import by_hand


async def certified() -> str:
    """The number of a certificate; its track has no version, as where exams are kept elsewhere."""
    return (await making.certified(await making.world(), await making.candidate())).number


async def test_a_trail_that_holds_and_one_that_does_not(database: None, database_url: str) -> None:
    """Nothing found is 0; anything found is 1, and stands on a line of its own; a head that was noted tells the rest."""
    assert await registry(database_url, "audit", "head") == (1, "Error: No entry has been sealed yet.\n")
    await certified()
    code, told = await registry(database_url, "audit", "seal")
    sealed = (await verify()).sealed
    assert (code, told) == (0, f"{sealed} entries were sealed.\n")
    code, head = await registry(database_url, "audit", "head")
    assert (code, head.startswith(f"{sealed}:")) == (0, True)
    counted = f"{sealed} sealed entries, 0 that wait for their seal"
    assert await registry(database_url, "audit", "verify", "--head", head) == (0, f"{counted}, 0 findings\n")
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE audit_entry SET subject = gen_random_uuid() WHERE id = 3")
    await connection.close()
    told = f"altered: entry 3, place 3\n{counted}, 1 findings\n"
    assert await registry(database_url, "audit", "verify") == (1, told)
    assert (await registry(database_url, "audit", "verify", "--head", "5:abc"))[0] == 2


async def test_a_certificate_that_was_not_allowed(database: None, database_url: str) -> None:
    """Every difference on a line of its own, and 1; without any, 0."""
    number = await certified()
    counted = "1 certificates, 0 of erased persons"
    assert await registry(database_url, "recheck") == (0, f"{counted}, 0 differences\n")
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE certificate_event SET effective_on = effective_on + 1")
    await connection.close()
    found = f"{number}  granted-once: it was granted 1 times, or from another day than it says"
    assert await registry(database_url, "recheck") == (1, f"{found}\n{counted}, 1 differences\n")
