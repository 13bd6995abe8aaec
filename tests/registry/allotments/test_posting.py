"""Moving days: one movement or several, all of them or none, told in the audit trail."""

import asyncio
from uuid import UUID, uuid4

import pytest

from registry.allotments.errors import Overdrawn
from registry.allotments.ledger import PostingKind, total
from registry.allotments.posting import Movement, balances, locked_balances, post_all
from registry.allotments.tables import DayPosting
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotFound
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.registry.allotments.days_held import move, standing, two
from tests.registry.making import NOW


async def test_several_movements_are_one_act(database: None) -> None:
    """They are posted in their order, each with its reason and its own entry in the audit trail."""
    _, own, neighbour = await two()
    cause = uuid4()
    ids = await move(
        Movement(PostingKind.RESERVE, own, 12, origin=cause),
        Movement(PostingKind.USE, own, 8, origin=cause),
        Movement(PostingKind.TRANSFER, own, 20, to=neighbour, reason="Samen afgesproken."),
    )
    assert await standing(own) == {"granted": -80, "available": 48, "reserved": 4, "used": 8}
    assert await standing(neighbour) == {"available": 20}
    rows = await DayPosting.select().where(DayPosting.id.is_in(ids)).order_by(DayPosting.id)
    assert [row["id"] for row in rows] == ids
    assert [(row["kind"], row["origin"], row["reason"]) for row in rows] == [
        ("reserve", cause, None),
        ("use", cause, None),
        ("transfer", None, "Samen afgesproken."),
    ]
    told = await AuditEntry.select(AuditEntry.facts).where(
        AuditEntry.action == Action.DAYS_POSTED.value, AuditEntry.subject == own
    )
    assert len(told) == 4


async def test_all_of_them_or_none(database: None) -> None:
    """One that overdraws takes the others along; so does one of an allotment that is not there."""
    _, own, _ = await two()
    with pytest.raises(Overdrawn):
        await move(Movement(PostingKind.RESERVE, own, 4), Movement(PostingKind.RESERVE, own, 77))
    with pytest.raises(NotFound):
        await move(Movement(PostingKind.RESERVE, own, 4), Movement(PostingKind.RESERVE, uuid4(), 4))
    assert await standing(own) == {"granted": -80, "available": 80}
    assert await move() == []


async def test_all_days_of_an_allotment(database: None) -> None:
    """What was granted and received, less what was sent and corrected: wherever in the allotment they are."""
    _, own, neighbour = await two()
    await move(
        Movement(PostingKind.RESERVE, own, 12),
        Movement(PostingKind.USE, own, 8),
        Movement(PostingKind.EXPIRE, own, 1),
        Movement(PostingKind.TRANSFER, own, 20, to=neighbour),
        Movement(PostingKind.CORRECT, own, 3),
    )
    held = await balances([own, neighbour])
    assert (total(held[own]), total(held[neighbour])) == (80 - 20 - 3, 20)


async def test_nobody_waits_for_each_other(database: None) -> None:
    """Who moves days of two allotments at once, in either order and many times, never stands in a ring."""
    _, own, neighbour = await two()
    await move(Movement(PostingKind.TRANSFER, own, 40, to=neighbour))

    async def there_and_back(first: UUID, second: UUID) -> None:
        kinds = (PostingKind.RESERVE, PostingKind.RELEASE)
        movements = [Movement(kind, allotment, 1) for kind in kinds for allotment in (first, second)]
        for _ in range(10):
            async with transaction():
                await post_all(movements, actor=OPERATOR, now=NOW)

    await asyncio.gather(*(there_and_back(*pair) for pair in [(own, neighbour), (neighbour, own)] * 3))
    assert await standing(own) == {"granted": -80, "available": 40}
    assert await standing(neighbour) == {"available": 40}


async def test_locked_balances_are_of_what_is_there(database: None) -> None:
    """An allotment that is not there is told, and takes nothing for nought."""
    _, own, _ = await two()
    async with transaction() as connection:
        assert total((await locked_balances([own], connection=connection))[own]) == 80
        with pytest.raises(NotFound):
            await locked_balances([own, uuid4()], connection=connection)
