"""What waits for somebody: one question to the database for each kind that is theirs."""

from collections.abc import Sequence
from datetime import datetime

from registry.days import amsterdam_day
from registry.home.rules import Found, Kind, Part, is_for, parts_of
from registry.permissions import Actor
from registry.transactions import fetch

_FOUND = """
WITH own_file AS MATERIALIZED (
    SELECT files_of_same_person(own.id) AS id FROM adviser AS own WHERE own.person = $2::uuid
), own_person AS MATERIALIZED (
    SELECT person AS id FROM adviser WHERE adviser.id IN (SELECT id FROM own_file) UNION SELECT $2::uuid
), own_account AS MATERIALIZED (
    SELECT account.id FROM account WHERE person IN (SELECT id FROM own_person) UNION SELECT $3::uuid
), given AS (SELECT $1::uuid[] AS organisations, $4::date AS today, $5::timestamptz AS now)
SELECT count(*) AS number, min(found.day) AS day, (array_agg(found.subject ORDER BY found.day, found.subject))[1] AS subject
FROM ({query}) AS found
"""
"""A query may ask: the organisations for which the actor has the permission ($1), their person ($2) and account ($3), today
($4), the instant ($5); and `own_file`, `own_person`, `own_account`: all that are of the same human being."""


async def parts(kinds: Sequence[Kind], *, actor: Actor, now: datetime) -> list[Part]:
    """What waits for the actor in each of their roles; of organisations only their own."""
    today = amsterdam_day(now)
    found = [(kind, await _found(kind, actor, now)) for kind in kinds if is_for(kind, actor)]
    return parts_of(found, today)


async def _found(kind: Kind, actor: Actor, now: datetime) -> Found:
    if not isinstance(kind.found_by, str):
        return await kind.found_by(actor, now)
    organisations = [
        grant.organisation
        for grant in actor.grants
        if grant.role is kind.role and kind.permission in grant.permissions and grant.organisation is not None
    ]
    query = _FOUND.replace("{query}", kind.found_by)
    [row] = await fetch(query, organisations, actor.person, actor.account, amsterdam_day(now), now)
    return Found(row["number"], row["day"], row["subject"])
