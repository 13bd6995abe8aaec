"""Measures on certificates: two persons, both independent of the holder; until the second decides nothing changes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.rules import EventKind, Status
from registry.certificates.tables import CertificateEvent
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.measures import finding, presenting, reading, service
from registry.measures.errors import (
    MeasureEnded,
    MeasureNotAllowed,
    MeasureOpen,
    NotIndependentForMeasure,
    OwnMeasure,
    ProposedByAnother,
)
from registry.measures.rules import Ending, Measure
from registry.measures.schemas import DeclineMeasure
from registry.measures.tables import CertificateMeasure
from registry.organisations.tables import Kind
from registry.people.tables import AdviserMerge
from registry.permissions import OPERATOR, Actor, Role
from registry.schemes.rules import Transition, TransitionKind
from registry.sieves.choosing import NOTHING_CHOSEN
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, SCHEME, TODAY, Candidate, World
from tests.registry.measures import at_work
from tests.registry.measures.at_work import WHY, again, by_program, decided, proposed, wish

NO = DeclineMeasure(remark="Dit is niet nodig, zie het gesprek.")
Act = Callable[[Actor], Awaitable[object]]


async def also_certifier(of: Candidate, body: UUID) -> Actor:
    """A candidate who is a certifier too, as the actor they are now."""
    assert of.actor.account is not None
    await accounts.grant(of.actor.account, GrantRole(role=Role.CERTIFIER, organisation=body), actor=OPERATOR, now=BEFORE)
    await making.set_up_second_factor(of.actor.account)
    await making.state_conflicts(of.person, of.actor.account)
    return await accounts.actor_of(of.actor.account)


async def test_nothing_changes_until_another_decides(database: None) -> None:
    """Proposed by one the certificate stays as it is; decided by another it holds from its day on, and both are on record."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    measure = await proposed(world, issued.number, Measure.SUSPENDED)
    assert await again(issued) == issued
    assert await service.decide(measure, actor=second, now=NOW) is None
    assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is Status.SUSPENDED
    [event] = await CertificateEvent.select().where(CertificateEvent.kind == "suspended")
    assert (event["prepared_by"], event["decided_by"]) == (first.person, second.person)
    assert (event["reason"], event["resolve_by"]) == ("ground-gone", TODAY + timedelta(days=30))
    [row] = await CertificateMeasure.select()
    assert (row["ending"], row["event"], row["ended_by"]) == ("decided", event["id"], second.account)
    actions = [Action.MEASURE_PROPOSED.value, Action.MEASURE_DECIDED.value]
    audited = await AuditEntry.select().where(AuditEntry.action.is_in(actions)).order_by(AuditEntry.id)
    assert [(each["action"], each["account"]) for each in audited] == [
        (actions[0], first.account),
        (actions[1], second.account),
    ]
    assert not any(WHY in each["facts"] for each in audited)


@pytest.mark.parametrize("measure", [Measure.SUSPENDED, Measure.WITHDRAWN, Measure.VOIDED])
async def test_each_measure_makes_its_status(database: None, measure: Measure) -> None:
    """Suspended, withdrawn, void: as two certifiers decided."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await decided(world, issued.number, measure)
    expected = {"suspended": Status.SUSPENDED, "withdrawn": Status.WITHDRAWN, "voided": Status.VOID}[measure.value]
    assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is expected


async def test_a_suspension_is_lifted_by_two(database: None) -> None:
    """Reinstated, the certificate is valid again; suspending it again is a new measure."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    for measure, status in (
        (Measure.SUSPENDED, Status.SUSPENDED),
        (Measure.REINSTATED, Status.VALID),
        (Measure.SUSPENDED, Status.SUSPENDED),
    ):
        await decided(world, issued.number, measure)
        assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is status


async def test_nobody_decides_their_own(database: None) -> None:
    """Neither by deciding nor by declining; who proposed it may take it back, and nobody else may."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    measure = await proposed(world, issued.number, Measure.WITHDRAWN)
    for act in (service.decide(measure, actor=first, now=NOW), service.decline(measure, NO, actor=first, now=NOW)):
        with pytest.raises(OwnMeasure):
            await act
    with pytest.raises(ProposedByAnother):
        await service.take_back(measure, actor=second, now=NOW)
    await service.take_back(measure, actor=first, now=NOW)
    assert await again(issued) == issued
    for again_ in (service.take_back(measure, actor=first, now=NOW), service.decide(measure, actor=second, now=NOW)):
        with pytest.raises(MeasureEnded):
            await again_


async def test_one_human_being_is_one_person(database: None) -> None:
    """A certifier who is on record twice does not decide what they proposed under the other record, once the two are merged."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    body = world.organisations["certification-body"]
    one, other = await making.candidate("Vera", "Dubbel"), await making.candidate("Vera", "Dubbel-Jansen")
    proposer, decider = await also_certifier(one, body), await also_certifier(other, body)
    measure = await proposed(world, issued.number, Measure.WITHDRAWN, by=proposer)
    await AdviserMerge.insert(AdviserMerge(duplicate=other.adviser, counts_as=one.adviser, merged_at=BEFORE))
    for act in (service.decide(measure, actor=decider, now=NOW), service.decline(measure, NO, actor=decider, now=NOW)):
        with pytest.raises(OwnMeasure):
            await act
    assert await service.waiting_for(decider) == []
    async with transaction() as connection:
        with pytest.raises(asyncpg.CheckViolationError, match="another person"):
            await connection.execute(
                "UPDATE certificate_measure SET ending = 'declined', ended_by = $1, ended_at = $2", decider.account, NOW
            )
    await service.take_back(measure, actor=decider, now=NOW)


async def test_programs_and_others_do_nothing(database: None) -> None:
    """A key acts for nobody here; auditors read; another body's certifier finds nothing; nobody else comes in."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    measure = await proposed(world, issued.number, Measure.WITHDRAWN)
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    acts: list[Act] = [
        lambda actor: service.propose(wish(issued.number, Measure.SUSPENDED), actor=actor, now=NOW),
        lambda actor: service.decide(measure, actor=actor, now=NOW),
        lambda actor: service.decline(measure, NO, actor=actor, now=NOW),
        lambda actor: service.take_back(measure, actor=actor, now=NOW),
    ]
    program = by_program(world.certifiers[1], uuid4())
    for act in acts:
        for actor in (program, world.auditor, OPERATOR, world.provider, world.owner, elif_.actor):
            with pytest.raises(NotAllowed):
                await act(actor)
        with pytest.raises(NotFound):
            await act(stranger)
    assert await reading.measures_for(stranger) == []
    for look in (
        lambda: presenting.detail(measure, language=Language.NL, actor=stranger, now=NOW),
        lambda: reading.concerned_for(stranger, issued.number),
    ):
        with pytest.raises(NotFound):
            await look()
    assert (await finding.page_of(NOTHING_CHOSEN, actor=stranger, today=amsterdam_day(NOW))).count == 0
    assert await reading.holders_of([issued.number], stranger) == {}
    assert [each.id for each in await reading.measures_for(world.auditor)] == [measure]
    assert await again(issued) == issued


async def test_who_taught_or_examined_the_holder_does_nothing(database: None) -> None:
    """Neither proposes nor decides nor declines, whatever the measure; the relation and its day are named."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, _, third = world.certifiers
    assert third.person is not None
    taught = Reported(RelationKind.TAUGHT, third.person, elif_.adviser, TODAY, TODAY, origin=uuid4())
    async with transaction():
        await impartiality.report([taught], now=BEFORE)
    for measure in Measure:
        with pytest.raises(NotIndependentForMeasure) as refused:
            await service.propose(wish(issued.number, measure), actor=third, now=NOW)
        assert refused.value.facts["grounds"] == ["taught"]
        assert "certificaat" in refused.value.say(Language.NL)
    waiting = await proposed(world, issued.number, Measure.WITHDRAWN, by=first)
    for act in (service.decide(waiting, actor=third, now=NOW), service.decline(waiting, NO, actor=third, now=NOW)):
        with pytest.raises(NotIndependentForMeasure):
            await act
    shown = await presenting.detail(waiting, language=Language.NL, actor=third, now=NOW)
    assert [each.ground for each in shown.objections] == ["taught"]


async def test_one_measure_at_a_time(database: None) -> None:
    """While one waits no other is proposed; once it ended the next may come. The database refuses a second one too."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    measure = await proposed(world, issued.number, Measure.SUSPENDED)
    with pytest.raises(MeasureOpen):
        await proposed(world, issued.number, Measure.WITHDRAWN, by=world.certifiers[1])
    await service.decline(measure, NO, actor=world.certifiers[1], now=NOW)
    assert await again(issued) == issued
    shown = await presenting.detail(measure, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.ending, shown.remark, shown.explanation) == (Ending.DECLINED, NO.remark, WHY)
    await proposed(world, issued.number, Measure.WITHDRAWN, by=world.certifiers[1])
    row = (await CertificateMeasure.objects().where(CertificateMeasure.ending.is_null()))[0]
    second = CertificateMeasure(
        certificate=row.certificate,
        kind="withdrawn",
        effective_on=TODAY,
        prepared_by=row.prepared_by,
        prepared_at=NOW,
    )
    with pytest.raises(asyncpg.UniqueViolationError):
        await CertificateMeasure.insert(second)


async def test_all_is_judged_afresh_on_deciding(database: None) -> None:
    """What fitted when it was proposed and no longer does is refused; the measure waits on, to be declined or taken back."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    second = world.certifiers[1]
    late = await proposed(world, issued.number, Measure.SUSPENDED)
    with pytest.raises(Invalid) as refused:
        await service.decide(late, actor=second, now=NOW + timedelta(days=40))
    assert [fault.field for fault in refused.value.faults] == ["resolveBy"]
    await service.take_back(late, actor=world.certifiers[0], now=NOW)
    overtaken = await proposed(world, issued.number, Measure.SUSPENDED)
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    with pytest.raises(MeasureNotAllowed):
        await service.decide(overtaken, actor=second, now=NOW)
    shown = await presenting.detail(overtaken, language=Language.EN, actor=second, now=NOW)
    assert (shown.effect, shown.problem_text) == (
        None,
        "On 20 November 2026 the certificate is withdrawn. Suspending does not fit that.",
    )


async def test_every_fault_is_told_at_once(database: None) -> None:
    """The rules' faults come back together; half a name is a fault too; an unknown number is told by its check digits."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    odd = msgspec.structs.replace(wish(issued.number, Measure.SUSPENDED), reason="gossip", resolve_by=None)
    with pytest.raises(Invalid) as refused:
        await service.propose(odd, actor=world.certifiers[0], now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["reason", "resolveBy"]
    half = msgspec.structs.replace(wish(issued.number, Measure.REPLACED), family_prefix="van")
    with pytest.raises(Invalid) as refused:
        await service.propose(half, actor=world.certifiers[0], now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["familyName"]
    with pytest.raises(Invalid):
        await proposed(world, "CA1", Measure.WITHDRAWN)
    assert await CertificateMeasure.count() == 0


async def test_the_words_are_erasable(database: None) -> None:
    """Explanation and remark are about the holder: once they are erased the measure stays, without words."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    measure = await proposed(world, issued.number, Measure.WITHDRAWN)
    await service.decline(measure, NO, actor=world.certifiers[1], now=NOW)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    shown = await presenting.detail(measure, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.ending, shown.name, shown.explanation, shown.remark) == (Ending.DECLINED, None, None, None)
    await decided(world, issued.number, Measure.WITHDRAWN)
    assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is Status.WITHDRAWN


async def test_who_waits_for_a_second_person(database: None) -> None:
    """Each certifier sees what others proposed, and not what they proposed themselves or what has ended."""
    world: World = await at_work.world()
    numbers = [(await making.certified(world, await making.candidate("Jan", name))).number for name in ("Een", "Twee", "Drie")]
    first, second, _ = world.certifiers
    mine = await proposed(world, numbers[0], Measure.WITHDRAWN)
    theirs = await proposed(world, numbers[1], Measure.WITHDRAWN, by=second)
    await decided(world, numbers[2], Measure.SUSPENDED)
    assert [each.id for each in await service.waiting_for(first)] == [theirs]
    assert [each.id for each in await service.waiting_for(second)] == [mine]
    assert {each.id for each in await service.waiting_for(world.auditor)} == {mine, theirs}


async def test_the_proposal_is_kept_as_it_was(database: None) -> None:
    """Nobody rewrites a measure, and nobody deletes one."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await proposed(world, issued.number, Measure.WITHDRAWN)
    for statement in (
        "UPDATE certificate_measure SET effective_on = effective_on - 1",
        "UPDATE certificate_measure SET kind = 'voided'",
        "DELETE FROM certificate_measure",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            async with transaction() as connection:
                await connection.execute(statement)
    assert [each.measure for each in await reading.measures_for(world.auditor)] == [Measure.WITHDRAWN]


async def test_a_certificate_of_an_ended_scheme_is_still_judged(database: None) -> None:
    """Fraud that shows after a scheme has ended voids what was certified by it, by the last rules that it had."""
    world, elif_ = await at_work.world(), await making.candidate()
    ends = Transition(SCHEME, None, TransitionKind.HARD_END, TODAY + timedelta(days=1), None)
    await making.scheme(world, "opvolger", msgspec.structs.replace(making.RULES, transitions=(ends,)))
    issued = await making.certified(world, elif_)
    later = NOW + timedelta(days=2)
    assert issued.status_on(later.date(), ALL_ON_RECORD) is Status.SUPERSEDED
    measure = await service.propose(wish(issued.number, Measure.VOIDED), actor=world.certifiers[0], now=later)
    await service.decide(measure, actor=world.certifiers[1], now=later)
    assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is Status.VOID
