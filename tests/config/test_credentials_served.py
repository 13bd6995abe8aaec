"""Credentials where the registry really runs: what happens to a certificate shows to strangers within five seconds."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import httpx
import jwt
import pytest

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import publishing, service
from registry.credentials.status_list import is_set
from registry.days import amsterdam_day, system_now
from registry.signing_keys import service as keys
from registry.signing_keys.files import KeyFolder
from tests.config.programs import Program
from tests.config.test_results_command import MAIN
from tests.registry import making

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")

WITHIN = 5.0
"""Seconds."""
KINDS = (EventKind.SUSPENDED, EventKind.WITHDRAWN, EventKind.VOIDED)


@pytest.fixture
async def stranger(
    database: None, database_url: str, run_program: Callable[..., Program], free_port: int, place: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks `registry serve`, as someone types it; this process signs with the keys that it made."""
    url = f"http://127.0.0.1:{free_port}"
    environment = {
        "REGISTRY_DATABASE_URL": database_url,
        "REGISTRY_DATA_FOLDER": str(place),
        "REGISTRY_PORT": str(free_port),
        "REGISTRY_PASSWORD_COST": "cheapest",
    }
    program = run_program(MAIN, "serve", environment=environment)
    while "Ctrl-C" not in (line := await asyncio.to_thread(program.line)):
        assert program.process.poll() is None, line
    await asyncio.to_thread(_wait_for, url)
    before = keys._Kept.folder, service._Kept.base_url  # noqa: SLF001  put back afterwards
    keys.keep_keys(KeyFolder(place / "signing-keys", place / "signing-passphrase"))
    service.sign_as(url)
    async with httpx.AsyncClient(base_url=url, timeout=WITHIN) as client:
        yield client
    keys._Kept.folder, service._Kept.base_url = before  # noqa: SLF001  likewise
    program.process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(program.process.wait, 20) == 0


def _wait_for(url: str) -> None:
    """It says where it serves a moment before its worker does."""
    for _ in range(300):
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("nobody answers")


async def within_time(holds: Callable[[str], Awaitable[bool]], credential: str) -> bool:
    """Whether it holds of a credential before the time is up."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        if await holds(credential):
            return True
        await asyncio.sleep(0.2)
    return False


async def verdict(stranger: httpx.AsyncClient, credential: str) -> str:
    """What the API says of it."""
    answer = await stranger.post("/api/v1/credential-checks", json={"credential": credential})
    assert answer.status_code == 200, answer.text
    told: str = answer.json()["verdict"]
    return told


async def is_revoked(stranger: httpx.AsyncClient, credential: str) -> bool:
    """Whether its bit is set in the list that is served at the address which it names."""
    status = jwt.decode(credential, options={"verify_signature": False})["credentialStatus"]
    listed = await stranger.get(status["statusListCredential"])
    return is_set(publishing.bits_in(listed.text), int(status["statusListIndex"]))


async def credential_of(stranger: httpx.AsyncClient, issued: Issued) -> str:
    """The one that is served now."""
    answer = await stranger.get(f"/credentials/{await service.address_of(issued.id)}")
    assert answer.status_code == 200
    return answer.text


async def happens(issued: Issued, kind: EventKind, now: datetime) -> None:
    """From today on."""
    await making.happens(issued.id, kind, amsterdam_day(now), at=now)


async def test_what_happens_shows_within_five_seconds(stranger: httpx.AsyncClient) -> None:
    """In the list that was published and in the check; and whoever is reinstated has another credential, which is valid."""
    world = await making.world()
    issued = {kind: await making.certified(world, await making.candidate(kind), at=system_now()) for kind in KINDS}
    first = {kind: await credential_of(stranger, each) for kind, each in issued.items()}
    for kind in KINDS:
        assert await within_time(lambda jws: _is(stranger, jws, "valid"), first[kind])
        assert not await is_revoked(stranger, first[kind])
        await happens(issued[kind], kind, system_now())
        assert await within_time(lambda jws: is_revoked(stranger, jws), first[kind])
        assert await within_time(lambda jws: _is(stranger, jws, "revoked"), first[kind])
    await happens(issued[EventKind.SUSPENDED], EventKind.REINSTATED, system_now())
    second = await credential_of(stranger, issued[EventKind.SUSPENDED])
    assert await within_time(lambda jws: _is(stranger, jws, "valid"), second)
    assert not await is_revoked(stranger, second)
    assert {await verdict(stranger, each) for each in first.values()} == {"revoked"}


async def _is(stranger: httpx.AsyncClient, credential: str, told: str) -> bool:
    return await verdict(stranger, credential) == told
