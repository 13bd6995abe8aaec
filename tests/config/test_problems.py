"""Errors as programs and people read them."""

from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.answers import Asked
from config.problems import sign_in_path
from config.public_paths import OPEN, is_open
from config.statuses import STATUS, every_error, status_of
from registry.errors import RegistryError
from tests.config.stand import client_of, settings, stand

ROOT = Path(__file__).parents[2]
FAILING = "/api/v1/things/failing/"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """Someone who asks the small application."""
    async with client_of(stand()) as someone:
        yield someone


def faults(answer: httpx.Response) -> set[tuple[str, str, str]]:
    """Where each fault is, and its code."""
    assert answer.status_code == 400
    return {(each["in"], each["location"], each["code"]) for each in answer.json()["errors"]}


async def test_rule_with_its_facts(client: httpx.AsyncClient) -> None:
    """A problem has a stable type, says the rule in Dutch, and gives the facts as values."""
    answer = await client.get(FAILING + "409")
    assert answer.json() == {
        "type": "http://test/problems/test-too-few-days",
        "title": "Te weinig dagen",
        "status": 409,
        "detail": "Er zijn 2,25 dagen tot 5 maart 2026.",
        "instance": "/api/v1/things/failing/409",
        "requestId": answer.headers["x-request-id"],
        "facts": {"available": 2.25, "lastDay": "2026-03-05", "pools": ["pot"]},
    }


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("en", "Too few days"),
        ("en-GB,en;q=0.9,nl;q=0.8", "Too few days"),
        ("nl;q=0.5, en;q=0.9", "Too few days"),
        ("de, fr", "Te weinig dagen"),
        ("nl, en", "Te weinig dagen"),
        ("en;q=0", "Te weinig dagen"),
        ("en;q=x", "Te weinig dagen"),
    ],
)
async def test_language(client: httpx.AsyncClient, accepted: str, title: str) -> None:
    """A problem is told in the language that is asked for, else in Dutch."""
    answer = await client.get(FAILING + "409", headers={"accept-language": accepted})
    assert answer.json()["title"] == title


@pytest.mark.parametrize(
    ("how", "status", "code", "header"),
    [
        ("401", 401, "not-authenticated", "www-authenticate"),
        ("403", 403, "not-allowed", ""),
        ("500", 500, "internal-error", ""),
        ("gone", 503, "unavailable", "retry-after"),
        ("rival", 409, "conflict", ""),
        ("recursion", 400, "malformed-request", ""),
        ("charset", 400, "malformed-request", ""),
        ("key", 500, "internal-error", ""),
    ],
)
async def test_what_errors_are(client: httpx.AsyncClient, how: str, status: int, code: str, header: str) -> None:
    """Each kind of error has its status, its code and the header that belongs to it, and tells nothing else."""
    answer = await client.get(FAILING + how)
    assert answer.status_code == status
    assert answer.json()["type"] == f"http://test/problems/{code}"
    assert not header or answer.headers[header]
    assert "example.org" not in answer.text


async def test_method_not_allowed(client: httpx.AsyncClient) -> None:
    """A refused method hears which ones there are."""
    answer = await client.delete("/api/v1/things")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST", "OPTIONS"}


async def test_all_faults_of_the_rules(client: httpx.AsyncClient) -> None:
    """What a service finds wrong in the input is told whole."""
    assert faults(await client.get(FAILING + "400")) == {("body", "name", "invalid"), ("body", "email", "invalid")}


async def test_all_faults_of_a_query(client: httpx.AsyncClient) -> None:
    """Every wrong parameter is told at once, by the name that the client wrote."""
    answer = await client.get("/api/v1/things?pageSize=500&validOn=gisteren")
    assert faults(answer) == {("query", "pageSize", "invalid-integer"), ("query", "validOn", "invalid-date")}
    assert answer.json()["errors"][0]["detail"] == "Geef een geheel getal van 1 tot en met 100."
    assert faults(await client.get("/api/v1/things")) == {("query", "pageSize", "required")}


async def test_all_faults_of_a_body(client: httpx.AsyncClient) -> None:
    """Every wrong field of a body is told at once, however deep, by the name that the client wrote."""
    body = {
        "personId": "x",
        "parts": [{"firstDay": "2026-02-30", "days": 13}, {"days": 1, "odd": 1}, 7],
        "language": "de",
        "note": "too long",
        "other": 1,
    }
    assert faults(await client.post("/api/v1/things", json=body)) == {
        ("body", "personId", "invalid-id"),
        ("body", "parts.0.firstDay", "invalid-date"),
        ("body", "parts.0.days", "invalid-integer"),
        ("body", "parts.1.firstDay", "required"),
        ("body", "parts.1.odd", "unknown-field"),
        ("body", "parts.2", "invalid-object"),
        ("body", "language", "invalid-choice"),
        ("body", "note", "invalid-text"),
        ("body", "other", "unknown-field"),
    }


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"{bad", 400, id="no JSON"),
        pytest.param(b"[" * 30_000, 400, id="nested too deep"),
        pytest.param(b'{"note": "\xff"}', 400, id="not UTF-8"),
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"[]", 400, id="another shape"),
        pytest.param(b'"' + b"x" * 65_536 + b'"', 413, id="too large"),
    ],
)
async def test_bodies_that_cannot_be_read(client: httpx.AsyncClient, sent: bytes, status: int) -> None:
    """Whatever is sent as a body, the answer says that the sender is at fault."""
    answer = await client.post("/api/v1/things", content=sent, headers={"content-type": "application/json"})
    assert answer.status_code == status


@pytest.mark.parametrize("charset", ["klingon", "utf-8"])
async def test_form_fields_that_cannot_be_read(client: httpx.AsyncClient, charset: str) -> None:
    """A form field in an unknown character set, or wrong in its own, is the sender's fault."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset='
        + charset.encode()
        + b"\r\n\r\n\xff\r\n--x--\r\n"
    )
    answer = await client.post(
        "/api/v1/things/upload", content=body, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 400


async def test_page_of_an_error(client: httpx.AsyncClient) -> None:
    """A person reads an error as a page, in the language of its path whatever the browser prefers."""
    for path, language, words in (("/nergens", "nl", "Niet gevonden"), ("/en/nowhere", "en", "Not found")):
        answer = await client.get(path, headers={"accept-language": "en" if language == "nl" else "nl"})
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in answer.text
        assert words in answer.text
        assert answer.headers["x-request-id"] in answer.text


async def test_unexpected_page_tells_nothing(client: httpx.AsyncClient) -> None:
    """A page that fails says that it is our fault, and no more."""
    answer = await client.get("/failing/500")
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in answer.text
    assert "Jansen" not in answer.text


async def test_trace_is_for_developers() -> None:
    """Where an error came from is shown in debug alone."""
    async with client_of(stand(settings(debug="yes"))) as client:
        assert "Jansen" in (await client.get(FAILING + "500")).text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/failing/401", "/aanmelden?next=/failing/401"),
        ("/en/failing/401?a=1&b=//evil", "/en/aanmelden?next=/en/failing/401%3Fa%3D1%26b%3D//evil"),
    ],
)
async def test_page_that_needs_a_sign_in(client: httpx.AsyncClient, path: str, location: str) -> None:
    """Who has not signed in is led there, in the language of the page, and afterwards back."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, location)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(path="/\\evil.example"), "/aanmelden?next=/evil.example"),
        (Asked(path="//evil.example"), "/aanmelden?next=/evil.example"),
        (Asked(path="/boeken", method="POST"), "/aanmelden"),
    ],
)
def test_sign_in_leads_back_to_this_site(asked: Asked, expected: str) -> None:
    """The way back is always a path of this site, and only to what was read."""
    assert sign_in_path(asked) == expected


async def test_type_of_a_problem_leads_somewhere(client: httpx.AsyncClient) -> None:
    """Every code has an address that says what it means."""
    kinds: list[dict[str, Any]] = (await client.get("/problems")).json()
    assert {"not-found", "internal-error", "test-too-few-days"} <= {kind["code"] for kind in kinds}
    for kind in kinds:
        assert (await client.get(kind["type"])).json() == kind
    assert (await client.get("/problems/nothing")).status_code == 404


@pytest.mark.parametrize(
    "path", [*(f"{path}/niets" for path in OPEN if path.startswith("/")), "/sitemap/0", "/certificaten/x/tlog-proof"]
)
async def test_programs_are_told_of_a_problem_in_their_own_way(client: httpx.AsyncClient, path: str) -> None:
    """Wherever programs read: what is not there is a problem in JSON, never a page."""
    answer = await client.get(path)
    assert answer.status_code in {400, 404}
    assert answer.headers["content-type"] == "application/problem+json"
    assert is_open(path) == (path != "/sitemap/0")
    assert ("access-control-allow-origin" in answer.headers) == is_open(path)


def own_errors() -> list[type[RegistryError]]:
    """Every error of the project, whether its module is in use or not."""
    for path in [*ROOT.glob("registry/**/errors.py"), *ROOT.glob("exams/**/errors.py"), *ROOT.glob("public_list/**/errors.py")]:
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found, waiting = [], [RegistryError]
    while waiting:
        children = waiting.pop().__subclasses__()
        waiting += children
        found += [kind for kind in children if not kind.__module__.startswith("tests")]
    return found


def test_codes_are_unique() -> None:
    """No two errors share a code: a program tells them apart by it."""
    codes = [kind.code for kind in own_errors() if "code" in vars(kind)]
    assert sorted(codes) == sorted(set(codes))


def test_every_error_has_a_status() -> None:
    """Each error belongs to a family that has a status, and says its name and detail in both languages."""
    for kind in own_errors():
        assert any(family in STATUS for family in kind.__mro__), kind
        assert status_of(kind) >= 400
        assert kind.title.nl
        assert kind.title.en
        assert kind.detail.nl
        assert kind.detail.en
    assert every_error()
