"""What waits, found in the registry itself: for each role its own, and for nobody what is of others."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import msgspec
import pytest

from config.waiting import KINDS
from exams.sittings.tables import Sitting
from registry.certificates.rules import EventKind
from registry.dossiers import holds
from registry.dossiers import service as dossiers
from registry.home.reading import parts
from registry.measures.rules import Measure
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.schemes import service as schemes
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.exams.integrity.recorded import exams, school, swindle
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.dossiers.signing_in import browser
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import LATER, WORKED
from tests.registry.home.at_home import waits
from tests.registry.impartiality.test_waivers import colleagues
from tests.registry.making import APPLICATION, NOW, TODAY
from tests.registry.measures import at_work
from tests.registry.measures.at_work import proposed


@pytest.mark.usefixtures("database")
async def test_a_dossier_goes_from_one_certifier_to_the_next() -> None:
    """To be admitted and prepared by whoever comes first; to be decided by whoever did not prepare it."""
    world = await making.world()
    first, second, _ = world.certifiers
    of = await making.candidate()
    assert await waits(first) == {}
    await making.prepared(world, of)
    assert await waits(first) == {}
    assert await waits(second) == {"dossiers-to-decide": 1}
    assert "dossiers-to-decide" not in await waits(world.auditor)
    assert await waits(world.provider) == {}


@pytest.mark.usefixtures("database")
async def test_an_applicant_waits_to_be_admitted() -> None:
    """Then for evidence, which nobody here brings: nothing waits until it is there."""
    world = await making.world()
    of = await making.candidate()
    await dossiers.apply(APPLICATION, actor=of.actor, now=NOW)
    [part] = await parts(KINDS, actor=world.certifiers[0], now=NOW)
    [wait] = part.waits
    assert (wait.kind.code, wait.number, wait.day) == ("dossiers-to-admit", 1, TODAY)
    assert wait.path.startswith("/dossiers/")


@pytest.mark.usefixtures("database")
async def test_another_body_sees_nothing() -> None:
    """A certifier of another certification body has nothing of this one's work."""
    world = await making.world()
    await making.prepared(world, await making.candidate())
    other = await making.organisation(Kind.CERTIFICATION_BODY, "De andere")
    stranger = await making.account(await making.person("Vreemd", "Ander"), Role.CERTIFIER, other)
    assert await waits(stranger) == {}


@pytest.mark.usefixtures("database")
async def test_a_measure_waits_for_a_second_person() -> None:
    """Not for whoever proposed it."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    await proposed(world, issued.number, Measure.WITHDRAWN)
    numbers = [await waits(certifier) for certifier in world.certifiers]
    assert [each.get("measures-to-decide", 0) for each in numbers] == [0, 1, 1]


@pytest.mark.usefixtures("database")
async def test_a_suspension_is_late_after_its_day() -> None:
    """On its last day nothing waits; the day after it does, and is late; an ended certificate asks nothing."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY)
    assert "suspensions-overdue" not in await waits(world.certifiers[0], NOW + timedelta(days=30))
    found = await parts(KINDS, actor=world.certifiers[0], now=NOW + timedelta(days=31))
    [wait] = [wait for part in found for wait in part.waits if wait.kind.code == "suspensions-overdue"]
    assert (wait.is_late, wait.day, wait.path) == (True, TODAY + timedelta(days=30), f"/certificaatbeheer/{issued.number}")
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY + timedelta(days=31), at=NOW + timedelta(days=31))
    assert "suspensions-overdue" not in await waits(world.certifiers[0], NOW + timedelta(days=31, hours=1))


@pytest.mark.usefixtures("database")
async def test_a_provider_sees_its_own_sittings_alone() -> None:
    """Held and not complete; another provider has none of it."""
    at, academy = await exams(), await school()
    await swindle(at, academy)
    own = len(await Sitting.select(Sitting.id).where(Sitting.provider == academy.id))
    assert await waits(academy.actor) == {"sittings-to-complete": own}
    assert await waits(at.world.provider) == {}
    assert (await waits(at.world.certifiers[0]))["integrity-cases"] == 1


@pytest.mark.usefixtures("database")
async def test_an_adviser_sees_their_own_affairs() -> None:
    """Availability that was not stated, and in its last half year the certificate itself."""
    world = await making.world()
    of = await making.candidate()
    issued = await making.certified(world, of)
    assert await waits(of.actor) == {"availability-not-stated": 1}
    near = issued.timeline.valid_until - TODAY - timedelta(days=100)
    assert (await waits(of.actor, NOW + near))["own-certificate-near-its-end"] == 1
    assert await waits((await making.candidate("Ander", "Mens")).actor) == {}


@pytest.mark.usefixtures("database")
async def test_a_coordinator_and_a_municipality() -> None:
    """A planned intake waits for its coordinator; nothing for the municipality, whose days last for years."""
    world = await making.world()
    await making.programme()
    await making.intake(world)
    assert await waits(world.coordinator) == {"intakes-to-hold": 1}
    await making.allotment(world)
    assert await waits(world.municipality) == {}


@pytest.mark.usefixtures("database")
async def test_a_hold_is_about_a_person_and_a_scheme() -> None:
    """Another undecided dossier of theirs waits as well, under whichever of their numbers."""
    world, elif_, double = await making.world(), await making.candidate(), await making.candidate("Elif", "Ozturk")
    first, second, _ = world.certifiers
    held, _ = await making.prepared(world, elif_)
    await making.prepared(world, double)
    assert await waits(second) == {"dossiers-to-decide": 2}
    async with transaction():
        await holds.hold([held], cause=uuid4(), reason="Onderzoek.", actor=first, now=NOW)
    assert await waits(second) == {"dossiers-to-decide": 1}
    await merged(double, elif_)
    assert await waits(second) == {}


@pytest.mark.usefixtures("database")
async def test_an_ended_certificate_asks_for_no_availability() -> None:
    """Nobody can book who holds it no more."""
    world = await making.world()
    of = await making.candidate()
    issued = await making.certified(world, of)
    await making.happens(issued.id, EventKind.VOIDED, TODAY)
    assert await waits(of.actor) == {}


@pytest.mark.usefixtures("database")
async def test_a_version_waits_for_a_signature_while_it_can_be_signed() -> None:
    """From the day after it was to begin it is too late."""
    world = await making.world()
    command = msgspec.structs.replace(making.proposal(world), effective_from=TODAY)
    await schemes.propose(making.SCHEME, command, actor=world.owner, now=NOW)
    assert await waits(world.owner) == {"schemes-to-sign-as-owner": 1}
    assert await waits(world.owner, NOW + timedelta(days=1)) == {}


async def test_each_kind_leads_to_its_own_part_of_a_list(client: httpx.AsyncClient, clock: Clock) -> None:
    """The filter in its address is one that the list has, and it is chosen there."""
    clock.now = NOW
    world = await making.world()
    people = {
        Role.CERTIFIER: world.certifiers[0],
        Role.PROVIDER: world.provider,
        Role.MUNICIPALITY: world.municipality,
        Role.COORDINATOR: world.coordinator,
        Role.ADVISER: (await making.candidate()).actor,
        Role.ADMIN: await making.account(
            await making.person("Anna", "Beheer"), Role.ADMIN, await making.organisation(Kind.OPERATOR, "De beheerder")
        ),
    }
    for kind in KINDS:
        chosen = parse_qs(urlsplit(kind.path).query).get("stand")
        if chosen is not None:
            page = await (await browser(client, people[kind.role])).get(kind.path)
            assert f'<option value="{chosen[0]}" selected>' in page, kind.code


@pytest.mark.usefixtures("database")
async def test_one_question_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much waits, each kind of a role is one query."""
    world = await making.world()
    for family in ("Een", "Twee", "Drie"):
        await making.prepared(world, await making.candidate("Kandidaat", family))
    asked = await _queries_of(world.certifiers[1], monkeypatch)
    own = [kind for kind in KINDS if kind.role is Role.CERTIFIER and isinstance(kind.found_by, str)]
    assert asked == len(own)


async def _queries_of(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> int:
    seen = []

    async def counted(query: str, *values: object) -> object:
        seen.append(query)
        return await fetch(query, *values)

    monkeypatch.setattr("registry.home.reading.fetch", counted)
    await parts(KINDS, actor=actor, now=NOW)
    return len(seen)


async def test_the_page(client: httpx.AsyncClient, clock: Clock) -> None:
    """Counts with the next step and the way to it; where nothing waits it says so; in both languages."""
    clock.now = NOW + timedelta(hours=1)
    world = await making.world()
    dossier, _ = await making.prepared(world, await making.candidate())
    page = await (await browser(client, world.certifiers[1])).get("/werk")
    assert "Wat wacht op u" in page
    assert f'href="/dossiers/{dossier}">Beslissen over dossiers</a>' in page
    assert "De oudste wacht sinds 20 november 2026." in page
    assert "Hier wacht niets:" in page
    own = await browser(client, world.municipality)
    assert "U bent bij" in await own.get("/werk")
    assert "You are up to date" in await own.get("/en/werk")


async def test_each_task_is_told_once(client: httpx.AsyncClient, clock: Clock) -> None:
    """Where it waits, and not again among what one can do; with how many of it are one's own, where those are fewer."""
    clock.now = LATER
    booking = await engaged.active()
    await booking.enter(WORKED[0])
    page = await (await browser(client, booking.world.municipality)).get("/werk")
    assert (page.count("Dagen goedkeuren</a>"), page.count(">Boekingen</a></h3>")) == (1, 1)
    world, of = booking.world, await making.candidate("Jan", "Janssen")
    await making.prepared(world, of, at=LATER)
    second, third = world.certifiers[1:]
    await colleagues(world, of.person, second.person)
    page = await (await browser(client, second)).get("/werk")
    assert page.count("Beslissen over dossiers</a>") == 1
    assert "<strong>1</strong> voorbereid door een collega, voor u: 0" in page
    page = await (await browser(client, third)).get("/en/werk")
    assert "<strong>1</strong> prepared by a colleague<" in page


async def test_the_audit_trail_is_checked_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """For an auditor alone: it is right, or it is said what is not."""
    clock.now = NOW + timedelta(hours=1)
    world = await making.world()
    auditor = await browser(client, world.auditor)
    assert "Het logboek klopt" in await auditor.get("/logboek/controle")
    own = await browser(client, world.certifiers[0])
    assert (await own.client.get("/logboek/controle")).status_code == 403
