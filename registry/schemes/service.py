"""Schemes: creating, proposing versions, signing them, and which one holds on a day."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json, sha256
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.people import merging
from registry.permissions import Actor, Permission, Role
from registry.public_log import service as public_log
from registry.schemes import proposals, superseding
from registry.schemes.errors import (
    AlreadySigned,
    FirstDayHasPassed,
    NoVersionInForce,
    OnePersonForBoth,
    SamePartyTwice,
    SchemeExists,
)
from registry.schemes.rules import Party
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.schemes.superseding import Effect
from registry.schemes.tables import Scheme, SchemeSignature, SchemeVersion
from registry.schemes.versions import (
    bodies_asking,
    certified_by,
    look_back_of_track,
    names,
    newest_version,
    signed_by_owners,
    version_in_force,
    versions,
)
from registry.transactions import Connection, transaction

__all__ = [
    "bodies_asking",
    "certified_by",
    "create",
    "effects_of",
    "hold",
    "id_by_code",
    "look_back_of_track",
    "names",
    "newest_version",
    "party_of",
    "propose",
    "sign",
    "signed_by_owners",
    "version_in_force",
    "versions",
]


async def create(command: CreateScheme, *, actor: Actor, now: datetime) -> UUID:
    """A new scheme, without rules yet; raises SchemeExists."""
    actor.must_for(Permission.OWN_SCHEMES, command.owner)
    scheme = Scheme(
        code=command.code,
        name_nl=command.name_nl,
        name_en=command.name_en,
        owner=command.owner,
        recorded_at=now,
    )
    try:
        async with transaction():
            await Scheme.insert(scheme)
            await audit.record(Action.SCHEME_CREATED, scheme.id, actor=actor, at=now, facts={"code": command.code})
    except asyncpg.UniqueViolationError as error:
        raise SchemeExists(code=command.code) from error
    return scheme.id


async def propose(code: str, command: ProposeVersion, *, actor: Actor, now: datetime) -> UUID:
    """The next version of a scheme. Raises Invalid with every fault, SamePartyTwice, NotFound."""
    async with transaction() as connection:
        scheme = await connection.fetchrow("SELECT id, owner FROM scheme WHERE code = $1 FOR NO KEY UPDATE", code)
        if scheme is None:
            raise NotFound
        actor.must_for(Permission.OWN_SCHEMES, scheme["owner"])
        number = 1 + await SchemeVersion.count().where(SchemeVersion.scheme == scheme["id"])
        await proposals.check(code, number, command, today=amsterdam_day(now))
        await organisations.must_be(command.certification_body, Kind.CERTIFICATION_BODY)
        if command.certification_body == scheme["owner"]:
            raise SamePartyTwice
        content = canonical_json(command.rules)
        version = SchemeVersion(
            scheme=scheme["id"],
            number=number,
            effective_from=command.effective_from,
            certification_body=command.certification_body,
            supersedes=await id_by_code(command.supersedes) if command.supersedes else None,
            supersedes_on=command.supersedes_on,
            content=content,
            content_hash=sha256(content),
            recorded_at=now,
        )
        await SchemeVersion.insert(version)
        facts = {"scheme": code, "number": number, "sha256": version.content_hash.hex()}
        await audit.record(Action.SCHEME_VERSION_PROPOSED, version.id, actor=actor, at=now, facts=facts)
    return version.id


async def sign(version: UUID, *, actor: Actor, now: datetime) -> Party:
    """The actor's party signs the version: the owner as scheme owner, the body as certifier, by two people.

    The second signature puts it in force: certificates that it ends are superseded from its day on, in the same
    transaction. Raises AlreadySigned, OnePersonForBoth, FirstDayHasPassed, NotFound.
    """
    actor.must(Permission.SIGN_SCHEMES)
    actor.must_be_in_person()
    async with transaction() as connection:
        row = await connection.fetchrow(
            "SELECT scheme_version.certification_body, scheme.owner, scheme_version.content_hash FROM scheme_version "
            "JOIN scheme ON scheme.id = scheme_version.scheme WHERE scheme_version.id = $1 FOR NO KEY UPDATE OF scheme_version",
            version,
        )
        if row is None:
            raise NotFound
        party = party_of(actor, owner=row["owner"], body=row["certification_body"])
        if party is None:
            raise NotFound
        await _check_may_sign(version, party, actor)
        signature = SchemeSignature(
            scheme_version=version,
            party=party.value,
            organisation=row["owner"] if party is Party.OWNER else row["certification_body"],
            account=actor.account,
            recorded_at=now,
        )
        await SchemeSignature.insert(signature)
        facts = {"party": party, "sha256": row["content_hash"].hex()}
        await audit.record(Action.SCHEME_VERSION_SIGNED, version, actor=actor, at=now, facts=facts)
        await _put_in_force(version, connection=connection, actor=actor, now=now)
    return party


async def _check_may_sign(version: UUID, party: Party, actor: Actor) -> None:
    """Each party signs once, and one human being never for both, under whatever record of themselves."""
    rows = await SchemeSignature.select(SchemeSignature.party, SchemeSignature.account.person.as_alias("person")).where(
        SchemeSignature.scheme_version == version
    )
    if any(row["party"] == party for row in rows):
        raise AlreadySigned
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    if any(row["person"] in own for row in rows):
        raise OnePersonForBoth


async def _put_in_force(version: UUID, *, connection: Connection, actor: Actor, now: datetime) -> None:
    """When both have signed: it begins today at the earliest, and does what it says to older certificates."""
    found = await versions()
    signed = next(each for each in found if each.id == version)
    if not signed.is_signed:
        return
    if signed.effective_from < amsterdam_day(now):
        raise FirstDayHasPassed(day=signed.effective_from)
    await superseding.supersede(signed, found, connection=connection, actor=actor, now=now)
    await public_log.log_scheme_versions(at=now)


def party_of(actor: Actor, *, owner: UUID, body: UUID) -> Party | None:
    """The party of a version that the actor signs for; None for whoever is of neither."""
    held = {(grant.role, grant.organisation) for grant in actor.grants}
    if (Role.SCHEME_OWNER, owner) in held:
        return Party.OWNER
    return Party.BODY if (Role.CERTIFIER, body) in held else None


async def effects_of(version: UUID, *, actor: Actor) -> list[Effect]:
    """What signing the version does to older certificates, for its parties and auditors; raises NotFound for others."""
    found = await versions()
    wanted = next((each for each in found if each.id == version), None)
    if wanted is None:
        raise NotFound
    if not actor.sees_everything and not party_of(actor, owner=await _owner_of(wanted.scheme), body=wanted.certification_body):
        raise NotFound
    return await superseding.effects(wanted, found)


async def hold(version: UUID, *, valid_from: date, connection: Connection) -> date | None:
    """Whoever issues a certificate of the version holds it: until they are done no newer version ends its certificates.

    Returns the first day on which certificates of the version count no more, if one is known: the certificate is
    superseded from that day on. Raises NoVersionInForce when they count no more by `valid_from`.
    """
    await connection.execute("SELECT 1 FROM scheme_version WHERE id = $1 FOR KEY SHARE", version)
    ends_on = next(each.ends_on for each in await versions() if each.id == version)
    if ends_on is not None and ends_on <= valid_from:
        raise NoVersionInForce(day=valid_from)
    return ends_on


async def id_by_code(code: str) -> UUID:
    """The scheme with that code; raises NotFound."""
    row = await Scheme.select(Scheme.id).where(Scheme.code == code).first()
    if row is None:
        raise NotFound
    found: UUID = row["id"]
    return found


async def _owner_of(scheme: UUID) -> UUID:
    row = await Scheme.select(Scheme.owner).where(Scheme.id == scheme).first()
    if row is None:
        raise NotFound
    found: UUID = row["owner"]
    return found
