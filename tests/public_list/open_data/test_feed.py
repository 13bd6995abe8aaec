"""The feed of changes: what may be told now, each change by the same id for ever, and nothing that outlives its term."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from public_list.listing.rules import Checked
from public_list.open_data.feed import feed
from public_list.open_data.publisher import Publisher
from public_list.open_data.rules import changes
from registry.certificates.rules import EventKind, Status
from registry.people.rules import PublicField
from registry.texts import Language, Text
from tests.conftest import Clock
from tests.public_list.open_data.conftest import Listed
from tests.registry import making
from tests.registry.making import NOW, TODAY

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/wijzigingen.atom"


async def entries(client: httpx.AsyncClient, path: str = FEED) -> list[dict[str, str]]:
    """What the feed tells, newest first."""
    answer = await client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ET.fromstring(answer.content)  # noqa: S314  our own answer
    assert root.tag == f"{ATOM}feed"
    assert [root.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author")] == [True] * 4
    return [{each.tag.removeprefix(ATOM): each.text or "" for each in entry} for entry in root.findall(f"{ATOM}entry")]


async def test_a_grant_is_told(client: httpx.AsyncClient, listed: Listed) -> None:
    """With name, number, status, and since when that holds and is known; in both languages by one id."""
    [dutch] = await entries(client)
    [english] = await entries(client, f"/en{FEED}")
    assert dutch["title"] == "Elif Öztürk: geldig sinds 20 november 2026"
    assert english["title"] == "Elif Öztürk: valid since 20 November 2026"
    assert listed.issued.number in dutch["summary"]
    assert (dutch["updated"], dutch["id"]) == ("2026-11-20T09:00:00Z", english["id"])


async def test_a_suspension_takes_the_place_of_the_grant(client: httpx.AsyncClient, listed: Listed) -> None:
    """A certificate stands there once, in the status it has now; the id of another status is another."""
    [before] = await entries(client)
    await making.happens(listed.issued.id, EventKind.SUSPENDED, TODAY, at=NOW + timedelta(hours=1))
    [after] = await entries(client)
    assert "geschorst" in after["title"]
    assert after["updated"] == "2026-11-20T10:00:00Z"
    assert after["id"] != before["id"]
    assert (await entries(client))[0]["id"] == after["id"]


async def test_a_change_to_come_is_not_told(client: httpx.AsyncClient, listed: Listed, clock: Clock) -> None:
    """What takes effect later is told at Amsterdam's midnight of that day, and not before."""
    await making.happens(listed.issued.id, EventKind.SUSPENDED, date(2026, 11, 24))
    clock.now = datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC)
    [before] = await entries(client)
    assert ("geldig" in before["title"], before["updated"]) == (True, "2026-11-20T09:00:00Z")
    clock.now += timedelta(seconds=1)
    [told] = await entries(client)
    assert ("geschorst" in told["title"], told["updated"]) == (True, "2026-11-23T23:00:00Z")


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.VOIDED])
async def test_who_is_not_named_today_is_gone(client: httpx.AsyncClient, listed: Listed, kind: EventKind) -> None:
    """A status in which the policy names nobody takes the certificate out of the feed, number and all."""
    await making.happens(listed.issued.id, kind, TODAY)
    assert await entries(client) == []


async def test_consent_that_ends_takes_it_out(client: httpx.AsyncClient, listed: Listed) -> None:
    """At once, and who had the feed is not told that nothing changed."""
    tag = (await client.get(FEED)).headers["etag"]
    assert (await client.get(FEED, headers={"if-none-match": tag})).status_code == 304
    await listed.consents_to()
    answer = await client.get(FEED, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert listed.issued.number not in answer.text
    await listed.consents_to(PublicField.NAME)
    assert len(await entries(client)) == 1


async def test_it_goes_back_ninety_days(client: httpx.AsyncClient, listed: Listed, clock: Clock) -> None:
    """Whole days of Amsterdam: then a change is news no more, and who had the feed is told that it changed."""
    clock.now = datetime(2027, 2, 18, 22, 59, 59, tzinfo=UTC)
    before = await client.get(FEED)
    assert listed.issued.number in before.text
    clock.now += timedelta(seconds=1)
    after = await client.get(FEED, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert listed.issued.number not in after.text


def a_check(name: str | None, number: str = "CA00000001-33") -> Checked:
    """A certificate as the check of its number tells of it."""
    day = date(2026, 11, 20)
    return Checked(number, Status.VALID, day, "e-adviseur", Text("e-adviseur", "e-adviser"), day, day, day, name, None, None)


def test_the_newest_is_first() -> None:
    """And of two at one instant the lower number."""
    numbers = ["CA00000003-00", "CA00000001-00", "CA00000002-00"]
    at = dict(zip(numbers, (NOW, NOW, NOW + timedelta(seconds=1)), strict=True))
    told = changes([a_check("x", number) for number in numbers], at)
    assert [change.checked.number for change in told] == ["CA00000002-00", "CA00000001-00", "CA00000003-00"]


def test_any_name_makes_well_formed_xml() -> None:
    """What people are called can end no element, and what XML cannot hold is left out."""
    publisher = Publisher(site='https://a.nl/"&', name="<&\x00", identifier="https://a.nl", licence="http://b.nl/'\"")
    told = changes([a_check("A <b> & \x0b\ud800 ]]> C")], {"CA00000001-33": NOW})
    root = ET.fromstring(feed(told, publisher, changed_at=NOW, language=Language.NL))  # noqa: S314  our own answer
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "A <b> &  ]]> C: geldig sinds 20 november 2026"
    empty = ET.fromstring(feed([], publisher, changed_at=NOW, language=Language.NL))  # noqa: S314  likewise
    assert empty.findtext(f"{ATOM}updated") == "2026-11-20T09:00:00Z"
