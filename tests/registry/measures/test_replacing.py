"""A correction of the name or a change of scope is a new certificate; the old one stays checkable as replaced, and by which."""

from datetime import timedelta

import msgspec
import pytest

from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.tables import Certificate, CertificateEvent
from registry.days import ALL_ON_RECORD
from registry.errors import Invalid
from registry.measures import service
from registry.measures.rules import Measure
from registry.people import service as people
from registry.personal_data import service as personal_data
from tests.registry import making
from tests.registry.making import NOW, TODAY
from tests.registry.measures import at_work
from tests.registry.measures.at_work import again, wish


async def test_a_change_of_scope(database: None) -> None:
    """The new certificate covers it through the old one's last day, on the same evidence, and names its predecessor."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    day = TODAY + timedelta(days=10)
    measure = await service.propose(wish(issued.number, Measure.REPLACED, day=day), actor=first, now=NOW)
    number = await service.decide(measure, actor=second, now=NOW)
    assert number is not None
    old, new = await again(issued), await certificates.by_number(number)
    assert (old.snapshot, old.snapshot_hash) == (issued.snapshot, issued.snapshot_hash)
    assert [item.code for item in new.snapshot.scope] == ["gp"]
    assert (new.timeline.valid_from, new.timeline.valid_until) == (day, issued.timeline.valid_until)
    before, on = day - timedelta(days=1), day
    assert [each.status_on(before, ALL_ON_RECORD) for each in (old, new)] == [Status.VALID, Status.NOT_YET_VALID]
    assert [each.status_on(on, ALL_ON_RECORD) for each in (old, new)] == [Status.REPLACED, Status.VALID]
    rows = {row["id"]: row for row in await Certificate.select()}
    assert rows[new.id]["predecessor"] == old.id
    assert rows[new.id]["evidence_hash"] == rows[old.id]["evidence_hash"]
    [event] = await CertificateEvent.select().where(CertificateEvent.kind == "replaced")
    assert (event["certificate"], event["replaced_by"]) == (old.id, new.id)


async def test_a_correction_of_the_name(database: None) -> None:
    """The registry calls the holder by the right name, the new certificate bears it; the old one keeps what it said."""
    world, elif_ = await at_work.world(), await making.candidate("Elif", "Osturk")
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    command = msgspec.structs.replace(
        wish(issued.number, Measure.REPLACED), scope=(), given_name="Elif", family_prefix="van", family_name="Öztürk"
    )
    measure = await service.propose(command, actor=first, now=NOW)
    assert str((await people.names_of([elif_.person]))[elif_.person]) == "Elif Osturk"
    number = await service.decide(measure, actor=second, now=NOW)
    assert number is not None
    assert str((await people.names_of([elif_.person]))[elif_.person]) == "Elif van Öztürk"
    new = await certificates.by_number(number)
    names = await personal_data.reveal([issued.holder, new.holder])
    assert names[issued.holder]["family"] == "Osturk"
    assert names[new.holder] == {"given": "Elif", "prefix": "van", "family": "Öztürk"}
    assert new.snapshot.scope == issued.snapshot.scope
    same = msgspec.structs.replace(command, certificate=number)
    with pytest.raises(Invalid):
        await service.propose(same, actor=first, now=NOW)


async def test_decided_later_it_starts_later(database: None) -> None:
    """A certificate is never dated back: what was proposed from today and decided next week is valid from next week."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    measure = await service.propose(wish(issued.number, Measure.REPLACED), actor=first, now=NOW)
    number = await service.decide(measure, actor=second, now=NOW + timedelta(days=7))
    assert number is not None
    new = await certificates.by_number(number)
    assert new.timeline.valid_from == TODAY + timedelta(days=7)
    assert (await again(issued)).status_on(TODAY + timedelta(days=6), ALL_ON_RECORD) is Status.VALID


async def test_what_replaced_can_be_replaced(database: None) -> None:
    """Each certificate names the one before it; measures are taken on the newest, the older ones only can be voided."""
    world, elif_ = await at_work.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    first, second, _ = world.certifiers
    measure = await service.propose(wish(issued.number, Measure.REPLACED), actor=first, now=NOW)
    number = await service.decide(measure, actor=second, now=NOW)
    assert number is not None
    wider = msgspec.structs.replace(wish(number, Measure.REPLACED, day=TODAY + timedelta(days=1)), scope=("gp", "im"))
    measure = await service.propose(wider, actor=second, now=NOW)
    last = await service.decide(measure, actor=first, now=NOW)
    assert last is not None
    held = await certificates.of_advisers([elif_.adviser])
    statuses = [each.status_on(TODAY + timedelta(days=1), ALL_ON_RECORD) for each in held]
    assert statuses == [Status.REPLACED, Status.REPLACED, Status.VALID]
    await at_work.decided(world, issued.number, Measure.VOIDED)
    assert (await again(issued)).status_on(TODAY, ALL_ON_RECORD) is Status.VOID
