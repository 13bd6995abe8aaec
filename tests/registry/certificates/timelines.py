"""Certificates with any history at all, as rows, triggers and references set aside: inside a transaction of the test."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from registry.canonical import canonical_json, sha256
from registry.certificates.rules import EventKind, Timeline
from registry.certificates.snapshot import Snapshot
from registry.numbering import new_certificate_number
from registry.transactions import Connection, transaction

_CERTIFICATE = (
    *("id", "number", "adviser", "scheme_version", "valid_from", "valid_until", "holder", "snapshot", "snapshot_hash"),
    *("evidence_hash", "prepared_by", "decided_by", "recorded_at"),
)
_UNKNOWN = datetime(2020, 1, 1, tzinfo=UTC)
_EVENT = ("certificate", "kind", "effective_on", "recorded_at", "prepared_by", "decided_by", "resolve_by")


class _Undo(Exception):
    pass


@asynccontextmanager
async def undone() -> AsyncIterator[Connection]:
    """A transaction of which nothing stays, in which rows need not fit together."""
    with suppress(_Undo):
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            yield connection
            raise _Undo


def _snapshot(number: str, timeline: Timeline) -> Snapshot:
    return Snapshot(
        number=number,
        holder="00" * 32,
        scheme="e-adviseur",
        scheme_name_nl="e-adviseur",
        scheme_name_en="e-adviser",
        scheme_version=1,
        scope=(),
        body="De instelling",
        valid_from=timeline.valid_from,
        valid_until=timeline.valid_until,
        issued_on=timeline.valid_from,
        evidence="00" * 32,
    )


async def written(timelines: Sequence[Timeline], *, version: UUID | None = None, connection: Connection) -> dict[UUID, str]:
    """Certificates with these histories, by id their numbers, in the same order; of a version, or of none there is."""
    numbers = {uuid4(): new_certificate_number() for _ in timelines}
    rows, events = [], []
    for (certificate, number), timeline in zip(numbers.items(), timelines, strict=True):
        text = canonical_json(_snapshot(number, timeline))
        at = timeline.events[0].recorded_at if timeline.events else _UNKNOWN
        rows.append(
            (
                *(certificate, number, uuid4(), version or uuid4(), timeline.valid_from, timeline.valid_until, b"", text),
                *(sha256(text), b"", uuid4(), uuid4(), at),
            )
        )
        for event in timeline.events:
            resolve_by = event.effective_on + timedelta(days=30) if event.kind is EventKind.SUSPENDED else None
            events.append(
                (certificate, event.kind, event.effective_on, event.recorded_at, uuid4(), uuid4(), resolve_by),
            )
    await connection.copy_records_to_table("certificate", columns=_CERTIFICATE, records=rows)
    await connection.copy_records_to_table("certificate_event", columns=_EVENT, records=events)
    return numbers
