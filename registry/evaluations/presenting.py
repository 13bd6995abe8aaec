"""Evaluations as people read them."""

from registry.evaluations import reading, service
from registry.evaluations.reading import Due, Given, Of
from registry.evaluations.rules import Averages, Outcome
from registry.evaluations.schemas import AverageOut, DueOut, EvaluationOut, OwnEvaluationsOut, RemarkOut, SummaryOut
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.quarters import days

_NOTHING = SummaryOut(number=0, averages=[], reached=0, partly=0, not_reached=0, again=0)


async def due(actor: Actor) -> list[DueOut]:
    """What waits for the evaluation of the actor's municipalities."""
    return [_due(each) for each in await reading.due_for(actor)]


async def given(actor: Actor) -> list[EvaluationOut]:
    """The evaluations that the actor's municipalities gave; an auditor sees all."""
    return [each.told for each in await named(actor)]


async def named(actor: Actor) -> list[Named[EvaluationOut]]:
    """The same, each with the adviser's name."""
    return [Named(_given(each), each.adviser) for each in await reading.given_for(actor)]


async def summary(number: str, *, actor: Actor) -> SummaryOut:
    """What the evaluations of the holder of a certificate came to."""
    return _summary(await service.summary(number, actor=actor))


async def own(actor: Actor) -> OwnEvaluationsOut:
    """What an adviser may read of their own evaluations; those without a word are in the averages alone."""
    averages, found = await service.own(actor)
    return OwnEvaluationsOut(summary=_summary(averages), remarks=[_remark(each) for each in found if each.remark or each.reply])


def _due(each: Due) -> DueOut:
    return DueOut(
        booking=each.booking,
        municipality=each.municipality,
        adviser=str(each.adviser) if each.adviser else None,
        first_day=each.first_day,
        last_day=each.last_day,
        days=days(each.used),
        completed_at=each.completed_at,
    )


def _given(given_one: Given) -> EvaluationOut:
    found = given_one.evaluation
    processes, management, organisation, change = found.scores.competences
    return EvaluationOut(
        id=found.id,
        booking=found.booking,
        municipality=given_one.municipality,
        adviser=str(given_one.adviser) if given_one.adviser else None,
        first_day=given_one.first_day,
        last_day=given_one.last_day,
        municipal_processes=processes,
        information_management=management,
        organisation_advice=organisation,
        change_management=change,
        outcome=found.scores.outcome,
        again=found.scores.again,
        remark=found.remark,
        reply=found.reply,
        recorded_at=found.recorded_at,
    )


def _remark(found: Of) -> RemarkOut:
    return RemarkOut(id=found.id, remark=found.remark, reply=found.reply)


def _summary(found: Averages | None) -> SummaryOut:
    if found is None:
        return _NOTHING
    return SummaryOut(
        number=found.number,
        averages=[AverageOut(competence=each, average=average) for each, average in found.competences.items()],
        reached=found.outcomes[Outcome.REACHED],
        partly=found.outcomes[Outcome.PARTLY],
        not_reached=found.outcomes[Outcome.NOT_REACHED],
        again=found.again,
    )
