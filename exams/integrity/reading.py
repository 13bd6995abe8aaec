"""Finding cases of the integrity watch, and who may read which."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from exams.integrity.parties import independent_of
from exams.integrity.rules import CaseFacts, CaseOutcome, Flag
from exams.integrity.tables import IntegrityCase
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a case, when, with what outcome; and the commitment to their words."""

    by: UUID
    at: datetime
    outcome: CaseOutcome
    conclusion: bytes | None


@dataclass(frozen=True, slots=True)
class Case:
    """A case; `handler` is the account that took it, `handled_by` the person behind it."""

    id: UUID
    provider: UUID
    provider_name: str
    track_code: str
    track_name: Text
    track_version: int
    flag: Flag
    facts: CaseFacts
    opened_at: datetime
    handler: UUID | None
    handled_by: UUID | None
    closing: Closing | None


async def case_for(actor: Actor, wanted: UUID) -> Case:
    """One case, for who may read it; to everyone else, those whom it is about included, it looks absent."""
    actor.must(Permission.READ_INTEGRITY)
    found = await _readable(actor, await _cases(IntegrityCase.id == wanted))
    if not found:
        raise NotFound
    return found[0]


async def cases_for(actor: Actor) -> list[Case]:
    """The cases about tracks that the schemes of the actor's body ask for, oldest first; an auditor sees all.

    A track that no scheme asks for is anyone's who certifies, as examining it is. Whoever is a party to a case does not see
    it, certifier or not.
    """
    actor.must(Permission.READ_INTEGRITY)
    return await _readable(actor, await _cases(None))


async def _readable(actor: Actor, found: list[Case]) -> list[Case]:
    if actor.sees_everything:
        return found
    own = actor.organisations_where(Permission.READ_INTEGRITY)
    asking = {code: await schemes.bodies_asking(code) for code in {each.track_code for each in found}}
    readable = [each for each in found if own and (asking[each.track_code] & own or not asking[each.track_code])]
    independent = await independent_of(actor, {each.id: (each.track_code, each.facts) for each in readable})
    return [each for each in readable if each.id in independent]


async def conclusion_of(about: Case) -> str | None:
    """The closing words, unless they were erased."""
    if about.closing is None or about.closing.conclusion is None:
        return None
    kept = (await personal_data.reveal([about.closing.conclusion])).get(about.closing.conclusion)
    return None if kept is None else str(kept["conclusion"])


async def _cases(where: Any) -> list[Case]:  # noqa: ANN401  a Piccolo condition has no one type
    version = IntegrityCase.track_version
    query = IntegrityCase.select(
        *IntegrityCase.all_columns(),
        IntegrityCase.provider.name.as_alias("provider_name"),
        version.number.as_alias("version_number"),
        version.track.code.as_alias("track_code"),
        version.track.name_nl.as_alias("track_name_nl"),
        version.track.name_en.as_alias("track_name_en"),
        IntegrityCase.handler.person.as_alias("handled_by"),
        IntegrityCase.closed_by.person.as_alias("closed_by_person"),
    )
    rows = await (query if where is None else query.where(where)).order_by(IntegrityCase.opened_at)
    return [_from_row(row) for row in rows]


def _from_row(row: dict[str, Any]) -> Case:
    closing = None
    if row["closed_at"] is not None:
        outcome = CaseOutcome(row["outcome"])
        closing = Closing(row["closed_by_person"], row["closed_at"], outcome, row["conclusion"])
    return Case(
        id=row["id"],
        provider=row["provider"],
        provider_name=row["provider_name"],
        track_code=row["track_code"],
        track_name=Text(row["track_name_nl"], row["track_name_en"]),
        track_version=row["version_number"],
        flag=Flag(row["flag"]),
        facts=msgspec.json.decode(row["facts"], type=CaseFacts),
        opened_at=row["opened_at"],
        handler=row["handler"],
        handled_by=row["handled_by"],
        closing=closing,
    )
