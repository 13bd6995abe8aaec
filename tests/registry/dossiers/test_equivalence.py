"""A candidate asks that a part counts as passed by a route of the scheme; two certifiers who are independent decide."""

import asyncio
import dataclasses
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers import equivalence, equivalence_presenting, equivalence_reading
from registry.dossiers import service as dossiers
from registry.dossiers.equivalence_errors import (
    EquivalenceAsked,
    EquivalenceDecided,
    EquivalenceNotPrepared,
    EquivalencePrepared,
    NotOpenToRequests,
)
from registry.dossiers.schemas import Abandon
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.permissions import OPERATOR, Actor, Role
from registry.texts import Language
from registry.transactions import transaction
from registry.work import queue
from tests.registry import making
from tests.registry.dossiers import asking
from tests.registry.dossiers.asking import ADVICE, ASK, BECAUSE
from tests.registry.dossiers.resting_on import merged
from tests.registry.making import BEFORE, NOW, TRACK, Candidate, World


async def test_asked_prepared_and_granted(database: None) -> None:
    """Each by another; what was granted is told by part and route, and work is queued that counts it."""
    world, elif_ = await asking.world(), await making.candidate()
    first, second, _ = world.certifiers
    _, request = await asking.prepared(world, elif_)
    assert await equivalence_reading.granted_in(TRACK) == {}
    await equivalence.grant(request, BECAUSE, actor=second, now=NOW)
    [granted] = (await equivalence_reading.granted_in(TRACK))[elif_.adviser]
    assert (granted.request, granted.part_code, granted.scheme, granted.route) == (request, "GP", asking.SCHEME, "diploma")
    assert await equivalence_reading.granted_in("ander") == {}
    async with transaction() as connection:
        assert await queue.queued(equivalence.ACT, connection=connection) == {request}
    shown = await equivalence_presenting.detail(request, language=Language.NL, actor=first, now=NOW)
    assert (shown.explanation, shown.advice, shown.reason) == (ASK.explanation, ADVICE.advice, BECAUSE.reason)
    assert (shown.prepared_by, shown.decided_by, shown.route) == ("Arjan Visser", "Lotte Visser", "Diploma bestuurskunde")


async def test_refused_may_be_asked_again(database: None) -> None:
    """The part counts for nothing; while a request is open, or once it was granted, nobody asks again."""
    world, elif_ = await asking.world(), await making.candidate()
    dossier, request = await asking.prepared(world, elif_)
    with pytest.raises(EquivalenceAsked):
        await equivalence.ask(dossier, ASK, actor=elif_.actor, now=NOW)
    await equivalence.refuse(request, BECAUSE, actor=world.certifiers[1], now=NOW)
    assert await equivalence_reading.granted_in(TRACK) == {}
    again = await equivalence.ask(dossier, ASK, actor=elif_.actor, now=NOW)
    await equivalence.prepare(again, ADVICE, actor=world.certifiers[1], now=NOW)
    await equivalence.grant(again, BECAUSE, actor=world.certifiers[0], now=NOW)
    with pytest.raises(EquivalenceAsked):
        await equivalence.ask(dossier, ASK, actor=elif_.actor, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"route": "toelating"}, "route", id="a route that the scheme has not"),
        pytest.param({"part": "VM"}, "part", id="a part to which no route leads"),
        pytest.param({"part": "OA"}, "part", id="a part of another route"),
    ],
)
async def test_only_what_the_scheme_offers(database: None, changes: dict[str, str], field: str) -> None:
    """A route of the version in force, and a part that it leads to."""
    await asking.world()
    elif_ = await making.candidate()
    dossier = await asking.applied(elif_)
    with pytest.raises(Invalid) as refused:
        await equivalence.ask(dossier, msgspec.structs.replace(ASK, **changes), actor=elif_.actor, now=NOW)
    assert [fault.field for fault in refused.value.faults] == [field]


async def test_in_an_open_application_of_their_own(database: None) -> None:
    """Another's looks absent; in one that is over nothing is asked and nothing judged."""
    world, elif_, jan = await asking.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    dossier, request = await asking.prepared(world, elif_)
    with pytest.raises(NotFound):
        await equivalence.ask(dossier, ASK, actor=jan.actor, now=NOW)
    for actor in (*world.certifiers, world.auditor, world.provider):
        with pytest.raises(NotAllowed):
            await equivalence.ask(dossier, ASK, actor=actor, now=NOW)
    await dossiers.abandon(dossier, Abandon(), actor=elif_.actor, now=NOW)
    with pytest.raises(NotOpenToRequests):
        await equivalence.ask(dossier, ASK, actor=elif_.actor, now=NOW)
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(NotOpenToRequests):
            await judge(request, BECAUSE, actor=world.certifiers[1], now=NOW)


async def test_each_step_once_and_in_order(database: None) -> None:
    """Prepared before it is decided, and decided once."""
    world, elif_ = await asking.world(), await making.candidate()
    first, second, third = world.certifiers
    _, request = await asking.asked(elif_)
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(EquivalenceNotPrepared):
            await judge(request, BECAUSE, actor=second, now=NOW)
    await equivalence.prepare(request, ADVICE, actor=first, now=NOW)
    with pytest.raises(EquivalencePrepared):
        await equivalence.prepare(request, ADVICE, actor=third, now=NOW)
    await equivalence.refuse(request, BECAUSE, actor=second, now=NOW)
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(EquivalenceDecided):
            await judge(request, BECAUSE, actor=third, now=NOW)


async def test_two_persons_under_any_record(database: None) -> None:
    """Who prepared does not decide, nor does the same human being under another number."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(SamePerson):
            await judge(request, BECAUSE, actor=world.certifiers[0], now=NOW)
    same = await recorded_twice(world)
    jan = await making.candidate("Jan", "Janssen")
    _, another = await asking.asked(jan)
    await equivalence.prepare(another, ADVICE, actor=same[0], now=NOW)
    with pytest.raises(SamePerson):
        await equivalence.grant(another, BECAUSE, actor=same[1], now=NOW)


async def recorded_twice(standing: World) -> tuple[Actor, Actor]:
    """A certifier with two numbers and two accounts, whose files were merged."""
    body, made = standing.organisations["certification-body"], []
    for given in ("Vera", "V."):
        who = await making.person(given, "Dubbel")
        async with transaction() as connection:
            file = await people.open_file(who, connection=connection, actor=OPERATOR, now=BEFORE)
        actor = await making.account(who, Role.CERTIFIER, body)
        made.append(Candidate(actor, who, file.id))
    await merged(made[1], made[0])
    return made[0].actor, made[1].actor


async def test_independent_of_the_candidate(database: None) -> None:
    """Whoever examined or taught for the evidence, and staff of another body: neither prepares nor decides."""
    world, elif_ = await asking.world(), await making.candidate()
    first, second, third = world.certifiers
    _, request = await asking.asked(elif_)
    await making.evidence(world, elif_, examiner=third.person)
    with pytest.raises(NotIndependent):
        await equivalence.prepare(request, ADVICE, actor=third, now=NOW)
    await equivalence.prepare(request, ADVICE, actor=first, now=NOW)
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(NotIndependent):
            await judge(request, BECAUSE, actor=third, now=NOW)
    shown = await equivalence_presenting.detail(request, language=Language.NL, actor=third, now=NOW)
    assert [each.ground.value for each in shown.objections] == ["in-evidence"]
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    with pytest.raises(NotFound):
        await equivalence.grant(request, BECAUSE, actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        await equivalence_presenting.detail(request, language=Language.NL, actor=stranger, now=NOW)
    await equivalence.grant(request, BECAUSE, actor=second, now=NOW)


async def test_no_program_judges(database: None) -> None:
    """An API key decides nothing."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    program = dataclasses.replace(world.certifiers[1], api_key=uuid4())
    for judge in (equivalence.grant, equivalence.refuse):
        with pytest.raises(NotAllowed):
            await judge(request, BECAUSE, actor=program, now=NOW)


async def test_rivals_decide_once(database: None) -> None:
    """Of a grant and a refusal at one moment one holds."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    _, second, third = world.certifiers
    outcomes = await asyncio.gather(
        equivalence.grant(request, BECAUSE, actor=second, now=NOW),
        equivalence.refuse(request, BECAUSE, actor=third, now=NOW),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes if each is not None] == [EquivalenceDecided]


async def test_the_database_refuses_one_person_and_a_second_decision(database: None) -> None:
    """By raw SQL too."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    decide = "UPDATE equivalence_request SET granted = true, decided_at = now(), decided_by = $2 WHERE id = $1"
    with pytest.raises(asyncpg.CheckViolationError, match="another person"):
        async with transaction() as connection:
            await connection.execute(decide, request, world.certifiers[0].account)
    await equivalence.refuse(request, BECAUSE, actor=world.certifiers[1], now=NOW)
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute(decide, request, world.certifiers[2].account)


async def test_words_are_erasable_and_not_in_the_trail(database: None) -> None:
    """Explanation, advice and reason go with the person; that it was decided stays."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    await equivalence.grant(request, BECAUSE, actor=world.certifiers[1], now=NOW)
    facts = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.EQUIVALENCE_STEP.value)
    assert len(facts) == 3
    assert not [row for row in facts if "diploma is" in row["facts"] or "Leiden" in row["facts"]]
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    shown = await equivalence_presenting.detail(request, language=Language.NL, actor=world.auditor, now=NOW)
    assert (shown.explanation, shown.advice, shown.reason, shown.granted) == (None, None, None, True)
