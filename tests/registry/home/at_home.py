"""What waits for somebody at home, as it is found in the registry."""

from datetime import datetime

from config.waiting import KINDS
from registry.home.reading import parts
from registry.home.rules import Wait
from registry.permissions import Actor
from tests.registry.making import NOW


async def waits(actor: Actor, at: datetime = NOW) -> dict[str, int]:
    """How many of each kind wait for the actor; nothing of kinds of which nothing does."""
    found = await parts(KINDS, actor=actor, now=at)
    return {wait.kind.code: wait.number for part in found for wait in part.waits}


async def wait_for(actor: Actor, code: str, at: datetime = NOW) -> Wait:
    """What is told of one kind of which something waits."""
    found = await parts(KINDS, actor=actor, now=at)
    [wait] = [wait for part in found for wait in part.waits if wait.kind.code == code]
    return wait
