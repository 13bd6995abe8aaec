"""What becomes of older certificates: a version that both parties signed ends those it says it ends, all at once."""

import asyncio
import contextvars
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates import service as certificates
from registry.certificates.rules import EventKind, Status
from registry.certificates.tables import CertificateEvent
from registry.days import ALL_ON_RECORD
from registry.errors import Invalid, NotFound
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import Transition, TransitionKind
from registry.schemes.schemas import ProposeVersion
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW, RULES, SCHEME, TODAY, World

END = date(2027, 7, 1)
HARD, EXAM, UNTIL = TransitionKind.HARD_END, TransitionKind.EXTRA_EXAM, TransitionKind.UNTIL_EXPIRY
ALL = Transition(SCHEME, None, HARD, END, None)


def proposal(world: World, *transitions: Transition) -> ProposeVersion:
    """The next version, with what it does to older ones."""
    rules = msgspec.structs.replace(RULES, transitions=transitions)
    return msgspec.structs.replace(making.proposal(world, rules), effective_from=TODAY)


async def proposed(world: World, command: ProposeVersion, code: str = SCHEME) -> UUID:
    """The next version of a scheme, which nobody has signed."""
    return await schemes.propose(code, command, actor=world.owner, now=NOW)


async def signed(world: World, version: UUID, *, at: datetime = NOW) -> None:
    """Both parties sign."""
    for actor in (world.owner, world.certifiers[0]):
        await schemes.sign(version, actor=actor, now=at)


async def superseded() -> dict[UUID, date]:
    """The certificates that were superseded, and from which day."""
    rows = await CertificateEvent.select(CertificateEvent.certificate, CertificateEvent.effective_on).where(
        CertificateEvent.kind == EventKind.SUPERSEDED.value
    )
    assert len({row["certificate"] for row in rows}) == len(rows)
    return {row["certificate"]: row["effective_on"] for row in rows}


async def certified(world: World, names: Sequence[str]) -> list[UUID]:
    """Certificates of as many people."""
    return [(await making.certified(world, await making.candidate(name, "Jansen"))).id for name in names]


@pytest.mark.parametrize(
    ("transition", "ends"),
    [
        (ALL, True),
        (Transition(SCHEME, 1, HARD, END, None), True),
        (Transition(SCHEME, None, EXAM, END, "extra"), True),
        (Transition(SCHEME, None, UNTIL, None, None), False),
    ],
    ids=["hard end", "hard end of one version", "extra exam", "until expiry"],
)
async def test_what_each_transition_does(database: None, transition: Transition, ends: bool) -> None:  # noqa: FBT001 - a case
    """A hard end and an extra exam end certificates on their day, one signature is not enough; the others stay."""
    world = await making.world()
    [one] = await certified(world, ["Elif"])
    version = await proposed(world, proposal(world, transition))
    await schemes.sign(version, actor=world.owner, now=NOW)
    assert await superseded() == {}
    await schemes.sign(version, actor=world.certifiers[0], now=NOW)
    assert await superseded() == ({one: END} if ends else {})
    issued = (await certificates.by_ids([one]))[one]
    assert issued.status_on(END - timedelta(days=1), ALL_ON_RECORD) is Status.VALID
    assert issued.status_on(END, ALL_ON_RECORD) is (Status.SUPERSEDED if ends else Status.VALID)
    audited = AuditEntry.action == Action.CERTIFICATE_SUPERSEDED.value
    assert [row["subject"] for row in await AuditEntry.select(AuditEntry.subject).where(audited)] == ([one] if ends else [])


async def test_only_what_would_still_count_is_ended(database: None) -> None:
    """What was withdrawn, voided, replaced or has expired by the day stays as it is; a suspended one ends like a valid one."""
    world = await making.world()
    names = ("Aad", "Bea", "Cor", "Dik", "Els")
    valid, withdrawn, voided, suspended, later = await certified(world, names)
    await making.happens(withdrawn, EventKind.WITHDRAWN, END)
    await making.happens(voided, EventKind.VOIDED, END + timedelta(days=1))
    await making.happens(suspended, EventKind.SUSPENDED, TODAY)
    await making.happens(later, EventKind.WITHDRAWN, END + timedelta(days=1))
    version = await proposed(world, proposal(world, ALL))
    [effect] = await schemes.effects_of(version, actor=world.certifiers[0])
    assert (effect.older.number, effect.transition, effect.certificates) == (1, ALL, 3)
    await signed(world, version)
    assert await superseded() == dict.fromkeys((valid, suspended, later), END)


async def test_certificates_that_expire_before_the_day_have_no_event(database: None) -> None:
    """Through its last day a certificate counts: one that ends the day before needs no end."""
    world = await making.world()
    [one] = await certified(world, ["Elif"])
    last_day = (await certificates.by_ids([one]))[one].timeline.valid_until
    for number, day in ((2, last_day + timedelta(days=1)), (3, last_day)):
        assert await superseded() == {}
        version = await proposed(world, proposal(world, Transition(SCHEME, 1, HARD, day, None)))
        await signed(world, version)
        assert (await schemes.versions())[number - 1].is_signed
    assert await superseded() == {one: last_day}


async def test_a_whole_scheme_is_superseded(database: None) -> None:
    """By another scheme, on a day: its certificates count no more, and none are granted by it from that day on."""
    world = await making.world()
    [one] = await certified(world, ["Elif"])
    await making.scheme(world, "nieuw", RULES)
    command = msgspec.structs.replace(proposal(world), supersedes=SCHEME, supersedes_on=END)
    version = await proposed(world, command, "nieuw")
    [effect] = await schemes.effects_of(version, actor=world.auditor)
    assert (effect.older.scheme_code, effect.certificates) == (SCHEME, 1)
    await signed(world, version)
    assert await superseded() == {one: END}
    scheme = await schemes.id_by_code(SCHEME)
    assert (await schemes.version_in_force(scheme, END - timedelta(days=1))).ends_on == END
    with pytest.raises(NoVersionInForce):
        await schemes.version_in_force(scheme, END)


async def test_one_version_otherwise_than_the_rest(database: None) -> None:
    """What is said of a version goes before what is said of all."""
    world = await making.world()
    [first] = await certified(world, ["Elif"])
    await signed(world, await proposed(world, proposal(world)))
    [second] = await certified(world, ["Jan"])
    await signed(world, await proposed(world, proposal(world, ALL, Transition(SCHEME, 1, UNTIL, None, None))))
    assert await superseded() == {second: END}
    assert first not in await superseded()


async def test_an_earlier_day_goes_first(database: None) -> None:
    """Of two versions that both end a certificate the earlier day counts; a later day adds nothing."""
    world = await making.world()
    [one] = await certified(world, ["Elif"])
    await signed(world, await proposed(world, proposal(world, ALL)))
    await signed(world, await proposed(world, proposal(world, msgspec.structs.replace(ALL, on=END + timedelta(days=9)))))
    assert await superseded() == {one: END}


async def test_transitions_name_what_exists(database: None) -> None:
    """A scheme that is not there, a version that is not older, and what is said twice: told at once."""
    world = await making.world()
    wrong = [
        Transition("onbekend", None, HARD, END, None),
        Transition(SCHEME, 2, HARD, END, None),
        Transition(SCHEME, 1, HARD, END, None),
        Transition("nieuw", 3, HARD, END, None),
        Transition("nieuw", None, HARD, END, None),
    ]
    await making.scheme(world, "nieuw", RULES)
    command = msgspec.structs.replace(proposal(world, *wrong), supersedes="nieuw", supersedes_on=END)
    with pytest.raises(Invalid) as refused:
        await proposed(world, command)
    assert [fault.field for fault in refused.value.faults] == [
        "transitions[0].scheme",
        "transitions[1].version",
        "transitions[3].version",
        "transitions[4].scheme",
    ]


async def test_who_sees_the_effects(database: None) -> None:
    """The parties and auditors; for others the version is not there."""
    world = await making.world()
    version = await proposed(world, proposal(world, ALL))
    for actor in (world.owner, world.certifiers[1], world.auditor):
        assert len(await schemes.effects_of(version, actor=actor)) == 1
    for actor in (world.provider, world.municipality):
        with pytest.raises(NotFound):
            await schemes.effects_of(version, actor=actor)


async def test_both_parties_at_once(database: None) -> None:
    """Whoever signs second ends the certificates, also when neither saw the other come."""
    world = await making.world()
    [one] = await certified(world, ["Elif"])
    for place in range(5):
        day = END - timedelta(days=place)
        version = await proposed(world, proposal(world, Transition(SCHEME, 1, HARD, day, None)))
        await asyncio.gather(*(schemes.sign(version, actor=actor, now=NOW) for actor in (world.owner, world.certifiers[0])))
        events = (CertificateEvent.certificate == one) & (CertificateEvent.kind == EventKind.SUPERSEDED.value)
        assert await CertificateEvent.count().where(events) == place + 1


async def test_who_issues_holds_the_version(database: None) -> None:
    """No end comes between asking for it and issuing: the signature waits; afterwards the end is known, or refuses."""
    world = await making.world()
    first = (await schemes.versions())[0]
    version = await proposed(world, proposal(world, ALL))
    await schemes.sign(version, actor=world.owner, now=NOW)
    async with transaction() as connection:
        assert await schemes.hold(first.id, valid_from=TODAY, connection=connection) is None
        signing = _sign_elsewhere(version, world)
        await asyncio.sleep(0.3)
        assert not signing.done()
    await signing
    async with transaction() as connection:
        assert await schemes.hold(first.id, valid_from=END - timedelta(days=1), connection=connection) == END
        with pytest.raises(NoVersionInForce):
            await schemes.hold(first.id, valid_from=END, connection=connection)


def _sign_elsewhere(version: UUID, world: World) -> "asyncio.Task[object]":
    """The signature of another process: outside the transaction that is open here."""
    return contextvars.Context().run(
        lambda: asyncio.get_running_loop().create_task(schemes.sign(version, actor=world.certifiers[0], now=NOW))
    )
