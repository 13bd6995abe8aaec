"""Bookings per second of 32 clients at once, on one allotment and on all: by the service and over HTTP, beside bare SQL.

All are taken in turns, in the same run, on a PostgreSQL that this script starts for itself; HTTP is one server process.
Run `python -m benchmarks.bookings [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import booking_http, figures

if TYPE_CHECKING:
    from benchmarks.booking_ground import Ground, Place

CLIENTS = 32
OF_BARE_SQL, P99_SECONDS, NO_ERRORS = 2.0, 0.050, 0.0
_MOST_QUERIES = 3

Act = Callable[[int], Awaitable[None]]
"""Books once, by serial number."""


@dataclass
class Taken:
    """What one way of booking took: bookings per second of each round, and the seconds of each booking."""

    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def per_booking(self) -> float:
        """Seconds between two bookings, of the middle round."""
        return 1 / median(self.rates)

    @property
    def p99(self) -> float:
        """Seconds that all but one in a hundred stayed under."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


async def round_of(act: Act, taken: Taken, *, first: int, count: int) -> None:
    """So many bookings by all clients at once, each asking again as soon as it has its answer."""
    serials = iter(range(first, first + count))

    async def client() -> None:
        for serial in serials:
            begun = time.perf_counter()
            await act(serial)
            taken.seconds.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    taken.rates.append(count / (time.perf_counter() - begun))


async def _in_turns(ways: Sequence[Act], *, rounds: int, count: int) -> list[Taken]:
    """Each way warmed up once, and then measured in turns; by then the database has statistics of what bookings write."""
    found = [Taken() for _ in ways]
    for act in ways:
        await round_of(act, Taken(), first=0, count=count)
    await _settled()
    for turn in range(1, rounds + 1):
        for act, taken in zip(ways, found, strict=True):
            await round_of(act, taken, first=turn * count, count=count)
    return found


async def _ways(ground: "Ground", places: "Sequence[Place]") -> tuple[Act, Act]:
    """By the service, and bare, on these allotments in turn."""
    from benchmarks import booking_reference  # noqa: PLC0415 - Piccolo is configured by now
    from benchmarks.certificate_ground import NOW  # noqa: PLC0415 - likewise
    from registry.bookings import service  # noqa: PLC0415 - likewise
    from registry.transactions import fetch  # noqa: PLC0415 - likewise

    advisers = [row["adviser"] for row in await fetch("SELECT adviser FROM certificate ORDER BY number")]
    accounts = [(place.allotment, place.actor.account) for place in places]
    bare = [await booking_reference.of_allotment(own, account) for own, account in accounts if account is not None]

    async def by_service(serial: int) -> None:
        place = places[serial % len(places)]
        await service.request(ground.asked(place, serial), actor=place.actor, now=NOW)

    async def by_hand(serial: int) -> None:
        await booking_reference.book(bare[serial % len(bare)], advisers[serial % len(advisers)], NOW)

    return by_service, by_hand


async def measure(*, rounds: int, count: int, folder: Path) -> list[figures.Row]:
    """The figures on one allotment and on all of them."""
    from benchmarks import booking_ground, booking_reference  # noqa: PLC0415 - Piccolo is configured by now

    rows: list[figures.Row] = []
    async with booking_ground.registry() as ground:
        await booking_reference.prepare()
        with booking_http.serving(folder) as served:
            for places in (ground.places[:1], ground.places):
                by_service, bare = await _ways(ground, places)
                async with booking_http.clients(served, ground, places) as over_http:
                    taken = await _in_turns([by_service, over_http, bare], rounds=rounds, count=count)
                rows += _rows(places, *taken)
        rows.append(await _queries(ground))
    return rows


def _rows(places: "Sequence[Place]", by_service: Taken, over_http: Taken, bare: Taken) -> list[figures.Row]:
    name = f"{len(places)} allotment{'s' if len(places) > 1 else ''}"
    base = bare.per_booking
    return [
        figures.row(f"{name}: service / bare SQL, s", measured=by_service.per_booking, reference=base, goal=OF_BARE_SQL),
        figures.row(f"{name}: HTTP / bare SQL, s", measured=over_http.per_booking, reference=base, goal=None),
        figures.row(f"{name}: service p99 / 50 ms, s", measured=by_service.p99, reference=P99_SECONDS, goal=1.0),
        figures.row(f"{name}: HTTP p99 / 50 ms, s", measured=over_http.p99, reference=P99_SECONDS, goal=None),
        figures.row(f"{name}: bare SQL p99 / 50 ms, s", measured=bare.p99, reference=P99_SECONDS, goal=None),
    ]


async def _settled() -> None:
    """Statistics as they are in a registry that has run for a while."""
    from registry.transactions import engine  # noqa: PLC0415 - Piccolo is configured by now

    await engine().run_ddl("VACUUM ANALYZE")


async def _queries(ground: "Ground") -> figures.Row:
    """What a what-if asks the database, whatever it finds."""
    from benchmarks.certificate_ground import NOW  # noqa: PLC0415 - Piccolo is configured by now
    from registry.bookings import service  # noqa: PLC0415 - likewise
    from registry.transactions import transaction  # noqa: PLC0415 - likewise

    queries: list[str] = []
    place = ground.places[0]
    async with transaction() as connection:
        with connection.query_logger(lambda record: queries.append(record.query)):
            await service.weigh(ground.asked(place, 1), actor=place.actor, now=NOW)
    return figures.row("what-if, queries", measured=len(queries), reference=_MOST_QUERIES, goal=1.0)


@contextmanager
def _postgresql() -> Iterator[Path]:
    """A server of its own, whose address Piccolo finds, and a folder."""
    from config.embedded import start  # noqa: PLC0415 - only a run needs it

    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    folder.chmod(0o755)
    server = start(folder / "data")
    os.environ["REGISTRY_DATABASE_URL"], os.environ["PICCOLO_CONF"] = server.url, "config.piccolo_conf"
    try:
        yield folder
    finally:
        server.release()
        shutil.rmtree(folder)


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    rounds, count = (3, 320) if asked.quick else (15, 960)
    with _postgresql() as folder:
        rows = asyncio.run(measure(rounds=rounds, count=count, folder=folder))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
