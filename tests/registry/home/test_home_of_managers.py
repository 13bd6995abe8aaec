"""What waits for an admin and an auditor, each kind made to wait by what happened, and gone once it is dealt with."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.accounts import api_keys
from registry.accounts.schemas import IssueApiKey
from registry.admittance import inviting
from registry.audit import sealing
from registry.audit.tables import AuditEntry
from registry.messages import outbox
from registry.permissions import OPERATOR, Actor, Permission
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme
from tests.registry import making
from tests.registry.admittance import letting_in
from tests.registry.home.at_home import wait_for, waits
from tests.registry.making import NOW, SCHEME, TODAY
from tests.registry.messages.postman import postman
from tests.registry.messages.test_message_pages import told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def admin(database: None) -> Actor:
    """Somebody who manages accounts."""
    return await letting_in.admin(await letting_in.operator())


async def test_mail_that_is_refused_waits_for_an_admin(admin: Actor) -> None:
    """At once where it is for good, after an hour where it is tried again; not what is only under way."""
    await told((await making.candidate()).actor, "/werk")
    assert await waits(admin, NOW + timedelta(hours=2)) == {}
    async with postman() as server:
        server.answers["register@example.nl"] = "451 later"
        await outbox.send_due(server.outgoing(), now=NOW)
    assert await waits(admin, NOW + timedelta(minutes=59)) == {}
    assert await waits(admin, NOW + timedelta(minutes=61)) == {"mail-in-trouble": 1}


async def test_a_key_near_its_end_waits_for_an_admin(admin: Actor) -> None:
    """In its last thirty days; it leads to its owner, and is gone once it was revoked."""
    world = await making.world()
    owner = world.provider
    asked = IssueApiKey(
        organisation=world.organisations["provider"],
        label="Leerlingsysteem",
        scopes=[Permission.READ_RESULTS],
        last_day=TODAY + timedelta(days=60),
    )
    issued = await api_keys.issue(asked, actor=owner, now=NOW)
    assert await waits(admin, NOW + timedelta(days=29)) == {}
    near = NOW + timedelta(days=31)
    wait = await wait_for(admin, "keys-near-their-end", near)
    assert (wait.number, wait.day, wait.path) == (1, asked.last_day, f"/beheer/accounts/{owner.account}")
    await api_keys.revoke(issued.id, actor=owner, now=near)
    assert await waits(admin, near) == {}


async def test_an_invitation_that_lapsed_waits_for_an_admin(admin: Actor) -> None:
    """From the moment its link opens nothing; a new one begins anew."""
    account = await letting_in.invited()
    assert await waits(admin, NOW + timedelta(days=6)) == {}
    lapsed = NOW + timedelta(days=8)
    assert await waits(admin, lapsed) == {"invitations-lapsed": 1}
    await inviting.invite_again(account, actor=admin, now=lapsed)
    assert await waits(admin, lapsed + timedelta(days=1)) == {}


async def test_a_programme_that_ends_without_a_next_waits_for_an_admin(admin: Actor) -> None:
    """In its last ninety days."""
    await making.world()
    await making.programme()
    near = datetime(2030, 10, 2, 9, 0, tzinfo=UTC)
    assert await waits(admin, near - timedelta(days=1)) == {}
    assert await waits(admin, near) == {"programmes-that-end": 1}
    following = CreateProgramme(
        code="volgende",
        name_nl="Volgende",
        name_en="Next",
        first_day=date(2031, 1, 1),
        last_day=date(2035, 12, 31),
        schemes=[SCHEME],
    )
    await programmes.create(following, actor=OPERATOR, now=NOW)
    assert await waits(admin, near) == {}


async def test_entries_without_a_seal_wait_for_an_auditor() -> None:
    """After five minutes; none does once all are sealed."""
    world = await making.world()
    last = await AuditEntry.select(AuditEntry.recorded_at).order_by(AuditEntry.recorded_at, ascending=False).first()
    assert last is not None
    late = last["recorded_at"] + timedelta(minutes=6)
    assert await waits(world.auditor, late) == {"audit-unsealed": await AuditEntry.count()}
    await sealing.seal(now=late)
    assert await waits(world.auditor, late) == {}
