"""Credentials are signed where a certificate is issued or reinstated, and their status follows what happens to it."""

import asyncio
import json
from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime, timedelta
from gzip import decompress
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import jwt
import pytest

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import making_up, publishing, service
from registry.credentials.rounds import Publishing
from registry.credentials.status_list import Purpose
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.files import KeyFolder, make_passphrase_if_absent
from registry.signing_keys.rules import Use
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW

TODAY = NOW.date()
LATER = NOW + timedelta(days=40)


@pytest.fixture
async def signing(database: None, tmp_path: Path) -> None:
    """A registry that has a key."""
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    service.sign_as("http://registry.test")
    await rotating.begin([Use.CREDENTIAL], now=NOW)


async def certified(given: str = "Elif") -> Issued:
    """Somebody's certificate."""
    return await making.certified(await making.world(), await making.candidate(given))


async def instances(certificate: UUID) -> list[dict[str, Any]]:
    """The claims of each credential of a certificate, oldest first, as a library of others reads and verifies them."""
    rows = await fetch("SELECT jws FROM credential WHERE certificate = $1 ORDER BY id", certificate)
    return [await verified(row["jws"]) for row in rows]


async def verified(jws: str) -> dict[str, Any]:
    """The claims, where one of the published keys signed it."""
    header = jwt.get_unverified_header(jws)
    assert header.keys() == {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("ES256", "vc+jwt")
    known = {f"did:web:registry.test#{each['kid']}": each for each in await keys.published(Use.CREDENTIAL)}
    key = jwt.PyJWK(known[header["kid"]])
    options: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    claims: dict[str, Any] = jwt.decode(jws, key, algorithms=["ES256"], options=options)
    return claims


async def is_set(claims: dict[str, Any], purpose: Purpose = Purpose.REVOCATION, *, at: datetime = LATER) -> bool:
    """Whether its place is set in the list as it was served at a moment, read without any code of ours."""
    number = int(claims["credentialStatus"]["statusListCredential"].rpartition("/")[2])
    jws = await publishing.served(purpose, number, at=at)
    assert jws is not None
    listed = (await verified(jws))["credentialSubject"]
    assert listed["statusPurpose"] == purpose
    text = listed["encodedList"]
    assert text[0] == "u"
    bits = decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    place = int(claims["credentialStatus"]["statusListIndex"])
    return bool(bits[place // 8] >> (7 - place % 8) & 1)


async def test_a_certificate_is_signed_when_it_is_issued(signing: None) -> None:
    """One credential, with the number, the holder's name and nothing else of the person."""
    issued = await certified()
    [claims] = await instances(issued.id)
    subject = claims["credentialSubject"]
    assert subject["licenseNumber"] == issued.number
    assert [each["identityHash"] for each in subject["identifier"]] == ["Elif Öztürk"]
    assert claims["id"] == f"http://registry.test/credentials/{await service.address_of(issued.id)}"
    assert subject.keys() == {"id", "type", "licenseNumber", "identifier", "achievement"}
    [account] = await fetch(
        "SELECT account.email FROM account JOIN adviser USING (person) WHERE adviser.id = $1", issued.adviser
    )
    assert account["email"] not in json.dumps(claims)
    await publishing.publish(now=NOW)
    assert not await is_set(claims)


async def test_without_a_key_it_is_issued_all_the_same_and_signed_later(database: None, tmp_path: Path) -> None:
    """By whoever has a key; doing so again does nothing."""
    issued = await certified()
    assert await instances(issued.id) == []
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    await rotating.begin([Use.CREDENTIAL], now=NOW)
    assert await making_up.make_up(now=NOW) == 1
    assert await making_up.make_up(now=NOW) == 0
    assert len(await instances(issued.id)) == 1


async def test_a_place_that_somebody_has_is_drawn_anew(signing: None) -> None:
    """Of a list in which every odd place is given, each credential gets an even one."""
    world = await making.world()
    first = await making.certified(world, await making.candidate("Elif"))
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO status_place SELECT -odd, 1, odd, certificate, certificate_event, valid_from, recorded_at "
            "FROM status_place, generate_series(1, 131071, 2) AS odd WHERE place <> odd"
        )
    others = [await making.certified(world, await making.candidate(given)) for given in ("Anna", "Bram", "Cees")]
    rows = await fetch("SELECT place FROM status_place WHERE certificate <> $1", first.id)
    assert len(rows) == len(others)
    assert all(row["place"] % 2 == 0 for row in rows)


@pytest.mark.parametrize("kind", [EventKind.SUSPENDED, EventKind.WITHDRAWN, EventKind.VOIDED])
async def test_what_happens_shows_in_the_list_from_its_day(signing: None, kind: EventKind) -> None:
    """Not before; a list as it was is still given; and what was voided was never valid."""
    issued = await certified()
    [claims] = await instances(issued.id)
    await publishing.publish(now=NOW)
    day = TODAY if kind is EventKind.VOIDED else TODAY + timedelta(days=2)
    await making.happens(issued.id, kind, day, at=NOW)
    if kind is not EventKind.VOIDED:
        assert await publishing.publish(now=NOW + timedelta(hours=1)) == 0
    moment = NOW + timedelta(days=2)
    assert await publishing.publish(now=moment) == 2
    assert await is_set(claims)
    assert await is_set(claims, Purpose.SUSPENSION) is (kind is EventKind.SUSPENDED)
    assert not await is_set(claims, at=moment - timedelta(seconds=1))


async def test_a_reinstated_certificate_has_a_new_credential(signing: None) -> None:
    """At the same address, for another subject, in another place, valid from that day; the first stays revoked for ever."""
    issued = await certified()
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await publishing.publish(now=NOW)
    [first] = await instances(issued.id)
    assert await is_set(first)
    back = NOW + timedelta(days=10)
    await making.happens(issued.id, EventKind.REINSTATED, TODAY + timedelta(days=10), at=back)
    await publishing.publish(now=back)
    _, second = await instances(issued.id)
    assert (second["id"], second["awardedDate"]) == (first["id"], first["awardedDate"])
    assert second["sub"] != first["sub"]
    assert second["nbf"] > first["nbf"]
    assert await is_set(first)
    assert not await is_set(second)
    assert not await is_set(first, Purpose.SUSPENSION)
    assert await service.current(UUID(second["id"].rpartition("/")[2])) is not None


async def test_a_reinstatement_of_a_later_day_is_not_revoked_until_then(signing: None) -> None:
    """Its credential is there already, and begins on that day."""
    issued = await certified()
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await making.happens(issued.id, EventKind.REINSTATED, TODAY + timedelta(days=10), at=NOW + timedelta(hours=1))
    await publishing.publish(now=NOW + timedelta(hours=1))
    _, second = await instances(issued.id)
    assert not await is_set(second)
    await publishing.publish(now=NOW + timedelta(days=11))
    assert not await is_set(second)


async def test_lists_are_signed_again_in_time_and_only_then(signing: None) -> None:
    """Every twelve hours, for twenty-four; otherwise only what changed."""
    await certified()
    assert await publishing.publish(now=NOW) == 2
    assert await publishing.publish(now=NOW + timedelta(hours=11)) == 0
    assert await publishing.publish(now=NOW + timedelta(hours=12)) == 2
    jws = await publishing.served(Purpose.REVOCATION, 1, at=NOW)
    assert jws is not None
    claims = await verified(jws)
    assert claims["exp"] - claims["nbf"] == 24 * 3600
    assert claims["credentialSubject"]["ttl"] == 300_000
    said = [json.loads(row["data"]) for row in await fetch("SELECT data FROM log_leaf ORDER BY place")]
    assert len([each for each in said if each["k"] == "list"]) == 4


async def test_two_that_publish_at_once_publish_once(signing: None) -> None:
    """The second finds nothing to do."""
    await certified()
    assert sorted(await asyncio.gather(publishing.publish(now=NOW), publishing.publish(now=NOW))) == [0, 2]


async def test_rounds_publish_when_something_changed(signing: None) -> None:
    """And look no further when nothing did."""
    rounds = Publishing()
    assert await rounds.round(now=NOW) == 0
    issued = await certified()
    assert await rounds.round(now=NOW) == 2
    assert await rounds.round(now=NOW) == 0
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=NOW)
    assert await rounds.round(now=NOW) == 2
    assert await rounds.round(now=NOW) == 0


async def test_a_credential_goes_with_the_person_and_its_place_stays_taken(signing: None) -> None:
    """Nothing else removes it; nobody gets a new one, and the place is never given again."""
    issued = await certified()
    address = await service.address_of(issued.id)
    assert address is not None
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute("DELETE FROM credential")
    async with transaction() as connection:
        await connection.execute("SELECT erase_person(person, now()) FROM adviser")
    assert await service.current(address) is None
    assert await making_up.make_up(now=NOW) == 0
    assert len(await fetch("SELECT 1 FROM status_place")) == 1


async def test_what_has_ended_is_not_signed(database: None, tmp_path: Path) -> None:
    """A certificate that was withdrawn before there was a key gets no credential."""
    issued = await certified()
    await making.happens(issued.id, EventKind.WITHDRAWN, date(2026, 11, 1), at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    await rotating.begin([Use.CREDENTIAL], now=NOW)
    assert await making_up.make_up(now=LATER) == 0
