"""Schemes as people meet them: everyone reads the rules, an owner proposes by form, and both parties sign."""

from datetime import date, timedelta

import httpx
import msgspec

from registry.accounts.forms import Form
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.schemes import service as schemes
from registry.schemes.proposal_form import kept, read
from registry.schemes.proposal_rows import transition
from registry.schemes.rules import Transition, TransitionKind
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, SCHEME, TODAY
from tests.registry.schemes.rules_in_full import FULL

AT = "/certificatieschemas"
ONE, TWO = f"{AT}/{SCHEME}/versies/1", f"{AT}/{SCHEME}/versies/2"
NEW = f"{AT}/{SCHEME}/nieuwe-versie"


async def test_everyone_reads_the_rules(client: httpx.AsyncClient) -> None:
    """Without an account: the list and each version, in both languages; what does not exist is not there."""
    await making.world()
    listed = await client.get(AT)
    assert listed.status_code == 200
    assert "Geldt nu" in listed.text
    assert "Een schema maken" not in listed.text
    shown = await client.get(ONE)
    assert "36 maanden" in shown.text
    assert "Gemeentelijke processen" in shown.text
    assert "9.4.8" in shown.text
    assert "Deze versie ondertekenen?" not in shown.text
    assert "36 months" in (await client.get(f"/en{ONE}")).text
    assert (await client.get(f"/en{AT}")).status_code == 200
    for path in (TWO, f"{AT}/{SCHEME}/versies/x", f"{AT}/onbekend/versies/1"):
        assert (await client.get(path)).status_code == 404


async def test_from_proposal_to_signatures(client: httpx.AsyncClient, clock: Clock) -> None:
    """The owner changes the form of version 1, and signs; the certifier reads the difference and what it ends, and signs."""
    clock.now = NOW
    world = await making.world()
    await making.certified(world, await making.candidate())
    owner = await browser(client, world.owner)
    page = await owner.get(NEW)
    assert 'value="36"' in page
    assert 'name="scope-1-nameNl" type="text" value="Gemeentelijke processen"' in page
    fields = kept(making.RULES) | {
        "effectiveFrom": "20-11-2026",
        "certificationBody": str(world.organisations["certification-body"]),
        "validityMonths": "24",
        "transitions-2-scheme": SCHEME,
        "transitions-2-kind": "hard-end",
        "transitions-2-on": "1-7-2027",
    }
    assert await owner.post(NEW, fields) == f"{TWO}?gedaan=voorgesteld"
    assert "De versie is voorgesteld" in await owner.get(f"{TWO}?gedaan=voorgesteld")
    assert await owner.post(f"{TWO}/ondertekenen", {}) == f"{TWO}?gedaan=ondertekend"
    assert "Al ondertekend" in await owner.post(f"{TWO}/ondertekenen", {}, expect=409)
    certifier = await browser(client, world.certifiers[0])
    assert "1</strong> versies zonder uw handtekening" in await certifier.get("/werk")
    page = await certifier.get(TWO)
    for words in ("36 maanden", "24 maanden", "U ondertekent als certificerende instelling", "vervalt op 1 juli 2027"):
        assert words in page
    assert 'data-label="Hoeveel certificaten vervallen?"><div class="value">1<' in page
    assert await certifier.post(f"{TWO}/ondertekenen", {}) == f"{TWO}?gedaan=ondertekend"
    assert "Deze versie ondertekenen?" not in await certifier.get(TWO)
    assert "certificaten vervallen op 1 juli 2027" in await certifier.get(AT)
    assert "versies zonder uw handtekening" not in await certifier.get("/werk")


async def test_a_form_with_faults(client: httpx.AsyncClient, clock: Clock) -> None:
    """All faults at once, each at its field in its row, whatever rows are empty; what was typed stays."""
    clock.now = NOW
    world = await making.world()
    owner = await browser(client, world.owner)
    fields = {name: text for name, text in kept(making.RULES).items() if not name.startswith(("scope-", "reasons-"))} | {
        "effectiveFrom": "2026-11-19",
        "certificationBody": str(world.organisations["certification-body"]),
        "validityMonths": "x",
        "scope-2-nameNl": "Processen",
        "reasons-3-code": "misbruik",
        "reasons-3-suspended": "ja",
        "transitions-1-scheme": "oud",
        "transitions-1-version": "laatste",
        "term-void": "veel",
    }
    page = await owner.post(NEW, fields, expect=400)
    missing = ("scope-2-code", "scope-2-nameEn", "reasons-3-nameNl", "reasons-3-nameEn", "transitions-1-kind")
    for at in (*missing, "transitions-1-version", "validityMonths", "term-void"):
        assert f'href="#{at}"' in page
        assert f'id="{at}-error"' in page
    assert "Schrijf een heel getal" in page
    assert 'value="laatste"' in page
    assert 'id="reasons-3-suspended" name="reasons-3-suspended" type="checkbox" value="ja" checked' in page
    named = {"scope-2-code": "GP", "scope-2-nameEn": "Processes"}
    reason = {"reasons-3-nameNl": "Misbruik", "reasons-3-nameEn": "Misuse", "reasons-3-suspended": ""}
    past = {"transitions-1-version": "3", "transitions-1-kind": "hard-end"}
    worse = {"validityMonths": "0", "term-void": "1", "trackCodes": "A, B"}
    page = await owner.post(NEW, fields | named | reason | past | worse, expect=400)
    told = (
        "Kies vandaag of een latere dag",
        "van 1 tot en met 240",
        "‘GP’ is geen code",
        "wordt niet getoond",
        "‘B’ is geen code",
    )
    for words in told:
        assert words in page
    for at in ("scope-2-code", "reasons-3-measures", "transitions-1-on", "trackCodes", "term-expired"):
        assert f'href="#{at}"' in page
        assert f'id="{at}"' in page
    assert len(await schemes.versions()) == 1
    own = {"certificationBody": str(world.organisations["scheme-owner"])}
    nothing = dict.fromkeys((name for name in fields if name.startswith(("reasons-", "transitions-"))), "")
    good = {"effectiveFrom": "2026-11-20", "validityMonths": "36", "scope-2-code": "gp", "scope-2-nameEn": "Processes"}
    await owner.post(NEW, fields | nothing | good | {"term-void": ""} | own, expect=404)


async def test_more_rows(client: httpx.AsyncClient, clock: Clock) -> None:
    """Two empty ones to begin with, and five more whenever they are asked for; nothing is proposed by that."""
    clock.now = NOW
    world = await making.world()
    owner = await browser(client, world.owner)
    items = len(making.RULES.scope)
    page = await owner.get(NEW)
    assert f'name="scope-{items + 2}-code"' in page
    assert f'name="scope-{items + 3}-code"' not in page
    page = await owner.post(NEW, {"scope-2-code": "half", "scope-4-code": "", "more": "ja"}, expect=200)
    assert 'value="half"' in page
    assert 'name="scope-9-code"' in page
    assert 'name="scope-10-code"' not in page
    assert len(await schemes.versions()) == 1


async def test_a_scheme_is_made(client: httpx.AsyncClient) -> None:
    """By an owner; its first version is proposed on an empty form."""
    world = await making.world()
    owner = await browser(client, world.owner)
    fields = {"code": "nieuw", "nameNl": "Nieuw", "nameEn": "New", "owner": str(world.organisations["scheme-owner"])}
    assert "Bestaat al" in await owner.post(AT, fields | {"code": SCHEME}, expect=409)
    assert "Vul dit in" in await owner.post(AT, fields | {"nameEn": ""}, expect=400)
    assert await owner.post(AT, fields | {"nameNl": "Nieuw {nl}"}) == f"{AT}?gedaan=gemaakt"
    assert "Dit schema heeft nog geen versie." in await owner.get(AT)
    assert "Nieuwe versie van Nieuw {nl}" in await owner.get(f"{AT}/nieuw/nieuwe-versie")


async def test_who_else_may_not(client: httpx.AsyncClient) -> None:
    """A certifier proposes nothing; a provider signs nothing; another owner finds no form here."""
    world = await making.world()
    certifier = await browser(client, world.certifiers[0])
    await certifier.get(NEW, expect=403)
    provider = await browser(client, world.provider)
    await provider.post(f"{ONE}/ondertekenen", {}, expect=403)
    assert "onderteken een versie" not in await provider.get("/werk")
    another = await making.organisation(Kind.SCHEME_OWNER, "Een ander")
    stranger = await browser(client, await making.account(await making.person(), Role.SCHEME_OWNER, another))
    await stranger.get(NEW, expect=404)
    await stranger.post(f"{ONE}/ondertekenen", {}, expect=404)
    assert "Stel een versie voor" not in await stranger.get(AT)


async def test_a_version_that_came_too_late(client: httpx.AsyncClient, clock: Clock) -> None:
    """Its page says so and has no form any more; a form that was open is refused."""
    world = await making.world()
    command = msgspec.structs.replace(making.proposal(world), effective_from=TODAY)
    version = await schemes.propose(SCHEME, command, actor=world.owner, now=NOW)
    await schemes.sign(version, actor=world.owner, now=NOW)
    clock.now = NOW + timedelta(days=1)
    certifier = await browser(client, world.certifiers[0])
    page = await certifier.get(TWO)
    assert "Niet op tijd ondertekend" in page
    assert "Deze versie ondertekenen?" not in page
    assert "De eerste dag is voorbij" in await certifier.post(f"{TWO}/ondertekenen", {}, expect=409)


async def test_the_effects_over_the_api(client: httpx.AsyncClient) -> None:
    """Counted for the parties; for others there is nothing, or no right."""
    world = await making.world()
    rules = msgspec.structs.replace(
        making.RULES, transitions=(Transition(SCHEME, 1, TransitionKind.HARD_END, TODAY.replace(year=2027), None),)
    )
    command = msgspec.structs.replace(making.proposal(world, rules), effective_from=TODAY)
    version = await schemes.propose(SCHEME, command, actor=world.owner, now=NOW)
    path = f"/api/v1/scheme-versions/{version}/effects"
    [effect] = (await client.get(path, headers=await token(client, world.owner))).json()
    assert effect == {"scheme": SCHEME, "version": 1, "kind": "hard-end", "on": "2027-11-20", "certificates": 0}
    assert (await client.get(path, headers=await token(client, world.provider))).status_code == 403
    assert (await client.get(path)).status_code == 401
    listed = (await client.get("/api/v1/schemes")).json()
    assert [(each["number"], each["endsOn"]) for each in listed] == [(1, None), (2, None)]


def test_the_form_keeps_every_rule() -> None:
    """Filled in from a version and sent back as it is, the form proposes the same rules, but for transitions."""
    transition = {"scheme": "oud", "kind": "hard-end", "on": "1 januari 2027"}
    fields = {f"transitions-7-{name}": text for name, text in transition.items()}
    body = {"effectiveFrom": "2027-01-01", "certificationBody": "00000000-0000-4000-8000-000000000000"}
    made = read(Form(kept(FULL) | fields | body))
    listed = made.rules.publication
    assert sorted(listed.listed) == sorted(FULL.publication.listed)
    assert msgspec.structs.replace(made.rules, publication=FULL.publication) == FULL
    assert (listed.named_on_check, listed.terms) == (FULL.publication.named_on_check, FULL.publication.terms)


def test_a_transition_with_everything() -> None:
    """Of one version, with the exam that it asks and the day before which."""
    row = {"scheme": "oud", "version": "3", "kind": "extra-exam", "on": "1-2-2027", "trackCode": "extra"}
    assert transition(Form(row)) == Transition("oud", 3, TransitionKind.EXTRA_EXAM, date(2027, 2, 1), "extra")
