"""A hold that was lifted can be set again, and is about a person and a scheme: the database knows that too."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.dossiers import holds
from registry.dossiers import service as dossiers
from registry.dossiers.errors import OnHold
from registry.dossiers.schemas import Grant
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.dossiers.test_holds import hold
from tests.registry.making import NOW


async def test_a_lifted_hold_can_be_set_again(database: None) -> None:
    """For the same case; while it stands it is not set twice, and each is lifted on its own."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    cause, certifier = uuid4(), world.certifiers[0]
    for day in range(3):
        assert await hold([dossier], certifier, cause=cause) == 1
        assert await hold([dossier], certifier, cause=cause) == 0
        with pytest.raises(OnHold):
            await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
        async with transaction():
            assert await holds.lift(cause, actor=certifier, now=NOW + timedelta(days=day)) == 1
    holding = (
        "INSERT INTO dossier_hold (id, dossier, cause, set_by, set_at) "
        "SELECT gen_random_uuid(), $1, $2, $3, now() FROM generate_series(1, 2)"
    )
    with pytest.raises(asyncpg.UniqueViolationError):
        async with transaction() as connection:
            await connection.execute(holding, dossier, cause, certifier.account)


async def test_the_database_knows_the_other_files_of_the_person(database: None) -> None:
    """A hold on one number's dossier stops that of another number of the same human being, for the same scheme."""
    world, elif_, twin = await making.world(), await making.candidate(), await making.candidate("E.", "Öztürk")
    held, _ = await making.prepared(world, twin)
    dossier, _ = await making.prepared(world, elif_)
    await hold([held], world.certifiers[0], cause=uuid4())
    refusing = (
        "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
        "SELECT dossier, 'refused', $2, evidence, '{}', now() FROM dossier_event WHERE dossier = $1 AND step = 'prepared'"
    )
    await merged(twin, elif_)
    with pytest.raises(asyncpg.CheckViolationError, match="on hold"):
        async with transaction() as connection:
            await connection.execute(refusing, dossier, world.certifiers[1].account)
    async with transaction() as connection:
        await connection.execute("UPDATE adviser_merge SET undone_at = now()")
        await connection.execute(refusing, dossier, world.certifiers[1].account)
