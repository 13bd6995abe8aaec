"""Schemes: creating, proposing versions, signing them, and which one holds on a day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json, sha256
from registry.errors import Fault, Invalid, NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission, Role
from registry.schemes.errors import AlreadySigned, SamePartyTwice, SchemeExists
from registry.schemes.rules import Party, SchemeRules, Version, check_rules, in_force
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.schemes.tables import Scheme, SchemeSignature, SchemeVersion
from registry.texts import Text
from registry.transactions import transaction

_DEFAULT_LOOK_BACK = 24
_BOTH = Text(
    "Noem het schema dat wordt vervangen én de dag, of geen van beide.",
    "Name both the scheme that is superseded and the day, or neither.",
)


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
    check_rules(command.rules)
    if (command.supersedes is None) != (command.supersedes_on is None):
        raise Invalid([Fault("supersedes", _BOTH)])
    async with transaction() as connection:
        scheme = await connection.fetchrow("SELECT id, owner FROM scheme WHERE code = $1 FOR NO KEY UPDATE", code)
        if scheme is None:
            raise NotFound
        actor.must_for(Permission.OWN_SCHEMES, scheme["owner"])
        await organisations.must_be(command.certification_body, Kind.CERTIFICATION_BODY)
        if command.certification_body == scheme["owner"]:
            raise SamePartyTwice
        number = 1 + await SchemeVersion.count().where(SchemeVersion.scheme == scheme["id"])
        content = canonical_json(command.rules)
        version = SchemeVersion(
            scheme=scheme["id"],
            number=number,
            effective_from=command.effective_from,
            certification_body=command.certification_body,
            supersedes=await _id_of(command.supersedes) if command.supersedes else None,
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
    """The actor's party signs the version: the owner as scheme owner, the body as certifier. Raises AlreadySigned."""
    actor.must(Permission.SIGN_SCHEMES)
    row = (
        await SchemeVersion.select(
            SchemeVersion.certification_body,
            SchemeVersion.scheme.owner.as_alias("owner"),
            SchemeVersion.content_hash,
        )
        .where(SchemeVersion.id == version)
        .first()
    )
    if row is None:
        raise NotFound
    party = _party(actor, row)
    organisation = row["owner"] if party is Party.OWNER else row["certification_body"]
    try:
        async with transaction():
            await SchemeSignature.insert(
                SchemeSignature(
                    scheme_version=version,
                    party=party.value,
                    organisation=organisation,
                    account=actor.account,
                    recorded_at=now,
                ),
            )
            facts = {"party": party, "sha256": row["content_hash"].hex()}
            await audit.record(Action.SCHEME_VERSION_SIGNED, version, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise AlreadySigned from error
    return party


def _party(actor: Actor, row: dict[str, Any]) -> Party:
    for grant in actor.grants:
        if grant.role is Role.SCHEME_OWNER and grant.organisation == row["owner"]:
            return Party.OWNER
        if grant.role is Role.CERTIFIER and grant.organisation == row["certification_body"]:
            return Party.BODY
    raise NotFound


async def versions(*, scheme: UUID | None = None) -> list[Version]:
    """Every version of one scheme, or of all, oldest first, with who signed it."""
    query = SchemeVersion.select(
        *SchemeVersion.all_columns(),
        SchemeVersion.scheme.code.as_alias("code"),
        SchemeVersion.scheme.name_nl.as_alias("name_nl"),
        SchemeVersion.scheme.name_en.as_alias("name_en"),
    )
    if scheme is not None:
        query = query.where(SchemeVersion.scheme == scheme)
    rows = await query.order_by(SchemeVersion.recorded_at)
    signatures = await SchemeSignature.select(SchemeSignature.scheme_version, SchemeSignature.party)
    return [
        Version(
            id=row["id"],
            scheme=row["scheme"],
            scheme_code=row["code"],
            scheme_name=Text(row["name_nl"], row["name_en"]),
            number=row["number"],
            effective_from=row["effective_from"],
            certification_body=row["certification_body"],
            rules=msgspec.json.decode(row["content"], type=SchemeRules),
            signed_by=frozenset(Party(each["party"]) for each in signatures if each["scheme_version"] == row["id"]),
        )
        for row in rows
    ]


async def version_in_force(scheme: UUID, day: date) -> Version:
    """The version of the scheme that holds on a day; raises NoVersionInForce."""
    return in_force(await versions(scheme=scheme), day)


async def certified_by(bodies: frozenset[UUID]) -> list[UUID]:
    """The schemes of which one of these organisations is, or was, the certification body."""
    return list({each.scheme for each in await versions() if each.certification_body in bodies})


async def bodies_asking(track_code: str) -> frozenset[UUID]:
    """The certification bodies of the signed schemes that ask for the track."""
    return frozenset(
        each.certification_body
        for each in await versions()
        if each.signed_by == frozenset(Party) and track_code in each.rules.track_codes
    )


async def look_back_of_track(track_code: str, day: date) -> int:
    """The longest look-back, in months, of the schemes in force that ask for the track; two years where none does."""
    signed = [each for each in await versions() if each.signed_by == frozenset(Party) and each.effective_from <= day]
    asking = [each.rules.look_back_months for each in signed if track_code in each.rules.track_codes]
    return max(asking, default=_DEFAULT_LOOK_BACK)


async def id_by_code(code: str) -> UUID:
    """The scheme with that code; raises NotFound."""
    return await _id_of(code)


async def _id_of(code: str) -> UUID:
    row = await Scheme.select(Scheme.id).where(Scheme.code == code).first()
    if row is None:
        raise NotFound
    found: UUID = row["id"]
    return found
