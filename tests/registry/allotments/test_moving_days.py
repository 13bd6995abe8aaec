"""What an admin does with days: reverses unused ones, and passes them to another allotment of the programme."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from registry.allotments import service
from registry.allotments.errors import MoreThanGranted, PassedOn, TooFewAvailable, TransferAboveCap, TransferElsewhere
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.errors import Invalid, NotAllowed, NotFound
from registry.permissions import OPERATOR, Actor
from registry.texts import Language
from tests.registry.allotments.days_held import move, standing, two
from tests.registry.making import NOW
from tests.registry.reorganisations.ended import THIRD, merged, merged_again
from tests.registry.reorganisations.merging import allotment_of

WHY = "De grondslag bleek onjuist."
Act = Callable[[UUID, UUID, str, Actor], Awaitable[None]]


async def correct(own: UUID, _: UUID, days: str, actor: Actor = OPERATOR) -> None:
    """Reverse so many days."""
    await service.correct(own, CorrectDays(days=Decimal(days), reason=WHY), actor=actor, now=NOW)


async def transfer(own: UUID, other: UUID, days: str, actor: Actor = OPERATOR) -> None:
    """Pass so many days on."""
    await service.transfer(own, TransferDays(to=other, days=Decimal(days), reason=WHY), actor=actor, now=NOW)


async def test_unused_days_are_reversed(database: None) -> None:
    """To the quarter, and no more than are available: what is reserved or used stays."""
    _, own, other = await two()
    await move(Movement(PostingKind.RESERVE, own, 30), Movement(PostingKind.USE, own, 10))
    with pytest.raises(TooFewAvailable) as refused:
        await correct(own, other, "12.75")
    assert refused.value.facts == {"asked": Decimal("12.75"), "available": Decimal("12.5")}
    await correct(own, other, "12.5")
    assert await standing(own) == {"granted": -30, "reserved": 20, "used": 10}


async def test_days_are_reversed_where_they_were_granted(database: None) -> None:
    """Of days that were transferred here none is; the refusal says how many are left to reverse."""
    _, own, other = await two()
    await move(Movement(PostingKind.GRANT, other, 9), Movement(PostingKind.TRANSFER, own, 20, to=other))
    await correct(other, own, "0.25")
    with pytest.raises(MoreThanGranted) as refused:
        await correct(other, own, "2.25")
    assert refused.value.facts == {"asked": Decimal("2.25"), "granted": Decimal(2)}
    await correct(other, own, "2")
    with pytest.raises(MoreThanGranted):
        await correct(other, own, "0.25")
    assert await standing(other) == {"available": 20}


async def test_nothing_goes_to_who_passed_on(database: None) -> None:
    """Neither granted nor transferred; the refusal names the successor of today."""
    world, own, other = await two()
    await merged_again(await merged(world))
    third = await allotment_of(THIRD)
    for gone in (own, other):
        grant, pass_back = Movement(PostingKind.GRANT, gone, 4), TransferDays(to=gone, days=Decimal(1), reason=WHY)
        with pytest.raises(PassedOn) as granted:
            await move(grant)
        with pytest.raises(PassedOn) as transferred:
            await service.transfer(third, pass_back, actor=OPERATOR, now=NOW)
        for told in (granted, transferred):
            assert told.value.say(Language.NL) == "Deze gemeente is overgegaan in Derdendijk. Geef de dagen aan Derdendijk."
    await move(Movement(PostingKind.GRANT, third, 4))
    assert await standing(third) == {"granted": -4, "available": 84}


async def test_days_pass_to_another_allotment(database: None) -> None:
    """Within the cap of who receives them; the numbers are told where it does not fit."""
    _, own, other = await two(per_municipality=11)
    await transfer(own, other, "10.25")
    assert (await standing(own), await standing(other)) == ({"granted": -80, "available": 39}, {"available": 41})
    with pytest.raises(TransferAboveCap) as refused:
        await transfer(own, other, "1")
    assert refused.value.facts == {"total": Decimal("10.25"), "cap": Decimal(11), "room": Decimal("0.75")}
    await transfer(own, other, "0.75")
    with pytest.raises(TooFewAvailable):
        await transfer(other, own, "11.25")


async def test_days_stay_in_their_programme(database: None) -> None:
    """To oneself is no transfer either; what is not there is not found."""
    _, own, _ = await two()
    with pytest.raises(TransferElsewhere):
        await transfer(own, own, "1")
    for pair in ((own, uuid4()), (uuid4(), own)):
        with pytest.raises(NotFound):
            await transfer(*pair, "1")
    with pytest.raises(NotFound):
        await correct(uuid4(), own, "1")


@pytest.mark.parametrize("act", [correct, transfer])
@pytest.mark.parametrize("days", ["0", "-1", "0.3", "NaN", "1e9", "Infinity"])
async def test_what_are_no_days(database: None, act: Act, days: str) -> None:
    """Quarters, more than none; nothing is moved for anything else."""
    _, own, other = await two()
    with pytest.raises(Invalid):
        await act(own, other, days, OPERATOR)
    assert await standing(own) == {"granted": -80, "available": 80}


@pytest.mark.parametrize("act", [correct, transfer])
async def test_an_admin_in_person(database: None, act: Act) -> None:
    """No municipality, coordinator or auditor; and no program of an admin's either."""
    world, own, other = await two()
    program = replace(OPERATOR, api_key=uuid4())
    for actor in (world.municipality, world.coordinator, world.auditor, world.certifiers[0], program):
        with pytest.raises(NotAllowed):
            await act(own, other, "1", actor)
    assert await standing(own) == {"granted": -80, "available": 80}
