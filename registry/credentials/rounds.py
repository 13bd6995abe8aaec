"""Publishing status lists as soon as something happened that they tell, by looking every second what is new.

Events and places have rising numbers, but transactions end in another order than they drew them. So what was seen is kept by
number, above the highest number below which nothing can come any more: that is known once every transaction has ended that
was open when it was the highest. A round costs what is new since then, however much there was before. What is kept is of this
process alone: one that begins, or that missed anything, looks at everything.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from registry.credentials.publishing import publish, publish_of
from registry.days import amsterdam_day
from registry.transactions import fetch

LOOK_AGAIN_AFTER = timedelta(minutes=30)
"""So often everything is looked at, though nothing seems to have happened."""
_FRESH = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
    (SELECT max(id) FROM certificate_event) AS events, (SELECT max(id) FROM status_place) AS places,
    (SELECT kid FROM signing_key WHERE use = 'credential' AND state = 'active') AS kid,
    fresh.kind, fresh.id, fresh.certificate, fresh.recorded_at
FROM (SELECT) AS always LEFT JOIN (
    SELECT 'event' AS kind, id, certificate, recorded_at FROM certificate_event WHERE id > $1
    UNION ALL SELECT 'place', id, certificate, recorded_at FROM status_place WHERE id > $2) AS fresh ON true
"""
"""In one statement, so by one snapshot: what is open, what is highest, and what is new."""
_NOTHING = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Mark:
    """The highest numbers at a moment, and the first transaction that had not begun by then."""

    events: int
    places: int
    next: int


@dataclass(slots=True)
class Publishing:
    """What this process has seen. `settled` is the mark below which nothing comes any more; `seen` is above it."""

    settled: _Mark | None = None
    ahead: _Mark | None = None
    seen: set[tuple[str, int]] = field(default_factory=set)
    by: tuple[str | None, date] | None = None
    looked_at: datetime | None = None

    async def round(self, *, now: datetime) -> int:
        """Publish what changed since the last round; returns how many lists that were. Raises SigningKeyRefused.

        On another day, by another key, and every so often everything is looked at.
        """
        above = (_NOTHING, _NOTHING) if self.settled is None else (self.settled.events, self.settled.places)
        rows = await fetch(_FRESH, *above)
        if rows[0]["places"] is None:
            return 0
        fresh = [row for row in rows if row["kind"] is not None and (row["kind"], row["id"]) not in self.seen]
        by = rows[0]["kid"], amsterdam_day(now)
        made = 0
        if self.settled is None or self.by != by or self._is_long_ago(now):
            made = await publish(now=now)
            self.by, self.looked_at = by, now
        elif fresh:
            made = await publish_of({row["certificate"] for row in fresh}, now=now)
        self._see(rows[0], fresh, now=now)
        return made

    def _is_long_ago(self, now: datetime) -> bool:
        return self.looked_at is None or now - self.looked_at >= LOOK_AGAIN_AFTER

    def _see(self, row: Any, fresh: list[Any], *, now: datetime) -> None:  # noqa: ANN401  records of the driver
        """What a clock ahead of ours recorded is looked at again, until ours is there."""
        seen = [each for each in fresh if each["recorded_at"] <= now]
        self.seen.update((each["kind"], each["id"]) for each in seen)
        if len(seen) < len(fresh):
            return
        if self.ahead is not None and row["oldest"] >= self.ahead.next:
            self.settled = self.ahead
            highest = {"event": self.settled.events, "place": self.settled.places}
            self.seen = {(kind, number) for kind, number in self.seen if number > highest[kind]}
            self.ahead = None
        if self.ahead is None:
            self.ahead = _Mark(row["events"], row["places"], row["next"])
