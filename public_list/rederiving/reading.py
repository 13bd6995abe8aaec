"""Everything recorded of certificates and their holders, in plain SQL, for deriving anew what the public may see."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from public_list.rederiving.derivation import Facts, Happened, Stated
from registry.transactions import fetch

if TYPE_CHECKING:
    import asyncpg

AT_A_TIME = 1_000
"""How many certificates are read at a time."""

_FACTS = """
SELECT certificate.number, certificate.snapshot, scheme_version.content AS rules, personal_value.value AS holder,
    (SELECT json_agg(json_build_array(kind, effective_on, reason) ORDER BY id)::text
        FROM certificate_event WHERE certificate = certificate_id AND recorded_at <= $1) AS events,
    (SELECT json_agg(field)::text FROM consent_event AS given
        WHERE adviser = holder_file AND kind = 'given' AND NOT EXISTS (
            SELECT 1 FROM consent_event AS later
            WHERE later.adviser = given.adviser AND later.field = given.field AND later.id > given.id)) AS consent,
    (SELECT row_to_json(adviser_profile)::text
        FROM adviser_profile WHERE adviser = holder_file ORDER BY id DESC LIMIT 1) AS profile,
    (SELECT (array_agg(organisation.name ORDER BY valid_from DESC, organisation.name))[1]
        FROM employment JOIN organisation ON organisation.id = employment.employer
        WHERE employment.person = adviser.person AND valid_from <= $2 AND coalesce(valid_to, $2) >= $2) AS employer,
    (SELECT json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id)::text
        FROM availability WHERE adviser = holder_file AND coalesce(last_day, $2) >= $2) AS stated
FROM (SELECT id AS certificate_id, adviser AS holder_file, number, snapshot, holder, scheme_version
        FROM certificate WHERE number > $3 ORDER BY number LIMIT $4) AS certificate
    JOIN adviser ON adviser.id = holder_file
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
    LEFT JOIN personal_value ON personal_value.commitment = certificate.holder
WHERE EXISTS (SELECT 1 FROM certificate_event
    WHERE certificate = certificate_id AND kind = 'granted' AND recorded_at <= $1)
ORDER BY certificate.number
"""
_LAST = "SELECT max(number) AS number FROM (SELECT number FROM certificate WHERE number > $1 ORDER BY number LIMIT $2) AS batch"


async def facts(*, day: date, now: datetime) -> AsyncIterator[Sequence[Facts]]:
    """All certificates that the registry knows, some at a time, by number; with employer and stated time of that day."""
    last = ""
    while (through := (await fetch(_LAST, last, AT_A_TIME))[0]["number"]) is not None:
        yield [_facts(row) for row in await fetch(_FACTS, now, day, last, AT_A_TIME)]
        last = through


def _facts(row: "asyncpg.Record") -> Facts:
    return Facts(
        number=row["number"],
        snapshot=json.loads(row["snapshot"]),
        rules=json.loads(row["rules"]),
        holder=None if row["holder"] is None else json.loads(row["holder"]),
        events=[Happened(kind, date.fromisoformat(on), why) for kind, on, why in json.loads(row["events"] or "[]")],
        consent=frozenset(json.loads(row["consent"] or "[]")),
        profile=json.loads(row["profile"] or "{}"),
        employer=row["employer"],
        stated=[
            Stated(date.fromisoformat(first), date.fromisoformat(last) if last else None, weekdays)
            for first, last, weekdays in json.loads(row["stated"] or "[]")
        ],
    )
