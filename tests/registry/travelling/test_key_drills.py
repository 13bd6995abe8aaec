"""The drills of keys that sign credentials: rotated, leaked, and locked away by a passphrase that was lost."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt

from registry.credentials import making_up, publishing, service
from registry.credentials.status_list import Purpose
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.files import KeyFolder
from registry.signing_keys.rules import Use
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.travelling.test_signed_at_issue import LATER, certified, instances, is_set, signing, verified

__all__ = ["signing"]


async def test_after_a_rotation_what_was_signed_stands_and_lists_have_the_new_key(signing: None) -> None:
    """The drill: credential by the first key, list by the second, both of them known."""
    issued = await certified()
    await publishing.publish(now=NOW)
    await rotating.publish(Use.CREDENTIAL, now=NOW)
    second = await rotating.rotate(Use.CREDENTIAL, now=NOW + timedelta(hours=1))
    assert await publishing.publish(now=NOW + timedelta(hours=1)) == 2
    [claims] = await instances(issued.id)
    assert not await is_set(claims)
    jws = await publishing.served(Purpose.REVOCATION, 1, at=LATER)
    assert jws is not None
    assert jwt.get_unverified_header(jws)["kid"].endswith(second)
    assert await making_up.make_up(now=NOW) == 0


async def test_what_a_leaked_key_signed_is_signed_anew(signing: None) -> None:
    """The drill: all of it, in new places; nothing by the old key verifies, and the old places are revoked."""
    world = await making.world()
    certificates = [await making.certified(world, await making.candidate(given)) for given in ("Elif", "Anna", "Bram")]
    await publishing.publish(now=NOW)
    before = [await instances(each.id) for each in certificates]
    leaked = (await keys.active(Use.CREDENTIAL)).kid
    after = await rotating.give_up(leaked, now=NOW + timedelta(hours=1))
    assert await making_up.make_up(now=NOW + timedelta(hours=1)) == 3
    assert await publishing.publish(now=NOW + timedelta(hours=1)) == 2
    for each, [old] in zip(certificates, before, strict=True):
        assert await is_set(old)
        address = await service.address_of(each.id)
        assert address is not None
        jws = await service.current(address)
        assert jws is not None
        assert jwt.get_unverified_header(jws)["kid"].endswith(after)
        assert not await is_set(await verified(jws))
        assert f"http://registry.test/credentials/{address}" == old["id"]
    assert leaked not in json.dumps(await keys.published(Use.CREDENTIAL))


async def test_after_a_passphrase_was_lost_another_key_signs_everything(signing: None, tmp_path: Path) -> None:
    """With a new passphrase certificates are issued, and all are signed once the key that nobody can open was given up."""
    world = await making.world()
    await making.certified(world, await making.candidate("Elif"))
    lost = (await keys.active(Use.CREDENTIAL)).kid
    (tmp_path / "passphrase").write_text("another passphrase of it")
    keys.keep_keys(KeyFolder(tmp_path / "keys", tmp_path / "passphrase"))
    await making.certified(world, await making.candidate("Anna"))
    assert await making_up.make_up(now=NOW) == 0
    after = await rotating.give_up(lost, now=NOW)
    assert await making_up.make_up(now=NOW) == 2
    assert {row["kid"] for row in await fetch("SELECT kid FROM credential ORDER BY id DESC LIMIT 2")} == {after}


async def test_what_cannot_be_signed_holds_up_no_other(signing: None) -> None:
    """Of many that are signed anew at once it alone is left; it is signed once what was wrong with it is right."""
    world = await making.world()
    certificates = [await making.certified(world, await making.candidate(given)) for given in ("Elif", "Anna", "Bram")]
    nameless = sorted(certificates, key=lambda each: each.id)[1]
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    [person] = await fetch("SELECT person FROM adviser WHERE id = $1", nameless.adviser)
    async with transaction():
        about = About(person["person"], {"given": "", "prefix": None, "family": ""})
        [nobody] = await personal_data.keep([about], at=NOW)
    await holder_becomes(nameless.id, nobody)
    assert await making_up.make_up(now=NOW) == 2
    assert await making_up.make_up(now=NOW) == 0
    assert {each.id: len(await instances_by_now(each.id)) for each in certificates} == {
        each.id: 1 if each is nameless else 2 for each in certificates
    }
    await holder_becomes(nameless.id, nameless.holder)
    assert await making_up.make_up(now=NOW) == 1


async def holder_becomes(certificate: UUID, holder: bytes) -> None:
    """Held under another name, guards set aside."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE certificate SET holder = $2 WHERE id = $1", certificate, holder)


async def instances_by_now(certificate: UUID) -> list[Any]:
    """The credentials of a certificate, by whatever key."""
    return await fetch("SELECT kid FROM credential WHERE certificate = $1", certificate)
