"""A hold keeps an undecided dossier from being prepared and decided while a case is looked into; all else goes on."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers import holds, presenting, reading
from registry.dossiers import service as dossiers
from registry.dossiers.errors import OnHold
from registry.dossiers.rules import State
from registry.dossiers.schemas import Abandon, Grant, Prepare, Refuse, Return
from registry.dossiers.tables import DossierHold
from registry.dossiers.waiting import Waiting, work_for
from registry.errors import NotAllowed
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from registry.texts import Language
from registry.transactions import NoTransaction, transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import merged, results_of, withdraw
from tests.registry.making import APPLICATION, IDENTITY, NOW

WHY = "Uitslagen van deze zitting worden onderzocht."


async def hold(dossiers_held: list[UUID], actor: Actor, *, cause: UUID) -> int:
    """A certifier holds dossiers, as the service of a case does it."""
    async with transaction():
        return await holds.hold(dossiers_held, cause=cause, reason=WHY, actor=actor, now=NOW)


async def lift(actor: Actor, *, cause: UUID) -> int:
    """A certifier lifts the holds of a case."""
    async with transaction():
        return await holds.lift(cause, actor=actor, now=NOW)


async def test_a_held_dossier_is_neither_prepared_nor_decided(database: None) -> None:
    """Preparing, granting and refusing are refused until it is lifted; then they go on where they were."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    first, second, _ = world.certifiers
    dossier, proof = await making.prepared(world, elif_)
    complete, other = await making.admitted(world, jan), await making.evidence(world, jan)
    cause = uuid4()
    assert await hold([dossier, complete], first, cause=cause) == 2
    refuse = Refuse(evidence=proof, reason="Onvoldoende bewijs.")
    for attempt in (
        dossiers.grant(dossier, Grant(evidence=proof), actor=second, now=NOW),
        dossiers.refuse(dossier, refuse, actor=second, now=NOW),
        dossiers.prepare(complete, Prepare(evidence=other), actor=first, now=NOW),
    ):
        with pytest.raises(OnHold) as refused:
            await attempt
        assert refused.value.facts == {"since": NOW}
    assert await lift(second, cause=cause) == 2
    await dossiers.prepare(complete, Prepare(evidence=other), actor=first, now=NOW)
    await dossiers.grant(dossier, Grant(evidence=proof), actor=second, now=NOW)


async def test_admitting_completing_returning_and_stopping_go_on(database: None) -> None:
    """A hold stops what certifiers decide, not what happens to the application."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    first, second, _ = world.certifiers
    dossier = await dossiers.apply(APPLICATION, actor=elif_.actor, now=NOW)
    other, proof = await making.prepared(world, jan)
    await hold([dossier, other], first, cause=uuid4())
    await dossiers.admit(dossier, IDENTITY, actor=first, now=NOW)
    evidence = await making.evidence(world, elif_)
    assert (await reading.dossier(dossier)).state is State.COMPLETE
    assert await withdraw(world, elif_, await results_of(evidence)) == 1
    give_back = Return(evidence=proof, reason="Het advies ontbreekt nog.")
    await dossiers.return_(other, give_back, actor=second, now=NOW)
    await dossiers.abandon(dossier, Abandon(), actor=elif_.actor, now=NOW)
    states = {each.id: each.state for each in await reading.dossiers()}
    assert states == {dossier: State.ABANDONED, other: State.COMPLETE}


async def test_two_cases_are_two_holds(database: None) -> None:
    """The dossier is held until the last is lifted; the same case holds and lifts once."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, proof = await making.prepared(world, elif_)
    one, two = uuid4(), uuid4()
    assert [await hold([dossier], first, cause=cause) for cause in (one, one, two)] == [1, 0, 1]
    assert [await lift(first, cause=one) for _ in range(2)] == [1, 0]
    with pytest.raises(OnHold):
        await dossiers.grant(dossier, Grant(evidence=proof), actor=second, now=NOW)
    assert await lift(second, cause=two) == 1
    assert await lift(first, cause=uuid4()) == 0
    rows = await DossierHold.select().order_by(DossierHold.lifted_by)
    assert {(row["set_by"], row["lifted_by"]) for row in rows} == {
        (first.account, first.account),
        (first.account, second.account),
    }
    actions = await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject == dossier)
    held = [row["action"] for row in actions if row["action"] != Action.DOSSIER_STEP.value]
    assert sorted(held) == [Action.DOSSIER_HELD.value] * 2 + [Action.DOSSIER_HOLD_LIFTED.value] * 2


async def test_applying_anew_does_not_get_round_a_hold(database: None) -> None:
    """Who abandons a held dossier has another that waits as well, also under another number; until the hold is lifted."""
    world, elif_, double = await making.world(), await making.candidate(), await making.candidate("Elif", "Ozturk")
    first, second, _ = world.certifiers
    held, proof = await making.prepared(world, elif_)
    cause = uuid4()
    await hold([held], first, cause=cause)
    await dossiers.abandon(held, Abandon(), actor=elif_.actor, now=NOW)
    anew = await making.admitted(world, elif_, at=NOW)
    elsewhere, other = await making.admitted(world, double, at=NOW), await making.evidence(world, double)
    assert await holds.held_among([anew, elsewhere]) == {anew}
    await merged(double, elif_)
    assert await holds.held_among([anew, elsewhere]) == {anew, elsewhere}
    for dossier, evidence in ((anew, proof), (elsewhere, other)):
        with pytest.raises(OnHold):
            await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    assert await lift(second, cause=cause) == 1
    await dossiers.prepare(anew, Prepare(evidence=proof), actor=first, now=NOW)
    await dossiers.grant(anew, Grant(evidence=proof), actor=second, now=NOW)


async def test_what_was_decided_before_shows_no_hold(database: None) -> None:
    """A hold on a later dossier is not told of an earlier one that is over."""
    world, elif_ = await making.world(), await making.candidate()
    over = await making.admitted(world, elif_)
    await dossiers.abandon(over, Abandon(), actor=elif_.actor, now=NOW)
    dossier = await making.admitted(world, elif_, at=NOW)
    await hold([dossier], world.certifiers[0], cause=uuid4())
    assert await holds.held_among([over, dossier]) == {dossier}


async def test_a_case_that_is_over_releases_every_body_s_dossiers(database: None) -> None:
    """Whoever closes it may be of another body than whoever set the hold."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    cause = uuid4()
    await hold([dossier], world.certifiers[0], cause=cause)
    async with transaction():
        with pytest.raises(NotAllowed):
            await holds.release(cause, actor=world.auditor, now=NOW)
        assert await holds.release(cause, actor=stranger, now=NOW) == 1
        assert await holds.release(cause, actor=stranger, now=NOW) == 0
    assert await holds.held([dossier]) == {}


async def test_what_is_decided_is_not_held(database: None) -> None:
    """Nor is what does not exist; the undecided ones among them are."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    await making.certified(world, elif_)
    undecided = await making.admitted(world, jan)
    everything = [each.id for each in await reading.dossiers()]
    assert await hold([*everything, uuid4()], world.certifiers[0], cause=uuid4()) == 1
    assert set(await holds.held(everything)) == {undecided}
    assert await hold([], world.certifiers[0], cause=uuid4()) == 0


async def test_only_certifiers_of_the_body_hold_and_lift(database: None) -> None:
    """Another body's certifier finds nothing to hold or lift; nobody else may try."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    cause = uuid4()
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    assert await hold([dossier], stranger, cause=cause) == 0
    await hold([dossier], world.certifiers[0], cause=cause)
    assert await lift(stranger, cause=cause) == 0
    for actor in (OPERATOR, world.provider, world.owner, world.auditor, elif_.actor):
        with pytest.raises(NotAllowed):
            await hold([dossier], actor, cause=uuid4())
        with pytest.raises(NotAllowed):
            await lift(actor, cause=cause)
    assert set(await holds.held([dossier])) == {dossier}


async def test_certifiers_see_that_and_why(database: None) -> None:
    """In the list and on the dossier, with who holds it; it is no work of theirs; the candidate sees nothing of it."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, _ = await making.prepared(world, elif_)
    cause = uuid4()
    assert await work_for(second, now=NOW) == Waiting(0, 0, 1)
    await hold([dossier], first, cause=cause)
    assert await work_for(second, now=NOW) == Waiting(0, 0, 0)
    for actor in (second, world.auditor):
        assert [each.on_hold for each in await presenting.listed(actor)] == [True]
        shown = await presenting.detail(dossier, language=Language.NL, actor=actor, now=NOW)
        assert [(each.cause, each.reason, each.set_by, each.set_at) for each in shown.holds] == [
            (cause, WHY, "Arjan Visser", NOW)
        ]
    [own] = await presenting.own(elif_.actor)
    assert str(cause) not in str(own)
    assert WHY not in str(own)
    await lift(first, cause=cause)
    assert [each.on_hold for each in await presenting.listed(second)] == [False]


async def test_the_reason_is_erasable(database: None) -> None:
    """The row holds a commitment; once the person is erased the hold stands without words."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    mine, theirs = await making.admitted(world, elif_), await making.admitted(world, jan)
    await hold([mine, theirs], world.certifiers[0], cause=uuid4())
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    held = await holds.held([mine, theirs])
    assert (held[mine][0].reason, held[theirs][0].reason) == (None, WHY)
    facts = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.DOSSIER_HELD.value)
    assert not [row for row in facts if "zitting" in row["facts"]]


async def test_holding_is_part_of_what_causes_it(database: None) -> None:
    """Outside the transaction of its case nothing is held."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_)
    with pytest.raises(NoTransaction):
        await holds.hold([dossier], cause=uuid4(), reason=WHY, actor=world.certifiers[0], now=NOW)


async def test_the_database_refuses_a_decision_while_held(database: None) -> None:
    """Not by any path; and a hold changes only by being lifted, once."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, _ = await making.prepared(world, elif_)
    await hold([dossier], world.certifiers[0], cause=uuid4())
    with pytest.raises(asyncpg.CheckViolationError, match="on hold"):
        async with transaction() as connection:
            await connection.execute(
                "INSERT INTO dossier_event (dossier, step, account, evidence, facts, recorded_at) "
                "SELECT dossier, 'refused', $2, evidence, '{}', now() FROM dossier_event "
                "WHERE dossier = $1 AND step = 'prepared'",
                dossier,
                world.certifiers[1].account,
            )
    for change in ("set_at = now()", "cause = gen_random_uuid()", "reason = NULL", "set_by = NULL", "id = gen_random_uuid()"):
        await refused(f"UPDATE dossier_hold SET {change}")  # noqa: S608  columns
    lifting = "UPDATE dossier_hold SET lifted_at = now(), lifted_by = set_by"
    async with transaction() as connection:
        await connection.execute(lifting)
    await refused(lifting)
    await refused("UPDATE dossier_hold SET lifted_at = NULL, lifted_by = NULL")


async def refused(statement: str) -> None:
    """The table itself refuses the change."""
    with pytest.raises(asyncpg.RestrictViolationError, match="set once"):
        async with transaction() as connection:
            await connection.execute(statement)
