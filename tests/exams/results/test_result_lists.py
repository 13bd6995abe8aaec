"""Uploads and results on record as files on the address of the page of uploads."""

from datetime import timedelta

import httpx

from exams.results import service as results
from exams.results import taking_back
from exams.results.history import CorrectionReason, RetractionReason
from exams.results.seeking import UPLOADS
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.exams.entering import in_browser
from tests.exams.uploads.ground import AT, accepted, file_of, ground, row
from tests.registry import making
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice

LATER = AT + timedelta(days=10)
FIRST = "EA000101-45"


async def test_uploads_and_results(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each upload as it stands; each result that counts once, with its score as a number; another provider has neither."""
    clock.now = AT + timedelta(hours=1)
    here = await ground()
    await accepted(here, here.autumn)
    await results.send(here.resits, actor=here.actor, now=AT)
    own = await in_browser(client, here.colleague)
    uploads = (await saved(own.client, "/aanleveringen")).rows
    assert {(each["state"], each["results"]) for each in uploads} == {("received", 0), ("accepted", 60)}
    found = await saved(own.client, "/aanleveringen?tabel=uitslagen")
    assert (found.name, len(found.rows)) == ("uitslagen", 60)
    assert {each["outcome"] for each in found.rows} >= {"passed", "failed"}
    assert all(isinstance(each["score"], int | float) for each in found.rows if each["outcome"] in ("passed", "failed"))
    assert [each["candidateNumber"] for each in found.rows] == sorted(each["candidateNumber"] for each in found.rows)
    assert "/aanleveringen?tabel=uitslagen&bestand=json" in await own.get("/aanleveringen")
    told = (await own.client.get("/aanleveringen?tabel=uitslagen&bestand=csv")).text
    assert ";Geslaagd;" in told
    provider = await making.organisation(Kind.PROVIDER, "Een andere opleider")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.PROVIDER, provider)
    other = await in_browser(client, stranger)
    assert await found_by_any_choice(other.client, "/aanleveringen", UPLOADS, "x") == []
    assert (await saved(other.client, "/aanleveringen?tabel=uitslagen")).rows == []
    assert (await other.client.get("/aanleveringen?tabel=alles&bestand=json")).status_code == 400
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    auditor = await making.account(await making.person("Otto", "Kijker"), Role.AUDITOR, operator)
    everything = await in_browser(client, auditor)
    assert len((await saved(everything.client, "/aanleveringen?tabel=uitslagen")).rows) == 60


async def test_only_what_counts_stands_in_it(client: httpx.AsyncClient, clock: Clock) -> None:
    """A corrected result stands in it once, as it is now; what was taken back with its upload does not."""
    clock.now = LATER
    here = await ground()
    autumn = await accepted(here, here.autumn)
    own = await in_browser(client, here.colleague)
    await accepted(here, here.sent(file_of([row(FIRST, "GP", "56")])), at=LATER, reason=CorrectionReason.TYPING_ERROR)
    rows = (await saved(own.client, "/aanleveringen?tabel=uitslagen")).rows
    assert len(rows) == 60
    [corrected] = [each for each in rows if each["nature"] == "corrected"]
    assert (corrected["candidateNumber"], corrected["examPart"], corrected["score"]) == (FIRST, "GP", 56)
    await taking_back.retract(autumn, RetractionReason.WRONG_RESULTS, actor=here.actor, now=LATER)
    left = (await saved(own.client, "/aanleveringen?tabel=uitslagen")).rows
    assert [each["nature"] for each in left] == ["corrected"]
    assert {each["state"] for each in (await saved(own.client, "/aanleveringen")).rows} == {"accepted", "retracted"}


async def test_of_who_was_erased_the_attempt_is_left(client: httpx.AsyncClient, clock: Clock) -> None:
    """That it was made stays on record; name, outcome, score and remark are gone."""
    clock.now = AT + timedelta(hours=1)
    here = await ground()
    number = (await fetch("SELECT candidate_number FROM adviser ORDER BY candidate_number LIMIT 1"))[0]["candidate_number"]
    await accepted(here, here.sent(file_of([row(number, "GP", "7,5", remark="Netjes")])))
    own = await in_browser(client, here.colleague)
    [before] = (await saved(own.client, "/aanleveringen?tabel=uitslagen")).rows
    assert (before["score"], before["nature"], before["examPart"]) == (7.5, "recorded", "GP")
    assert before["remark"] == "Netjes"
    async with transaction() as connection:
        person = await connection.fetchval("SELECT person FROM adviser WHERE candidate_number = $1", number)
        await connection.execute("SELECT erase_person($1, $2)", person, AT)
    [after] = (await saved(own.client, "/aanleveringen?tabel=uitslagen")).rows
    assert (after["candidateNumber"], after["name"], after["outcome"], after["score"], after["remark"]) == (
        number,
        None,
        None,
        None,
        None,
    )
