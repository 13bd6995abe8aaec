"""The audit trail on its page and as files: for auditors alone."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit.reading import PAGE
from registry.audit.sealing import Sealer
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.making import BEFORE, NOW

SUBJECT = uuid4()


async def test_every_act(client: httpx.AsyncClient, clock: Clock) -> None:
    """Who, what and when, with the facts, and its place in the chain once it was sealed; never the personal values."""
    clock.now = NOW
    world = await making.world()
    issued = await making.certified(world, await making.candidate())
    sealer = Sealer()
    for _ in range(2):
        await sealer.round(now=NOW)
    async with transaction():
        await audit.record(Action.REMINDED, SUBJECT, actor=OPERATOR, at=NOW, facts={"why": "=1+1"})
    auditor = await browser(client, world.auditor)
    found = await saved(auditor.client, "/logboek")
    granted = next(row for row in found.rows if row["act"] == "certificate.granted")
    assert (granted["who"], granted["subject"]) == ("Lotte Visser", str(issued.id))
    assert granted["placeInTheChain"] > 0
    assert len(granted["seal"]) == 64
    assert [row["number"] for row in found.rows] == sorted((row["number"] for row in found.rows), reverse=True)
    assert not [row for row in found.rows if "Öztürk" in row["facts"]]
    page = await auditor.get("/logboek")
    assert "/logboek" in await auditor.get("/werk")
    assert "Nog niet verzegeld" in page
    assert page.count('scope="row"') == PAGE
    [row] = (await saved(auditor.client, f"/logboek?kenmerk={SUBJECT}")).rows
    assert (row["act"], row["who"], row["account"], row["facts"]) == ("certificate.reminded", None, None, '{"why": "=1+1"}')


async def test_the_filter(client: httpx.AsyncClient, clock: Clock) -> None:
    """One kind of act, one subject, a period by Amsterdam's days; stamped in the file and kept in the links of the page."""
    clock.now = NOW
    world = await making.world()
    late = NOW.replace(hour=22, minute=30)
    async with transaction():
        for at in (late, late + timedelta(minutes=45)):
            await audit.record(Action.REMINDED, SUBJECT, actor=OPERATOR, at=at)
    auditor = await browser(client, world.auditor)
    same = f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}"
    assert len((await saved(auditor.client, same)).rows) == 2
    first = await saved(auditor.client, f"{same}&van={late.date()}&tot={late.date()}")
    assert [row["recordedAt"] for row in first.rows] == ["2026-11-20T22:30:00Z"]
    assert first.stamp | {"madeFrom": ""} == {
        "act": "certificate.reminded",
        "subject": str(SUBJECT),
        "from": "2026-11-20",
        "through": "2026-11-20",
        "ofWhom": "Van alle organisaties.",
        "madeOn": "2026-11-20",
        "madeFrom": "",
    }
    assert {row["act"] for row in (await saved(auditor.client, f"/logboek?tot={BEFORE.date()}")).rows} >= {"scheme.created"}
    page = await auditor.get(f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}")
    assert f"/logboek?handeling=certificate.reminded&kenmerk={SUBJECT}&bestand=xlsx" in page
    assert "Er is niets gevonden" in await auditor.get("/logboek?van=9999-12-31")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("van=gisteren", 400),
        ("kenmerk=x", 400),
        ("van=2026-02-30&bestand=xlsx", 400),
        ("bestand=exe", 400),
        ("pagina=0", 400),
        ("pagina=1000000", 200),
        ("handeling=%00", 200),
        ("van=0001-01-01&tot=9999-12-31", 200),
    ],
)
async def test_any_query(client: httpx.AsyncClient, query: str, status: int) -> None:
    """What is wrong is told at its field; an act that is none chooses nothing; never an error of ours."""
    auditor = await browser(client, (await making.world()).auditor)
    assert (await auditor.client.get(f"/logboek?{query}")).status_code == status


async def test_for_auditors_alone(client: httpx.AsyncClient) -> None:
    """Whoever else asks is refused, be it on the page or for a file."""
    world = await making.world()
    for actor in (world.certifiers[0], world.municipality, world.provider, world.coordinator, world.owner):
        someone = await browser(client, actor)
        for path in ("/logboek", "/logboek?bestand=json"):
            assert (await someone.client.get(path)).status_code == 403
