"""What an upload of results costs: read, judged and shown, then accepted, beside the least that each could cost.

The floor of a preview is the same gate and scan and a bare python-calamine, in a child; of accepting, that and a bare COPY of
the same rows. All are taken in turns, in the same run, on a PostgreSQL that this script starts for itself. Run
`python -m benchmarks.uploads [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks import figures, upload_children
from benchmarks.result_file import candidates, result_rows, workbook
from config.garbage import collect_rarely

SMALL, LARGE = 10_000, 100_000
OF_FLOOR, OF_OPENPYXL, OF_FLOOR_AND_COPY = 3.0, 0.5, 3.0
SERVER_MEGABYTES, CHILD_MEGABYTES = 300, 512
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_MEGABYTE = 1_000_000
_LOOKS_EVERY = 0.005


@dataclass
class Cost:
    """Seconds of each thing for one file, and the most memory of this process above rest and of its child."""

    preview: float = 0.0
    accepted: float = 0.0
    floor: float = 0.0
    copy: float = 0.0
    openpyxl: float = 0.0
    server: float = 0.0
    child: float = 0.0


@dataclass
class Memory:
    """The most memory in megabytes while something ran: of this process above rest, and of its largest child."""

    server: float = 0.0
    child: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch while the body runs."""
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        rest = _kilobytes("self", "VmRSS")
        self._over.clear()
        watcher = threading.Thread(target=self._watch)
        watcher.start()
        try:
            yield
        finally:
            self._over.set()
            watcher.join()
            self.server = max(self.server, (_kilobytes("self", "VmHWM") - rest) * 1024 / _MEGABYTE)

    def _watch(self) -> None:
        while not self._over.wait(_LOOKS_EVERY):
            for task in Path("/proc/self/task").iterdir():
                for child in _text_of(task / "children").split():
                    self.child = max(self.child, _kilobytes(child, "VmHWM") * 1024 / _MEGABYTE)


def _text_of(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _kilobytes(process: str, what: str) -> int:
    """A line of the status of a process that still runs and is not a copy of this one before it became another program."""
    lines = dict(line.split(":", 1) for line in _text_of(Path(f"/proc/{process}/status")).splitlines())
    if process != "self" and "exams.spreadsheets.child" not in _text_of(Path(f"/proc/{process}/cmdline")):
        return 0
    return int(lines.get(what, "0 kB").split()[0])


@contextmanager
def _timed(cost: Cost, what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    setattr(cost, what, getattr(cost, what) + time.perf_counter() - started)


def _in_child(program: str, file: Path) -> float:
    """Seconds that a child takes with this file, from its start to its end."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-s", "-m", upload_children.__name__, program, str(file)], check=True)
    return time.perf_counter() - started


async def _round(first: int, rows: int, folder: Path, *, openpyxl: bool) -> Cost:
    """One file of so many rows, of candidates and a provider of its own."""
    from benchmarks import upload_ground  # noqa: PLC0415 - Piccolo is configured by now
    from exams.results import service  # noqa: PLC0415 - likewise
    from exams.results.acceptance import Choices, SittingDetails, everywhere  # noqa: PLC0415 - likewise

    people = candidates(first, rows // 5)
    records = result_rows(people)
    content = workbook(records)
    file = folder / "uitslagen.xlsx"
    file.write_bytes(content)
    ground = await upload_ground.provider_with(people)
    cost, memory = Cost(), Memory()
    cost.floor = _in_child("floor", file)
    if openpyxl:
        cost.openpyxl = _in_child("openpyxl", file)
    cost.copy = await upload_ground.copied(records)
    del people, records
    with memory.watched():
        with _timed(cost, "accepted"):
            seen = await service.send(ground.sent(content), actor=ground.actor, now=NOW)
        upload, choices = seen.upload.id, Choices(places=everywhere(seen.reading, SittingDetails(place="Utrecht")))
        _check(len(seen.reading.rows), rows, len(seen.reading.faults))
        del seen
        with _timed(cost, "preview"):
            await service.preview(upload, actor=ground.actor, now=NOW)
        with _timed(cost, "accepted"):
            done = await service.accept(upload, choices, actor=ground.actor, now=NOW)
    _check(getattr(done, "results", 0), rows, 0)
    cost.server, cost.child = memory.server, memory.child
    return cost


def _check(counted: int, expected: int, faults: int) -> None:
    if counted != expected or faults:
        raise RuntimeError(f"{counted} of {expected} rows were taken, {faults} faults: these figures would mean nothing")


async def measure(folder: Path, *, rounds: int, quick: bool) -> list[figures.Row]:
    """The figures of both sizes; each round has new candidates."""
    from benchmarks import upload_ground  # noqa: PLC0415 - Piccolo is configured by now

    async with upload_ground.registry():
        small: list[Cost] = []
        large: list[Cost] = []
        first = 1_001
        for _ in range(rounds):
            for costs, rows in ((small, SMALL), (large, LARGE)):
                costs.append(await _round(first, rows, folder, openpyxl=not quick or rows == SMALL))
                first += rows // 5
    return [*_of(small, SMALL), *_of(large, LARGE), *_per_row(small, large), *_peaks([*small, *large])]


def _of(costs: list[Cost], rows: int) -> Iterator[figures.Row]:
    """The large file has goals; the small one is told, but for what it stands in for in a quick run."""
    goals = rows == LARGE
    preview = median(cost.preview for cost in costs)
    floor, copy = (median(getattr(cost, what) for cost in costs) for what in ("floor", "copy"))
    accepted = median(cost.accepted for cost in costs)
    openpyxl = median(cost.openpyxl for cost in costs)
    name = f"{rows:,} rows"
    yield figures.row(f"{name}: preview / floor, s", measured=preview, reference=floor, goal=OF_FLOOR if goals else None)
    if openpyxl:
        yield figures.row(
            f"{name}: preview / openpyxl, s", measured=preview, reference=openpyxl, goal=OF_OPENPYXL if goals else None
        )
    yield figures.row(f"{name}: COPY / floor, s", measured=copy, reference=floor, goal=None)
    yield figures.row(
        f"{name}: sent and accepted / floor + COPY, s",
        measured=accepted,
        reference=floor + copy,
        goal=OF_FLOOR_AND_COPY if goals else None,
    )


def _per_row(small: list[Cost], large: list[Cost]) -> Iterator[figures.Row]:
    for what, name in (("preview", "preview"), ("accepted", "sent and accepted")):
        each, base = (
            median(getattr(cost, what) for cost in costs) / rows * 1_000_000 for costs, rows in ((large, LARGE), (small, SMALL))
        )
        yield figures.row(f"{name} per row of {LARGE:,} / of {SMALL:,}, µs", measured=each, reference=base, goal=1.0)


def _peaks(costs: list[Cost]) -> Iterator[figures.Row]:
    server, child = (max(getattr(cost, what) for cost in costs) for what in ("server", "child"))
    yield figures.row("memory of the server above rest / limit, MB", measured=server, reference=SERVER_MEGABYTES, goal=1.0)
    yield figures.row("memory of the child / limit, MB", measured=child, reference=CHILD_MEGABYTES, goal=1.0)


@contextmanager
def _postgresql() -> Iterator[Path]:
    """A server of its own, whose address Piccolo finds; yields a folder for files."""
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
    collect_rarely()
    with _postgresql() as folder:
        rows = asyncio.run(measure(folder, rounds=1 if asked.quick else 3, quick=asked.quick))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
