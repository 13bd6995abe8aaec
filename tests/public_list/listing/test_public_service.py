"""The public list and the check of a number, on a real registry."""

from datetime import UTC, date, datetime, timedelta

import pytest

from public_list.listing import service as public
from public_list.listing.rules import Entry, Facet, Wanted
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import EventKind, Status
from registry.errors import Invalid
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment
from registry.permissions import OPERATOR
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY

EVERYONE = Wanted()
ONE_DAY = timedelta(days=1)


async def listed(wanted: Wanted = EVERYONE, *, now: datetime = NOW) -> list[Entry]:
    """The entries that are found."""
    return list((await public.search(wanted, now=now)).entries)


async def test_who_is_certified_stands_on_the_list(database: None) -> None:
    """Once granted, with what was consented to: here the name only, then all of it."""
    world, elif_ = await making.world(), await making.candidate()
    assert await listed() == []
    issued = await making.certified(world, elif_)
    profile = ChangeProfile(provinces=["Utrecht"], specialisms=["bag"])
    await people.change_profile(profile, actor=elif_.actor, now=NOW)
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date())
    await people.record_employment(elif_.person, job, actor=OPERATOR, now=NOW)
    [entry] = await listed()
    assert (entry.number, entry.name, entry.status) == (issued.number, "Elif Öztürk", Status.VALID)
    assert (entry.employer, entry.provinces, entry.specialisms) == (None, (), ())
    assert await listed(Wanted(chosen=((Facet.PROVINCE, "Utrecht"),))) == []
    await people.change_consent(ChangeConsent(fields=list(PublicField)), actor=elif_.actor, now=NOW)
    [entry] = await listed(Wanted("ozt", ((Facet.PROVINCE, "Utrecht"), (Facet.SPECIALISM, "bag"))))
    assert (entry.employer, entry.provinces, entry.specialisms) == ("De employer", ("Utrecht",), ("bag",))
    await people.change_consent(ChangeConsent(fields=[]), actor=elif_.actor, now=NOW)
    assert await listed() == []
    answer = await public.check(issued.number, day=None, now=NOW)
    assert (answer.status, answer.name) == (Status.VALID, None)


async def test_a_certificate_leaves_the_list_when_it_expires(database: None) -> None:
    """At midnight in Amsterdam after its last day, and not before."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    last_second = datetime(2029, 11, 19, 22, 59, 59, tzinfo=UTC)
    assert issued.snapshot.valid_until == date(2029, 11, 19)
    assert await listed(now=last_second)
    assert await listed(now=last_second + timedelta(seconds=1)) == []
    answer = await public.check(issued.number, day=None, now=last_second + timedelta(seconds=1))
    assert (answer.status, answer.day, answer.name) == (Status.EXPIRED, date(2029, 11, 20), None)


async def test_a_number_is_answered_for_every_day(database: None) -> None:
    """Today or on another day, with scheme and dates; however it is typed."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    typed = issued.number.lower().replace("-", " ")
    for day, status in (
        (None, Status.VALID),
        (TODAY - ONE_DAY, Status.NOT_YET_VALID),
        (date(2029, 11, 19), Status.VALID),
        (date(2029, 11, 20), Status.EXPIRED),
        (date(9999, 12, 31), Status.EXPIRED),
    ):
        answer = await public.check(typed, day=day, now=NOW)
        assert (answer.number, answer.status) == (issued.number, status)
        assert (answer.scheme_name.nl, answer.valid_until) == ("e-adviseur", date(2029, 11, 19))


async def test_what_is_no_number_and_what_was_never_issued(database: None) -> None:
    """The one is refused with a suggestion, the other is unknown."""
    with pytest.raises(Invalid):
        await public.check("CA12345678-67", day=None, now=NOW)
    with pytest.raises(UnknownCertificate):
        await public.check("CA12345678-66", day=None, now=NOW)


async def test_suspended_and_reinstated(database: None) -> None:
    """A suspension shows at once, with the name, and so does its end."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY)
    [entry] = await listed()
    assert entry.status is Status.SUSPENDED
    assert (await public.check(issued.number, day=None, now=NOW)).name == "Elif Öztürk"
    await making.happens(issued.id, EventKind.REINSTATED, TODAY)
    [entry] = await listed()
    assert entry.status is Status.VALID


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.VOIDED])
async def test_a_withdrawn_or_void_certificate_names_nobody(database: None, kind: EventKind) -> None:
    """Off the list at once; the number answers for ever, and gives no name for any day."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    later = NOW + 40 * ONE_DAY
    await making.happens(issued.id, kind, TODAY + 40 * ONE_DAY, at=later)
    assert await listed(now=later) == []
    for day in (None, TODAY, TODAY + ONE_DAY, date(2030, 1, 1)):
        assert (await public.check(issued.number, day=day, now=later)).name is None
    past = (await public.check(issued.number, day=TODAY, now=later)).status
    assert past is (Status.VOID if kind is EventKind.VOIDED else Status.VALID)


@pytest.mark.parametrize(("ended", "shown"), [(-1, None), (0, "De employer"), (1, "De employer")])
async def test_an_employer_is_shown_through_the_last_day(database: None, ended: int, shown: str | None) -> None:
    """Where the adviser works no more is not shown."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    await people.change_consent(ChangeConsent(fields=list(PublicField)), actor=elif_.actor, now=NOW)
    job = RecordEmployment(
        employer=world.organisations["employer"], valid_from=BEFORE.date(), valid_to=TODAY + timedelta(days=ended)
    )
    await people.record_employment(elif_.person, job, actor=OPERATOR, now=NOW)
    [entry] = await listed()
    assert entry.employer == shown
