"""What waits for a certifier, each kind made to wait by what people did, and gone once it is done."""

from datetime import timedelta

import pytest

from registry.appeals import service as appeals
from registry.dossiers import equivalence, reading, self_reports
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Abandon
from registry.impartiality import waivers
from registry.permissions import Role
from registry.renewals import service as renewals
from registry.schemes import service as schemes
from registry.takeovers import service as takeovers
from tests.registry import making
from tests.registry.appeals import lodging
from tests.registry.dossiers import asking
from tests.registry.dossiers.test_self_reports import SEEN, TELL
from tests.registry.home.at_home import wait_for, waits
from tests.registry.impartiality.test_waivers import colleagues, wish
from tests.registry.making import BEFORE, NOW, SCHEME, TODAY
from tests.registry.renewals import again
from tests.registry.reviews.test_review_pages import reviewed
from tests.registry.takeovers import lists

pytestmark = pytest.mark.usefixtures("database")


async def test_a_complete_dossier_waits_to_be_prepared() -> None:
    """For whoever comes first; once prepared it waits for another."""
    world, of = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    await making.admitted(world, of)
    assert await waits(first) == {}
    await making.evidence(world, of)
    assert await waits(first) == await waits(second) == {"dossiers-to-prepare": 1}
    wait = await wait_for(first, "dossiers-to-prepare")
    [held] = await reading.dossiers()
    assert (wait.day, wait.path) == (BEFORE.date(), f"/dossiers/{held.id}")


async def test_a_renewal_waits_until_it_is_complete() -> None:
    """Then it waits to be prepared, as any dossier."""
    world = await again.world()
    of, issued = await again.holder(world)
    first = world.certifiers[0]
    dossier = await again.admitted(world, of, issued)
    assert await waits(first, again.IN_WINDOW) == {"renewals": 1}
    await again.educated(world, of)
    await renewals.complete(dossier, again.BY_EDUCATION, actor=first, now=again.IN_WINDOW)
    assert await waits(first, again.IN_WINDOW) == {"dossiers-to-prepare": 1}


async def test_education_waits_to_be_judged() -> None:
    """Until a certifier accepted it."""
    world = await again.world()
    of, _ = await again.holder(world)
    first = world.certifiers[0]
    entry = await renewals.enter(again.EDUCATION, actor=of.actor, now=again.IN_WINDOW)
    assert await waits(first, again.IN_WINDOW) == {"education": 1}
    await renewals.accept(entry, actor=first, now=again.IN_WINDOW)
    assert await waits(first, again.IN_WINDOW) == {}


async def test_a_request_for_exemption_waits_for_two_persons() -> None:
    """Whoever prepared it leaves the decision to another; nobody is asked once the dossier is over."""
    world, of = await asking.world(), await making.candidate()
    first, second, _ = world.certifiers
    dossier, request = await asking.asked(of)
    assert await waits(first) == await waits(second) == {"dossiers-to-admit": 1, "equivalence": 1}
    await equivalence.prepare(request, asking.ADVICE, actor=first, now=NOW)
    assert await waits(first) == {"dossiers-to-admit": 1}
    assert await waits(second) == {"dossiers-to-admit": 1, "equivalence": 1}
    await dossiers.abandon(dossier, Abandon(reason="Ik stop."), actor=of.actor, now=NOW)
    assert await waits(second) == {}


async def test_a_waiver_waits_for_another_than_asked() -> None:
    """And is gone once it was granted."""
    world, of = await making.world(), await making.candidate()
    first, second, third = world.certifiers
    await colleagues(world, of.person, second.person)
    asked = await waivers.ask(await wish(of), actor=second, now=NOW)
    assert [await waits(each) for each in (first, second, third)] == [{"waivers": 1}, {}, {"waivers": 1}]
    await waivers.grant(asked, actor=third, now=NOW)
    assert await waits(first) == {}


async def test_a_statement_that_nears_its_end_waits_for_its_maker() -> None:
    """In its last thirty days; the day after its last it is late."""
    world = await making.world()
    first = world.certifiers[0]
    last = BEFORE.date() + timedelta(days=36_500)
    ends = NOW + (last - TODAY)
    assert "own-statement" not in await waits(first, ends - timedelta(days=31))
    near = await wait_for(first, "own-statement", ends - timedelta(days=30))
    assert (near.day, near.is_late, near.path) == (last, False, "/belangen")
    assert (await wait_for(first, "own-statement", ends + timedelta(days=1))).is_late


async def test_an_appeal_waits_for_whoever_has_the_next_step() -> None:
    """To be acknowledged by anybody, to be prepared by its handler, to be decided by another than them."""
    world, of = await making.world(), await making.candidate()
    one, two = await lodging.outsiders(world)
    appeal = await lodging.lodged(of, await lodging.refused(world, of))
    assert await waits(one) == await waits(two) == {"appeals": 1}
    await lodging.assigned(appeal, one, two)
    assert (await waits(one), await waits(two)) == ({}, {"appeals": 1})
    await appeals.prepare(appeal, lodging.ADVICE, actor=two, now=NOW)
    assert (await waits(one), await waits(two)) == ({"appeals": 1}, {})


async def test_a_review_waits_while_it_is_open() -> None:
    """It leads to the review itself."""
    world = await making.world()
    _, review = await reviewed(world)
    assert await waits(world.certifiers[0]) == {"reviews": 1}
    assert (await wait_for(world.certifiers[0], "reviews")).path == f"/herbeoordelingen/{review}"
    assert await waits(world.provider) == {}


async def test_a_report_of_a_holder_waits_until_somebody_saw_it() -> None:
    """Then the holder has an answer."""
    world, of = await making.world(), await making.candidate()
    await making.certified(world, of)
    report = await self_reports.report(TELL, actor=of.actor, now=NOW)
    assert await waits(world.certifiers[0]) == {"reports": 1}
    await self_reports.conclude(report, SEEN, actor=world.certifiers[0], now=NOW)
    assert await waits(world.certifiers[1]) == {}


async def test_certificates_from_elsewhere_wait_for_a_second_person() -> None:
    """Not for whoever prepared the list."""
    world = await making.world()
    first, second, _ = world.certifiers
    taken = await lists.prepared(first, lists.JAN)
    assert (await waits(first), await waits(second)) == ({}, {"takeovers": 1})
    await takeovers.decide(taken, actor=second, now=NOW)
    assert await waits(second) == {}


async def test_a_version_waits_for_the_body_too() -> None:
    """Until one of its certifiers signed."""
    world = await making.world()
    version = await schemes.propose(SCHEME, making.proposal(world), actor=world.owner, now=BEFORE)
    assert await waits(world.certifiers[0], BEFORE) == {"schemes-to-sign-as-body": 1}
    await schemes.sign(version, actor=world.certifiers[0], now=BEFORE)
    assert await waits(world.certifiers[1], BEFORE) == {}
    assert world.certifiers[0].grants[0].role is Role.CERTIFIER
