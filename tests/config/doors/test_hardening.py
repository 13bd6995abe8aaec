"""What frameworks leave open by default, and what this application does instead; one test for each that has none elsewhere."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from litestar.routes import HTTPRoute

from config.public_paths import KEPT_READY
from tests.config.doors.described import Operation
from tests.config.doors.test_matrix import sent
from tests.config.test_guards import handlers

if TYPE_CHECKING:
    from config.front_door import FrontDoor
    from tests.config.doors.everyone import Everyone

ROOT = Path(__file__).parents[3]
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "server": "",
}
ADDRESSES = [
    ("GET", "/", 200),
    ("GET", "/werk", 303),
    ("POST", "/afmelden", 303),
    ("GET", "/nergens", 404),
    ("DELETE", "/", 405),
    ("POST", "/aanmelden", 403),
    ("GET", "/static/own.css", 200),
    ("GET", "/static/..%2f..%2fapp.py", 404),
    ("GET", "/healthz", 200),
    ("GET", "/problems", 200),
    ("GET", "/.well-known/jwks.json", 200),
    ("GET", "/api/v1/municipalities", 200),
    ("GET", "/api/v1/me", 401),
    ("GET", "/api/v1/nothing", 404),
    ("DELETE", "/api/v1/me", 405),
    ("POST", "/api/v1/access-tokens", 415),
    ("TRACE", "/api/v1/me", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES)
async def test_headers_of_the_whole_application(
    everyone: "Everyone", door: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    """Whatever answers, and however, the answer carries the headers, a policy without anything unsafe, and no product name."""
    answer = await door.request(method, path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "x-powered-by" not in answer.headers
    assert all(len(answer.headers.get_list(name)) == 1 for name in (*EVERYWHERE, "cache-control", "content-security-policy"))


async def test_a_copy_that_is_still_right(everyone: "Everyone", door: httpx.AsyncClient) -> None:
    """Neither does 304 go without them."""
    first = await door.get("/catalogus.ttl")
    again = await door.get("/catalogus.ttl", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert {name: again.headers[name] for name in EVERYWHERE} == EVERYWHERE


async def test_nothing_that_is_guarded_is_kept(
    everyone: "Everyone", operations: list[Operation], door: httpx.AsyncClient
) -> None:
    """No browser and no proxy may keep what somebody had to sign in for, nor the refusal."""
    kept, read = [], 0
    for operation in operations:
        if operation.public or operation.method != "GET":
            continue
        for who in (*everyone.staff.values(), everyone.refused["nobody"]):
            answer = await door.request(**sent(operation), headers=who.headers)
            read += answer.status_code == 200
            if "no-store" not in answer.headers["cache-control"]:
                kept.append((operation.name, who.name, answer.headers["cache-control"]))
    assert kept == []
    assert read > 80


async def test_pages_of_who_signed_in_are_not_kept(
    everyone: "Everyone", assembled: "FrontDoor", door: httpx.AsyncClient
) -> None:
    """Likewise of every page."""
    from registry.accounts import sessions  # noqa: PLC0415  Piccolo is configured by now
    from tests.config.doors.everyone import NOW  # noqa: PLC0415  likewise

    account = everyone.staff["certifier"].account
    assert account
    cookie = {"cookie": f"session={await sessions.start(account, now=NOW)}"}
    read = 0
    for path, handler in handlers(assembled.application):
        if handler.opt.get("public") or "GET" not in getattr(handler, "http_methods", ()) or path.startswith("/api/"):
            continue
        answer = await door.get(re.sub(r"{.*?}", "x", path), headers=cookie)
        read += answer.status_code == 200
        assert "no-store" in answer.headers["cache-control"], path
    assert read > 20


async def test_asking_for_the_head_alone_asks_for_a_token_too(assembled: "FrontDoor", door: httpx.AsyncClient) -> None:
    """HEAD of whatever is guarded is refused as GET is, and OPTIONS tells methods and nothing else."""
    for path, handler in handlers(assembled.application):
        if handler.opt.get("public") or "GET" not in getattr(handler, "http_methods", ()):
            continue
        address = re.sub(r"{.*?}", "00000000-0000-4000-8000-000000000000", path)
        answer = await door.head(address)
        assert answer.status_code in (401, 303, 404), path
        told = await door.options(address)
        assert told.status_code in (204, 303, 401, 404), path
        assert told.status_code == 204 or not told.is_success


async def test_no_other_site_reads_what_is_guarded(operations: list[Operation], door: httpx.AsyncClient) -> None:
    """A program in a browser on another site is let into nothing that asks for a sign-in, before or after it asks."""
    for operation in operations:
        if operation.public:
            continue
        asked = sent(operation)
        origin = {"origin": "https://evil.example", "access-control-request-method": operation.method}
        for answer in (await door.request(**asked, headers=origin), await door.options(asked["url"], headers=origin)):
            assert "access-control-allow-credentials" not in answer.headers
            open_to = answer.headers.get("access-control-allow-origin")
            assert open_to is None or answer.status_code >= 400, operation.name


async def test_a_path_that_sounds_public_is_not(operations: list[Operation], door: httpx.AsyncClient) -> None:
    """What opens a door is its own mark: no word in the path, before or after it, does."""
    for operation in operations:
        if operation.public or operation.method != "GET":
            continue
        url = sent(operation)["url"]
        for address in (
            f"{url}/aanmelden",
            f"/static{url}",
            f"{url}/../openapi.json",
            f"{url};/openapi.json",
            f"{url}%2fopenapi.json",
            url.upper(),
        ):
            answer = await door.get(address)
            assert answer.status_code >= 400 or "openapi" in str(answer.url), address


def test_what_is_kept_ready_is_for_anybody(assembled: "FrontDoor") -> None:
    """No answer is kept by path that depends on who asks: such routes are public, and none uses the framework's cache."""
    for path, handler in handlers(assembled.application):
        assert not getattr(handler, "cache", False), path
        if path.startswith(KEPT_READY) and "GET" in getattr(handler, "http_methods", ()) and not handler.opt.get("public"):
            assert "actor" in handler.parsed_fn_signature.parameters or handler.resolve_guards(), path


@pytest.mark.parametrize(
    "name",
    [
        "JWTAuth",
        "SessionAuth",
        "SessionCookie",
        "CSRFConfig",
        "RateLimitConfig",
        "AllowedHostsConfig",
        "PiccoloDTO",
        "CORSConfig",
    ],
)
def test_what_the_framework_offers_is_not_used(name: str) -> None:
    """Each of these was tried and let through what it should not."""
    for folder in ("config", "registry", "exams", "public_list"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(rf"\b{name}\b", path.read_text()), path


def test_each_operation_says_how_it_refuses(operations: list[Operation]) -> None:
    """The description names every refusal that can come, and asks for a sign-in exactly where there is a guard."""
    for operation in operations:
        said = {int(status) for status in operation.said["responses"]}
        assert {400, 429, 500, 503} <= said, operation.name
        assert bool(operation.said.get("security")) is not operation.public, operation.name
        assert operation.public or {401, 403} <= said, operation.name
        assert 404 in said or not re.search(r"{", operation.path), operation.name
        assert 409 in said or operation.method == "GET", operation.name
        assert {413, 415} <= said or operation.body is None, operation.name


def test_every_route_has_a_limit_for_its_body(assembled: "FrontDoor") -> None:
    """Nobody sends a page or a program more than the few routes for files take."""
    for route in assembled.application.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            limit = handler.resolve_request_max_body_size()
            assert isinstance(limit, int), route.path
            assert 0 < limit <= 32 * 1024 * 1024, route.path


async def test_the_cookie_over_https(everyone: "Everyone", assembled: "FrontDoor", door: httpx.AsyncClient) -> None:
    """It is for this host alone, over https alone, and for no script; a session that was brought along is not taken over."""
    from tests.registry.making import PASSWORD  # noqa: PLC0415  Piccolo is configured by now

    state = assembled.application.state
    usual, chosen = state.base_url, "c" * 43
    state.base_url = "https://registry.test"
    try:
        fields = {"email": await everyone.email_of("second provider"), "password": PASSWORD}
        answer = await door.post("/aanmelden", data=fields, headers={"cookie": f"__Host-session={chosen}"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/werk")
        [cookie] = [each for each in answer.headers.get_list("set-cookie") if "session=" in each]
        value, *attributes = cookie.split("; ")
        assert value.startswith("__Host-session=")
        assert chosen not in value
        assert {each.lower() for each in attributes} >= {"path=/", "secure", "httponly", "samesite=lax"}
        assert not any(each.lower().startswith("domain") for each in attributes)
        refused = await door.get("/werk", headers={"cookie": f"__Host-session={chosen}"})
        assert refused.status_code == 303
    finally:
        state.base_url = usual
        door.cookies.clear()
