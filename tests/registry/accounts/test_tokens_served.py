"""Tokens before the real server, in two processes: keys that change while it serves, and the kit of forged tokens."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import httpx
import pytest

from config.settings import Settings
from config.token_key import LEAD, read_token_keys, rotate, start_anew
from registry.accounts import refreshing
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from tests.registry import making
from tests.registry.accounts.forging import ATTACKS, Forge
from tests.registry.engagements.served import PROCESS, Served, client, serving
from tests.registry.making import NOW

PROCESSES = 2
NOT_SENT = 12
"""A client that keeps to HTTP cannot send so many of the attacks at most; the others reach the server."""


@pytest.fixture
def served(settings: Settings, database: None) -> Iterator[Served]:
    """Two processes of the whole application on the database of this test."""
    with serving(settings, workers=PROCESSES) as server:
        yield server


@pytest.fixture
async def program(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A program before it, which opens a connection for each request, so that it meets both processes."""
    async with client(served, connections=1) as asking:
        asking.headers["Connection"] = "close"
        yield asking


@pytest.fixture
async def secretary(database: None) -> Actor:
    """Someone who works for a training provider."""
    academy = await making.organisation(Kind.PROVIDER, "Academie")
    return await making.account(await making.person("Petra", "Lindeman"), Role.PROVIDER, academy)


async def of_all(program: httpx.AsyncClient, path: str, headers: dict[str, str]) -> list[httpx.Response]:
    """The answers to one request, asked until each process gave one."""
    answers: list[httpx.Response] = []
    while len({answer.headers[PROCESS] for answer in answers}) < PROCESSES:
        assert len(answers) < 200, "one process does not answer"
        answers.append(await program.get(path, headers=headers))
    return answers


async def test_each_process_has_a_new_key_at_once(
    served: Served, program: httpx.AsyncClient, settings: Settings, secretary: Actor
) -> None:
    """Without a restart: published, believed and signed with; and when a key is no longer trusted, its tokens are not."""
    before = served.headers(secretary, client=1)
    kid = rotate(settings.token_key_file, now=NOW - LEAD).id
    after = served.headers(secretary, client=1)
    assert before["Authorization"].split(".")[0] != after["Authorization"].split(".")[0]
    address = f"{served.url}/.well-known/jwks.json"
    for answer in await of_all(program, address, {}):
        assert kid in {each["kid"] for each in answer.json()["keys"]}
    for headers in (before, after):
        assert {answer.status_code for answer in await of_all(program, "/me", headers)} == {200}
    start_anew(settings.token_key_file, now=NOW)
    for headers in (before, after):
        assert {answer.status_code for answer in await of_all(program, "/me", headers)} == {401}
    assert {answer.status_code for answer in await of_all(program, "/me", served.headers(secretary, client=1))} == {200}


async def test_forged_tokens(served: Served, program: httpx.AsyncClient, settings: Settings, secretary: Actor) -> None:
    """As the server reads headers: what reaches the application is refused with 401, and nothing is logged as an error."""
    assert secretary.account is not None
    given = [await refreshing.begin(secretary.account, tokens=served.tokens, now=NOW) for _ in range(2)]
    forge = Forge(read_token_keys(settings.token_key_file).signing(NOW).private, given[0].access, given[1].access)
    good = await program.get("/me", headers={"Authorization": f"Bearer {forge.ours()}"})
    assert good.status_code == 200
    answered = {}
    for place, (name, attack) in enumerate(ATTACKS.items()):
        headers = [
            (b"authorization", f"Bearer {attack(forge)}".encode("latin-1")),
            (b"x-forwarded-for", f"10.1.{place // 200}.{place % 200 + 1}".encode()),
        ]
        with suppress(httpx.LocalProtocolError):
            answered[name] = (await program.get("/me", headers=headers)).status_code
    assert {name: status for name, status in answered.items() if status != 401} == {}
    assert len(answered) >= len(ATTACKS) - NOT_SENT
    assert served.errors == []
