"""A list that waits for another certifier: opened to be acted upon, judged again, and what is in its way in words."""

from datetime import datetime
from uuid import UUID

from registry.people import merging
from registry.permissions import Actor
from registry.schemes.rules import Version
from registry.takeovers import judging, reading
from registry.takeovers.errors import PreparedByAnother, TakeoverEnded, TakeoverErased, TakeoverFaulty
from registry.takeovers.judging import Judged
from registry.takeovers.reading import Filed
from registry.takeovers.rules import Problem
from registry.takeovers.wording import WORDS
from registry.texts import Language, Text
from registry.transactions import Connection


async def opened(takeover: UUID, *, connection: Connection, actor: Actor, now: datetime) -> tuple[Filed, Version]:
    """A list that still waits, for a certifier of the body; rivals for it wait here. Raises NotFound, TakeoverEnded."""
    judging.must_judge(actor)
    version = await judging.version_for(actor, (await reading.takeover(takeover)).scheme, now=now)
    await connection.execute("SELECT 1 FROM takeover WHERE id = $1 FOR UPDATE", takeover)
    filed = await reading.takeover(takeover)
    if filed.ending is not None:
        raise TakeoverEnded(ended_at=filed.ended_at)
    return filed, version


async def judged_again(filed: Filed, version: Version, *, actor: Actor, now: datetime) -> Judged:
    """What is in the way of it now. Raises TakeoverErased where the names in it have gone."""
    lines = [row.line for row in await reading.rows_of(filed.id) if row.line is not None]
    if not lines:
        raise TakeoverErased
    return await judging.judge(lines, version, issuer=filed.issuer, actor=actor, now=now)


async def check_own(filed: Filed, actor: Actor) -> None:
    """Raises PreparedByAnother."""
    if not await is_prepared_by(filed, actor):
        raise PreparedByAnother


async def is_prepared_by(filed: Filed, actor: Actor) -> bool:
    """The actor prepared the list, under whatever record of themselves."""
    return actor.person is not None and filed.prepared_by in await merging.same_person_as(actor.person)


def check(judged: Judged) -> None:
    """Raises TakeoverFaulty with every row that something is in the way of, and the words of the first."""
    if judged.problems:
        first = judged.problems[0]
        rows = sorted({each.row for each in judged.problems})
        raise TakeoverFaulty(rows=rows, first=first.row, told=told(first), wrong=first.wrong.value)


def told(problem: Problem) -> Text:
    """What is in the way, in words, its facts filled in."""
    words = WORDS[problem.wrong]
    return Text(*(words.say(language, **problem.facts) for language in Language))
