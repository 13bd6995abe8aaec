"""Whoever has two files is one human being: nobody gets round impartiality by another number."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent
from registry.impartiality.rules import Ground, Judge, Known, RelationKind, Subject, objections
from registry.impartiality.service import Reported
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import MergeAdvisers, RecordEmployment
from registry.people.tables import Adviser
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, Candidate

SUBJECT, OTHER, JUDGE, SAME = uuid4(), uuid4(), uuid4(), uuid4()
MONTHS = 24


def asked(judge: Judge, subject: Subject, *relations: Known) -> list[Ground]:
    """The grounds of the rule today, for who made a statement."""
    stated = replace(judge, stated_until=TODAY)
    return [each.ground for each in objections(stated, subject, relations, day=TODAY, look_back_months=MONTHS)]


def test_every_record_of_a_person_counts() -> None:
    """As the adviser, in the evidence and in a relation: by whichever record somebody is known."""
    nobody: frozenset[UUID] = frozenset()
    judge = Judge(JUDGE, nobody, nobody, frozenset({SAME}))
    subject = Subject(SUBJECT, nobody, nobody, nobody)
    assert asked(judge, subject) == []
    assert asked(judge, replace(subject, same_persons=frozenset({SAME}))) == [Ground.SELF]
    assert asked(judge, replace(subject, person=SAME)) == [Ground.SELF]
    assert asked(judge, replace(subject, evidence_people=frozenset({SAME}))) == [Ground.IN_EVIDENCE]
    assert asked(judge, subject, Known(RelationKind.TAUGHT, SAME, TODAY, TODAY)) == [Ground.TAUGHT]
    assert asked(judge, subject, Known(RelationKind.TAUGHT, OTHER, TODAY, TODAY)) == []


@pytest.fixture
async def two(database: None) -> tuple[Candidate, Candidate]:
    """Two files."""
    return await making.candidate(), await making.candidate("Jan", "Janssen")


async def merge(duplicate: Candidate, counts_as: Candidate) -> UUID:
    """The admin finds that the two are one person."""
    rows = await Adviser.select(Adviser.id, Adviser.candidate_number)
    numbers = {row["id"]: row["candidate_number"] for row in rows}
    command = MergeAdvisers(duplicate=numbers[duplicate.adviser], counts_as=numbers[counts_as.adviser])
    return await merging.merge(command, actor=OPERATOR, now=NOW)


def taught(by: UUID, of: Candidate, *, until: date = TODAY, origin: UUID | None = None, first: UUID | None = None) -> Reported:
    """A teaching from half a year ago."""
    return Reported(RelationKind.TAUGHT, by, of.adviser, BEFORE.date(), until, origin=origin or uuid4(), instead_of=first)


async def report(*relations: Reported) -> None:
    """As exams report."""
    async with transaction():
        await impartiality.report(relations, now=NOW)


async def grounds(judge: UUID, about: Candidate) -> list[Ground]:
    """What keeps this person, who stated nothing, from judging that adviser besides that; `check` refuses for the same."""
    subject = Subject(about.person, frozenset(), frozenset(), frozenset())
    found = await impartiality.objections(judge, subject, adviser=about.adviser, day=TODAY, look_back_months=MONTHS)
    told = [each.ground for each in found]
    with pytest.raises(NotIndependent) as refused:
        await impartiality.check(judge, subject, adviser=about.adviser, day=TODAY, look_back_months=MONTHS)
    assert refused.value.facts["grounds"] == [each.value for each in told]
    assert told[-1] is Ground.NO_STATEMENT
    return told[:-1]


async def test_who_taught_under_one_number_does_not_judge_under_the_other(two: tuple[Candidate, Candidate]) -> None:
    """From the moment of the merge, on both sides; undone, it is as before."""
    elif_, jan = two
    certifier = await making.person("Arjan", "Visser")
    await report(taught(certifier, jan))
    assert (await grounds(certifier, elif_), await grounds(certifier, jan)) == ([], [Ground.TAUGHT])
    made = await merge(jan, elif_)
    assert (await grounds(certifier, elif_), await grounds(certifier, jan)) == ([Ground.TAUGHT], [Ground.TAUGHT])
    await merging.undo(made, actor=OPERATOR, now=NOW)
    assert (await grounds(certifier, elif_), await grounds(certifier, jan)) == ([], [Ground.TAUGHT])


async def test_nobody_judges_themselves_under_another_number(two: tuple[Candidate, Candidate]) -> None:
    """Nor a colleague of either record, nor whom their other record taught."""
    elif_, jan = two
    stranger, pupil = await making.person("Arjan", "Visser"), await making.candidate("Pieter", "Bakker")
    employer = (await making.world()).organisations["employer"]
    for person in (jan.person, stranger):
        employment = RecordEmployment(employer=employer, valid_from=BEFORE.date())
        await people.record_employment(person, employment, actor=OPERATOR, now=NOW)
    await report(taught(jan.person, pupil))
    assert (await grounds(jan.person, elif_), await grounds(stranger, elif_), await grounds(elif_.person, pupil)) == (
        [],
        [],
        [],
    )
    await merge(jan, elif_)
    assert await grounds(jan.person, elif_) == [Ground.SELF, Ground.SAME_EMPLOYER]
    assert await grounds(stranger, elif_) == [Ground.SAME_EMPLOYER]
    assert await grounds(elif_.person, pupil) == [Ground.TAUGHT]


async def test_days_that_turned_out_otherwise(two: tuple[Candidate, Candidate]) -> None:
    """Of one teaching the days reported last count, whichever they are; other teachings stand beside it."""
    elif_, _ = two
    trainer, first = await making.person("Nico", "Kuipers"), uuid4()
    await report(taught(trainer, elif_, origin=first), taught(trainer, elif_, until=TODAY + timedelta(days=9)))
    for until in (TODAY + timedelta(days=30), TODAY, TODAY + timedelta(days=60)):
        await report(taught(trainer, elif_, until=until, first=first))
        days = [known.valid_to for known in await impartiality.known_of(elif_.adviser)]
        assert sorted(filter(None, days)) == sorted([until, TODAY + timedelta(days=9)])
    assert await impartiality.relations_of([]) == {}
