"""What public answers cost through the whole application: CPU per request of the list, of a search and of a check by number.

Against a bare Litestar handler that gives ready bytes of the same length, and nginx that serves them as a file where that is
installed; both under granian or nginx with one worker, in turns, in the same run. The checks each ask another number. All of
it once more after much other traffic. There are 100,000 certificates; `--quick` takes 10,000, and less traffic.
Run `python -m benchmarks.public_list_http [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import figures
from benchmarks.certificates import _postgresql
from benchmarks.public_list_servers import Server, granian, load, nginx, numbered

GOAL = 1.3
FEW, MANY = 10_000, 100_000
LIST, SEARCH, CHECK = "list page", "search", "check by number"
_SEARCHES = "/api/v1/certified-advisers?name="
_LENGTHS, _MODULE = "BENCHMARK_LENGTHS", "benchmarks.public_list_http"
_QUICK: Mapping[str, Any] = {"certificates": FEW, "rounds": 5, "seconds": 0.2, "traffic": 4_000}
_WHOLE: Mapping[str, Any] = {"certificates": MANY, "rounds": 20, "seconds": 0.6, "traffic": 200_000}
_NUMBERS = "SELECT number FROM certificate ORDER BY md5(number)"
_PLAIN_SQL = """
SELECT certificate.number, valid_from, valid_until, event.kind, event.effective_on
FROM certificate LEFT JOIN certificate_event AS event ON event.certificate = certificate.id
WHERE certificate.number = $1 ORDER BY event.effective_on, event.id
"""


def ours() -> Any:  # noqa: ANN401 - an ASGI application
    """The whole application, its log included, with limits that this load stays under."""
    from config.app import create_app  # noqa: PLC0415 - only the server needs it
    from config.garbage import collect_rarely  # noqa: PLC0415 - likewise
    from config.logs import configure_logs  # noqa: PLC0415 - likewise
    from config.request_limits import ClientLimits, Limits  # noqa: PLC0415 - likewise
    from config.settings import LogFormat, read_settings  # noqa: PLC0415 - likewise

    collect_rarely()
    configure_logs(LogFormat.JSON)
    much = Limits(per_second=1_000_000, burst=1_000_000)
    return create_app(read_settings(os.environ), limits=ClientLimits(everything=much, enumeration=much))


def bare() -> Any:  # noqa: ANN401 - an ASGI application
    """The reference: Litestar, and handlers that give ready bytes."""
    from litestar import Litestar, get  # noqa: PLC0415 - only the server needs it

    def handler(place: int, length: int) -> Any:  # noqa: ANN401 - a route
        body = b"x" * length

        @get(f"/{place}", media_type="application/octet-stream")
        async def ready() -> bytes:
            return body

        return ready

    lengths = map(int, os.environ[_LENGTHS].split(","))
    routes = [handler(place, length) for place, length in enumerate(lengths)]
    return Litestar(routes, openapi_config=None, logging_config=None)


def _asked(numbers: list[str]) -> dict[str, Iterator[str]]:
    checks = cycle([f"/api/v1/certificates/{number}" for number in numbers])
    return {LIST: cycle(["/adviseurs"]), SEARCH: cycle([f"{_SEARCHES}berg"]), CHECK: checks}


def _other_traffic(numbers: list[str]) -> Iterator[str]:
    """Searches that nobody asked before, checks of other days and in other ways, and pages."""
    for serial in count():
        number = numbers[serial * 7919 % len(numbers)]
        yield from (f"/api/v1/certificates/{number}", f"/api/v1/certificates/{number.lower()}", "/adviseurs", "/healthz")
        yield from (f"/api/v1/certificates/{number}", "/en/adviseurs", f"{_SEARCHES}berg", "/api/v1/certified-advisers")
        yield f"{_SEARCHES}q{serial}"
        yield f"/api/v1/certificates/{number}?validOn={2021 + serial % 6}-{1 + serial % 12:02}-{1 + serial % 28:02}"


async def _filled(certificates: int) -> tuple[list[str], float]:
    """The numbers of a registry that is filled, and microseconds to ask the database one by plain SQL."""
    from benchmarks import certificate_ground, public_list  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import transaction  # noqa: PLC0415 - likewise

    async with certificate_ground.registry() as ground:
        await public_list._filled(ground, certificates)  # noqa: SLF001 - the benchmark beside this one
        async with transaction() as connection:
            numbers = [row["number"] for row in await connection.fetch(_NUMBERS)]
            asked = await connection.prepare(_PLAIN_SQL)
            begun = time.perf_counter()
            for number in numbers[:3_000]:
                await asked.fetch(number)
            return numbers, (time.perf_counter() - begun) / 3_000 * 1_000_000


def _row(name: str, one: Server, other: Server, kind: str, *, rounds: int, seconds: float, goal: float | None) -> figures.Row:
    """In turns, so that a busy machine troubles both alike."""
    pairs = [(one.microseconds(kind, seconds), other.microseconds(kind, seconds)) for _ in range(rounds)]
    base = median(each for _, each in pairs)
    return figures.row(name, measured=median(a / b for a, b in pairs) * base, reference=base, goal=goal)


def measure(*, certificates: int, rounds: int, seconds: float, traffic: int) -> list[figures.Row]:
    """The figures, before and after so many other requests."""
    from config.token_key import make_token_key_if_absent  # noqa: PLC0415 - Piccolo is configured by now

    rows: list[figures.Row] = []
    numbers, sql = asyncio.run(_filled(certificates))
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        make_token_key_if_absent(folder / "token-key.pem")
        os.environ["REGISTRY_TOKEN_KEY_FILE"] = str(folder / "token-key.pem")
        server = stack.enter_context(granian(f"{_MODULE}:ours", folder, _asked(numbers)))
        lengths = {kind: server.length(kind) for kind in server.paths}
        os.environ[_LENGTHS] = ",".join(map(str, lengths.values()))
        reference = stack.enter_context(granian(f"{_MODULE}:bare", folder, numbered(lengths)))
        program = shutil.which("nginx")
        static = stack.enter_context(nginx(program, folder, lengths)) if program else None
        for when in ("", f" after {traffic:,} other requests"):
            if when:
                asyncio.run(load(server.port, islice(_other_traffic(numbers), traffic)))
            for kind, length in lengths.items():
                name = f"{kind} ({length:,} bytes){when}: CPU per request, µs, bare Litestar"
                rows.append(_row(name, server, reference, kind, rounds=rounds, seconds=seconds, goal=GOAL))
        for kind in lengths:
            name = f"{kind}: CPU per request, µs, nginx and a file"
            if static is None:
                rows.append(figures.Row(f"{name} (nginx is not here)", 0.0, 0.0, 0.0, None, figures.TOLD))
            else:
                rows.append(_row(name, server, static, kind, rounds=rounds, seconds=seconds, goal=None))
    by_number = next(row for row in rows if row.figure.startswith(CHECK))
    name = f"{CHECK}: CPU per request, µs, plain SQL on one connection without HTTP, elapsed"
    return [*rows, figures.row(name, measured=by_number.measured, reference=sql, goal=None)]


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql():
        rows = measure(**(_QUICK if asked.quick else _WHOLE))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
