"""A process that grants is killed at a random moment: what it told of stands with its audit row, and nothing in half."""

import asyncio
import random
from collections import Counter
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import pytest

from registry.transactions import fetch
from tests.config.programs import Program
from tests.registry import making
from tests.registry.dossiers.test_bulk_granting import ready
from tests.registry.making import NOW, World

GRANTING = """
import asyncio, os, sys
from datetime import datetime
from uuid import UUID

import msgspec

os.environ |= {"REGISTRY_DATABASE_URL": sys.argv[1], "PICCOLO_CONF": "config.piccolo_conf"}

from registry.accounts import service as accounts
from registry.dossiers import bulk, service as dossiers
from registry.dossiers.bulk_schemas import GrantTogether
from registry.dossiers.schemas import Grant
from registry.transactions import engine

async def grant():
    await engine().start_connection_pool(min_size=1, max_size=1)
    actor, now = await accounts.actor_of(UUID(sys.argv[2])), datetime.fromisoformat(sys.argv[3])
    asked = msgspec.json.decode(sys.argv[4], type=GrantTogether).dossiers
    print("ready", flush=True)
    for first in range(0, len(asked), 4):
        alone, *together = asked[first : first + 4]
        print(await dossiers.grant(alone.dossier, Grant(evidence=alone.evidence), actor=actor, now=now), flush=True)
        rows = await bulk.grant_all(GrantTogether(dossiers=together), actor=actor, now=now)
        print(*(row.certificate for row in rows), flush=True)
    print("done", flush=True)

asyncio.run(grant())
"""
NAME = "granting-until-killed"
AT_ONCE = 12
STANDING = """
SELECT certificate.id,
    (SELECT count(*) FROM certificate_event WHERE certificate = certificate.id AND kind = 'granted') AS events,
    (SELECT count(*) FROM dossier_event WHERE certificate = certificate.id AND step = 'granted') AS steps,
    (SELECT count(*) FROM audit_entry WHERE subject = certificate.id AND action = 'certificate.granted') AS entries,
    (SELECT count(*) FROM audit_entry JOIN dossier_event ON dossier_event.dossier = audit_entry.subject
        WHERE dossier_event.certificate = certificate.id AND action = 'dossier.step'
            AND audit_entry.facts ->> 'step' = 'granted') AS step_entries,
    (SELECT count(*) FROM personal_value WHERE commitment = certificate.holder) AS names,
    (SELECT count(*) FROM queue.pgqueuer WHERE payload = uuid_send(certificate.id)) AS asked
FROM certificate
"""


async def _granted_elsewhere(url: str, world: World, *, killed_after: float | None) -> tuple[set[UUID], float]:
    """Grant so many dossiers in a process of its own; returns the certificates that it told of, and how long it went on."""
    asked = await ready(world, *map(str, range(AT_ONCE)))
    said = msgspec.json.encode({"dossiers": asked}).decode()
    program = Program(GRANTING, url, world.certifiers[1].account, NOW.isoformat(), said)
    try:
        assert await asyncio.to_thread(program.line) == "ready"
        began = asyncio.get_running_loop().time()
        if killed_after is None:
            told = [await asyncio.to_thread(program.line) for _ in range(AT_ONCE // 2 + 1)]
            assert told[-1] == "done"
        else:
            await asyncio.sleep(killed_after)
        went_on = asyncio.get_running_loop().time() - began
        program.kill_group()
        told = program.rest().split() if killed_after is not None else " ".join(told).split()
    finally:
        program.close()
        while await fetch("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", NAME):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)
    return {UUID(each) for each in told if each != "done"}, went_on


async def _play(rounds: int, database_url: str) -> Counter[str]:
    """So many rounds, each killed at another moment between the first grant and the last."""
    url = f"{database_url}{'&' if urlsplit(database_url).query else '?'}application_name={NAME}"
    world = await making.world()
    told, longest = await _granted_elsewhere(url, world, killed_after=None)
    assert len(told) == AT_ONCE
    chance, outcomes = random.Random(2026), Counter[str]()  # noqa: S311  not a secret
    for _ in range(rounds):
        acknowledged, _ = await _granted_elsewhere(url, world, killed_after=chance.uniform(0, longest))
        told |= acknowledged
        outcomes["all" if len(acknowledged) == AT_ONCE else "some" if acknowledged else "none"] += 1
        standing = {row["id"]: tuple(row)[1:] for row in await fetch(STANDING)}
        assert told <= set(standing)
        assert set(standing.values()) == {(1,) * 6}
    return outcomes


async def test_killed_five_times(database: None, database_url: str) -> None:
    """Every certificate that was told of is there with its event, step, audit rows and name, once."""
    assert (await _play(5, database_url)).total() == 5


@pytest.mark.drill
async def test_killed_a_hundred_times(database: None, database_url: str) -> None:
    """0 lost, 0 torn, whenever the process died."""
    outcomes = await _play(100, database_url)
    assert outcomes.total() == 100
    assert outcomes["some"] > 0
