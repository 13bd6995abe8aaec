"""What follows a municipality to its successor beside days and bookings: intakes, accounts, memberships, people.

Everything is counted by the same statements that a preview reads, and written inside the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.reorganisations.moving import Passing
from registry.reorganisations.rules import Span, span_of_successor
from registry.transactions import Connection, fetch


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something that an organisation is to somebody else for a period: how it is read, ended and begun."""

    read: str
    end: str
    begin: str


PARTNERSHIPS = Lasting(
    read="SELECT partnership AS whose, municipality AS holder, valid_from, valid_to FROM partnership_member "
    "WHERE municipality = ANY($1)",
    end="UPDATE partnership_member SET valid_to = $2 WHERE municipality = ANY($1) AND valid_from <= $2 "
    "AND (valid_to IS NULL OR valid_to > $2)",
    begin="INSERT INTO partnership_member (id, partnership, municipality, valid_from, valid_to) "
    "SELECT gen_random_uuid(), whose, $2, first_day, last_day "
    "FROM unnest($1::uuid[], $3::date[], $4::date[]) AS lasting (whose, first_day, last_day) ON CONFLICT DO NOTHING",
)
REGIONS = Lasting(
    read="SELECT region AS whose, municipality AS holder, valid_from, valid_to FROM region_member WHERE municipality = ANY($1)",
    end="UPDATE region_member SET valid_to = $2 WHERE municipality = ANY($1) AND valid_from <= $2 "
    "AND (valid_to IS NULL OR valid_to > $2)",
    begin="INSERT INTO region_member (id, region, municipality, valid_from, valid_to) "
    "SELECT gen_random_uuid(), whose, $2, first_day, last_day "
    "FROM unnest($1::uuid[], $3::date[], $4::date[]) AS lasting (whose, first_day, last_day) ON CONFLICT DO NOTHING",
)
EMPLOYMENTS = Lasting(
    read="SELECT person AS whose, employer AS holder, valid_from, valid_to FROM employment WHERE employer = ANY($1)",
    end="UPDATE employment SET valid_to = $2 WHERE employer = ANY($1) AND valid_from <= $2 "
    "AND (valid_to IS NULL OR valid_to > $2)",
    begin="INSERT INTO employment (id, person, employer, valid_from, valid_to) "
    "SELECT gen_random_uuid(), whose, $2, first_day, last_day "
    "FROM unnest($1::uuid[], $3::date[], $4::date[]) AS lasting (whose, first_day, last_day) ON CONFLICT DO NOTHING",
)
TIES = Lasting(
    read="SELECT adviser AS whose, organisation AS holder, valid_from, valid_to FROM declared_tie WHERE organisation = ANY($1)",
    end="UPDATE declared_tie SET valid_to = $2 WHERE organisation = ANY($1) AND valid_from <= $2 AND valid_to IS NULL",
    begin="INSERT INTO declared_tie (id, adviser, organisation, valid_from, valid_to, account, recorded_at) "
    "SELECT gen_random_uuid(), whose, $2, first_day, last_day, declared.account, declared.recorded_at "
    "FROM unnest($1::uuid[], $3::date[], $4::date[]) AS lasting (whose, first_day, last_day) "
    "JOIN LATERAL (SELECT account, recorded_at FROM declared_tie WHERE adviser = whose "
    "ORDER BY recorded_at DESC LIMIT 1) AS declared ON true ON CONFLICT DO NOTHING",
)
_OPEN_INTAKES = """
SELECT id FROM intake WHERE (holder = ANY($1) OR id IN (SELECT intake FROM intake_member WHERE municipality = ANY($1)))
AND NOT EXISTS (SELECT 1 FROM intake_event WHERE intake_event.intake = intake.id
    AND step IN ('completed', 'taken-over', 'cancelled'))
ORDER BY id
"""
_LOCKED_INTAKES = "SELECT 1 FROM intake WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
_COMPLETED_INTAKES = """
SELECT DISTINCT intake FROM intake_member JOIN intake_event USING (intake)
WHERE municipality = ANY($1) AND step IN ('completed', 'taken-over')
"""
_HELD_BY = "UPDATE intake SET holder = $2 WHERE holder = ANY($1) AND id = ANY($3)"
_NAMED = """
INSERT INTO intake_member (id, intake, municipality)
SELECT gen_random_uuid(), intake, $2 FROM (
    SELECT DISTINCT intake FROM intake_member WHERE municipality = ANY($1) AND intake = ANY($3)
) AS naming ON CONFLICT DO NOTHING
"""
_COORDINATORS = """
SELECT account.id FROM intake JOIN account ON account.person = intake.coordinator
WHERE intake.id = ANY($1) AND account.disabled_at IS NULL
"""
_ACCOUNTS = "SELECT DISTINCT account FROM membership WHERE organisation = ANY($1) AND ended_at IS NULL ORDER BY account"
_LOCKED_ROLES = "SELECT 1 FROM account WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
_ROLES_ENDED = """
UPDATE membership SET ended_at = $2 WHERE organisation = ANY($1) AND ended_at IS NULL RETURNING account, role
"""
_ROLES_GIVEN = """
INSERT INTO membership (id, account, role, organisation, recorded_at)
SELECT DISTINCT ON (account, role) gen_random_uuid(), account, role, $3::uuid, $4::timestamptz
FROM unnest($1::uuid[], $2::varchar[]) AS ended (account, role) ON CONFLICT DO NOTHING RETURNING account, role
"""
_KEYS = "SELECT id FROM api_key WHERE organisation = ANY($1) AND revoked_at IS NULL AND expires_at > $2"
_KEYS_REVOKED = "UPDATE api_key SET revoked_at = $2 WHERE id = ANY($1)"


async def lasting(what: Lasting, passing: Passing) -> dict[UUID, Span]:
    """For whom the successor is so from now on, and how long: for whom a predecessor was, unless the successor is already."""
    theirs: dict[UUID, list[Span]] = {}
    own: dict[UUID, list[Span]] = {}
    for row in await fetch(what.read, [*passing.predecessors, passing.successor]):
        found = own if row["holder"] == passing.successor else theirs
        found.setdefault(row["whose"], []).append(Span(row["valid_from"], row["valid_to"]))
    passed = {whose: span_of_successor(spans, passing.effective_on, own.get(whose, ())) for whose, spans in theirs.items()}
    return {whose: span for whose, span in passed.items() if span is not None}


async def regions(passing: Passing) -> dict[UUID, Span]:
    """The one region of the predecessors, where the successor lies in none; where theirs differ a person must choose."""
    found = await _regions_open_to(passing)
    return found if len(found) == 1 else {}


async def regions_differ(passing: Passing) -> bool:
    """The successor lies in no region, and the predecessors in more than one."""
    return len(await _regions_open_to(passing)) > 1


async def _regions_open_to(passing: Passing) -> dict[UUID, Span]:
    placed = [Span(row["valid_from"], row["valid_to"]) for row in await fetch(REGIONS.read, [passing.successor])]
    since = Span(passing.effective_on, None)
    return {} if any(span.meets(since) for span in placed) else await lasting(REGIONS, passing)


async def names_of_regions(found: Mapping[UUID, Span]) -> list[str]:
    """What these regions are called."""
    return [row["name"] for row in await fetch("SELECT name FROM region WHERE id = ANY($1) ORDER BY name", list(found))]


async def pass_lasting(what: Lasting, begun: Mapping[UUID, Span], passing: Passing, *, connection: Connection) -> None:
    """What lasted for the predecessors ends with their last day, and begins for the successor."""
    await connection.execute(what.end, list(passing.predecessors), passing.effective_on - timedelta(days=1))
    firsts, lasts = [each.first_day for each in begun.values()], [each.last_day for each in begun.values()]
    await connection.execute(what.begin, list(begun), passing.successor, firsts, lasts)


@dataclass(frozen=True, slots=True)
class Intakes:
    """The intakes that name a predecessor or are theirs, by id: those that go on, and those that granted days."""

    still_open: tuple[UUID, ...]
    completed: tuple[UUID, ...]


async def intakes_of(predecessors: Sequence[UUID]) -> Intakes:
    """The intakes that follow."""
    still_open = await fetch(_OPEN_INTAKES, list(predecessors))
    completed = await fetch(_COMPLETED_INTAKES, list(predecessors))
    return Intakes(tuple(row["id"] for row in still_open), tuple(row["intake"] for row in completed))


async def lock_intakes(intakes: Intakes, *, connection: Connection) -> None:
    """Whoever completes one of these waits until the transaction ends."""
    await connection.execute(_LOCKED_INTAKES, list(intakes.still_open))


async def pass_intakes(intakes: Intakes, passing: Passing, *, connection: Connection) -> list[UUID]:
    """An intake that goes on is held with the successor; one that is over stays as it was, and names the successor too.

    Returns the accounts of the coordinators whose intakes go on.
    """
    predecessors, still_open = list(passing.predecessors), list(intakes.still_open)
    await connection.execute(_HELD_BY, predecessors, passing.successor, still_open)
    await connection.execute(_NAMED, predecessors, passing.successor, [*still_open, *intakes.completed])
    return [row["id"] for row in await connection.fetch(_COORDINATORS, still_open)]


async def accounts_of(predecessors: Sequence[UUID]) -> list[UUID]:
    """Who has a role for a predecessor."""
    return [row["account"] for row in await fetch(_ACCOUNTS, list(predecessors))]


async def keys_of(predecessors: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """The API keys that work for a predecessor."""
    return [row["id"] for row in await fetch(_KEYS, list(predecessors), now)]


async def pass_accounts(passing: Passing, *, connection: Connection, actor: Actor, now: datetime) -> list[UUID]:
    """Who had a role for a predecessor has the same for the successor; keys of programs end. Returns the accounts."""
    predecessors = list(passing.predecessors)
    accounts = await accounts_of(predecessors)
    await connection.execute(_LOCKED_ROLES, accounts)
    ended = await connection.fetch(_ROLES_ENDED, predecessors, now)
    roles = [row["role"] for row in ended]
    given = await connection.fetch(_ROLES_GIVEN, [row["account"] for row in ended], roles, passing.successor, now)
    facts = {
        row["account"]: {"role": row["role"], "organisation": passing.successor, "reorganisation": passing.id} for row in given
    }
    await audit.record_all(Action.ROLE_GRANTED, facts, actor=actor, at=now)
    keys = await keys_of(predecessors, now=now)
    await connection.execute(_KEYS_REVOKED, keys, now)
    why = {key: {"reorganisation": passing.id} for key in keys}
    await audit.record_all(Action.API_KEY_REVOKED, why, actor=actor, at=now)
    return accounts
