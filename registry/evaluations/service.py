"""Evaluating completed engagements, answering evaluations, and what a trend in them opens (DESIGN §7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.bookings import standing
from registry.bookings.standing import Now
from registry.bookings.steps import State
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.errors import NotFound
from registry.evaluations import reading
from registry.evaluations.errors import EvaluatedAlready, NotCompleted, OwnWork, RepliedAlready
from registry.evaluations.reading import Of
from registry.evaluations.rules import Averages, Trend, averages, completes_a_group, shown, trend_of
from registry.evaluations.schemas import Evaluate, Reply
from registry.evaluations.tables import Evaluation, EvaluationReply
from registry.evaluations.wording import TRENDS
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.numbering import read_certificate_number
from registry.organisations import succession
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.transactions import Connection, transaction

_IN_FORCE = frozenset({Status.VALID, Status.SUSPENDED})


async def to_evaluate(booking: UUID, *, actor: Actor) -> Now:
    """The booking that the actor's municipality, or who passed on to it, made.

    Raises NotCompleted, EvaluatedAlready, NotFound.
    """
    found = (await standing.of([booking])).get(booking)
    if found is None:
        raise NotFound
    await _check(found, actor=actor)
    return found


async def evaluate(booking: UUID, command: Evaluate, *, actor: Actor, now: datetime) -> UUID:
    """The municipality of a completed booking, or its successor, says once how it went; every fifth shows a trend.

    A judgement of a person, by a person: no API key gives it. Raises NotCompleted, EvaluatedAlready, OwnWork, NotFound.
    """
    actor.must(Permission.BOOK)
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await standing.locked(booking, connection=connection)
        await _check(found, actor=actor)
        person = (await people.persons_of([found.adviser]))[found.adviser]
        if actor.person in await merging.same_person_as(person):
            raise OwnWork
        about = [About(person, {"remark": command.remark})] if command.remark else []
        kept = await personal_data.keep(about, at=now)
        row = Evaluation(
            booking=booking,
            municipality=found.municipality,
            adviser=found.adviser,
            municipal_processes=command.municipal_processes,
            information_management=command.information_management,
            organisation_advice=command.organisation_advice,
            change_management=command.change_management,
            outcome=command.outcome.value,
            again=command.again,
            remark=kept[0] if kept else None,
            account=actor.account,
            recorded_at=now,
        )
        await Evaluation.insert(row)
        await audit.record(Action.EVALUATED, row.id, actor=actor, at=now, facts={"booking": booking})
        await _follow(found.adviser, row.id, connection=connection, actor=actor, now=now)
    made: UUID = row.id
    return made


async def _check(found: Now, *, actor: Actor) -> None:
    await succession.must_for(actor, Permission.BOOK, found.municipality)
    if found.state is not State.COMPLETED:
        raise NotCompleted
    if await Evaluation.exists().where(Evaluation.booking == found.id):
        raise EvaluatedAlready


async def _follow(adviser: UUID, evaluation: UUID, *, connection: Connection, actor: Actor, now: datetime) -> None:
    """With every fifth evaluation the adviser has something to read, and a trend puts their certificates up for review."""
    evaluations = await reading.of_adviser(adviser)
    if not completes_a_group(len(evaluations)):
        return
    accounts = await messages.accounts_of_adviser(adviser, connection=connection)
    await messages.tell(accounts, Kind.EVALUATED, subject=adviser, facts={}, path="/mijn-beoordelingen", at=now)
    trend = trend_of([each.scores.sum for each in evaluations])
    if trend is not None:
        await _open_reviews(adviser, evaluation, trend, actor=actor, now=now)


async def _open_reviews(adviser: UUID, evaluation: UUID, trend: Trend, *, actor: Actor, now: datetime) -> None:
    """Each certificate in force is put up for review; its status stays as it is."""
    files, today = (await merging.same_as([adviser]))[adviser], amsterdam_day(now)
    held = await certificates.of_advisers(files)
    reason = TRENDS[trend]
    await reviews.open_reviews(
        [each.id for each in held if each.status_on(today, ALL_ON_RECORD) in _IN_FORCE],
        cause=Cause.EVALUATIONS,
        origin=evaluation,
        facts={"trend": trend, "reason": {"nl": reason.nl, "en": reason.en}},
        actor=actor,
        now=now,
    )


async def reply(evaluation: UUID, command: Reply, *, actor: Actor, now: datetime) -> None:
    """The adviser answers an evaluation that is shown to them, once; the municipality is told.

    Raises RepliedAlready; NotFound for one of another, or not shown yet.
    """
    actor.must(Permission.ANSWER_BOOKINGS)
    file = await people.own_file(actor)
    async with transaction() as connection:
        await people.lock(file.id, connection=connection)
        found = next((each for each in shown(await reading.of_adviser(file.id)) if each.id == evaluation), None)
        if found is None:
            raise NotFound
        if await EvaluationReply.exists().where(EvaluationReply.evaluation == evaluation):
            raise RepliedAlready
        [content] = await personal_data.keep([About(file.person, {"reply": command.content})], at=now)
        row = EvaluationReply(evaluation=evaluation, content=content, account=actor.account, recorded_at=now)
        await EvaluationReply.insert(row)
        await audit.record(Action.EVALUATION_REPLIED, evaluation, actor=actor, at=now)
        await _tell_municipality(found, connection=connection, now=now)


async def _tell_municipality(found: Of, *, connection: Connection, now: datetime) -> None:
    """Whoever books for the municipality that the booking is of now, or for its successor."""
    booked_by = (await standing.of([found.booking]))[found.booking].municipality
    municipality = await succession.successor_now(booked_by)
    accounts = await messages.accounts_of_organisation(municipality, Permission.BOOK, connection=connection)
    await messages.tell(accounts, Kind.EVALUATION_REPLIED, subject=found.booking, facts={}, path="/beoordelingen", at=now)


async def own(actor: Actor) -> tuple[Averages | None, list[Of]]:
    """What an adviser may read of their own evaluations, and what they came to; nothing below five.

    In the order of their ids, which tells nothing of when and by whom. Raises NotFound for who has no file.
    """
    actor.must(Permission.ANSWER_BOOKINGS)
    found = shown(await reading.of_adviser((await people.own_file(actor)).id))
    return _averages(found), sorted(found, key=lambda each: each.id)


async def summary(number: str, *, actor: Actor) -> Averages | None:
    """What the evaluations of the holder of a certificate came to; none below five.

    Raises Invalid for what is no number, UnknownCertificate.
    """
    actor.must(Permission.READ_EVALUATIONS)
    issued = await certificates.by_number(read_certificate_number(number))
    return _averages(shown(await reading.of_adviser(issued.adviser)))


def _averages(found: Sequence[Of]) -> Averages | None:
    return averages([each.scores for each in found]) if found else None
