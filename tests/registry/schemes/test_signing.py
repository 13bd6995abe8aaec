"""Signing a version: by two people, once each, in time; from then on nothing of it changes."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import asyncpg
import msgspec
import pytest

from registry.accounts import service as accounts
from registry.accounts.schemas import GrantRole
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR, Actor, Role
from registry.schemes import service as schemes
from registry.schemes.errors import FirstDayHasPassed, NoVersionInForce, OnePersonForBoth
from registry.schemes.schemas import ProposeVersion
from registry.schemes.tables import SchemeSignature, SchemeVersion
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW, SCHEME, TODAY, Candidate, World
from tests.registry.test_races import at_once

TIMES = 20


def from_today(world: World) -> ProposeVersion:
    """A version that takes effect today."""
    return msgspec.structs.replace(making.proposal(world), effective_from=TODAY)


async def proposed(world: World) -> UUID:
    """Version 2, which nobody has signed."""
    return await schemes.propose(SCHEME, from_today(world), actor=world.owner, now=NOW)


async def test_one_person_never_signs_for_both(database: None) -> None:
    """Nor does one human being with two records, of which one owns the scheme and the other certifies."""
    world = await making.world()
    one, other = await making.candidate("Saskia", "Molenaar"), await making.candidate("S.", "Molenaar")
    owner = await _with_role(one, Role.SCHEME_OWNER, world.organisations["scheme-owner"])
    certifier = await _with_role(other, Role.CERTIFIER, world.organisations["certification-body"])
    command = MergeAdvisers(duplicate=await _number(other), counts_as=await _number(one))
    await merging.merge(command, actor=OPERATOR, now=NOW)
    version = await proposed(world)
    await schemes.sign(version, actor=owner, now=NOW)
    with pytest.raises(OnePersonForBoth):
        await schemes.sign(version, actor=certifier, now=NOW)
    await schemes.sign(version, actor=world.certifiers[0], now=NOW)


async def _with_role(of: Candidate, role: Role, organisation: UUID) -> Actor:
    assert of.actor.account is not None
    await accounts.grant(of.actor.account, GrantRole(role=role, organisation=organisation), actor=OPERATOR, now=NOW)
    await making.set_up_second_factor(of.actor.account)
    return await accounts.actor_of(of.actor.account)


async def _number(of: Candidate) -> str:
    row = await Adviser.select(Adviser.candidate_number).where(Adviser.id == of.adviser).first()
    assert row is not None
    return str(row["candidate_number"])


async def test_no_program_signs(database: None) -> None:
    """An API key is not a person, whatever it was given."""
    world = await making.world()
    version = await proposed(world)
    program = replace(world.owner, api_key=UUID(int=1))
    with pytest.raises(NotAllowed):
        await schemes.sign(version, actor=program, now=NOW)


async def test_the_second_signature_comes_in_time(database: None) -> None:
    """On its first day the last signature may still come; a day later the version never takes effect."""
    world = await making.world()
    in_time, late = await proposed(world), await proposed(world)
    for version in (in_time, late):
        await schemes.sign(version, actor=world.owner, now=NOW)
    await schemes.sign(in_time, actor=world.certifiers[0], now=NOW)
    with pytest.raises(FirstDayHasPassed):
        await schemes.sign(late, actor=world.certifiers[0], now=NOW + timedelta(days=1))
    assert await SchemeSignature.count().where(SchemeSignature.scheme_version == late) == 1
    scheme = await schemes.id_by_code(SCHEME)
    assert (await schemes.version_in_force(scheme, TODAY)).id == in_time
    with pytest.raises(NoVersionInForce):
        await schemes.version_in_force(scheme, making.BEFORE.date() - timedelta(days=1))


@pytest.mark.parametrize("statement", ["UPDATE {} SET recorded_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["scheme_version", "scheme_signature"])
async def test_a_version_never_changes(database: None, table: str, statement: str) -> None:
    """Nor do its signatures: the database refuses it, whoever asks."""
    await making.world()
    with pytest.raises(asyncpg.PostgresError, match="refused"):
        async with transaction() as connection:
            await connection.execute(statement.format(table))


async def test_twenty_proposals_at_once(database: None) -> None:
    """Each gets a number of its own, without a gap."""
    world = await making.world()
    await asyncio.gather(*(proposed(world) for _ in range(TIMES)))
    rows = await SchemeVersion.select(SchemeVersion.number).order_by(SchemeVersion.number)
    assert [row["number"] for row in rows] == list(range(1, TIMES + 2))


async def test_twenty_signatures_at_once(database: None) -> None:
    """Of each party one counts, and its audit row; the others are told that their party has signed."""
    world = await making.world()
    version = await proposed(world)
    signers = (world.owner, world.certifiers[0])
    told = await at_once([partial(schemes.sign, version, actor=signers[place % 2], now=NOW) for place in range(TIMES)])
    assert told == {"done": 2, "AlreadySigned": TIMES - 2}
    signed = (AuditEntry.action == Action.SCHEME_VERSION_SIGNED.value) & (AuditEntry.subject == version)
    assert await AuditEntry.count().where(signed) == 2
