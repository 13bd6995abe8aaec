"""The list as files at addresses that stay: what is in them, who need not be sent them again, and that they vanish in time."""

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zipfile import ZipFile

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from public_list.listing.rules import Entry
from public_list.listing.schemas import EntryOut
from public_list.open_data.datasets import FIELDS, in_csv, in_json
from public_list.open_data.publisher import Publisher
from registry.certificates.rules import EventKind, Status
from registry.people.rules import PublicField
from registry.texts import Text
from tests.conftest import Clock
from tests.public_list.open_data.conftest import Listed
from tests.registry import making
from tests.registry.making import TODAY

FILES = ["/data/adviseurs.json", "/data/adviseurs.csv", "/data/adviseurs.xlsx"]
AN_ENTRY = Entry(
    number="CA00000001-33",
    name="Elif Öztürk",
    employer=None,
    provinces=(),
    regions=(),
    languages=(),
    competences=(),
    specialisms=(),
    scheme="e-adviseur",
    scheme_name=Text("e-adviseur", "e-adviser"),
    scope=(),
    valid_from=date(2026, 11, 20),
    valid_until=date(2029, 11, 19),
    status=Status.VALID,
    available_from=None,
    taken_over_from=None,
)
EVERY = pytest.mark.parametrize("path", FILES)


async def test_json_has_the_entries_of_the_api(client: httpx.AsyncClient, listed: Listed) -> None:
    """An entry a line, the very same object as the search gives; and what it is, by what rules, under which licence."""
    answer = await client.get(FILES[0])
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["entries"] == (await client.get("/api/v1/certified-advisers")).json()["entries"]
    assert told["entries"][0]["name"] == "Elif Öztürk"
    assert (told["day"], told["licence"][:4]) == ("2026-11-22", "http")
    lines = answer.text.splitlines()
    assert json.loads(lines[1].removesuffix(",")) == told["entries"][0]


async def test_csv_has_the_same_names_and_values(client: httpx.AsyncClient, listed: Listed) -> None:
    """The names of JSON head the columns; several values have a bar between them, what is not there is empty."""
    answer = await client.get(FILES[1])
    assert answer.headers["content-type"] == "text/csv; header=present; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert list(row) == list(FIELDS)
    assert (row["number"], row["provinces"], row["validUntil"]) == (listed.issued.number, "Utrecht|Zeeland", "2029-11-19")
    assert row["employer"] == ""


async def test_the_workbook_is_that_of_the_page(client: httpx.AsyncClient, listed: Listed) -> None:
    """The same writer as everywhere."""
    answer = await client.get(FILES[2])
    with ZipFile(io.BytesIO(answer.content)) as workbook:
        assert "Elif Öztürk" in workbook.read("xl/worksheets/sheet1.xml").decode()
    assert answer.headers["content-disposition"].startswith('attachment; filename="adviseurs-2026-11-22')


def test_every_field_is_explained() -> None:
    """A field that is added to the entry is explained on the page, or this fails."""
    assert list(FIELDS) == [field.encode_name for field in msgspec.structs.fields(EntryOut)]


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (2, 3), (0, 2, 0, 1), (1_000, 1)])
async def test_any_number_of_entries_makes_a_whole_file(sizes: tuple[int, ...]) -> None:
    """However many there are and however they come, JSON is one object and CSV has a line each; a formula is none."""
    entry = replace(AN_ENTRY, name="=1+1")

    async def batches() -> AsyncIterator[list[Entry]]:
        for size in sizes:
            yield [entry] * size

    publisher = Publisher(site="https://a.nl", name="x", identifier="https://a.nl", licence="https://b.nl")
    text = b"".join([piece async for piece in in_json(batches(), publisher, day=TODAY)])
    assert [each["name"] for each in json.loads(text)["entries"]] == ["=1+1"] * sum(sizes)
    table = b"".join([piece async for piece in in_csv(batches())]).decode()
    assert [row["name"] for row in csv.DictReader(io.StringIO(table))] == ["'=1+1"] * sum(sizes)


@EVERY
async def test_who_has_the_present_file_is_not_sent_it_again(client: httpx.AsyncClient, listed: Listed, path: str) -> None:
    """304 by its tag, however it stands in the list of tags; whole again once anything on the list changed."""
    first = await client.get(path)
    assert (first.status_code, first.headers["access-control-allow-origin"]) == (200, "*")
    tag = first.headers["etag"]
    for given in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = await client.get(path, headers={"if-none-match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await client.get(path, headers={"if-none-match": '"x"'})).status_code == 200
    await listed.consents_to(PublicField.NAME)
    changed = await client.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


@EVERY
async def test_head_tells_without_sending(client: httpx.AsyncClient, listed: Listed, path: str) -> None:
    """Who only looks whether it is there gets the head of the answer."""
    answer = await client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == (await client.get(path)).headers["etag"]


@EVERY
async def test_consent_that_ends_empties_the_file(client: httpx.AsyncClient, listed: Listed, path: str) -> None:
    """Whoever withdraws consent is in no file any more; a field without consent is in none either."""
    await listed.consents_to(PublicField.NAME)
    assert b"Zeeland" not in await unpacked(client, path)
    await listed.consents_to()
    assert "Öztürk".encode() not in await unpacked(client, path)
    assert listed.issued.number.encode() not in await unpacked(client, path)


@EVERY
async def test_the_last_day_is_the_last(client: httpx.AsyncClient, listed: Listed, clock: Clock, path: str) -> None:
    """At midnight in Amsterdam after its last day a certificate is in no file, and the tag of before holds no more."""
    clock.now = datetime(2029, 11, 19, 22, 59, 59, tzinfo=UTC)
    before = await client.get(path)
    assert "Öztürk".encode() in await unpacked(client, path)
    clock.now += timedelta(seconds=1)
    after = await client.get(path, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Öztürk".encode() not in await unpacked(client, path)


async def test_a_withdrawn_certificate_is_gone(client: httpx.AsyncClient, listed: Listed) -> None:
    """From the day of the withdrawal."""
    await making.happens(listed.issued.id, EventKind.WITHDRAWN, TODAY)
    assert (await client.get(FILES[0])).json()["entries"] == []


async def unpacked(client: httpx.AsyncClient, path: str) -> bytes:
    """All that stands in the file."""
    content = (await client.get(path)).content
    if not path.endswith(".xlsx"):
        return content
    with ZipFile(io.BytesIO(content)) as workbook:
        return b"".join(workbook.read(name) for name in workbook.namelist())
