"""Other advisers are proposed when a certificate takes one away: those on the list whom the judge would allow."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.engagements import following, proposing
from registry.engagements.proposing import Other
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment
from registry.permissions import OPERATOR, Actor
from tests.registry import making
from tests.registry.engagements import booked as bookings
from tests.registry.engagements.booked import Booked
from tests.registry.making import NOW, TODAY

LATER = NOW + timedelta(seconds=20)
EVERYTHING = [PublicField.NAME, PublicField.SPECIALISMS, PublicField.PROVINCES]


async def another(booked: Booked, family: str, *, like: bool = False, shows: list[PublicField] | None = None) -> Issued:
    """A certified adviser, who works on the same as the one booked if asked, and shows the public these fields."""
    adviser = await making.candidate("Ans", family)
    await people.change_consent(ChangeConsent(fields=EVERYTHING if shows is None else shows), actor=adviser.actor, now=NOW)
    if like:
        await works_on(adviser.actor)
    return await making.certified(booked.world, adviser)


async def works_on(actor: Actor) -> None:
    """The adviser says where they work, and on what."""
    profile = ChangeProfile(provinces=["Utrecht"], specialisms=["zaakgericht-werken"])
    await people.change_profile(profile, actor=actor, now=NOW)


async def lose(booked: Booked, kind: EventKind) -> None:
    """The certificate of the adviser is no longer valid, and the booking has followed."""
    await making.happens(booked.issued.id, kind, TODAY, at=NOW)
    await following.follow(now=LATER)


async def others(booked: Booked, *, actor: Actor | None = None) -> list[Other]:
    """What the municipality is proposed."""
    return await proposing.others_for(await booked.now(), actor=actor or booked.world.municipality, now=LATER)


async def test_who_fits_is_proposed_those_alike_first(database: None) -> None:
    """With the form filled in for the days that are left; who is not on the list, or may not work there, is not."""
    booked = await bookings.active()
    await works_on(booked.adviser.actor)
    plain, alike = await another(booked, "Anders"), await another(booked, "Zelfde", like=True)
    await another(booked, "Verborgen", shows=[])
    employed = await making.candidate("Eva", "Dienst")
    await making.certified(booked.world, employed)
    job = RecordEmployment(employer=booked.world.organisations[making.OWN], valid_from=date(2026, 1, 1))
    await people.record_employment(employed.person, job, actor=OPERATOR, now=NOW)
    assert await others(booked) == []
    await lose(booked, EventKind.WITHDRAWN)
    found = await others(booked)
    assert [each.certificate for each in found] == [alike.number, plain.number]
    assert (found[0].name, found[0].specialisms, found[0].after_cancelling) == ("Ans Zelfde", ("zaakgericht-werken",), False)
    asked = parse_qs(urlsplit(found[0].path).query)
    assert (asked["certificaat"], asked["dagen"], asked["van"]) == ([alike.number], ["12"], ["2027-01-11"])


async def test_what_is_not_shown_to_the_public_is_not_shown_here(database: None) -> None:
    """Neither as words nor by the order."""
    booked = await bookings.active()
    await works_on(booked.adviser.actor)
    first, second = await another(booked, "Een"), await another(booked, "Twee", like=True, shows=[PublicField.NAME])
    await lose(booked, EventKind.WITHDRAWN)
    found = await others(booked)
    assert [each.certificate for each in found] == sorted([first.number, second.number])
    assert all(each.specialisms == each.provinces == () for each in found)


async def test_days_of_a_frozen_booking_come_free_by_cancelling(database: None) -> None:
    """Eight of twenty days are free; the twelve of the frozen booking make room for another adviser."""
    booked = await bookings.active()
    other = await another(booked, "Anders")
    await lose(booked, EventKind.SUSPENDED)
    [found] = await others(booked)
    assert (found.certificate, found.after_cancelling) == (other.number, True)


async def test_nobody_else_is_told(database: None) -> None:
    """A municipality that does not book for it, an auditor and the adviser themselves are proposed nobody."""
    booked = await bookings.active()
    await another(booked, "Anders")
    await lose(booked, EventKind.WITHDRAWN)
    for actor in (booked.world.neighbour, booked.world.auditor, booked.adviser.actor, booked.world.coordinator):
        assert await others(booked, actor=actor) == []
    over = date(2027, 5, 1) - TODAY
    assert await proposing.others_for(await booked.now(), actor=booked.world.municipality, now=NOW + over) == []


async def test_at_most_five(database: None) -> None:
    """However many fit."""
    booked = await bookings.active()
    for family in "ABCDEF":
        await another(booked, family)
    await lose(booked, EventKind.WITHDRAWN)
    assert len(await others(booked)) == proposing.MOST == 5
