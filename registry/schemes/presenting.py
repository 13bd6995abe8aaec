"""What the pages show of schemes: each version with its state, its signatures, its words and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from registry.errors import NotFound
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.schemes import service
from registry.schemes.rules import Party, Version
from registry.schemes.superseding import Effect
from registry.schemes.tables import Scheme, SchemeSignature, SchemeVersion
from registry.schemes.wording import FIELDS, Change, changes, facts_of
from registry.texts import Text


class State(StrEnum):
    """How far a version is."""

    UNSIGNED = "unsigned"
    TOO_LATE = "too-late"
    COMING = "coming"
    IN_FORCE = "in-force"
    SUCCEEDED = "succeeded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SchemeShown:
    """A scheme, and its versions with the state of each, newest first."""

    id: UUID
    code: str
    name: Text
    owner: UUID
    owner_name: str
    versions: list[tuple[Version, State]]


@dataclass(frozen=True, slots=True)
class Signed:
    """Which party signed, and when."""

    party: Party
    organisation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version: what it says by field, what it changes, who signed it, and the party that the visitor may sign for."""

    scheme: SchemeShown
    version: Version
    state: State
    body: str
    content_hash: str
    fields: list[tuple[Text, list[Text]]]
    previous: Version | None
    changes: list[Change]
    signatures: list[Signed]
    effects: list[Effect]
    signs_as: Party | None


def state_of(version: Version, others: Sequence[Version], today: date) -> State:
    """How far a version of a scheme is on a day, among all versions of that scheme."""
    if not version.is_signed:
        return State.TOO_LATE if version.effective_from < today else State.UNSIGNED
    if version.ends_on is not None and version.ends_on <= today:
        return State.ENDED
    if version.effective_from > today:
        return State.COMING
    begun = [each for each in others if each.is_signed and each.effective_from <= today]
    newest = max(begun, key=lambda each: (each.effective_from, each.number))
    return State.IN_FORCE if newest.id == version.id else State.SUCCEEDED


async def schemes_on(today: date) -> list[SchemeShown]:
    """Every scheme by its code."""
    rows = await Scheme.select(
        Scheme.id, Scheme.code, Scheme.name_nl, Scheme.name_en, Scheme.owner, Scheme.owner.name.as_alias("owner_name")
    ).order_by(Scheme.code)
    found: dict[UUID, list[Version]] = {row["id"]: [] for row in rows}
    for version in await service.versions():
        found[version.scheme].append(version)
    return [
        SchemeShown(
            id=row["id"],
            code=row["code"],
            name=Text(row["name_nl"], row["name_en"]),
            owner=row["owner"],
            owner_name=row["owner_name"],
            versions=[(each, state_of(each, found[row["id"]], today)) for each in reversed(found[row["id"]])],
        )
        for row in rows
    ]


async def scheme_on(code: str, today: date) -> SchemeShown:
    """The scheme with that code; raises NotFound."""
    for each in await schemes_on(today):
        if each.code == code:
            return each
    raise NotFound


async def version_on(code: str, number: str, *, actor: Actor | None, today: date) -> VersionShown:
    """One version of a scheme; what it ends is counted for its parties and for auditors. Raises NotFound."""
    scheme = await scheme_on(code, today)
    version, state = next(
        ((each, state) for each, state in scheme.versions if str(each.number) == number), (None, State.UNSIGNED)
    )
    if version is None:
        raise NotFound
    previous = next((each for each, _ in scheme.versions if each.number < version.number and each.is_signed), None)
    party = _party(actor, scheme, version)
    sees_effects = actor is not None and (party is not None or actor.sees_everything)
    return VersionShown(
        scheme=scheme,
        version=version,
        state=state,
        body=(await organisations.names_of({version.certification_body}))[version.certification_body],
        content_hash=await _content_hash(version.id),
        fields=_fields(version),
        previous=previous,
        changes=changes(previous.rules, version.rules) if previous else [],
        signatures=await _signatures(version.id),
        effects=await service.effects_of(version.id, actor=actor) if actor is not None and sees_effects else [],
        signs_as=party if state is State.UNSIGNED and party not in version.signed_by else None,
    )


async def waiting_for(actor: Actor, today: date) -> int:
    """How many versions the actor's party has not signed, and still can."""
    return sum(
        state is State.UNSIGNED and (party := _party(actor, scheme, version)) is not None and party not in version.signed_by
        for scheme in await schemes_on(today)
        for version, state in scheme.versions
    )


def _party(actor: Actor | None, scheme: SchemeShown, version: Version) -> Party | None:
    if actor is None or not actor.may(Permission.SIGN_SCHEMES):
        return None
    return service.party_of(actor, owner=scheme.owner, body=version.certification_body)


def _fields(version: Version) -> list[tuple[Text, list[Text]]]:
    return [
        (FIELDS[field], [fact.text for fact in facts])
        for field, facts in groupby(facts_of(version.rules), lambda fact: fact.field)
    ]


async def _content_hash(version: UUID) -> str:
    row = await SchemeVersion.select(SchemeVersion.content_hash).where(SchemeVersion.id == version).first()
    if row is None:
        raise NotFound
    found: bytes = row["content_hash"]
    return found.hex()


async def _signatures(version: UUID) -> list[Signed]:
    rows = (
        await SchemeSignature.select(
            SchemeSignature.party, SchemeSignature.organisation.name.as_alias("name"), SchemeSignature.recorded_at
        )
        .where(SchemeSignature.scheme_version == version)
        .order_by(SchemeSignature.recorded_at, SchemeSignature.party)
    )
    return [Signed(Party(row["party"]), row["name"], row["recorded_at"]) for row in rows]
