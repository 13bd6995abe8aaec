"""Erasing a person as an admin does it: seen beforehand, refused while something is undecided, and done for good."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from exams.results.erasing import ResultFiles
from public_list.listing import service as public
from registry.audit import sealing
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.audit.verifying import verify
from registry.bookings import service as bookings
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Abandon
from registry.erasure import service
from registry.erasure.errors import AlreadyErased, ErasureBlocked
from registry.erasure.reading import find
from registry.erasure.rules import Blocker
from registry.erasure.schemas import ErasedOut, ErasePerson, FindPerson, PreviewOut
from registry.errors import Invalid, NotAllowed, NotFound
from registry.measures.rules import Measure
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import MergeAdvisers
from registry.permissions import OPERATOR, Actor, Role
from registry.rechecking.service import recheck
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.impartiality.test_declaring import number_of
from tests.registry.making import NOW, TODAY, Candidate, World
from tests.registry.measures import at_work
from tests.registry.waiting import waits_for_a_row

LATER = NOW + timedelta(days=60)
FILES = ResultFiles()


async def admin(world: World) -> Actor:
    """Someone who may."""
    return await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])


async def seen(person: UUID, by: Actor, *, at: object = LATER) -> PreviewOut:
    """What it would do."""
    return await service.preview(person, FILES, language=Language.NL, actor=by, now=at)  # type: ignore[arg-type]


async def erased(person: UUID, by: Actor, confirmation: str) -> ErasedOut:
    """Done."""
    return await service.erase(person, ErasePerson(confirmation=confirmation), FILES, actor=by, now=LATER)


async def test_what_is_seen_beforehand_is_what_happens(database: None) -> None:
    """The counts agree; the certificate answers without a name; chain and certificates verify as before."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    by, number = await admin(world), await number_of(elif_)
    await sealing.seal(now=NOW)
    before = await certificates.by_number(issued.number)
    shown = await seen(elif_.person, by)
    assert (shown.goes.names, shown.goes.accounts, shown.goes.email_addresses) == (["Elif Öztürk"], 1, 1)
    assert (shown.stays.candidate_numbers, shown.stays.dossiers, shown.confirm_with) == ([number], 1, number)
    assert [(each.number, each.status) for each in shown.stays.certificates] == [(issued.number, Status.VALID)]
    assert shown.blocked == []
    done = await erased(elif_.person, by, f" {number.lower()} ")
    assert (done.values, done.documents, done.files) == (shown.goes.values, shown.goes.documents, shown.goes.files)
    assert await people.names_of([elif_.person]) == {}
    answer = await public.check(issued.number, day=None, now=LATER)
    assert (answer.status, answer.name) == (Status.VALID, None)
    assert await certificates.by_number(issued.number) == before
    await sealing.seal(now=LATER)
    assert not (await verify()).findings
    told = await recheck({})
    assert (told.certificates, told.erased) == (1, 1)
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.PERSON_ERASED.value)
    assert entry["subject"] == elif_.person
    assert "lif" not in str(entry["facts"])
    with pytest.raises(AlreadyErased):
        await seen(elif_.person, by)
    with pytest.raises(AlreadyErased):
        await erased(elif_.person, by, number)


async def test_every_record_of_one_human_being_goes(database: None) -> None:
    """Whichever of the merged files is asked for; nobody else loses anything."""
    world, elif_, again = await making.world(), await making.candidate(), await making.candidate("Elif", "Yilmaz")
    other = await making.candidate("Jan", "Janssen")
    by = await admin(world)
    command = MergeAdvisers(duplicate=await number_of(again), counts_as=await number_of(elif_))
    await merging.merge(command, actor=OPERATOR, now=NOW)
    shown = await seen(again.person, by)
    assert (shown.goes.names, shown.goes.accounts) == (["Elif Öztürk", "Elif Yilmaz"], 2)
    await erased(again.person, by, shown.confirm_with)
    assert set(await people.names_of([elif_.person, again.person, other.person])) == {other.person}
    assert await AuditEntry.count().where(AuditEntry.action == Action.PERSON_ERASED.value) == 2


async def open_dossier(world: World, elif_: Candidate) -> None:
    """She applied, and nothing is decided."""
    await making.admitted(world, elif_, at=NOW)


async def open_measure(world: World, elif_: Candidate) -> None:
    """A measure on her certificate waits."""
    issued = await making.certified(world, elif_)
    await at_work.proposed(world, issued.number, Measure.SUSPENDED)


async def open_review(world: World, elif_: Candidate) -> None:
    """Her certificate is up for review."""
    issued = await making.certified(world, elif_)
    async with transaction():
        await reviews.open_reviews(
            [issued.id], cause=Cause.INTEGRITY_CASE, origin=uuid4(), facts={}, actor=world.provider, now=NOW
        )


async def open_booking(world: World, elif_: Candidate) -> None:
    """A municipality asked for her."""
    issued = await making.certified(world, elif_)
    await making.programme()
    pool = await making.allotment(world)
    await bookings.request(making.booking(issued.number, pool), actor=world.municipality, now=NOW)


async def open_appeal(world: World, elif_: Candidate) -> None:
    """She appealed, and nobody answered."""
    await by_hand(
        "INSERT INTO appeal (id, number, kind, against, body, sender, content, received_at)"
        " VALUES (gen_random_uuid(), 'BZ1', 'appeal', 'other', $1, $2, 'x', $3)",
        world.organisations["certification-body"],
        elif_.person,
        NOW,
    )


async def open_takeover(world: World, elif_: Candidate) -> None:
    """A list that names her waits for a second person."""
    await by_hand(
        "WITH made AS (INSERT INTO takeover (id, scheme, issuer, source, file_name, sha256, prepared_by, prepared_at)"
        " SELECT gen_random_uuid(), scheme.id, 'EGEM', 'Lijst', 'lijst.xlsx', 'x', $1, $3 FROM scheme LIMIT 1 RETURNING id)"
        " INSERT INTO takeover_row (id, takeover, row, adviser) SELECT gen_random_uuid(), id, 2, $2 FROM made",
        world.certifiers[0].account,
        elif_.adviser,
        NOW,
    )


async def by_hand(statement: str, *values: object) -> None:
    """A row of a topic above."""
    async with transaction() as connection:
        await connection.execute(statement, *values)


@pytest.mark.parametrize(
    ("make", "blocker"),
    [
        (open_dossier, Blocker.DOSSIER),
        (open_measure, Blocker.MEASURE),
        (open_review, Blocker.REVIEW),
        (open_booking, Blocker.BOOKING),
        (open_appeal, Blocker.APPEAL),
        (open_takeover, Blocker.TAKEOVER),
    ],
)
async def test_what_is_undecided_blocks(
    database: None, make: Callable[[World, Candidate], Awaitable[None]], blocker: Blocker
) -> None:
    """It is told beforehand, erasing is refused, and nothing is gone."""
    world, elif_ = await at_work.world(), await making.candidate()
    await make(world, elif_)
    by, number = await admin(world), await number_of(elif_)
    assert [each.blocker for each in (await seen(elif_.person, by)).blocked] == [blocker]
    with pytest.raises(ErasureBlocked) as refused:
        await erased(elif_.person, by, number)
    assert refused.value.facts["codes"] == [blocker.value]
    assert elif_.person in await people.names_of([elif_.person])


async def test_a_decision_can_be_objected_to_for_six_weeks(database: None) -> None:
    """Through the forty-second day; the day is told."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    by, last = await admin(world), NOW + timedelta(days=42)
    [told] = (await seen(elif_.person, by, at=last)).blocked
    assert (told.blocker, told.through) == (Blocker.LEGAL_TERM, TODAY + timedelta(days=42))
    assert told.text == "Tegen een besluit kan nog bezwaar worden gemaakt, tot en met 1 januari 2027."
    assert (await seen(elif_.person, by, at=last + timedelta(days=1))).blocked == []


async def test_nobody_erases_by_mistake(database: None) -> None:
    """Not without the confirmation, not themselves, not who may not, not by a program; an application stopped is no bar."""
    world, elif_ = await making.world(), await making.candidate()
    dossier = await making.admitted(world, elif_, at=NOW)
    await dossiers.abandon(dossier, Abandon(), actor=elif_.actor, now=NOW)
    by, number = await admin(world), await number_of(elif_)
    for typed in ("", "ja", "EA000102-42"):
        with pytest.raises(Invalid):
            await erased(elif_.person, by, typed)
    for actor in (world.certifiers[0], world.auditor, elif_.actor):
        with pytest.raises(NotAllowed):
            await erased(elif_.person, actor, number)
    program = Actor(by.account, by.person, by.name, by.grants, api_key=uuid4())
    with pytest.raises(NotAllowed):
        await erased(elif_.person, program, number)
    with pytest.raises(NotFound):
        await seen(uuid4(), by)
    assert by.person is not None
    with pytest.raises(ErasureBlocked) as refused:
        await erased(by.person, by, "Beheer")
    assert refused.value.facts["codes"] == ["yourself"]
    await erased(elif_.person, by, number)


async def test_erasing_waits_for_whoever_acts_on_the_person(database: None, database_url: str) -> None:
    """What was begun about them is seen once it is committed, and then stands in the way."""
    world, elif_ = await making.world(), await making.candidate()
    by, number = await admin(world), await number_of(elif_)
    rival = await asyncpg.connect(database_url)
    try:
        begun = rival.transaction()
        await begun.start()
        await rival.execute("SELECT 1 FROM adviser WHERE id = $1 FOR NO KEY UPDATE", elif_.adviser)
        task = asyncio.create_task(erased(elif_.person, by, number))
        assert await waits_for_a_row(task)
        await rival.execute(
            "INSERT INTO dossier (id, adviser, scheme, recorded_at) SELECT gen_random_uuid(), $1, id, $2 FROM scheme LIMIT 1",
            elif_.adviser,
            NOW,
        )
        await begun.commit()
        with pytest.raises(ErasureBlocked):
            await task
    finally:
        await rival.close()
    assert elif_.person in await people.names_of([elif_.person])


async def test_finding_somebody(database: None) -> None:
    """By number or address, however they are typed; nobody is told as a fault of the field."""
    world, elif_ = await making.world(), await making.candidate()
    by, number = await admin(world), await number_of(elif_)
    assert await service.find(FindPerson(reference=f" {number.lower()} "), actor=by) == elif_.person
    with pytest.raises(Invalid):
        await service.find(FindPerson(reference="niemand@test.example"), actor=by)
    with pytest.raises(NotAllowed):
        await service.find(FindPerson(reference=number), actor=world.provider)
    assert await find("") is None
