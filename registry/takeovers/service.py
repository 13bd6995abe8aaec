"""Taking over certificates that another body issued: one certifier prepares a list, another decides it (DESIGN §7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.certificates import issuing
from registry.certificates.issuing import Award
from registry.certificates.snapshot import TakenOver
from registry.dossiers.judging import person_of
from registry.errors import RuleBroken
from registry.people import duplicates
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.takeovers import judging, opening, rules
from registry.takeovers.errors import (
    HoldersUndecided,
    OwnTakeover,
    TakenOverBefore,
    TooManyRows,
)
from registry.takeovers.judging import Judged
from registry.takeovers.reading import Filed
from registry.takeovers.rules import MOST_ROWS, Ending, Line
from registry.takeovers.schemas import ListOf
from registry.takeovers.tables import Takeover, TakeoverRow
from registry.transactions import Connection, transaction

_ONCE = frozenset({"takeover_is_decided_once", "takeover_waits_once"})
_BECAME = "UPDATE takeover_row SET adviser = $3, certificate = $4, values = NULL WHERE takeover = $1 AND row = $2"


@dataclass(frozen=True, slots=True)
class FileRead:
    """A list as exams read it: what the file is called, its SHA-256, and its rows."""

    file_name: str
    sha256: bytes
    lines: tuple[Line, ...]


async def judge(command: ListOf, lines: Sequence[Line], *, actor: Actor, now: datetime) -> Judged:
    """What is in the way of this actor taking over the list; nothing is written.

    Raises NotAllowed, NotFound, NoVersionInForce, TooManyRows.
    """
    judging.must_judge(actor)
    if len(lines) > MOST_ROWS:
        raise TooManyRows(count=len(lines), limit=MOST_ROWS)
    version = await judging.version_for(actor, await schemes.id_by_code(command.scheme), now=now)
    return await judging.judge(lines, version, issuer=command.issuer, actor=actor, now=now)


async def check_not_before(command: ListOf, digest: bytes) -> None:
    """One file is taken over once for a scheme, and waits once. Raises TakenOverBefore."""
    scheme = await schemes.id_by_code(command.scheme)
    same = (Takeover.scheme == scheme) & (Takeover.sha256 == digest)
    if await Takeover.exists().where(same & (Takeover.ending.is_null() | (Takeover.ending == Ending.DECIDED.value))):
        raise TakenOverBefore


async def prepare(command: ListOf, file: FileRead, *, actor: Actor, now: datetime) -> UUID:
    """A certifier, independent of every holder, prepares a list without faults; nothing becomes a certificate yet.

    Raises TakeoverFaulty, TakenOverBefore, and as `judge` does.
    """
    judging.must_judge(actor)
    version = await judging.version_for(actor, await schemes.id_by_code(command.scheme), now=now)
    try:
        async with transaction():
            await check_not_before(command, file.sha256)
            opening.check(await judge(command, file.lines, actor=actor, now=now))
            takeover = Takeover(
                scheme=version.scheme,
                issuer=command.issuer,
                source=command.source,
                file_name=file.file_name,
                sha256=file.sha256,
                prepared_by=actor.account,
                prepared_at=now,
            )
            await Takeover.insert(takeover)
            rows = [TakeoverRow(takeover=takeover.id, row=line.row, values=canonical_json(line)) for line in file.lines]
            await TakeoverRow.insert(*rows)
            facts = {"scheme": command.scheme, "sha256": file.sha256.hex(), "certificates": len(rows)}
            await audit.record(Action.TAKEOVER_PREPARED, takeover.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise _once(error) from error
    prepared: UUID = takeover.id
    return prepared


def _once(error: asyncpg.UniqueViolationError) -> Exception:
    return TakenOverBefore() if getattr(error, "constraint_name", "") in _ONCE else error


async def confirm(takeover: UUID, rows: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Who prepared the list says of these rows that the holder is none of the candidates of a like name, as known now.

    Raises PreparedByAnother, TakeoverEnded, TakeoverErased, NotFound.
    """
    async with transaction() as connection:
        filed, version = await opening.opened(takeover, connection=connection, actor=actor, now=now)
        await opening.check_own(filed, actor)
        judged = await opening.judged_again(filed, version, actor=actor, now=now)
        told: dict[str, list[str]] = {}
        for line in judged.lines:
            doubts = rules.open_doubts(line, judged.seen[line.row])
            if line.row in rows and doubts:
                distinct = (*line.distinct_from, *(number for number, _ in doubts))
                decided = msgspec.structs.replace(line, distinct_from=distinct)
                await TakeoverRow.update({TakeoverRow.values: canonical_json(decided)}).where(
                    TakeoverRow.takeover == takeover, TakeoverRow.row == line.row
                )
                told[str(line.row)] = [number for number, _ in doubts]
        facts = {"somebodyElseThan": told}
        await audit.record(Action.TAKEOVER_PREPARED, takeover, actor=actor, at=now, facts=facts)


async def decide(takeover: UUID, *, actor: Actor, now: datetime) -> int:
    """Another certifier, independent of every holder, takes the list over: every certificate exists when this returns.

    All is judged afresh, and nothing is taken over where anything is in the way. Returns how many there are. Raises
    OwnTakeover, TakeoverEnded, TakeoverErased, TakeoverFaulty, HoldersUndecided, TakenOverBefore, NotFound.
    """
    try:
        async with transaction() as connection:
            filed, version = await opening.opened(takeover, connection=connection, actor=actor, now=now)
            if await opening.is_prepared_by(filed, actor):
                raise OwnTakeover
            await duplicates.queue_for_new_files(connection)
            judged = await _locked(filed, version, connection=connection, actor=actor, now=now)
            opening.check(judged)
            if judged.undecided:
                raise HoldersUndecided(rows=judged.undecided)
            await _end(filed, Ending.DECIDED, actor=actor, now=now)
            await _take_over(filed, version, judged, connection=connection, actor=actor, now=now)
            facts = {"ending": Ending.DECIDED, "certificates": len(judged.lines), "preparedBy": filed.prepared_by}
            await audit.record(Action.TAKEOVER_ENDED, takeover, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise _once(error) from error
    return len(judged.lines)


async def _locked(filed: Filed, version: Version, *, connection: Connection, actor: Actor, now: datetime) -> Judged:
    """Judged once to see whom it is about, and again when nobody else can change what is known of them."""
    judged = await opening.judged_again(filed, version, actor=actor, now=now)
    known = [seen.holder.adviser for seen in judged.seen.values() if seen.holder is not None]
    if not known:
        return judged
    await people.lock_all(known, connection=connection)
    return await opening.judged_again(filed, version, actor=actor, now=now)


async def _take_over(
    filed: Filed, version: Version, judged: Judged, *, connection: Connection, actor: Actor, now: datetime
) -> None:
    new = [line for line in judged.lines if judged.seen[line.row].holder is None]
    opened = await people.open_files([_person(line) for line in new], connection=connection, actor=actor, now=now)
    advisers = {line.row: file.adviser for line, file in zip(new, opened, strict=True)}
    advisers |= {row: seen.holder.adviser for row, seen in judged.seen.items() if seen.holder is not None}
    persons = await people.persons_of(advisers.values())
    awards = [
        Award(
            adviser=advisers[line.row],
            person=persons[advisers[line.row]],
            version=version,
            valid_from=line.first_day,
            valid_until=line.last_day,
            evidence_hash=filed.sha256,
            prepared_by=filed.prepared_by,
            decided_by=person_of(actor),
            taken_over=TakenOver(filed.issuer, line.certificate, line.scheme, filed.source),
        )
        for line in judged.lines
    ]
    outcomes = await issuing.issue_all(awards, connection=connection, actor=actor, now=now)
    for outcome in outcomes:
        if isinstance(outcome, RuleBroken):
            raise outcome
    became = [(filed.id, line.row, advisers[line.row], each) for line, each in zip(judged.lines, outcomes, strict=True)]
    await connection.executemany(_BECAME, became)


def _person(line: Line) -> RegisterPerson:
    return RegisterPerson(
        given_name=line.given_name,
        family_name=line.family_name,
        family_prefix=line.family_prefix,
        work_email=line.work_email,
    )


async def decline(takeover: UUID, *, actor: Actor, now: datetime) -> None:
    """Another certifier declines: nothing is taken over, and the names in the list go.

    Raises OwnTakeover, TakeoverEnded, NotFound.
    """
    async with transaction() as connection:
        filed, _ = await opening.opened(takeover, connection=connection, actor=actor, now=now)
        if await opening.is_prepared_by(filed, actor):
            raise OwnTakeover
        await _give_up(filed, Ending.DECLINED, connection=connection, actor=actor, now=now)


async def take_back(takeover: UUID, *, actor: Actor, now: datetime) -> None:
    """Who prepared the list takes it back, and the names in it go. Raises PreparedByAnother, TakeoverEnded, NotFound."""
    async with transaction() as connection:
        filed, _ = await opening.opened(takeover, connection=connection, actor=actor, now=now)
        await opening.check_own(filed, actor)
        await _give_up(filed, Ending.TAKEN_BACK, connection=connection, actor=actor, now=now)


async def _give_up(filed: Filed, ending: Ending, *, connection: Connection, actor: Actor, now: datetime) -> None:
    await _end(filed, ending, actor=actor, now=now)
    await connection.execute("UPDATE takeover_row SET values = NULL WHERE takeover = $1", filed.id)
    await audit.record(Action.TAKEOVER_ENDED, filed.id, actor=actor, at=now, facts={"ending": ending})


async def _end(filed: Filed, ending: Ending, *, actor: Actor, now: datetime) -> None:
    ended = {Takeover.ending: ending.value, Takeover.ended_by: actor.account, Takeover.ended_at: now}
    await Takeover.update(ended).where(Takeover.id == filed.id)
