"""The same measure on many certificates: seen beforehand, proposed and decided row by row, each judged on its own."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD
from registry.errors import NotAllowed
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.measures import bulk, presenting, reading, service
from registry.measures.errors import MeasureEnded, MeasureNotAllowed, MeasureOpen, NotIndependentForMeasure, OwnMeasure
from registry.measures.overdue import overdue_for
from registry.measures.rules import Measure
from registry.measures.schemas import DecideMeasures, ProposeMeasures
from registry.measures.tables import CertificateMeasure
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, World
from tests.registry.measures import at_work
from tests.registry.measures.at_work import WHY, again, by_program, decided, proposed


def suspend(*numbers: str) -> ProposeMeasures:
    """All of these are suspended from today."""
    return ProposeMeasures(
        certificates=numbers,
        measure=Measure.SUSPENDED,
        effective_on=TODAY,
        reason="ground-gone",
        resolve_by=TODAY + timedelta(days=30),
        explanation=WHY,
    )


async def five(world: World, taught_by: Actor) -> list[Issued]:
    """Five certificates: valid, taught by a certifier, suspended, with a measure that waits, and valid."""
    people = [await making.candidate("Jan", name) for name in ("Een", "Twee", "Drie", "Vier", "Vijf")]
    issued = [await making.certified(world, each) for each in people]
    assert taught_by.person is not None
    taught = Reported(RelationKind.TAUGHT, taught_by.person, people[1].adviser, TODAY, TODAY, origin=uuid4())
    async with transaction():
        await impartiality.report([taught], now=BEFORE)
    await decided(world, issued[2].number, Measure.SUSPENDED)
    await proposed(world, issued[3].number, Measure.WITHDRAWN)
    return issued


EXPECTED = [None, NotIndependentForMeasure, MeasureNotAllowed, MeasureOpen, None]


async def test_the_preview_says_what_proposing_does(database: None) -> None:
    """Row by row the same answers, in the order asked; the preview writes nothing and shows the effect."""
    world = await at_work.world()
    third = world.certifiers[2]
    issued = await five(world, third)
    command = suspend(*(each.number for each in issued), "CA1")
    before = await CertificateMeasure.count()
    seen = await bulk.preview(command, actor=third, now=NOW)
    assert await CertificateMeasure.count() == before
    assert [type(each.refused) if each.refused else None for each in seen[:5]] == EXPECTED
    assert seen[5].refused is not None
    assert [(each.effect.before, each.effect.today_after) for each in seen if each.effect] == [
        (Status.VALID, Status.SUSPENDED),
        (Status.VALID, Status.SUSPENDED),
    ]
    batch, made = await bulk.propose_all(command, actor=third, now=NOW)
    assert [each.refused and each.refused.code for each in made] == [each.refused and each.refused.code for each in seen]
    assert {each.batch for each in await reading.measures_for(third) if each.id in {row.measure for row in made}} == {batch}
    shown = await presenting.outcomes(made, language=Language.EN, actor=third, batch=batch)
    assert (shown.went_well, shown.batch) == (2, batch)
    assert [each.name for each in shown.outcomes] == ["Jan Een", "Jan Twee", "Jan Drie", "Jan Vier", "Jan Vijf", None]
    assert shown.outcomes[1].problem == "not-independent-for-measure"
    assert all(each.problem_text for each in shown.outcomes if each.problem)


async def test_a_number_counts_once(database: None) -> None:
    """Named twice, in whatever way of writing, the second is told that one waits; beforehand too."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    command = suspend(issued.number, issued.number.lower().replace("-", " "))
    for rows in (
        await bulk.preview(command, actor=world.certifiers[0], now=NOW),
        (await bulk.propose_all(command, actor=world.certifiers[0], now=NOW))[1],
    ):
        assert [type(each.refused) if each.refused else None for each in rows] == [None, MeasureOpen]


async def test_deciding_in_bulk_passes_the_same_rule(database: None) -> None:
    """What somebody may not decide one by one they may not in bulk; the rest is decided, and the refused wait on."""
    world = await at_work.world()
    first, second, third = world.certifiers
    issued = await five(world, third)
    _, rows = await bulk.propose_all(suspend(*(each.number for each in issued)), actor=first, now=NOW)
    mine = await service.propose(at_work.wish(issued[2].number, Measure.WITHDRAWN), actor=second, now=NOW)
    waiting = tuple(each.measure for each in rows if each.measure)
    assert len(waiting) == 3
    command = DecideMeasures(measures=(*waiting, mine, waiting[0], uuid4()))
    made = await bulk.decide_all(command, actor=third, now=NOW)
    kinds = [type(each.refused).__name__ if each.refused else None for each in made]
    assert kinds == [None, "NotIndependentForMeasure", None, None, "MeasureEnded", "NotFound"]
    again_ = await bulk.decide_all(DecideMeasures(measures=waiting), actor=first, now=NOW)
    assert [type(each.refused) for each in again_] == [MeasureEnded, OwnMeasure, MeasureEnded]
    statuses = [(await again(each)).status_on(TODAY, ALL_ON_RECORD) for each in issued]
    assert statuses == [Status.SUSPENDED, Status.VALID, Status.WITHDRAWN, Status.VALID, Status.SUSPENDED]


async def test_programs_do_nothing_in_bulk(database: None) -> None:
    """No path gets round it: a key previews, proposes and decides nothing, and neither does an auditor."""
    world = await at_work.world()
    command = suspend("CA1")
    for actor in (by_program(world.certifiers[0], uuid4()), world.auditor):
        for act in (
            bulk.preview(command, actor=actor, now=NOW),
            bulk.propose_all(command, actor=actor, now=NOW),
            bulk.decide_all(DecideMeasures(measures=(uuid4(),)), actor=actor, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                await act


async def test_a_suspension_beyond_its_day_is_listed(database: None) -> None:
    """From the day after the day to resolve it by, until people decide; the day itself changes nothing."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    other = await making.certified(world, await making.candidate("Jan", "Twee"))
    for each in (issued, other):
        await decided(world, each.number, Measure.SUSPENDED)
    last = NOW + timedelta(days=30)
    first = world.certifiers[0]
    assert await overdue_for(first, now=last) == []
    late = last + timedelta(days=1)
    assert {each.issued.number for each in await overdue_for(first, now=late)} == {issued.number, other.number}
    assert (await again(issued)).status_on(late.date(), ALL_ON_RECORD) is Status.SUSPENDED
    lift = msgspec.structs.replace(at_work.wish(other.number, Measure.REINSTATED), effective_on=late.date())
    measure = await service.propose(lift, actor=first, now=late)
    assert {each.certificate: each.measure_open for each in await presenting.overdue(world.auditor, now=late)} == {
        issued.number: False,
        other.number: True,
    }
    await service.decide(measure, actor=world.certifiers[1], now=late)
    assert [each.issued.number for each in await overdue_for(first, now=late)] == [issued.number]
