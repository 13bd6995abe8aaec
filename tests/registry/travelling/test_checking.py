"""Anyone brings a credential and is told what it is worth; each bad one has its own answer, and none is a fault."""

import asyncio
import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import making_up, publishing, service
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.rules import Use
from registry.transactions import fetch
from tests.conftest import Clock
from tests.public_list.checking.conftest import client
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.travelling.test_signed_at_issue import certified, signing

__all__ = ["client", "signing"]


async def asked(client: httpx.AsyncClient, credential: str, **more: str) -> dict[str, Any]:
    """The answer of the API."""
    answer = await client.post("/api/v1/credential-checks", json={"credential": credential, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_what_stands_is_told_with_who_and_what(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """And refused once it is suspended; on a day before that it was valid, and long after it is revoked, not expired."""
    clock.now = NOW
    issued = await certified()
    await publishing.publish(now=NOW)
    address = await service.address_of(issued.id)
    assert address is not None
    jws = await service.current(address)
    assert jws is not None
    clock.now = NOW + timedelta(minutes=1)
    told = await asked(client, jws)
    assert (told["verdict"], told["number"], told["holder"]) == ("valid", issued.number, "Elif Öztürk")
    assert told["passed"] == ["form", "issuer", "key", "signature", "claims", "status", "period"]
    assert (await asked(client, jws, on="2040-01-01"))["verdict"] == "expired"
    assert (await asked(client, jws, on="2001-01-01"))["verdict"] == "not-yet-valid"
    suspended = NOW + timedelta(days=2)
    await making.happens(issued.id, EventKind.SUSPENDED, suspended.date(), at=suspended)
    await publishing.publish(now=suspended)
    clock.now = suspended
    assert (await asked(client, jws))["verdict"] == "revoked"
    assert (await asked(client, jws, on="2040-01-01"))["verdict"] == "revoked"
    assert (await asked(client, jws, on=NOW.date().isoformat()))["verdict"] == "valid"


async def test_what_was_voided_was_never_valid(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """On no day, also not on one on which the lists did not say so yet; as the page of its number has it."""
    clock.now = NOW
    issued = await certified()
    await publishing.publish(now=NOW)
    jws = await of(issued)
    clock.now = NOW + timedelta(days=5)
    assert (await asked(client, jws, on=NOW.date().isoformat()))["verdict"] == "valid"
    await making.happens(issued.id, EventKind.VOIDED, clock.now.date(), at=clock.now)
    for day in (0, 1, 5, 6):
        told = await asked(client, jws, on=(NOW + timedelta(days=day)).date().isoformat())
        assert (told["verdict"], told["passed"][-1]) == ("revoked", "period"), day


async def test_what_is_dated_back_counts_from_its_day(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """And what is to come from the day on which it will be."""
    clock.now = NOW
    issued = await certified()
    await publishing.publish(now=NOW)
    jws = await of(issued)
    clock.now = NOW + timedelta(days=5)
    await making.happens(issued.id, EventKind.SUSPENDED, (NOW + timedelta(days=3)).date(), at=clock.now)
    verdicts = [(await asked(client, jws, on=(NOW + timedelta(days=day)).date().isoformat()))["verdict"] for day in range(7)]
    assert verdicts == ["valid"] * 3 + ["revoked"] * 4


async def test_a_file_of_after_a_suspension_tells_of_the_days_before(
    signing: None, client: httpx.AsyncClient, clock: Clock
) -> None:
    """It was made later than the certificate; of the suspension it tells as well. The file of before counts no more today."""
    clock.now = NOW
    issued = await certified()
    await publishing.publish(now=NOW)
    before = await of(issued)
    await making.happens(issued.id, EventKind.SUSPENDED, (NOW + timedelta(days=2)).date(), at=NOW + timedelta(days=2))
    clock.now = NOW + timedelta(days=4)
    await making.happens(issued.id, EventKind.REINSTATED, clock.now.date(), at=clock.now)
    await making_up.make_up(now=clock.now)
    await publishing.publish(now=clock.now)
    after = await of(issued)
    days = [(NOW + timedelta(days=day)).date().isoformat() for day in (0, 2, 4)]
    assert [(await asked(client, after, on=day))["verdict"] for day in days] == ["valid", "revoked", "valid"]
    assert [(await asked(client, before, on=day))["verdict"] for day in days] == ["valid", "revoked", "revoked"]


async def test_two_that_make_up_at_once_make_one(signing: None, database: None, database_url: str) -> None:
    """Anew, beside what the leaked key signed: a certificate has one credential that counts, and one address for ever."""
    issued = await certified()
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("LOCK TABLE status_place IN EXCLUSIVE MODE")
        both = [asyncio.create_task(making_up.make_up(now=NOW)) for _ in range(2)]
        await asyncio.sleep(0.5)
    assert sorted(await asyncio.gather(*both)) == [0, 1]
    await other.close()
    assert len(await fetch("SELECT id FROM credential WHERE certificate = $1", issued.id)) == 2


async def of(issued: Issued) -> str:
    """Its file."""
    address = await service.address_of(issued.id)
    assert address is not None
    jws = await service.current(address)
    assert jws is not None
    return jws


async def test_of_what_a_leaked_key_signed_nothing_is_believed(signing: None, client: httpx.AsyncClient, clock: Clock) -> None:
    """The file that was signed anew is valid, the old one is not."""
    clock.now = NOW
    issued = await certified()
    address = await service.address_of(issued.id)
    assert address is not None
    old = await service.current(address)
    assert old is not None
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    await making_up.make_up(now=NOW)
    await publishing.publish(now=NOW)
    told = await asked(client, old)
    assert (told["verdict"], told["holder"], told["number"]) == ("foreign-key", None, None)
    new = await service.current(address)
    assert new is not None
    assert (await asked(client, new))["verdict"] == "valid"


def _part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        "a.b.c",
        "%PDF-1.7",
        "\x00" * 100,
        "é.é.é",
        "[" * 60_000,
        f"{_part({'alg': 'none', 'typ': 'vc+jwt', 'kid': 'x'})}.{_part({})}.",
        f"{_part({'alg': 'HS256', 'typ': 'vc+jwt', 'kid': 'x'})}.{_part({})}.eHg",
        f"{_part({'alg': 'ES256', 'typ': 'JWT', 'kid': 'x'})}.{_part({})}.eHg",
        f"{_part({'alg': 'ES256', 'typ': 'vc+jwt', 'kid': 'x', 'jwk': {}})}.{_part({})}.eHg",
    ],
)
async def test_what_cannot_be_read_is_told_so(signing: None, client: httpx.AsyncClient, credential: str) -> None:
    """Never a fault of ours, never valid."""
    assert (await asked(client, credential))["verdict"] == "unreadable"


async def test_too_much_is_refused(signing: None, client: httpx.AsyncClient) -> None:
    """Before anything of it is read."""
    answer = await client.post("/api/v1/credential-checks", json={"credential": "x" * 70_000})
    assert answer.status_code == 400
