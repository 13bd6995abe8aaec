"""Following in the API and in the browser: from a certificate's page, for one's own municipality, as often as one likes."""

import asyncio
import re
from uuid import uuid4

import httpx
import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import EventKind
from registry.errors import Invalid, NotAllowed, NotFound
from registry.people import service as people
from registry.people.schemas import ChangeConsent
from registry.permissions import OPERATOR, Role
from registry.texts import Language
from registry.watches import noticing, reading, service
from registry.watches.errors import AdviserNotShown
from registry.watches.rules import Followed
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NEIGHBOUR, NOW, OWN
from tests.registry.watches.followed import follow, told


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def test_following_again_changes_nothing(database: None) -> None:
    """However often, and at once: one watch, which is audited once; another municipality has its own."""
    world = await making.world()
    number = (await making.certified(world, await making.candidate())).number
    made = await asyncio.gather(*(follow(world.municipality, number) for _ in range(4)))
    assert len(set(made)) == 1
    assert await follow(world.municipality, number, Followed.ADVISER) not in made
    assert await follow(world.neighbour, number) not in made
    assert await AuditEntry.count().where(AuditEntry.action == Action.WATCH_BEGUN.value) == 3
    await service.end(made[0], actor=world.municipality, now=NOW)
    await service.end(made[0], actor=world.municipality, now=NOW)
    assert await AuditEntry.count().where(AuditEntry.action == Action.WATCH_ENDED.value) == 1


async def test_who_may_follow(database: None) -> None:
    """A municipality, for itself; what another follows looks absent, but for an auditor, who changes nothing."""
    world = await making.world()
    number = (await making.certified(world, await making.candidate())).number
    watch = await follow(world.municipality, number)
    for actor in (world.coordinator, world.auditor, world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await follow(actor, number)
    with pytest.raises(NotFound):
        await follow(world.neighbour, number, organisation=world.organisations[OWN])
    for other in (watch, uuid4()):
        with pytest.raises(NotFound):
            await service.end(other, actor=world.neighbour, now=NOW)
    shown = [
        [each.id for each in await reading.listed(actor, page=1, language=Language.NL, now=NOW)]
        for actor in (world.municipality, world.neighbour, world.auditor)
    ]
    assert shown == [[watch], [], [watch]]
    with pytest.raises(NotAllowed):
        await reading.listed(world.coordinator, page=1, language=Language.NL, now=NOW)


async def test_what_is_no_certificate_is_not_followed(database: None) -> None:
    """Nor an adviser whose name the public does not see: their certificate can be."""
    world, adviser = await making.world(), await making.candidate()
    number = (await making.certified(world, adviser)).number
    with pytest.raises(Invalid):
        await follow(world.municipality, "CA1")
    with pytest.raises(UnknownCertificate):
        await follow(world.municipality, "CA00000001-72")
    await people.change_consent(ChangeConsent(fields=[]), actor=adviser.actor, now=NOW)
    with pytest.raises(AdviserNotShown):
        await follow(world.municipality, number, Followed.ADVISER)
    await follow(world.municipality, number)


async def test_who_works_for_two_says_for_which(database: None) -> None:
    """And is told once for each that follows."""
    world = await making.world()
    number = (await making.certified(world, await making.candidate())).number
    account = world.municipality.account
    assert account is not None
    grant = GrantRole(role=Role.MUNICIPALITY, organisation=world.organisations[NEIGHBOUR])
    await accounts.grant(account, grant, actor=OPERATOR, now=NOW)
    both = await accounts.actor_of(account)
    with pytest.raises(Invalid) as refused:
        await follow(both, number)
    assert [fault.field for fault in refused.value.faults] == ["organisation"]
    await follow(both, number, organisation=world.organisations[NEIGHBOUR])
    assert await reading.number(both) == 1


async def test_following_by_program(client: httpx.AsyncClient) -> None:
    """The same in the API: follow, read what is followed, end it."""
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    own = await token(client, world.municipality)
    body = {"certificate": issued.number, "followed": "certificate"}
    made = await client.post("/api/v1/watches", headers=own, json=body)
    assert made.status_code == 201, made.text
    [shown] = (await client.get("/api/v1/watches", headers=own)).json()
    assert shown["id"] == made.json()["id"]
    assert (shown["organisationName"], shown["followed"], shown["certificate"]) == ("Eigenwaard", "certificate", issued.number)
    [certificate] = shown["certificates"]
    assert (certificate["status"], certificate["since"]) == ("valid", "2026-11-20")
    assert "Öztürk" not in str(shown)
    assert (await client.get("/api/v1/watches?page=2", headers=own)).json() == []
    assert (await client.get("/api/v1/watches")).status_code == 401
    for wrong, status in (({"certificate": "CA1"}, 400), ({"certificate": "CA00000001-72"}, 404), ({"followed": "x"}, 400)):
        assert (await client.post("/api/v1/watches", headers=own, json=body | wrong)).status_code == status
    ending = f"/api/v1/watches/{shown['id']}/ending"
    assert (await client.post(ending, headers=await token(client, world.neighbour))).status_code == 404
    assert (await client.post(ending, headers=own)).status_code == 204
    assert (await client.get("/api/v1/watches", headers=own)).json() == []


async def test_following_in_the_browser(client: httpx.AsyncClient) -> None:
    """A name stands there only where everyone may see it; a change is in the inbox."""
    world, adviser = await making.world(), await making.candidate()
    issued = await making.certified(world, adviser)
    own = await browser(client, world.municipality)
    assert "U volgt nog niets" in await own.get("/gevolgd")
    assert issued.number in await own.get(f"/gevolgd/nieuw?certificaat={issued.number}")
    fields = {"certificate": issued.number, "followed": "adviser"}
    assert 'href="#certificate"' in await own.post("/gevolgd", fields | {"certificate": "CA1"}, expect=400)
    assert "Wat wilt u volgen? Vul dit in." in await own.post("/gevolgd", {"certificate": "CA1"}, expect=400)
    assert "CA00000001-72" in await own.post("/gevolgd", fields | {"certificate": "CA00000001-72"}, expect=404)
    assert await own.post("/gevolgd", fields) == "/gevolgd?gedaan=gevolgd"
    page = await own.get("/gevolgd?gedaan=gevolgd")
    assert "Elif Öztürk" in page
    assert "sinds 20 november 2026" in page
    assert "since 20 November 2026" in await own.get("/en/gevolgd")
    await making.happens(issued.id, EventKind.SUSPENDED, NOW.date(), at=NOW)
    await noticing.notice(now=NOW)
    assert "is het geschorst" in await own.get("/berichten")
    await people.change_consent(ChangeConsent(fields=[]), actor=adviser.actor, now=NOW)
    page = await own.get("/gevolgd")
    assert "Öztürk" not in page
    assert "utrecht-status-badge--warning" in page
    assert "niet met naam" in await own.post("/gevolgd", fields, expect=409)
    [watch] = await reading.listed(world.municipality, page=1, language=Language.NL, now=NOW)
    assert await own.post(f"/gevolgd/{watch.id}/einde") == f"/gevolgd?gedaan=beeindigd&gestopt={watch.id}"
    assert "U volgt nog niets" in await own.get("/gevolgd")
    assert len(await told(world.municipality)) == 1


async def test_what_was_ended_is_followed_again_at_once(client: httpx.AsyncClient, clock: Clock) -> None:
    """From the news of it, by who may follow; what is followed, and what another followed, has no such way back."""
    clock.now = NOW
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    own = await browser(client, world.municipality)
    await own.get("/gevolgd")
    await own.post("/gevolgd", {"certificate": issued.number, "followed": "certificate"})
    [watch] = await reading.listed(world.municipality, page=1, language=Language.NL, now=NOW)
    news = await own.post(f"/gevolgd/{watch.id}/einde")
    again = dict(re.findall(r'name="(certificate|followed|organisation)" value="([^"]*)"', await own.get(news)))
    assert await own.post("/gevolgd", again) == "/gevolgd?gedaan=gevolgd"
    [anew] = await reading.listed(world.municipality, page=1, language=Language.NL, now=NOW)
    assert (anew.certificate, anew.followed) == (watch.certificate, watch.followed)
    assert "Maak ongedaan" not in await own.get(f"/gevolgd?gedaan=beeindigd&gestopt={anew.id}")
    assert "Maak ongedaan" in await own.get(news)
    assert "Maak ongedaan" not in await (await browser(client, world.neighbour)).get(news)


async def test_the_buttons_stand_on_the_certificates_own_page(client: httpx.AsyncClient) -> None:
    """For who may follow; not for an adviser, and not for who is not signed in."""
    world, adviser = await making.world(), await making.candidate()
    page = f"/certificaten/{(await making.certified(world, adviser)).number}"
    assert "Volg deze adviseur" not in (await client.get(page)).text
    assert "Volg deze adviseur" not in await (await browser(client, adviser.actor)).get(page)
    shown = await (await browser(client, world.municipality)).get(page)
    assert 'name="followed" value="adviser"' in shown
    assert 'action="/gevolgd"' in shown
    assert "Follow this adviser" in await (await browser(client, world.municipality)).get(f"/en{page}")


async def test_an_auditor_reads_what_is_followed(client: httpx.AsyncClient) -> None:
    """Of every municipality, without a button."""
    world = await making.world()
    number = (await making.certified(world, await making.candidate())).number
    await follow(world.municipality, number)
    await follow(world.neighbour, number)
    own = await browser(client, world.auditor)
    page = await own.get("/gevolgd")
    assert "Eigenwaard" in page
    assert "Buurland" in page
    assert "Stop met volgen" not in page
    await own.get("/gevolgd/nieuw", expect=403)
