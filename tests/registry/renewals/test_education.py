"""Education is entered by the holder, judged once by an independent certifier of their body, and erasable."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg
import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.renewals import presenting, reading, service
from registry.renewals.errors import EntryJudged
from registry.renewals.rules import EducationOutcome
from registry.renewals.schemas import RefuseEducation
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import TODAY
from tests.registry.renewals import again
from tests.registry.renewals.again import EDUCATION, IN_WINDOW

pytestmark = pytest.mark.usefixtures("database")
REFUSAL = RefuseEducation(reason="Dit gaat niet over het vak.")


async def test_every_fault_of_an_entry_is_told_at_once() -> None:
    """Hours and day are judged together."""
    of, _ = await again.holder(await again.world())
    wrong = msgspec.structs.replace(EDUCATION, hours=Decimal("1.1"), followed_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        await service.enter(wrong, actor=of.actor, now=IN_WINDOW)
    assert [fault.field for fault in refused.value.faults] == ["hours", "followedOn"]


async def test_who_holds_nothing_enters_nothing() -> None:
    """Education is for who is certified; nobody else has it."""
    standing = await again.world()
    with pytest.raises(NotFound):
        await service.enter(EDUCATION, actor=(await making.candidate()).actor, now=IN_WINDOW)
    with pytest.raises(NotAllowed):
        await service.enter(EDUCATION, actor=standing.provider, now=IN_WINDOW)


async def test_an_entry_is_judged_once() -> None:
    """Accepted or refused, with the reason that the holder reads; then it stays."""
    standing = await again.world()
    of, _ = await again.holder(standing)
    entry = await service.enter(EDUCATION, actor=of.actor, now=IN_WINDOW)
    await service.refuse(entry, REFUSAL, actor=standing.certifiers[0], now=IN_WINDOW)
    with pytest.raises(EntryJudged):
        await service.accept(entry, actor=standing.certifiers[1], now=IN_WINDOW)
    [shown] = await presenting.own_education(of.actor)
    assert (shown.outcome, shown.reason, shown.hours) == (EducationOutcome.REFUSED, REFUSAL.reason, Decimal(20))
    actions = [row["action"] for row in await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject == str(entry))]
    assert set(actions) == {Action.EDUCATION_ENTERED.value, Action.EDUCATION_JUDGED.value}


async def test_another_bodys_certifier_sees_and_judges_nothing() -> None:
    """The holder's own body judges; elsewhere the entry looks absent."""
    standing = await again.world()
    of, _ = await again.holder(standing)
    entry = await service.enter(EDUCATION, actor=of.actor, now=IN_WINDOW)
    body = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger = await making.account(await making.person("Sven", "Anders"), Role.CERTIFIER, body)
    with pytest.raises(NotFound):
        await service.accept(entry, actor=stranger, now=IN_WINDOW)
    assert await presenting.education(stranger) == []
    assert [each.id for each in await presenting.education(standing.auditor)] == [entry]
    for actor in (standing.auditor, of.actor, standing.owner):
        with pytest.raises(NotAllowed):
            await service.accept(entry, actor=actor, now=IN_WINDOW)


@pytest.mark.parametrize(
    "change", ["UPDATE education_entry SET quarters = 400", "UPDATE education_entry SET outcome = 'refused'"]
)
async def test_the_database_keeps_an_entry_as_it_was_judged(change: str) -> None:
    """Raw SQL changes neither what was entered nor what was found of it."""
    standing = await again.world()
    of, _ = await again.holder(standing)
    await again.educated(standing, of)
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute(change)


async def test_the_database_lets_nobody_judge_their_own() -> None:
    """Two persons, whatever the code does."""
    of, _ = await again.holder(await again.world())
    await service.enter(EDUCATION, actor=of.actor, now=IN_WINDOW)
    with pytest.raises(asyncpg.CheckViolationError, match="another person"):
        async with transaction() as connection:
            await connection.execute(
                "UPDATE education_entry SET outcome = 'accepted', judged_by = $1, judged_at = now()", of.actor.account
            )


async def test_what_was_followed_is_erased_with_the_person() -> None:
    """The hours and the outcome stay; the words go."""
    standing = await again.world()
    of, _ = await again.holder(standing)
    entry = await again.educated(standing, of)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", of.person, IN_WINDOW)
    found = await reading.entry(entry)
    assert (found.title, found.teacher, found.quarters) == (None, None, 80)


async def test_an_unknown_entry_is_absent() -> None:
    """As any other thing that is not there."""
    standing = await again.world()
    with pytest.raises(NotFound):
        await service.accept(UUID(int=1), actor=standing.certifiers[0], now=IN_WINDOW)
