"""What a version that both parties have signed does to the certificates of older versions (DESIGN §2.2).

Certificates stand on schemes, so only the database knows here which of them count on a day: `certificates_counting_on`.
One statement ends all of them, in the transaction of the signature that puts the version in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.people import service as people
from registry.permissions import Actor
from registry.public_log import service as public_log
from registry.schemes.rules import Transition, Version, transition_of
from registry.transactions import Connection, fetch


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version does to the certificates of one older version, and how many of them stand in its way."""

    older: Version
    transition: Transition
    certificates: int


async def effects(by: Version, versions: Sequence[Version]) -> list[Effect]:
    """For each older version that the version names: what becomes of its certificates, and how many it ends."""
    said = [(older, found) for older in versions if (found := transition_of(older, by=by)) is not None]
    ends = _ends(said)
    query = """
        SELECT scheme_version, count(*) AS number FROM certificates_counting_on($1::uuid[], $2::date[]) GROUP BY scheme_version
    """
    rows = await fetch(query, list(ends), list(ends.values())) if ends else []
    counted = {row["scheme_version"]: row["number"] for row in rows}
    return [Effect(older, transition, counted.get(older.id, 0)) for older, transition in said]


async def supersede(by: Version, versions: Sequence[Version], *, connection: Connection, actor: Actor, now: datetime) -> None:
    """The certificates that the version ends are superseded from its day on, each with its audit row.

    Rivals wait: whoever acts on one of the holders, and whoever issues a certificate of an older version.
    """
    said = [(older, found) for older in versions if (found := transition_of(older, by=by)) is not None]
    ends = _ends(said)
    if not ends:
        return
    arguments = (list(ends), list(ends.values()))
    await _lock_holders(arguments, connection=connection)
    await connection.execute("SELECT 1 FROM scheme_version WHERE id = ANY($1) ORDER BY id FOR UPDATE", list(ends))
    await _lock_holders(arguments, connection=connection)
    rows = await connection.fetch(
        """
        INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at)
        SELECT certificate, 'superseded', day, $3 FROM certificates_counting_on($1::uuid[], $2::date[])
        RETURNING certificate, effective_on
        """,
        *arguments,
        now,
    )
    facts = {row["certificate"]: {"effective_on": row["effective_on"], "by": by.id} for row in rows}
    await audit.record_all(Action.CERTIFICATE_SUPERSEDED, facts, actor=actor, at=now)
    await public_log.log_certificate_events(list(facts), at=now)


def _ends(said: Iterable[tuple[Version, Transition]]) -> dict[UUID, date]:
    return {older.id: transition.on for older, transition in said if transition.on is not None}


async def _lock_holders(arguments: tuple[list[UUID], list[date]], *, connection: Connection) -> None:
    """Before the versions, in the order of whoever issues; and again, for who was issued one in between."""
    rows = await connection.fetch("SELECT DISTINCT adviser FROM certificates_counting_on($1::uuid[], $2::date[])", *arguments)
    await people.lock_all([row["adviser"] for row in rows], connection=connection)
