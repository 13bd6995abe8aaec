"""A holder reports changes that touch their certificate; a certifier of the body sees it once and concludes."""

import dataclasses
from uuid import uuid4

import asyncpg
import httpx
import pytest

from registry.audit.tables import AuditEntry
from registry.certificates.rules import Status
from registry.certificates.service import by_number
from registry.days import ALL_ON_RECORD
from registry.dossiers import self_report_presenting as presenting
from registry.dossiers import self_reports
from registry.dossiers.self_report_errors import NothingToReportOn, ReportSeen
from registry.dossiers.self_report_schemas import ConcludeReport, ReportSelf
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, TODAY

TELL = ReportSelf(text="Ik werk niet meer als adviseur sinds oktober.")
SEEN = ConcludeReport(conclusion="Geen gevolgen: u voldoet nog aan de eisen.")


async def test_reported_and_seen_once(database: None) -> None:
    """The holder reads the conclusion; the status stays; the words are in no audit row and go with the person."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    report = await self_reports.report(TELL, actor=elif_.actor, now=NOW)
    assert await presenting.waiting_for(world.certifiers[0]) == 1
    await self_reports.conclude(report, SEEN, actor=world.certifiers[0], now=NOW)
    with pytest.raises(ReportSeen):
        await self_reports.conclude(report, SEEN, actor=world.certifiers[1], now=NOW)
    [own] = await presenting.own(elif_.actor)
    assert (own.certificate, own.text, own.conclusion, own.seen_by) == (
        issued.number,
        TELL.text,
        SEEN.conclusion,
        "Arjan Visser",
    )
    assert await presenting.waiting_for(world.certifiers[0]) == 0
    assert (await by_number(issued.number)).status_on(TODAY, ALL_ON_RECORD) is Status.VALID
    assert not [row for row in await AuditEntry.select(AuditEntry.facts) if "oktober" in row["facts"]]
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute("UPDATE self_report SET seen_at = now()")
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    shown = await presenting.detail(report, world.auditor)
    assert (shown.name, shown.text, shown.conclusion) == (None, None, None)


async def test_about_a_certificate_of_their_own(database: None) -> None:
    """Another's looks absent, what is no number is told at its field, and without a certificate there is nothing to report."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued = await making.certified(world, elif_)
    with pytest.raises(NothingToReportOn):
        await self_reports.report(TELL, actor=jan.actor, now=NOW)
    await making.certified(world, jan)
    with pytest.raises(NotFound):
        await self_reports.report(ReportSelf(text=TELL.text, certificate=issued.number), actor=jan.actor, now=NOW)
    with pytest.raises(Invalid) as refused:
        await self_reports.report(ReportSelf(text=TELL.text, certificate="12"), actor=jan.actor, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["certificate"]


async def test_who_concludes(database: None) -> None:
    """Certifiers of the body, in person; another body's certifier finds nothing."""
    world, elif_ = await making.world(), await making.candidate()
    await making.certified(world, elif_)
    report = await self_reports.report(TELL, actor=elif_.actor, now=NOW)
    elsewhere = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, elsewhere)
    with pytest.raises(NotFound):
        await self_reports.conclude(report, SEEN, actor=stranger, now=NOW)
    assert await presenting.listed(stranger) == []
    with pytest.raises(NotFound):
        await presenting.detail(report, stranger)
    program = dataclasses.replace(world.certifiers[0], api_key=uuid4())
    for actor in (world.auditor, elif_.actor, world.provider, program):
        with pytest.raises(NotAllowed):
            await self_reports.conclude(report, SEEN, actor=actor, now=NOW)


async def test_the_pages_and_the_routes(client: httpx.AsyncClient) -> None:
    """Reported and dealt with in the browser, and the same over the API."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    visitor = await browser(client, elif_.actor)
    assert issued.number in await visitor.get("/wijziging-melden")
    await visitor.post("/wijziging-melden", {"certificate": issued.number, "text": "Kort"}, expect=400)
    await visitor.post("/wijziging-melden", {"certificate": issued.number, "text": TELL.text})
    assert "Nog niet bekeken" in await visitor.get("/wijziging-melden")
    [report] = [each.id for each in await presenting.listed(world.certifiers[0])]
    visitor = await browser(client, world.certifiers[0])
    assert f"/meldingen/{report}" in await visitor.get("/meldingen")
    await visitor.post(f"/meldingen/{report}", {"conclusion": "Kort"}, expect=400)
    await visitor.post(f"/meldingen/{report}", {"conclusion": SEEN.conclusion})
    assert SEEN.conclusion in await visitor.get(f"/meldingen/{report}")
    assert f"/meldingen/{report}" in await visitor.get("/meldingen?stand=afgehandeld")
    holder, certifier = await token(client, elif_.actor), await token(client, world.certifiers[1])
    at = "/api/v1/self-reports"
    made = await client.post(f"{at}/own", json={"text": TELL.text}, headers=holder)
    assert made.status_code == 201
    one = f"{at}/{made.json()['id']}"
    assert (await client.get(one, headers=holder)).status_code == 403
    body = {"conclusion": SEEN.conclusion}
    assert (await client.post(f"{one}/conclusion", json=body, headers=certifier)).status_code == 204
    assert (await client.post(f"{one}/conclusion", json=body, headers=certifier)).status_code == 409
    assert (await client.get(one, headers=certifier)).json()["seenBy"] == "Lotte Visser"
    assert len((await client.get(at, headers=certifier)).json()) == 2
    assert len((await client.get(f"{at}/own", headers=holder)).json()) == 2
