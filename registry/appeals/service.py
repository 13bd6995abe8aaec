"""Handling appeals and complaints: acknowledged, given to somebody who took no part, prepared, decided by another."""

from datetime import datetime
from uuid import UUID

from registry.appeals import judging, naming, reading
from registry.appeals.effects import carry_out
from registry.appeals.errors import NoSuchHandler, NotTheHandler, OwnAppealPrepared
from registry.appeals.filing import file, file_own
from registry.appeals.reading import About as What
from registry.appeals.reading import Case
from registry.appeals.rules import Step, check_step
from registry.appeals.schemas import Acknowledge, Assign, DecideAppeal, PrepareAnswer
from registry.appeals.steps import take
from registry.dossiers import reading as dossiers
from registry.errors import NotFound
from registry.impartiality.errors import SamePerson
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.transactions import Connection, transaction

__all__ = ("acknowledge", "assign", "decide", "file", "file_own", "prepare", "withdraw")


async def acknowledge(appeal: UUID, command: Acknowledge, *, actor: Actor, now: datetime) -> None:
    """A certifier of the body tells the sender that it came in, and names what it is about where the sender did not.

    Raises AppealStepOutOfOrder, Invalid for what is no number, NotFound for another body's.
    """
    async with transaction() as connection:
        case = await _opened(appeal, connection=connection, actor=actor)
        check_step(case.state, Step.ACKNOWLEDGED)
        named = await _named(case, command)
        facts = {"dossier": named.dossier, "certificate": named.certificate, "measure": named.measure}
        words = About(case.sender, {"words": command.words})
        await take(appeal, Step.ACKNOWLEDGED, actor=actor, now=now, facts=facts, words=words)


async def _named(case: Case, command: Acknowledge) -> What:
    """What the sender named stays; the number of the certifier adds to it."""
    if command.number is None:
        return case.about
    number = naming.read_number(command.number)
    for scheme in await schemes.certified_by(frozenset({case.body})):
        found = await naming.about(number, case.against, scheme=scheme)
        if found != What():
            return case.about.over(found)
    return case.about


async def assign(appeal: UUID, command: Assign, *, actor: Actor, now: datetime) -> None:
    """A certifier of the body gives it to one who took part in nothing that it is about, and is independent.

    Given to another later, the answer is prepared anew. Raises NoSuchHandler, TookPart, NotIndependentForAppeal,
    AppealStepOutOfOrder.
    """
    async with transaction() as connection:
        case = await _opened(appeal, connection=connection, actor=actor)
        check_step(case.state, Step.ASSIGNED)
        if command.handler not in await judging.certifiers_of(case.body):
            raise NoSuchHandler
        await judging.check(case, command.handler, now=now)
        await take(appeal, Step.ASSIGNED, actor=actor, now=now, handler=command.handler)


async def prepare(appeal: UUID, command: PrepareAnswer, *, actor: Actor, now: datetime) -> None:
    """Whoever it was given to advises on the answer. Raises NotTheHandler, and as `assign` does."""
    async with transaction() as connection:
        case = await _opened(appeal, connection=connection, actor=actor)
        check_step(case.state, Step.PREPARED)
        if case.handler not in await merging.same_person_as(_person(actor)):
            names = await people.names_of([case.handler] if case.handler else [])
            raise NotTheHandler(name=next(map(str, names.values()), ""))
        await judging.check(case, _person(actor), now=now)
        words = About(case.sender, {"advice": command.advice})
        await take(appeal, Step.PREPARED, actor=actor, now=now, words=words)


async def decide(appeal: UUID, command: DecideAppeal, *, actor: Actor, now: datetime) -> None:
    """Another certifier decides; in favour of the sender, what it is about is looked at again.

    Raises OwnAppealPrepared, TookPart, NotIndependentForAppeal, AppealStepOutOfOrder.
    """
    async with transaction() as connection:
        case = await _opened(appeal, connection=connection, actor=actor)
        step = Step(command.outcome.value)
        check_step(case.state, step)
        if case.prepared_by in await merging.same_person_as(_person(actor)):
            raise OwnAppealPrepared
        await judging.check(case, _person(actor), now=now)
        effects = await carry_out(case, step, actor=actor, now=now)
        facts = {"effects": effects, "preparedBy": case.prepared_by}
        words = About(case.sender, {"answer": command.answer})
        await take(appeal, step, actor=actor, now=now, facts=facts, words=words)


async def withdraw(number: str, *, actor: Actor, now: datetime) -> None:
    """The sender, signed in, takes it back before it is decided. Raises AppealStepOutOfOrder; NotFound for another's."""
    async with transaction() as connection:
        case = await reading.by_number(number)
        await _lock(case, connection)
        case = await reading.case(case.id)
        if actor.person is None or case.sender not in await merging.same_person_as(actor.person):
            raise NotFound
        check_step(case.state, Step.WITHDRAWN)
        await take(case.id, Step.WITHDRAWN, actor=actor, now=now)


async def _opened(appeal: UUID, *, connection: Connection, actor: Actor) -> Case:
    """The appeal as it is now, for a certifier of its body in person; rivals queue at it, and at whom it is about."""
    actor.must(Permission.HANDLE_APPEALS)
    actor.must_be_in_person()
    case = await reading.case(appeal)
    actor.must_for(Permission.HANDLE_APPEALS, case.body)
    await _lock(case, connection)
    return await reading.case(appeal)


async def _lock(case: Case, connection: Connection) -> None:
    adviser = await judging.adviser_of(case)
    if adviser is not None:
        await people.lock(adviser, connection=connection)
    await connection.execute("SELECT 1 FROM appeal WHERE id = $1 FOR NO KEY UPDATE", case.id)


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise SamePerson
    return actor.person


async def own_dossier(dossier: UUID, *, actor: Actor) -> str:
    """The scheme of an application of the actor's own, to appeal about; raises NotFound for another's."""
    held = await dossiers.dossier(dossier)
    if actor.person is None or held.person not in await merging.same_person_as(actor.person):
        raise NotFound
    return held.scheme_code
