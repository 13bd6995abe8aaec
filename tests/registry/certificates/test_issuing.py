"""A certificate as it was issued: its snapshot, its hash, its holder, its audit row."""

import hashlib
from datetime import date, timedelta

import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.canonical import canonical_json
from registry.certificates import issuing
from registry.certificates import service as certificates
from registry.certificates.errors import AlreadyCertified, UnknownCertificate
from registry.certificates.rules import Status
from registry.certificates.tables import Certificate
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant
from registry.organisations.tables import Organisation
from registry.people.tables import Person
from registry.personal_data import service as personal_data
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.making import NOW, TODAY


async def test_a_certificate_says_what_it_was_issued_for(database: None) -> None:
    """Number, scheme, scope, body and days stand in the snapshot, the name in a commitment; the hash is of its text."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    snapshot = issued.snapshot
    assert (snapshot.valid_from, snapshot.valid_until) == (TODAY, date(2029, 11, 19))
    assert (snapshot.scheme, snapshot.scheme_version, snapshot.body) == (making.SCHEME, 1, "De certification-body")
    assert snapshot.scope == making.RULES.scope
    assert hashlib.sha256(canonical_json(snapshot).encode()).digest() == issued.snapshot_hash
    row = await Certificate.select().where(Certificate.number == issued.number).first()
    assert row is not None
    assert row["snapshot"] == canonical_json(snapshot)
    assert "Elif" not in row["snapshot"]
    assert bytes.fromhex(snapshot.holder) == issued.holder
    assert await personal_data.reveal([issued.holder]) == {issued.holder: {"given": "Elif", "prefix": None, "family": "Öztürk"}}


async def test_granting_leaves_an_audit_row(database: None) -> None:
    """Who, when, which number and hash; never a name."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.CERTIFICATE_GRANTED.value)
    assert (entry["subject"], entry["account"], entry["recorded_at"]) == (issued.id, world.certifiers[1].account, NOW)
    assert msgspec.json.decode(entry["facts"]) == {"number": issued.number, "sha256": issued.snapshot_hash.hex()}


async def test_the_status_follows_from_the_events(database: None) -> None:
    """Granted today: not known yesterday, valid today, expired after the last day."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    assert issued.status_on(TODAY, NOW) is Status.VALID
    assert issued.status_on(TODAY - timedelta(days=1), NOW) is Status.NOT_YET_VALID
    assert issued.status_on(date(2029, 11, 20), NOW) is Status.EXPIRED
    assert issued.status_on(TODAY, NOW - timedelta(seconds=1)) is None


async def test_a_second_certificate_is_refused_and_a_renewal_is_not(database: None) -> None:
    """While one is valid no second is granted, until its last day; the day after, one is. Nothing of the refused one stays."""
    world, elif_ = await making.world(), await making.candidate()
    first = await making.certified(world, elif_)
    on_its_last_day = NOW.replace(year=2029, day=19)
    dossier, evidence = await making.prepared(world, elif_, at=on_its_last_day)
    grant = Grant(evidence=evidence)
    with pytest.raises(AlreadyCertified) as refused:
        await dossiers.grant(dossier, grant, actor=world.certifiers[1], now=on_its_last_day)
    assert refused.value.facts == {"valid_until": date(2029, 11, 19)}
    assert await Certificate.count() == 1
    await dossiers.grant(dossier, grant, actor=world.certifiers[1], now=on_its_last_day + timedelta(days=1))
    old, new = await certificates.of_advisers([elif_.adviser])
    assert old.number == first.number
    assert new.snapshot.valid_from == date(2029, 11, 20)


async def test_a_number_that_is_taken_is_drawn_again(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number is of one certificate."""
    world, one, other = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    drawn = iter(["CA12345678-66", "CA12345678-66", "CA00000001-72"])
    monkeypatch.setattr(issuing, "new_certificate_number", lambda: next(drawn))
    assert (await making.certified(world, one)).number == "CA12345678-66"
    assert (await making.certified(world, other)).number == "CA00000001-72"


async def test_after_five_numbers_that_are_taken_it_fails(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing ends; nothing is written, and the dossier can still be granted."""
    world, one, other = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    monkeypatch.setattr(issuing, "new_certificate_number", lambda: "CA12345678-66")
    await making.certified(world, one)
    with pytest.raises(issuing.NoNumberLeft):
        await making.certified(world, other)
    monkeypatch.undo()
    assert await certificates.of_advisers([other.adviser]) == []


async def test_an_unknown_number(database: None) -> None:
    """A number that was never issued is called unknown."""
    with pytest.raises(UnknownCertificate):
        await certificates.by_number("CA12345678-66")
    assert await certificates.of_advisers([]) == []
    assert await certificates.everything() == []


async def test_what_is_issued_survives_a_change_of_name(database: None) -> None:
    """A person renamed and an organisation renamed change nothing that was issued."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await Person.update({Person.family_name: "Yılmaz"}).where(Person.id == elif_.person)
    await Organisation.update({Organisation.name: "Anders"}).where(Organisation.name == "De certification-body")
    assert await certificates.by_number(issued.number) == issued
    assert (await personal_data.reveal([issued.holder]))[issued.holder]["family"] == "Öztürk"


async def test_one_certificate_for_whoever_has_two_numbers(database: None) -> None:
    """What a person holds under one candidate number counts where another of theirs would be granted."""
    world, elif_, twin = await making.world(), await making.candidate(), await making.candidate("E.")
    issued = await making.certified(world, elif_)
    await merged(twin, elif_)
    dossier, evidence = await making.prepared(world, twin)
    with pytest.raises(AlreadyCertified) as refused:
        await dossiers.grant(dossier, Grant(evidence=evidence), actor=world.certifiers[1], now=NOW)
    assert refused.value.facts == {"valid_until": issued.snapshot.valid_until}
    assert await Certificate.count() == 1
