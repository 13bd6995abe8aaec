"""What every request passes and every answer carries."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from config.request_limits import ClientAddresses, Limits, RequestLimits
from tests.config.stand import TOKEN, Ready, Things, client_of, settings, stand

THING = "/api/v1/things/00000000-0000-4000-8000-000000000000"
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "server": "",
}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """Someone who asks the small application."""
    async with client_of(stand()) as someone:
        yield someone


ANSWERS = [
    pytest.param("GET", THING, {}, 200, id="200"),
    pytest.param("GET", "/api/v1/things", {}, 400, id="400 by the handler's signature"),
    pytest.param("GET", THING, {"headers": {"host": "evil.example"}}, 400, id="400 by the host"),
    pytest.param("GET", "/api/v1/things/failing/401", {}, 401, id="401"),
    pytest.param("GET", "/api/v1/things/failing/403", {}, 403, id="403"),
    pytest.param("GET", "/api/v1/nothing", {}, 404, id="404"),
    pytest.param("GET", THING + "/", {}, 404, id="404 by a trailing slash"),
    pytest.param("DELETE", "/api/v1/things", {}, 405, id="405"),
    pytest.param("POST", "/api/v1/things", {"json": "x" * 70_000}, 413, id="413"),
    pytest.param("POST", "/api/v1/things", {"data": {"a": "b"}}, 415, id="415"),
    pytest.param("GET", "/api/v1/things/failing/500", {}, 500, id="500"),
    pytest.param("GET", "/api/v1/things/failing/gone", {}, 503, id="503"),
]


@pytest.mark.parametrize(("method", "path", "sent", "status"), ANSWERS)
async def test_every_api_answer(client: httpx.AsyncClient, method: str, path: str, sent: Any, status: int) -> None:
    """Whoever gives it, an answer of the API carries its version, its request id and the security headers."""
    answer = await client.request(method, path, **sent)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["api-version"] == "1.0.0"
    assert len(answer.headers["x-request-id"]) == 32
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["requestId"] == answer.headers["x-request-id"]


async def test_too_many_requests() -> None:
    """Who asks too much hears when to come back, with the headers of every answer."""
    async with client_of(stand(limits=Limits(per_second=0.1, burst=2))) as client:
        statuses = [(await client.get(THING)).status_code for _ in range(3)]
        answer = await client.get("/api/v1/nothing")
    assert statuses == [200, 200, 429]
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 11
    assert (answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]) == ("2", "0")
    assert 10 <= int(answer.headers["ratelimit-reset"]) <= 21
    assert answer.headers["api-version"] == "1.0.0"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/en", 200), ("/nergens", 404), ("/failing/500", 500)])
async def test_every_page(client: httpx.AsyncClient, path: str, status: int) -> None:
    """A page carries a policy that lets it load only what is ours, and nothing inline; it has no API version."""
    answer = await client.get(path)
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert re.search("script-src 'self'; style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; img-src", policy)
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "api-version" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", THING, "/nergens", "/api/v1/things", "/api/v1/things/failing/403", "/failing/500"])
async def test_head_is_get_without_its_body(client: httpx.AsyncClient, path: str) -> None:
    """Of every route, also of one that fails or refuses: the same status and headers, and no more."""
    whole, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    known = {"x-request-id": ""}
    assert dict(head.headers) | known == dict(whole.headers) | known


async def test_head_of_what_only_takes_forms(client: httpx.AsyncClient) -> None:
    """It is refused as GET is, and counted as what it is."""
    assert (await client.head("/api/v1/things/upload")).status_code == 405
    text = (await client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})).text
    assert 'method="HEAD",route="unmatched",status="4xx"' in text


async def test_head_of_a_stream_ends_it(client: httpx.AsyncClient) -> None:
    """A file of a million rows is not made for who asks only what it is."""
    made: list[int] = []

    async def pieces(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(3):
            made.append(number)
            await send({"type": "http.response.body", "body": b"row", "more_body": True})

    sent: list[Any] = []
    application = stand()
    application.within = pieces
    scope = {
        "type": "http",
        "method": "HEAD",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"test")],
        "client": None,
    }

    async def send(message: Any) -> None:
        sent.append(message)

    await application(scope, None, send)  # type: ignore[arg-type]
    assert [each.get("more_body") for each in sent] == [None, False]
    assert b"row" not in [each.get("body") for each in sent]


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/data/adviseurs.json", True),
        ("/catalogus.ttl", True),
        ("/en/wijzigingen.atom", True),
        ("/api/v1/certificates/CA12345678-90", True),
        ("/api/v1/certificate-checks", True),
        ("/api/v1/things", False),
        ("/", False),
    ],
)
async def test_what_any_site_may_read_it_reads_when_refused(path: str, *, is_open: bool) -> None:
    """Else a program in a browser sees no refusal at all, only that the network failed; and when to come back."""
    async with client_of(stand(limits=Limits(per_second=0.1, burst=1))) as client:
        await client.get(THING)
        answer = await client.get(path)
    assert answer.status_code == 429
    assert answer.headers.get_list("access-control-allow-origin") == (["*"] if is_open else [])
    assert ("retry-after" in answer.headers.get("access-control-expose-headers", "")) is is_open


async def test_handler_sets_its_own_caching(client: httpx.AsyncClient) -> None:
    """A route that may be cached says so once."""
    answer = await client.get("/api/v1/things/cached")
    assert answer.headers.get_list("cache-control") == ["public, max-age=60"]


@pytest.mark.parametrize("base_url", ["http://test", "https://test"])
async def test_transport_security(base_url: str) -> None:
    """HSTS is said by a registry that is served over https, and by no other."""
    async with client_of(stand(settings(base_url=base_url))) as client:
        for path in ("/", THING, "/nergens"):
            assert ("strict-transport-security" in (await client.get(path)).headers) is (base_url == "https://test")


async def test_request_id(client: httpx.AsyncClient) -> None:
    """A well-formed request id is kept, any other replaced by one of ours; ours never repeat."""
    kept = await client.get(THING, headers={"x-request-id": "trace-0001.a_b"})
    assert kept.headers["x-request-id"] == "trace-0001.a_b"
    made = set()
    for bad in ("short", "a" * 65, "-starts-wrong", "has space in it", "line%0abreak<b>"):
        made.add((await client.get(THING, headers={"x-request-id": bad})).headers["x-request-id"])
    assert len(made) == 5
    assert all(len(each) == 32 for each in made)


@pytest.mark.parametrize(
    ("host", "status"),
    [("test", 200), ("TEST:8000", 200), ("other.nl", 200), ("[::1]:80", 200), ("test.evil", 400), ("test:x", 400), ("", 400)],
)
async def test_host(host: str, status: int) -> None:
    """Only our own hosts are served; case and port do not matter."""
    application = stand(settings(allowed_hosts="Other.NL, ::1"))
    async with client_of(application) as client:
        assert (await client.get(THING, headers={"host": host})).status_code == status


async def test_two_hosts_are_none(client: httpx.AsyncClient) -> None:
    """A request with two hosts is refused, whichever comes first."""
    assert (await client.get(THING, headers=[("host", "test"), ("host", "evil")])).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/things/", "/api/v1/", "//evil.example/x", "/api//v1/things", "/nergens//"])
async def test_one_way_to_write_a_path(client: httpx.AsyncClient, path: str) -> None:
    """No path has a second spelling: a doubled slash, or one at the end within the API, is not found."""
    answer = await client.get("http://test" + path)
    assert answer.status_code == 404


async def test_metrics_need_the_token(client: httpx.AsyncClient) -> None:
    """Without the token there is nothing there."""
    assert (await client.get("/metrics")).status_code == 404
    assert (await client.get("/metrics", headers={"authorization": "Bearer wrong"})).status_code == 404
    assert (await client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})).status_code == 200
    async with client_of(stand(settings(metrics_token=""))) as other:
        for given in ("Bearer ", "Bearer None", f"Bearer {TOKEN}"):
            assert (await other.get("/metrics", headers={"authorization": given})).status_code == 404


async def test_metrics_are_bounded(client: httpx.AsyncClient) -> None:
    """Requests are counted by route template; whatever matches no route, and odd methods, are one each."""
    for number in range(3):
        await client.get(THING.replace("8000", f"800{number}"))
        await client.get(f"/nothing/{number}")
        await client.request(f"ODD{number}", THING)
    text = (await client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})).text
    counted = [line for line in text.splitlines() if line.startswith("http_request_duration_seconds_count")]
    assert counted == [
        'http_request_duration_seconds_count{method="GET",route="/api/v1/things/{thing_id}",status="2xx"} 3.0',
        'http_request_duration_seconds_count{method="GET",route="unmatched",status="4xx"} 3.0',
        'http_request_duration_seconds_count{method="OTHER",route="unmatched",status="4xx"} 3.0',
    ]


@pytest.mark.parametrize(("ready", "status"), [(Ready(), 200), (Ready(database=False), 503), (Ready(migrations=False), 503)])
async def test_readiness(ready: Ready, status: int) -> None:
    """Ready is: the database answers and every migration has run; alive asks neither."""
    async with client_of(stand(ready=ready)) as client:
        answer = await client.get("/readyz")
        assert answer.status_code == status
        assert ("retry-after" in answer.headers) is (status == 503)
        assert (await client.get("/healthz")).json() == {"status": "alive"}


@pytest.mark.parametrize("path", ["/", "/api/v1/things"])
async def test_when_even_the_error_page_fails(path: str) -> None:
    """An error that nobody caught is still a problem with every header, and is counted."""
    application = stand()
    application.within = _broken
    async with client_of(application) as client:
        answer = await client.get(path)
    assert answer.status_code == 500
    assert answer.json()["type"] == "http://test/problems/internal-error"
    assert answer.headers["x-frame-options"] == "DENY"


async def test_an_answer_that_breaks_off() -> None:
    """Once an answer has begun, an error goes to the server, which cuts the connection: no second answer follows."""
    application = stand()
    application.within = _broken_halfway
    async with client_of(application) as client:
        with pytest.raises(ZeroDivisionError):
            await client.get("/uitleg")


async def test_an_answer_that_breaks_off_before_it_went_out() -> None:
    """An answer that is held back until it is whole has not begun: whoever asked is told of the error, and of nothing else."""
    application = stand()
    application.within = _broken_halfway
    async with client_of(application) as client:
        answer = await client.get("/adviseurs")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"


async def _broken(*_: Any) -> None:
    raise ZeroDivisionError


async def _broken_halfway(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ZeroDivisionError


def test_bucket_fills_again() -> None:
    """A client may ask a burst at once and so many per second after; another client has a bucket of its own."""
    limits = RequestLimits(Limits(per_second=2, burst=3))
    assert [limits.take("a", 100.0) is None for _ in range(4)] == [True, True, True, False]
    assert limits.take("b", 100.0) is None
    refusal = limits.take("a", 100.0)
    assert refusal is not None
    assert refusal.retry_after == pytest.approx(0.5)
    assert limits.take("a", 100.51) is None
    assert limits.take("a", 100.52) is not None


def test_what_is_left_is_whole_however_long_the_clock_runs() -> None:
    """After one request of 300, 299 are left, at whatever moment."""
    for moment in (0.1, 66_000.123, 66_000.127, 987_654.321, 12_345_678.9):
        limits = RequestLimits(Limits(per_second=50, burst=300))
        limits.take("a", moment)
        assert limits.left("a", moment)[0] == 299, moment


def test_buckets_are_bounded() -> None:
    """However many clients come, no more than two generations are kept; a bucket in use survives the change."""
    limits = RequestLimits(Limits(per_second=1, burst=2, clients=100))
    assert [limits.take("busy", 0.0) is None for _ in range(3)] == [True, True, False]
    for number in range(120):
        limits.take(f"client {number}", 0.0)
    assert limits.take("busy", 0.0) is not None
    for number in range(10_000):
        limits.take(f"other {number}", 0.1)
    assert len(limits) <= 200


def test_idle_buckets_are_forgotten() -> None:
    """A bucket nobody took from for as long as it takes to fill is not kept for ever."""
    limits = RequestLimits(Limits(per_second=1, burst=2))
    for moment in range(50):
        limits.take(f"client {moment}", moment * 10.0)
    assert len(limits) <= 2


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        pytest.param("10.0.0.1", b"1.1.1.1, 2.2.2.2", "2.2.2.2", id="what our proxy saw"),
        pytest.param("10.0.0.1", b"1.1.1.1, 10.0.0.9", "1.1.1.1", id="through two proxies of ours"),
        pytest.param("3.3.3.3", b"1.1.1.1", "3.3.3.3", id="not through a proxy of ours"),
        pytest.param("10.0.0.1", None, "10.0.0.1", id="the proxy itself"),
        pytest.param("2001:db8::1:2", None, "2001:db8::/64", id="a whole network of IPv6"),
        pytest.param("10.0.0.1", b"nonsense:", "unreadable", id="unreadable"),
    ],
)
def test_who_asks(peer: str, forwarded: bytes | None, expected: str) -> None:
    """The header that says who asks is believed from our own proxies only, and read from its end."""
    proxies = settings(trusted_proxies="10.0.0.0/8").trusted_proxies
    assert ClientAddresses(proxies).of(peer, forwarded) == expected


async def test_websockets_are_not_served() -> None:
    """A websocket is closed at the door."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await stand(api=[Things])({"type": "websocket", "path": "/"}, None, send)  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_litestar_has_no_hook_before_what_is_sent() -> None:
    """Requests go past the way in that would look for one."""
    assert stand().application.before_send == []
