"""Who decides proves who they are again: in the browser the form goes on with what was typed, programs sign in again."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from registry.accounts import sessions
from registry.accounts.rules import PROOF_LASTS
from registry.accounts.tables import Account, Session
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers.tables import DossierEvent
from registry.people.tables import Adviser
from registry.permissions import PROVED_AFRESH, ROLES, Actor, Role
from tests.conftest import Clock
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.credentials import credentials, fresh_code
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, PASSWORD

REASON = "De toelichting bij het derde deel ontbreekt — graag aanvullen & opnieuw voorleggen."
ASKED = "Bent u het nog?"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def at_a_dossier(client: httpx.AsyncClient) -> tuple[Browser, Actor, str, dict[str, str]]:
    """A certifier before a dossier that a colleague prepared: their browser, the way back for it, and what they typed."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    second = world.certifiers[1]
    return await browser(client, second), second, f"/dossiers/{dossier}", {"evidence": str(evidence), "reason": REASON}


async def code_of(actor: Actor, clock: Clock) -> str:
    """What their app shows."""
    assert actor.account is not None
    code = await fresh_code(actor.account, now=clock.now)
    assert code is not None
    return code


async def returned() -> int:
    """How often a dossier was given back."""
    found: int = await DossierEvent.count().where(DossierEvent.step == "returned")
    return found


async def test_within_a_quarter_of_an_hour(client: httpx.AsyncClient, clock: Clock) -> None:
    """Nothing is asked; also not for reading, ever."""
    decider, _, way, typed = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS
    await decider.post(f"{way}/teruggeven", typed)
    assert await returned() == 1
    clock.now += SECOND
    await decider.get("/dossiers")


async def test_the_form_goes_on(client: httpx.AsyncClient, clock: Clock) -> None:
    """The page asks password and code, keeps what was typed, and one press later it is done; under a new session id."""
    decider, actor, way, typed = await at_a_dossier(client)
    before = client.cookies["session"]
    clock.now = NOW + PROOF_LASTS + SECOND
    page = await decider.post(f"{way}/teruggeven", typed, expect=403)
    assert ASKED in page
    assert REASON in page
    assert f'action="{way}/teruggeven"' in page
    assert 'name="_code"' in page
    assert "Fout:" not in page
    assert await returned() == 0
    proof = {"_password": PASSWORD, "_code": await code_of(actor, clock)}
    assert (await decider.post(f"{way}/teruggeven", typed | proof)).startswith(way)
    assert await returned() == 1
    assert client.cookies["session"] != before
    assert (await sessions.actor_by(client.cookies["session"], now=clock.now)).proved_at == clock.now
    assert await sessions.id_of(before) is None
    assert await Session.count() == 1
    await decider.get("/dossiers")
    assert await AuditEntry.count().where(AuditEntry.action == Action.PROVED_AGAIN.value) == 1


async def test_a_proof_that_is_wrong(client: httpx.AsyncClient, clock: Clock) -> None:
    """Nothing is done, and what was typed is still there; too often, and one waits."""
    decider, actor, way, typed = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    await decider.post(f"{way}/teruggeven", typed, expect=403)
    code = await code_of(actor, clock)
    for proof in (
        {"_password": PASSWORD + "x", "_code": code},
        {"_password": PASSWORD, "_code": "000000"},
        {"_password": PASSWORD},
        {"_password": "", "_code": code},
        {"_password": "x" * 5_000},
    ):
        page = await decider.post(f"{way}/teruggeven", typed | proof, expect=403)
        assert "Het wachtwoord of de code klopt niet." in page or "Vul ook de code" in page
        assert REASON in page
        assert PASSWORD not in page
    for _ in range(2):
        page = await decider.post(f"{way}/teruggeven", typed | {"_password": "fout"}, expect=403)
    page = await decider.post(f"{way}/teruggeven", typed | {"_password": "fout"}, expect=429)
    assert "Wacht 180 seconden" in page
    assert await returned() == 0


async def test_no_form_of_others_is_carried_on(client: httpx.AsyncClient, clock: Clock) -> None:
    """Without the token of the session nothing is asked and nothing is kept: the form is refused."""
    decider, actor, way, typed = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    proof = {"_password": PASSWORD, "_code": await code_of(actor, clock), "_csrf": "0" * 64}
    for sent in (typed | {"_csrf": "0" * 64}, typed | proof):
        page = await decider.post(f"{way}/teruggeven", sent, expect=403)
        assert "Formulier geweigerd" in page
        assert REASON not in page
    assert await returned() == 0


async def test_the_page_in_english(client: httpx.AsyncClient, clock: Clock) -> None:
    """All of it, and it goes on in English."""
    decider, actor, way, typed = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    page = await decider.post(f"/en{way}/teruggeven?a=1&b=2", typed, expect=403)
    assert "Is it still you?" in page
    assert f'action="/en{way}/teruggeven?a=1&b=2"' in page
    proof = {"_password": PASSWORD, "_code": await code_of(actor, clock)}
    assert (await decider.post(f"/en{way}/teruggeven?a=1&b=2", typed | proof)).startswith(f"/en{way}")


async def test_what_is_typed_is_no_markup(client: httpx.AsyncClient, clock: Clock) -> None:
    """Neither in a name nor in a value."""
    decider, _, way, typed = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    evil = '"><script>alert(1)</script>'
    answer = await client.post(f"{way}/teruggeven", data=typed | {"_csrf": decider.token, evil: evil})
    assert answer.status_code == 403
    assert "<script>alert" not in answer.text


async def test_programs_sign_in_again(client: httpx.AsyncClient, clock: Clock) -> None:
    """A token of a session that went on by refreshing does not decide; one of a new sign-in does."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await making.prepared(world, elif_)
    second = world.certifiers[1]
    way, body = f"/api/v1/dossiers/{dossier}/return", {"evidence": str(evidence), "reason": REASON}
    row = await credentials(client, await _email(second), PASSWORD)
    signed = (await client.post("/api/v1/access-tokens", json=row)).json()
    for _ in range(2):
        clock.now += timedelta(minutes=9)
        sent = {"refreshToken": signed["refreshToken"]}
        signed = (await client.post("/api/v1/access-tokens/refresh", json=sent)).json()
    old = {"Authorization": f"Bearer {signed['accessToken']}"}
    refused = await client.post(way, json=body, headers=old)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "prove-yourself-again")
    assert (await client.get(f"/api/v1/dossiers/{dossier}", headers=old)).status_code == 200
    assert (await client.post(way, json=body, headers=await token(client, second))).status_code in {200, 201, 204}


async def _email(actor: Actor) -> str:
    row = await Account.select(Account.email).where(Account.id == actor.account).first()
    assert row is not None
    return str(row["email"])


async def test_every_deciding_route_asks(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each page and each operation whose guard is one of those permissions, and does more than read."""
    decider, _, _, _ = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    transport: Any = client._transport  # noqa: SLF001  httpx does not tell it otherwise
    found = 0
    of_certifiers = PROVED_AFRESH & ROLES[Role.CERTIFIER]
    for route in transport.app.application.routes:
        for handler in getattr(route, "route_handlers", ()) if isinstance(route, HTTPRoute) else ():
            if not isinstance(handler, HTTPRouteHandler):
                continue
            permissions = {getattr(guard, "permission", None) for guard in handler.resolve_guards()}
            if "POST" in handler.http_methods and permissions & PROVED_AFRESH:
                found += 1
                if permissions & of_certifiers and not route.path.startswith(("/api", "/en")):
                    path = re.sub(r"{[^}]*}", str(uuid4()), route.path)
                    assert ASKED in await decider.post(path, {}, expect=403), path
    assert found > 100


@pytest.mark.parametrize("way", ["/dossiers/{}/niet-toelaten", "/integriteit/{}/aanhouden", "/belangen", "/ontheffingen"])
async def test_what_keeps_somebody_out_or_lets_them_in(client: httpx.AsyncClient, clock: Clock, way: str) -> None:
    """Admission, holds, and relations and waivers of those who decide: what was typed stays, and goes on with the proof."""
    decider, actor, _, _ = await at_a_dossier(client)
    clock.now = NOW + PROOF_LASTS + SECOND
    path, typed = way.format(uuid4()), {"reason": REASON, "explanation": "Wij zijn buren."}
    page = await decider.post(path, typed, expect=403)
    assert ASKED in page
    assert all(each in page for each in typed.values())
    assert f'action="{path}"' in page
    proof = {"_password": PASSWORD, "_code": await code_of(actor, clock)}
    gone_on = await client.post(path, data=typed | proof | {"_csrf": decider.token})
    assert gone_on.status_code in {400, 404}
    assert ASKED not in gone_on.text


async def test_a_relation_is_declared_after_all(client: httpx.AsyncClient, clock: Clock) -> None:
    """From the page that asks the proof, with nothing but the proof typed anew."""
    decider, actor, _, _ = await at_a_dossier(client)
    jan = await making.candidate("Jan", "Bakker")
    [row] = await Adviser.select(Adviser.candidate_number).where(Adviser.id == jan.adviser)
    clock.now = NOW + PROOF_LASTS + SECOND
    typed = {"candidateNumber": row["candidate_number"], "kind": "family", "validFrom": "2020-01-01"}
    page = await decider.post("/belangen", typed, expect=403)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert typed.items() <= kept.items()
    proof = {"_password": PASSWORD, "_code": await code_of(actor, clock)}
    assert await decider.post("/belangen", kept | proof) == "/belangen?gedaan=opgegeven"
