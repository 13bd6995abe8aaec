"""Requests for equivalence, and self-reports, as files on the address of their page."""

import httpx
import pytest

from registry.dossiers import equivalence, self_reports
from registry.dossiers.seeking import EQUIVALENCES, SELF_REPORTS
from registry.dossiers.self_report_schemas import ReportSelf
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers import asking
from tests.registry.dossiers.asking import ADVICE, ASK, BECAUSE
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def test_the_requests_of_a_body(client: httpx.AsyncClient) -> None:
    """Those that wait, or those that were decided, never what was written; of another body there are none."""
    world, elif_ = await asking.world(), await making.candidate()
    _, request = await asking.prepared(world, elif_)
    own = await browser(client, world.certifiers[0])
    [row] = (await saved(own.client, "/vrijstellingen")).rows
    assert (row["candidate"], row["examPart"], row["preparedBy"], row["granted"]) == ("Elif Öztürk", "GP", "Arjan Visser", None)
    assert "/vrijstellingen?bestand=xlsx" in await own.get("/vrijstellingen")
    assert (await saved(own.client, "/vrijstellingen?stand=beslist")).rows == []
    await equivalence.grant(request, BECAUSE, actor=world.certifiers[1], now=NOW)
    decided = await saved(own.client, "/vrijstellingen?stand=beslist")
    [row] = decided.rows
    assert (row["granted"], row["decidedBy"], row["reference"]) == (True, "Lotte Visser", str(request))
    assert decided.stamp["state"] == "Besliste verzoeken"
    assert not [words for words in (ASK.explanation, ADVICE.advice, BECAUSE.reason) if words in str(row)]
    other = await browser(client, await another_body())
    assert await found_by_any_choice(other.client, "/vrijstellingen", EQUIVALENCES, "e") == []


async def test_the_reports_of_a_body(client: httpx.AsyncClient) -> None:
    """Of holders of its certificates, never what they wrote; of another body there are none."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    report = await self_reports.report(ReportSelf(text="Ik werk niet meer als adviseur."), actor=elif_.actor, now=NOW)
    own = await browser(client, world.certifiers[0])
    [row] = (await saved(own.client, "/meldingen")).rows
    assert row == {
        "reportedAt": "2026-11-20T09:00:00Z",
        "holder": "Elif Öztürk",
        "certificate": issued.number,
        "dealtWithBy": None,
        "dealtWithAt": None,
        "reference": str(report),
    }
    assert "/meldingen?bestand=csv" in await own.get("/meldingen")
    assert (await saved(own.client, "/meldingen?stand=afgehandeld")).rows == []
    stranger = await browser(client, await another_body())
    assert await found_by_any_choice(stranger.client, "/meldingen", SELF_REPORTS, "e") == []
