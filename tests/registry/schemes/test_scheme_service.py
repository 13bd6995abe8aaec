"""Schemes and their versions: proposed by the owner, signed by both parties, never changed."""

from datetime import date, timedelta
from uuid import uuid4

import msgspec
import pytest

from registry.canonical import canonical_json, sha256
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Role
from registry.schemes import service as schemes
from registry.schemes.errors import AlreadySigned, NoVersionInForce, SchemeExists
from registry.schemes.rules import Party
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.schemes.tables import SchemeVersion
from tests.registry import making
from tests.registry.making import BEFORE, NOW, RULES, SCHEME, TODAY, World


def proposal(world: World) -> ProposeVersion:
    """A version that takes effect today."""
    return msgspec.structs.replace(making.proposal(world), effective_from=TODAY)


async def test_a_version_holds_once_both_have_signed(database: None) -> None:
    """Proposed and signed by one it does not hold; the other's signature puts it in force from its first day."""
    world = await making.world()
    version = await schemes.propose(SCHEME, proposal(world), actor=world.owner, now=NOW)
    scheme = await schemes.id_by_code(SCHEME)
    assert await schemes.sign(version, actor=world.certifiers[0], now=NOW) is Party.BODY
    assert (await schemes.version_in_force(scheme, TODAY)).number == 1
    assert await schemes.sign(version, actor=world.owner, now=NOW) is Party.OWNER
    assert (await schemes.version_in_force(scheme, TODAY)).number == 2
    assert (await schemes.version_in_force(scheme, TODAY - timedelta(days=1))).number == 1
    with pytest.raises(NoVersionInForce):
        await schemes.version_in_force(scheme, BEFORE.date() - timedelta(days=1))


async def test_each_party_signs_once(database: None) -> None:
    """A second signature of the same party is refused, whoever of them gives it."""
    world = await making.world()
    version = await schemes.propose(SCHEME, proposal(world), actor=world.owner, now=NOW)
    await schemes.sign(version, actor=world.certifiers[0], now=NOW)
    for again in world.certifiers[:2]:
        with pytest.raises(AlreadySigned):
            await schemes.sign(version, actor=again, now=NOW)


async def test_only_the_parties_sign(database: None) -> None:
    """Another owner or body looks at something that does not exist for them; others may not sign at all."""
    world = await making.world()
    version = await schemes.propose(SCHEME, proposal(world), actor=world.owner, now=NOW)
    for role, kind in ((Role.SCHEME_OWNER, Kind.SCHEME_OWNER), (Role.CERTIFIER, Kind.CERTIFICATION_BODY)):
        stranger = await making.account(await making.person(), role, await making.organisation(kind, "Een ander"))
        with pytest.raises(NotFound):
            await schemes.sign(version, actor=stranger, now=NOW)
    for actor in (OPERATOR, world.provider, world.auditor, world.municipality):
        with pytest.raises(NotAllowed):
            await schemes.sign(version, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await schemes.sign(uuid4(), actor=world.owner, now=NOW)


async def test_what_a_proposal_is_refused_for(database: None) -> None:
    """Faulty rules, half a supersession, a body that is none, an unknown scheme, another's scheme, no right."""
    world = await making.world()
    good = proposal(world)
    change = msgspec.structs.replace
    for bad in (
        change(good, rules=change(RULES, validity_months=0)),
        change(good, supersedes=SCHEME),
        change(good, supersedes_on=date(2027, 1, 1)),
        change(good, supersedes=SCHEME, supersedes_on=TODAY - timedelta(days=1)),
        change(good, effective_from=TODAY - timedelta(days=1)),
    ):
        with pytest.raises(Invalid):
            await schemes.propose(SCHEME, bad, actor=world.owner, now=NOW)
    for code, bad in (
        ("onbekend", good),
        (SCHEME, change(good, certification_body=world.organisations["scheme-owner"])),
        (SCHEME, change(good, certification_body=uuid4())),
        (SCHEME, change(good, supersedes="onbekend", supersedes_on=TODAY)),
    ):
        with pytest.raises(NotFound):
            await schemes.propose(code, bad, actor=world.owner, now=NOW)
    stranger = await making.account(
        await making.person(), Role.SCHEME_OWNER, await making.organisation(Kind.SCHEME_OWNER, "Een ander")
    )
    with pytest.raises(NotFound):
        await schemes.propose(SCHEME, good, actor=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        await schemes.propose(SCHEME, good, actor=world.certifiers[0], now=NOW)
    assert await SchemeVersion.count() == 1


async def test_versions_count_and_keep_their_content(database: None) -> None:
    """Numbers count from one; the hash is of what the row holds, and the rules come back as proposed."""
    world = await making.world()
    await schemes.propose(SCHEME, proposal(world), actor=world.owner, now=NOW)
    first, second = await schemes.versions()
    assert (first.number, second.number) == (1, 2)
    assert first.rules == RULES
    for row in await SchemeVersion.select(SchemeVersion.content, SchemeVersion.content_hash):
        assert row["content_hash"] == sha256(canonical_json(msgspec.json.decode(row["content"])))


async def test_a_scheme_is_created_once_by_its_owner(database: None) -> None:
    """A code is its own; one makes schemes for one's own organisation only."""
    world = await making.world()
    command = CreateScheme(code=SCHEME, name_nl="Nog een", name_en="Another", owner=world.organisations["scheme-owner"])
    with pytest.raises(SchemeExists):
        await schemes.create(command, actor=world.owner, now=NOW)
    for owner in (world.organisations["certification-body"], uuid4()):
        with pytest.raises(NotFound):
            await schemes.create(msgspec.structs.replace(command, code="x", owner=owner), actor=world.owner, now=NOW)
    with pytest.raises(NotAllowed):
        await schemes.create(command, actor=OPERATOR, now=NOW)


async def test_the_look_back_of_a_track(database: None) -> None:
    """The longest of the schemes that ask for it; two years for a track that none asks for."""
    world = await making.world()
    await making.scheme(world, "streng", msgspec.structs.replace(RULES, look_back_months=60))
    assert await schemes.look_back_of_track(making.TRACK, TODAY) == 60
    assert await schemes.look_back_of_track("ander", TODAY) == 24
