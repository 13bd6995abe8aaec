"""What certificates cost beside bare SQL for the same rows: granting in bulk, the status of all, one check; and their PDFs.

All are taken in turns, in the same run, on a PostgreSQL that this script starts for itself. Run
`python -m benchmarks.certificates [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import certificates_pdf, figures

if TYPE_CHECKING:
    from benchmarks.certificate_ground import Ground

DOSSIERS = 1_000
CERTIFICATES, FEWER = 1_000_000, 100_000
OF_BARE_INSERTS, OF_PLAIN_AGGREGATE, OF_ONE_QUERY = 3.0, 2.0, 1.0
DAY, KNOWN_AT = date(2024, 5, 3), datetime(2026, 5, 10, tzinfo=UTC)
_CHECKS = 500
_PLAIN = """
SELECT count(*), max(happened), max(last) FROM (
    SELECT certificate, count(*) AS happened, max(effective_on) AS last FROM certificate_event
    WHERE recorded_at <= $1 GROUP BY certificate) AS plain
"""
"""Of the same events one row for each certificate, as any answer about each must have."""


async def _seconds(act: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await act
    return time.perf_counter() - begun


async def _granting(ground: "Ground", rounds: int) -> list[figures.Row]:
    """Each round grants dossiers of its own, takes the rows away again, and writes the very same ones bare."""
    from benchmarks import certificate_ground, certificates_again  # noqa: PLC0415 - Piccolo is configured by now
    from registry.dossiers import bulk  # noqa: PLC0415 - likewise
    from registry.dossiers.bulk_schemas import GrantTogether  # noqa: PLC0415 - likewise

    granted, inserted, copied = [], [], []
    for turn in range(rounds):
        asked = await certificate_ground.prepared(ground, 1_000 + turn * DOSSIERS, DOSSIERS)
        now = certificate_ground.NOW + timedelta(minutes=turn)
        begun = time.perf_counter()
        rows = await bulk.grant_all(GrantTogether(dossiers=asked), actor=ground.deciding, now=now)
        granted.append(time.perf_counter() - begun)
        if any(row.refused for row in rows):
            raise RuntimeError("a dossier was refused: these figures would mean nothing")
        made = await certificates_again.taken_away(now)
        inserted.append(await _seconds(certificates_again.inserted(made)))
        await certificates_again.taken_away(now)
        copied.append(await _seconds(certificates_again.copied(made)))
    name = f"{DOSSIERS:,} dossiers granted"
    return [
        figures.row(f"{name} / bare INSERTs, s", measured=median(granted), reference=median(inserted), goal=OF_BARE_INSERTS),
        figures.row(f"{name} / bare COPYs, s", measured=median(granted), reference=median(copied), goal=None),
    ]


async def _standing(count: int, rounds: int) -> figures.Row:
    """The status of each certificate on a day as known at an instant, beside one plain aggregate over the same events."""
    from registry.certificates import standing  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import fetch  # noqa: PLC0415 - likewise

    asked, plain = [], []
    for _ in range(rounds):
        asked.append(await _seconds(fetch(standing.COUNTS, DAY, KNOWN_AT, None)))
        plain.append(await _seconds(fetch(_PLAIN, KNOWN_AT)))
    name = f"status of {count:,} certificates / plain aggregate, s"
    return figures.row(name, measured=median(asked), reference=median(plain), goal=OF_PLAIN_AGGREGATE)


async def _checking(count: int) -> list[figures.Row]:
    """One check by number among so many, beside the bare query that it asks."""
    from benchmarks.certificate_ground import NOW  # noqa: PLC0415 - Piccolo is configured by now
    from public_list.listing import service  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import fetch, transaction  # noqa: PLC0415 - likewise

    rows = await fetch("SELECT number FROM certificate ORDER BY number LIMIT $1 OFFSET $2", _CHECKS, count // 2)
    numbers = [row["number"] for row in rows]
    queries: list[str] = []
    await service.check(numbers[0], day=None, now=NOW)
    async with transaction() as connection:
        with connection.query_logger(lambda record: queries.append(record.query)):
            await service.check(numbers[0], day=None, now=NOW)
    checked, bare = [], []
    for number in numbers:
        checked.append(await _seconds(service.check(number, day=DAY, now=NOW)))
        bare.append(await _seconds(fetch(queries[0], DAY, NOW, [number])))
    return [
        figures.row("one check by number, queries", measured=len(queries), reference=1, goal=OF_ONE_QUERY),
        figures.row("one check by number / its bare query, s", measured=median(checked), reference=median(bare), goal=None),
    ]


async def measure(*, rounds: int, count: int) -> list[figures.Row]:
    """The figures of bulk grants, of the status of so many certificates, and of a check among them."""
    from benchmarks import certificate_ground  # noqa: PLC0415 - Piccolo is configured by now

    async with certificate_ground.registry() as ground:
        rows = await _granting(ground, rounds)
        await certificate_ground.many(ground, count)
        return [*rows, await _standing(count, rounds), *await _checking(count)]


@contextmanager
def _postgresql() -> Iterator[None]:
    """A server of its own, whose address Piccolo finds."""
    from config.embedded import start  # noqa: PLC0415 - only a run needs it

    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    folder.chmod(0o755)
    server = start(folder / "data")
    os.environ["REGISTRY_DATABASE_URL"], os.environ["PICCOLO_CONF"] = server.url, "config.piccolo_conf"
    try:
        yield
    finally:
        server.release()
        shutil.rmtree(folder)


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    pdfs = certificates_pdf.rows(certificates_pdf.FEW if asked.quick else certificates_pdf.MANY)
    rounds, count = (1, FEWER) if asked.quick else (5, CERTIFICATES)
    with _postgresql():
        rows = asyncio.run(measure(rounds=rounds, count=count))
    return figures.tell([*pdfs, *rows], json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
