"""Checking numbers in the API: one at its address, many in one request, for programs of any site."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from registry.certificates.rules import EventKind
from tests.registry import making
from tests.registry.making import TODAY

UNKNOWN = "CA12345678-66"
CHECKS = "/api/v1/certificate-checks"


async def issued_number() -> str:
    """The number of a valid certificate."""
    return (await making.certified(await making.world(), await making.candidate())).number


async def checked(client: httpx.AsyncClient, body: Mapping[str, Any], *, expect: int = 200) -> Any:
    """The answer to a list."""
    answer = await client.post(CHECKS, json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_one_number(client: httpx.AsyncClient) -> None:
    """Status, first day of the status, dates and scheme, today or on another day; any site may read it."""
    number = await issued_number()
    answer = await client.get(f"/api/v1/certificates/{number.lower()}")
    told = answer.json()
    assert (told["number"], told["status"], told["validUntil"], told["name"]) == (number, "valid", "2029-11-19", "Elif Öztürk")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers
    past = (await client.get(f"/api/v1/certificates/{number}?validOn=2020-01-01")).json()
    assert (past["status"], past["day"]) == ("not-yet-valid", "2020-01-01")


async def test_whoever_has_the_answer_is_not_sent_it_again(client: httpx.AsyncClient) -> None:
    """Until the certificate changes; on another day or in another language it is another answer."""
    issued = await making.certified(await making.world(), await making.candidate())
    path = f"/api/v1/certificates/{issued.number}"
    first = await client.get(path)
    known = {"if-none-match": first.headers["etag"]}
    again = await client.get(path, headers=known)
    assert (again.status_code, again.content, again.headers["access-control-allow-origin"]) == (304, b"", "*")
    for other in (f"{path}?validOn=2020-01-01", path):
        answer = await client.get(other, headers=known | {"accept-language": "en"})
        assert answer.status_code == 200
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    changed = await client.get(path, headers=known)
    assert (changed.status_code, changed.json()["status"]) == (200, "withdrawn")


async def test_what_is_no_number_or_unknown(client: httpx.AsyncClient) -> None:
    """Is a problem with the numbers that may be meant, or a 404; readable by other sites like any answer."""
    number = await issued_number()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = await client.get(f"/api/v1/certificates/{wrong}")
    assert answer.status_code == 400
    assert answer.json()["facts"] == {"suggestions": [number]}
    assert answer.json()["errors"][0]["in"] == "path"
    unknown = await client.get(f"/api/v1/certificates/{UNKNOWN}")
    assert (unknown.status_code, unknown.json()["facts"]) == (404, {"number": UNKNOWN})
    assert {each.headers["access-control-allow-origin"] for each in (answer, unknown)} == {"*"}


@pytest.mark.parametrize("asked", [{"if-none-match": "*"}, {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}])
async def test_of_what_is_not_there_nobody_has_the_answer(client: httpx.AsyncClient, asked: dict[str, str]) -> None:
    """Whoever says to have any answer, or one of any day, hears of an unknown number that it is unknown."""
    number = await issued_number()
    for path in ("certificates", "certified-advisers"):
        assert (await client.get(f"/api/v1/{path}/{UNKNOWN}", headers=asked)).status_code == 404
        assert (await client.get(f"/api/v1/{path}/{number}", headers={"if-none-match": "*"})).status_code == 304


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("validOn=gisteren", {"validOn"}),
        ("validOn=0000-01-01", {"validOn"}),
        ("validOn=10000-01-01", {"validOn"}),
        ("validOn=20270305", {"validOn"}),
        ("validOn=", {"validOn"}),
        ("validOn=2027-03-05&validOn=2027-03-06", {"validOn"}),
        ("dag=2027-03-05&x=1&validOn=no", {"dag", "x", "validOn"}),
        ("validOn=%00", {"validOn"}),
        ("validOn=" + "9" * 10_000, {"validOn"}),
        ("validOn=%ff%fe", {""}),
        ("&".join(f"p{place}=1" for place in range(500)), {""}),
    ],
)
async def test_an_odd_address_is_refused_with_every_fault(client: httpx.AsyncClient, query: str, names: set[str]) -> None:
    """Whatever follows the question mark: 400 that names each parameter; never another answer than was asked."""
    answer = await client.get(f"/api/v1/certificates/{UNKNOWN}?{query}")
    assert answer.status_code == 400
    assert {each["location"] for each in answer.json()["errors"]} == names


@pytest.mark.parametrize("number", ["%00", "x" * 5_000, "CA%2F12345678-66", "%F0%9F%98%80", "CA12345678-66%0A", "*", "%25"])
async def test_an_odd_number_is_no_number(client: httpx.AsyncClient, number: str) -> None:
    """Anything at all may stand for the number: 400 or 404, in a moment."""
    answer = await client.get(f"/api/v1/certificates/{number}")
    assert answer.status_code in {400, 404}
    assert len(answer.content) < 10_000


async def test_a_list(client: httpx.AsyncClient) -> None:
    """Each line in its place, however many are no number; with how many there are of each kind."""
    number = await issued_number()
    bare = number.removeprefix("CA")
    told = await checked(client, {"numbers": [number, UNKNOWN, bare, "EA000101-45", "", number.lower()]})
    assert told["counts"] == {"valid": 2, "unknown": 1, "no-number": 3}
    assert [line["position"] for line in told["lines"]] == [1, 2, 3, 4, 5, 6]
    first, unknown, near, candidate, _, again = told["lines"]
    assert first["certificate"] == (await client.get(f"/api/v1/certificates/{number}")).json()
    assert (unknown["outcome"], unknown["number"], unknown["certificate"]) == ("unknown", UNKNOWN, None)
    assert (near["outcome"], near["suggestions"]) == ("no-number", [number])
    assert "kandidaatnummer" in candidate["problem"]
    assert again["firstPosition"] == 1
    past = await checked(client, {"numbers": [number], "validOn": "2030-01-01"})
    assert (past["day"], past["lines"][0]["certificate"]["status"]) == ("2030-01-01", "expired")


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, "numbers"),
        ({"numbers": []}, "numbers"),
        ({"numbers": [UNKNOWN] * 5_001}, "numbers"),
        ({"numbers": ["x" * 101]}, "numbers.0"),
        ({"numbers": [1]}, "numbers.0"),
        ({"numbers": [UNKNOWN], "validOn": "0000-00-00"}, "validOn"),
        ({"numbers": [UNKNOWN], "day": "2027-01-01"}, "day"),
    ],
)
async def test_an_odd_list_is_refused(client: httpx.AsyncClient, body: dict[str, Any], location: str) -> None:
    """None, too many, too long, no text: 400 at its place in the body."""
    assert location in {each["location"] for each in (await checked(client, body, expect=400))["errors"]}


async def test_five_thousand_numbers(client: httpx.AsyncClient) -> None:
    """A whole list is one request; what is asked more in a short time must wait, and is told how long."""
    number = await issued_number()
    body = {"numbers": [number] * 5_000}
    told = await checked(client, body)
    assert told["counts"] == {"valid": 5_000}
    refused = None
    for _ in range(4):
        refused = await client.post(CHECKS, json=body)
    assert refused is not None
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert refused.json()["type"].endswith("/problems/too-many-numbers")
    assert (await client.get(f"/api/v1/certificates/{number}")).status_code == 200


async def test_another_site_asks_leave_first(client: httpx.AsyncClient) -> None:
    """A browser asks before it sends a list from another site, and is told that it may; of other routes it is not."""
    asking = {"origin": "https://intern.example", "access-control-request-method": "POST"}
    answer = await client.options(CHECKS, headers=asking | {"access-control-request-headers": "content-type"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "access-control-allow-origin" not in (await client.options("/api/v1/api-keys", headers=asking)).headers
