"""Past lists on a real registry: what was known, what may still be published, and what an auditor sees."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from public_list.past import reading, service
from public_list.past.rules import Moment, PastEntry
from registry.certificates.rules import EventKind, Status
from registry.certificates.service import Issued
from registry.errors import NotAllowed
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment
from registry.permissions import OPERATOR, Actor, Role
from registry.schemes.rules import Publication, Term
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import BEFORE, NOW, RULES, TODAY, Candidate, World

ONE_DAY = timedelta(days=1)
LATER = NOW + 40 * ONE_DAY
THEN = Moment(TODAY, NOW + ONE_DAY)
ALL = list(PublicField)


async def published(moment: Moment = THEN, *, now: datetime = LATER) -> list[PastEntry]:
    """What everyone sees."""
    return list(await service.published(moment, now=now))


async def names(moment: Moment = THEN, *, now: datetime = LATER) -> list[str | None]:
    """Of whom everyone sees that they were on the list."""
    return [each.name for each in await published(moment, now=now)]


async def consent(of: Candidate, *fields: PublicField, at: datetime) -> None:
    """The adviser lets these be seen, and nothing else."""
    await people.change_consent(ChangeConsent(fields=list(fields)), actor=of.actor, now=at)


async def erase(person: UUID) -> None:
    """The one permitted way in which a name goes."""
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", person, LATER)


@pytest.fixture
async def world(database: None) -> World:
    """A registry at work."""
    return await making.world()


async def certified(world: World, family: str = "Öztürk") -> tuple[Candidate, Issued]:
    """An adviser on the list."""
    who = await making.candidate("Elif", family)
    return who, await making.certified(world, who)


async def test_a_list_knows_what_was_known(world: World) -> None:
    """An event that was recorded afterwards changes nothing of it, however far back it takes effect."""
    _, issued = await certified(world)
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW + 2 * ONE_DAY)
    await making.happens(issued.id, EventKind.REINSTATED, TODAY + ONE_DAY, at=NOW + 3 * ONE_DAY)
    [then] = await published(Moment(TODAY, NOW + ONE_DAY))
    [known] = await published(Moment(TODAY, NOW + 2 * ONE_DAY))
    [after] = await published(Moment(TODAY + ONE_DAY, NOW + 3 * ONE_DAY))
    assert [each.status for each in (then, known, after)] == [Status.VALID, Status.SUSPENDED, Status.VALID]
    assert (then.number, then.name) == (issued.number, "Elif Öztürk")
    assert await published(Moment(TODAY, NOW - timedelta(seconds=1))) == []
    assert await published(Moment(TODAY - ONE_DAY, NOW + ONE_DAY)) == []


async def test_a_list_shows_what_advisers_said_by_then(world: World) -> None:
    """Profile and employer as they were recorded by the instant, for the day of the list."""
    who, _ = await certified(world)
    await consent(who, *ALL, at=NOW)
    for at, province in ((NOW, "Utrecht"), (NOW + 2 * ONE_DAY, "Drenthe")):
        await people.change_profile(ChangeProfile(provinces=[province], languages=["nl"]), actor=who.actor, now=at)
    second = await making.organisation(Kind.EMPLOYER, "Later BV")
    for employer, first, at in (
        (world.organisations["employer"], BEFORE.date(), NOW),
        (second, BEFORE.date() + ONE_DAY, NOW + 2 * ONE_DAY),
    ):
        job = RecordEmployment(employer=employer, valid_from=first)
        await people.record_employment(who.person, job, actor=OPERATOR, now=at)
    [then], [known] = await published(THEN), await published(Moment(TODAY, NOW + 2 * ONE_DAY))
    assert (then.provinces, then.employer, then.languages) == (("Utrecht",), "De employer", ("nl",))
    assert (known.provinces, known.employer) == (("Drenthe",), "Later BV")


async def test_a_field_needs_consent_then_and_now(world: World) -> None:
    """What was not consented to then was not on that list; what is consented to no more is off it now."""
    who, _ = await certified(world)
    await people.change_profile(ChangeProfile(provinces=["Utrecht"], languages=["nl"]), actor=who.actor, now=NOW)
    await consent(who, PublicField.NAME, PublicField.PROVINCES, at=NOW)
    await consent(who, PublicField.NAME, PublicField.LANGUAGES, at=NOW + 2 * ONE_DAY)
    [then] = await published(THEN)
    assert (then.provinces, then.languages) == ((), ())
    [seen] = await service.whole(THEN, actor=world.auditor, now=LATER)
    assert (seen.provinces, seen.languages) == (("Utrecht",), ())


async def test_who_withdrew_consent_is_on_no_public_list_any_more(world: World) -> None:
    """Not even on that of a day on which they stood there; and back when they consent again."""
    who, _ = await certified(world)
    assert await names(now=NOW + ONE_DAY) == ["Elif Öztürk"]
    await consent(who, at=NOW + 2 * ONE_DAY)
    assert await names() == []
    assert [each.name for each in await service.whole(THEN, actor=world.auditor, now=LATER)] == ["Elif Öztürk"]
    await consent(who, PublicField.NAME, at=NOW + 3 * ONE_DAY)
    assert await names() == ["Elif Öztürk"]


async def test_consent_given_since_opens_no_past_list(world: World) -> None:
    """Who had not consented then was not on the list, for auditors neither."""
    who, _ = await certified(world)
    await consent(who, at=NOW)
    await consent(who, PublicField.NAME, at=NOW + 2 * ONE_DAY)
    assert await names() == []
    assert await service.whole(THEN, actor=world.auditor, now=LATER) == []


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.VOIDED, EventKind.SUPERSEDED, EventKind.REPLACED])
async def test_who_may_not_be_listed_today_is_off_every_public_list(world: World, kind: EventKind) -> None:
    """An end that the policy does not list takes the name off past lists too; an auditor still sees it as it was."""
    _, issued = await certified(world)
    await making.happens(issued.id, kind, TODAY + 30 * ONE_DAY, at=NOW + 2 * ONE_DAY)
    before = [] if kind is EventKind.VOIDED else ["Elif Öztürk"]
    assert await names(now=NOW + 3 * ONE_DAY) == before
    assert await names() == []
    [seen] = await service.whole(THEN, actor=world.auditor, now=LATER)
    assert (seen.name, seen.status) == ("Elif Öztürk", Status.VALID)


async def test_an_expired_certificate_is_off_past_lists_at_midnight(world: World) -> None:
    """Nothing is recorded for it: the day alone does it."""
    await certified(world)
    last_second = datetime(2029, 11, 19, 22, 59, 59, tzinfo=UTC)
    assert await names(now=last_second) == ["Elif Öztürk"]
    assert await names(now=last_second + timedelta(seconds=1)) == []


async def test_a_term_ends_past_lists(world: World) -> None:
    """Listed for so many months after its end, and on that day off the list of every day."""
    policy = Publication(listed=("valid", "expired"), terms=(Term("expired", 2),))
    await making.scheme(world, "kort", msgspec.structs.replace(RULES, publication=policy, validity_months=1))
    who = await making.candidate()
    application = msgspec.structs.replace(making.APPLICATION, scheme="kort")
    before, making.APPLICATION = making.APPLICATION, application
    try:
        issued = await making.certified(world, who)
    finally:
        making.APPLICATION = before
    assert issued.snapshot.valid_until == date(2026, 12, 19)
    assert await names(now=datetime(2027, 2, 19, 12, tzinfo=UTC)) == ["Elif Öztürk"]
    assert await names(now=datetime(2027, 2, 20, 12, tzinfo=UTC)) == []
    expired = Moment(date(2027, 2, 1), datetime(2027, 2, 2, tzinfo=UTC))
    [seen] = await service.whole(expired, actor=world.auditor, now=datetime(2028, 1, 1, tzinfo=UTC))
    assert seen.status is Status.EXPIRED


async def test_an_erased_person_is_a_tombstone(world: World) -> None:
    """To the public nothing; to an auditor the number, the scheme, the dates and the status, last on the list."""
    who, issued = await certified(world, "Aalbers")
    await people.change_profile(ChangeProfile(provinces=["Utrecht"]), actor=who.actor, now=NOW)
    await consent(who, *ALL, at=NOW)
    await certified(world, "Zeeman")
    await erase(who.person)
    assert await names() == ["Elif Zeeman"]
    named, tombstone = await service.whole(THEN, actor=world.auditor, now=LATER)
    assert named.name == "Elif Zeeman"
    assert (tombstone.number, tombstone.name, tombstone.status) == (issued.number, None, Status.VALID)
    assert (tombstone.provinces, tombstone.employer, tombstone.valid_until) == ((), None, issued.snapshot.valid_until)


async def test_a_certifier_sees_their_own_body_whole(world: World) -> None:
    """Of what another body issued they see what everyone does; who has no such task is refused."""
    who, _ = await certified(world)
    await consent(who, at=NOW + 2 * ONE_DAY)
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Ina", "Elders"), Role.CERTIFIER, elsewhere)

    async def seen(actor: Actor) -> int:
        return len(await service.whole(THEN, actor=actor, now=LATER))

    assert [await seen(actor) for actor in (world.auditor, world.certifiers[0], stranger)] == [1, 1, 0]
    for actor in (world.municipality, world.provider, who.actor):
        with pytest.raises(NotAllowed):
            await seen(actor)
        assert await service.seen_by(actor, THEN, now=LATER) == []
    assert len(await service.seen_by(world.auditor, THEN, now=LATER)) == 1


async def test_a_list_is_whole_however_few_are_read_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several goes, of which the last is not full."""
    for family in ("Aalbers", "Berg", "Cohen"):
        await certified(world, family)
    monkeypatch.setattr(reading, "AT_A_TIME", 2)
    assert await names() == ["Elif Aalbers", "Elif Berg", "Elif Cohen"]


async def test_a_list_stands_in_one_order(world: World) -> None:
    """By name; equal names by number."""
    for family in ("Öztürk", "van den Berg", "Zeeman", "Berg"):
        await certified(world, family)
    twins = [(await certified(world, "Aalbers"))[1].number for _ in range(3)]
    listed = await published()
    assert [each.number for each in listed[:3]] == sorted(twins)
    assert [each.name for each in listed[3:]] == ["Elif Berg", "Elif Öztürk", "Elif van den Berg", "Elif Zeeman"]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "csv-programma", "json"])
async def test_a_past_list_is_equal_to_the_byte_each_time(
    client: httpx.AsyncClient, clock: Clock, world: World, kind: str
) -> None:
    """Whatever happens afterwards; until somebody of it withdraws consent."""
    for family in ("Öztürk", "van den Berg", "Aalbers"):
        await certified(world, family)
    who, issued = await certified(world, "Zeeman")
    address = f"/adviseurs/zoals-toen?dag={TODAY}&bekend-op={TODAY + ONE_DAY}&tijd=09:00&bestand={kind}"
    clock.now = NOW + 2 * ONE_DAY
    first = await client.get(address)
    assert (first.status_code, first.headers["x-total-count"]) == (200, "4")
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW + 30 * ONE_DAY)
    await making.certified(world, await making.candidate("Noor", "Nieuw"), at=NOW + 30 * ONE_DAY)
    await people.change_profile(ChangeProfile(provinces=["Utrecht"]), actor=who.actor, now=NOW + 30 * ONE_DAY)
    clock.now = LATER
    assert (await client.get(address)).content == first.content
    await consent(who, at=LATER)
    after = await client.get(address)
    assert after.headers["x-total-count"] == "3"
    assert after.content != first.content
