"""The inbox in the browser, and for admins the mail that did not go out."""

from uuid import uuid4

import httpx

from registry.messages import outbox, service
from registry.messages.inbox import PAGE
from registry.messages.rules import KEPT_WAITING, Kind
from registry.organisations.tables import Kind as OrganisationKind
from registry.permissions import Actor, Role
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW


async def told(actor: Actor, path: str, *, kind: Kind = Kind.BOOKING_REQUESTED, times: int = 1) -> None:
    """The account is told the same so many times."""
    assert actor.account is not None
    facts = {"municipality": "Buren", "firstDay": "2027-01-11", "lastDay": "2027-04-30", "days": "12.5"}
    for _ in range(times):
        async with transaction():
            await service.tell([actor.account], kind, subject=uuid4(), facts=facts, path=path, at=NOW)


async def admin() -> Actor:
    """Who manages accounts."""
    operator = await making.organisation(OrganisationKind.OPERATOR, "De beheerder")
    return await making.account(await making.person("Anna", "Beheer"), Role.ADMIN, operator)


async def test_a_message_is_read_and_leads_to_its_page(client: httpx.AsyncClient) -> None:
    """Unread ones are counted among one's work; each leads to the page where it is dealt with."""
    adviser = (await making.candidate()).actor
    own = await browser(client, adviser)
    assert "Berichten" not in await own.get("/werk")
    assert "U heeft geen berichten" in await own.get("/berichten")
    await told(adviser, "/werk", times=2)
    assert "<strong>2</strong> ongelezen" in await own.get("/werk")
    page = await own.get("/berichten")
    assert "voor 12,5 dagen" in page
    assert "for 12.5 days" in await own.get("/en/berichten")
    rows = await fetch("SELECT id FROM message ORDER BY id")
    assert await own.post(f"/berichten/{rows[0]['id']}") == "/werk"
    assert await own.post(f"/en/berichten/{rows[0]['id']}") == "/en/werk"
    assert "Nog niet gelezen: 1." in await own.get("/berichten")
    await own.post("/berichten/gelezen", {"through": rows[1]["id"]})
    assert "U heeft alles gelezen." in await own.get("/berichten")


async def test_what_came_while_one_looked_stays_unread(client: httpx.AsyncClient) -> None:
    """Reading all reads what the page showed; nonsense reads nothing."""
    adviser = (await making.candidate()).actor
    await told(adviser, "/werk", times=2)
    own = await browser(client, adviser)
    first = (await fetch("SELECT min(id) AS id FROM message"))[0]["id"]
    for through, unread in (("x", 2), ("", 2), ("-1", 2), (first, 1), ("9" * 30, 0)):
        await own.post("/berichten/gelezen", {"through": through})
        [row] = await fetch("SELECT count(*) AS number FROM message WHERE read_at IS NULL")
        assert row["number"] == unread


async def test_anothers_messages_do_not_exist(client: httpx.AsyncClient) -> None:
    """Nor does what never was; nothing is marked."""
    adviser, other = (await making.candidate()).actor, (await making.candidate("Ans", "Bakker")).actor
    await told(adviser, "/werk")
    someone = await browser(client, other)
    assert "U heeft geen berichten" in await someone.get("/berichten")
    message = (await fetch("SELECT id FROM message"))[0]["id"]
    for number in (message, message + 1, 2**64):
        await someone.post(f"/berichten/{number}", expect=404)
    [row] = await fetch("SELECT read_at FROM message")
    assert row["read_at"] is None


async def test_the_inbox_has_pages(client: httpx.AsyncClient) -> None:
    """The newest first; a page beyond the last is the last."""
    adviser = (await making.candidate()).actor
    await told(adviser, "/werk", times=PAGE + 1)
    own = await browser(client, adviser)
    first, second = await own.get("/berichten"), await own.get("/berichten?pagina=2")
    assert (first.count(">Bekijk<"), second.count(">Bekijk<")) == (PAGE, 1)
    assert (await own.get("/berichten?pagina=99")).count(">Bekijk<") == 1
    await own.get("/berichten?pagina=0", expect=400)


async def test_an_admin_sees_mail_that_failed(client: httpx.AsyncClient) -> None:
    """Why, and the way to try again; nobody else sees it."""
    adviser, boss = (await making.candidate()).actor, await admin()
    await told(adviser, "/werk")
    await outbox.send_due(None, now=NOW + KEPT_WAITING * 2)
    own = await browser(client, boss)
    assert "<strong>1</strong> niet gelukt" in await own.get("/werk")
    page = await own.get("/mail")
    assert "Langer dan drie dagen niet verstuurd." in page
    mail = (await fetch("SELECT id FROM mail"))[0]["id"]
    assert await own.post(f"/mail/{mail}/opnieuw") == "/mail?gedaan=opnieuw"
    assert "Wordt opnieuw geprobeerd." in await own.get("/en/mail") or "Is tried again." in await own.get("/en/mail")
    await own.post(f"/mail/{mail + 1}/opnieuw", expect=404)
    someone = await browser(client, adviser)
    await someone.get("/mail", expect=403)
    await someone.post(f"/mail/{mail}/opnieuw", expect=403)
