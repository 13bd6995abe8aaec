"""Accounts in the browser of an admin: found, invited, given roles, shut; and saved as files."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from registry.accounts import second_factor
from registry.accounts.purposes import INVITING
from registry.admittance import forgetting
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.admittance.letting_in import ADDRESS, NEW_PASSWORD, admin, links_mailed, operator, token_mailed
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.making import NOW, PASSWORDS

LIST = "/beheer/accounts"


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def at_work(client: httpx.AsyncClient) -> tuple[Browser, Actor]:
    """An admin in their browser."""
    actor = await admin(await operator())
    return await browser(client, actor), actor


async def test_an_admin_invites_somebody(client: httpx.AsyncClient) -> None:
    """A role first, then between whom; what is refused keeps what was typed; the mail leads to a password."""
    boss, actor = await at_work(client)
    of = str(actor.grants[0].organisation)
    assert "Accounts en rollen" in await boss.get("/werk")
    assert "Welke rol?" in await boss.get(f"{LIST}/uitnodigen")
    page = await boss.get(f"{LIST}/uitnodigen?rol=auditor")
    assert "De beheerder" in page
    assert "Auditor" in page
    assert "Welke organisatie" not in await boss.get(f"{LIST}/uitnodigen?rol=adviser")
    typed = {"role": "auditor", "organisation": of, "email": ADDRESS, "familyName": "Nieuw"}
    page = await boss.post(f"{LIST}/uitnodigen", typed, expect=400)
    assert "Vul de naam in" in page
    assert f'value="{ADDRESS}"' in page
    way = await boss.post(f"{LIST}/uitnodigen", typed | {"givenName": "Nora"})
    assert "De uitnodiging wordt gemaild." in await boss.get(way)
    assert "De e-mail met de link is nog niet verstuurd." in await boss.get(way)
    token = await token_mailed(NOW)
    page = await boss.get(way)
    assert "De link werkt tot:" in page
    assert "nog niet verstuurd" not in page
    await forgetting.choose(token, NEW_PASSWORD, INVITING, passwords=PASSWORDS, now=NOW)
    assert "Nodig opnieuw uit" not in await boss.get(way)
    page = await boss.post(f"{LIST}/uitnodigen", typed | {"givenName": "Nora"}, expect=409)
    assert "heeft al een account" in page


async def test_somebody_who_has_a_file_is_invited_by_number(client: httpx.AsyncClient) -> None:
    """By candidate number in place of a name; one that nobody has is told at its field."""
    boss, _ = await at_work(client)
    who = await making.candidate()
    [row] = await fetch("SELECT candidate_number FROM adviser")
    typed = {"role": "adviser", "email": ADDRESS}
    page = await boss.post(f"{LIST}/uitnodigen", typed | {"candidateNumber": "EA999999-99"}, expect=400)
    assert "Niemand heeft dit kandidaatnummer." in page
    both = typed | {"candidateNumber": row["candidate_number"], "familyName": "Nieuw"}
    assert "niet allebei" in await boss.post(f"{LIST}/uitnodigen", both, expect=400)
    known = typed | {"candidateNumber": row["candidate_number"].lower()}
    assert "heeft al een account" in await boss.post(f"{LIST}/uitnodigen", known, expect=409)
    assert who.actor.account is not None


async def test_an_invitation_is_sent_again_and_withdrawn(client: httpx.AsyncClient) -> None:
    """The page says how it stands."""
    boss, _ = await at_work(client)
    typed = {"role": "adviser", "email": ADDRESS, "givenName": "Nora", "familyName": "Nieuw"}
    way = (await boss.post(f"{LIST}/uitnodigen", typed)).partition("?")[0]
    await boss.post(f"{way}/uitnodiging")
    assert len(await links_mailed(NOW)) == 1
    assert (await boss.post(f"{way}/uitnodiging/intrekken")).endswith("?gedaan=ingetrokken")
    assert "De link werkt niet meer. Stuur een nieuwe." in await boss.get(way)
    assert "Uitnodiging is over" in await boss.get(f"{LIST}?stand=lapsed")
    assert "Uitnodigen kan niet" in await boss.post(f"{way}/uitnodiging/intrekken", expect=409)


async def test_roles_are_given_and_ended(client: httpx.AsyncClient) -> None:
    """Those that never go together are refused, and the page says which they are."""
    boss, _ = await at_work(client)
    body = await making.organisation(Kind.CERTIFICATION_BODY, "Keurmerken")
    provider = await making.organisation(Kind.PROVIDER, "Academie")
    someone = await making.account(await making.person("Zita", "Zwart"), None)
    own = f"{LIST}/{someone.account}"
    assert "Dit account heeft geen rol" in await boss.get(own)
    page = await boss.get(f"{own}/rol?rol=certifier")
    assert "Keurmerken" in page
    assert "Academie" not in page
    assert "Certificeerder + Opleider" in page
    certifier = {"role": "certifier", "organisation": str(body)}
    assert (await boss.post(f"{own}/rol", certifier)).endswith("?gedaan=rol-gegeven")
    clash = {"role": "provider", "organisation": str(provider)}
    assert "Rollen gaan niet samen" in await boss.post(f"{own}/rol", clash, expect=409)
    wrong = {"role": "auditor", "organisation": str(body)}
    assert "hoort bij een ander soort" in await boss.post(f"{own}/rol", wrong, expect=409)
    assert "Kies een van" in await boss.post(f"{own}/rol", {"role": "king"}, expect=400)
    assert (await boss.post(f"{own}/rol/einde", certifier)).endswith("?gedaan=rol-beeindigd")
    await boss.post(f"{own}/rol/einde", certifier, expect=404)


async def test_an_account_is_shut_and_opened(client: httpx.AsyncClient) -> None:
    """And the last admin stays, with the reason on the page."""
    boss, actor = await at_work(client)
    someone = await making.account(await making.person("Zita", "Zwart"), Role.ADVISER)
    own = f"{LIST}/{someone.account}"
    assert (await boss.post(f"{own}/uitzetten")).endswith("?gedaan=uitgezet")
    assert "Niemand kan zich met dit account aanmelden." in await boss.get(own)
    assert (await boss.post(f"{own}/aanzetten")).endswith("?gedaan=aangezet")
    assert (await boss.post(f"{own}/afmelden")).endswith("?gedaan=afgemeld")
    mine = f"{LIST}/{actor.account}"
    assert "Dit is uw eigen account." in await boss.get(mine)
    assert "De laatste beheerder blijft" in await boss.post(f"{mine}/uitzetten", expect=409)
    role = {"role": "admin", "organisation": str(actor.grants[0].organisation)}
    assert "De laatste beheerder blijft" in await boss.post(f"{mine}/rol/einde", role, expect=409)


async def test_whoever_shuts_an_account_proves_themselves_afresh(client: httpx.AsyncClient, clock: Clock) -> None:
    """After a quarter of an hour they are asked again, and until then nothing happens."""
    boss, _ = await at_work(client)
    someone = await making.account(await making.person("Zita", "Zwart"), Role.ADVISER)
    own = f"{LIST}/{someone.account}"
    await boss.get(own)
    clock.now = NOW + timedelta(minutes=16)
    await boss.get(own)
    answer = await client.post(f"{own}/uitzetten", data={"_csrf": boss.token})
    assert "Bent u het nog?" in answer.text
    assert "Niemand kan zich met dit account aanmelden." not in await boss.get(own)


async def test_a_second_factor_that_was_lost(client: httpx.AsyncClient) -> None:
    """Asked with a reason; the holder confirms by mail."""
    boss, _ = await at_work(client)
    someone = await making.account(await making.person("Zita", "Zwart"), Role.ADVISER)
    assert someone.account is not None
    own = f"{LIST}/{someone.account}"
    assert "Haal de tweede factor weg" not in await boss.get(own)
    async with transaction():
        await second_factor.set_up(someone.account, b"x" * 20, now=NOW)
    assert "Haal de tweede factor weg" in await boss.get(own)
    assert "Vul dit in." in await boss.post(f"{own}/tweede-factor", {"reason": ""}, expect=400)
    assert (await boss.post(f"{own}/tweede-factor", {"reason": "Telefoon kwijt."})).endswith("?gedaan=tweede-factor")
    token = await token_mailed(NOW)
    assert "Uw tweede factor weghalen?" in await boss.get(f"/tweede-factor-kwijt/{token}")
    assert await second_factor.is_in_use(someone.account)
    assert await boss.post(f"/en/tweede-factor-kwijt/{token}") == "/en/tweede-factor-weggehaald"
    assert not await second_factor.is_in_use(someone.account)
    await boss.get("/en/tweede-factor-weggehaald")
    await boss.get(f"/tweede-factor-kwijt/{token}", expect=404)


async def test_the_list_is_saved_as_filtered(client: httpx.AsyncClient) -> None:
    """In each kind of file, with the filter in it; to nobody but admins."""
    boss, _ = await at_work(client)
    someone = await making.account(await making.person("Zita", "Zwart"), Role.ADVISER)
    everybody = await saved(boss.client, LIST)
    assert [row["name"] for row in everybody.rows] == ["Anna Beheer", "Zita Zwart"]
    chosen = await saved(boss.client, f"{LIST}?rol=adviser&zoek=zwart")
    assert [row["name"] for row in chosen.rows] == ["Zita Zwart"]
    assert chosen.stamp["words"] == "zwart"
    assert f"{LIST}?rol=adviser&zoek=zwart&bestand=xlsx" in await boss.get(f"{LIST}?rol=adviser&zoek=zwart")
    other = await browser(client, someone)
    for path in (LIST, f"{LIST}?bestand=json", f"{LIST}/uitnodigen", f"{LIST}/{uuid4()}", f"{LIST}/{uuid4()}/rol"):
        await other.get(path, expect=403)


async def test_what_is_not_there(client: httpx.AsyncClient) -> None:
    """An account that nobody has is not found, in whatever way it is asked for."""
    boss, _ = await at_work(client)
    for path in ("", "/rol", "/tweede-factor"):
        await boss.get(f"{LIST}/{uuid4()}{path}", expect=404)
    for act in ("uitzetten", "aanzetten", "afmelden", "uitnodiging", "uitnodiging/intrekken"):
        await boss.post(f"{LIST}/{uuid4()}/{act}", expect=404)
    assert "Er is niets gevonden" in await boss.get(f"{LIST}?zoek=niemand")
    everybody = await saved(boss.client, f"{LIST}?rol=koning&stand=zwevend")
    assert ([row["name"] for row in everybody.rows], everybody.stamp["role"]) == (["Anna Beheer"], "alle")


async def test_an_admin_puts_accounts_in_order(client: httpx.AsyncClient) -> None:
    """By name either way, by age or by standing; the heading says which, and an unknown order is by name."""
    boss, _ = await at_work(client)
    await making.world()
    names = [row["name"] for row in (await saved(boss.client, LIST)).rows]
    turned = [row["name"] for row in (await saved(boss.client, f"{LIST}?volgorde=naam-omgekeerd")).rows]
    assert turned[0] != names[0]
    assert sorted(turned) == sorted(names)
    newest, oldest = [
        [row["name"] for row in (await saved(boss.client, f"{LIST}?volgorde={order}")).rows] for order in ("nieuwste", "oudste")
    ]
    assert sorted(newest) == sorted(oldest)
    assert 'aria-sort="ascending"' in await boss.get(f"{LIST}?volgorde=stand")
    assert 'aria-sort="descending"' in await boss.get(f"{LIST}?volgorde=naam-omgekeerd")
    assert 'aria-sort="ascending"' in await boss.get(f"{LIST}?volgorde=wat dan ook")


async def test_accounts_are_found_without_accents_and_put_in_order_by_family_name(client: httpx.AsyncClient) -> None:
    """By name or organisation; a prefix counts for nothing in the order, nor does an accent."""
    boss, _ = await at_work(client)
    employer = await making.organisation(Kind.PROVIDER, "Súdwest Opleidingen")
    for given, family, role, of in (("Zoë", "Ångström", Role.ADVISER, None), ("An", "Óók", Role.PROVIDER, employer)):
        await making.account(await making.person(given, family), role, of)
    for typed, found in (("angstrom", ["Zoë Ångström"]), ("SUDWEST", ["An Óók"]), ("ook", ["An Óók"])):
        assert [row["name"] for row in (await saved(boss.client, f"{LIST}?zoek={typed}")).rows] == found, typed
    names = [row["name"] for row in (await saved(boss.client, LIST)).rows]
    assert names == ["Zoë Ångström", "Anna Beheer", "An Óók"]
