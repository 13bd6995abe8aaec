"""What a list costs as a file: its work beside the bare openpyxl write-only loop with the same cells, and its memory.

The first are rows in memory, and both write the same text, numbers and days; openpyxl by lxml where that is installed, which
its rows tell. Ours deflates at level 3, openpyxl at zlib's usual 6: that is part of what is measured. Memory is that of this
process above rest while a list goes out of the database as it does from a page: by a cursor of the server, on a PostgreSQL that
this script starts for itself. Run `python -m benchmarks.exports [--quick] [--json FILE]`; it ends with code 1 when a goal is
short.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import cast

import asyncpg
import openpyxl

from benchmarks import figures
from benchmarks.uploads import Memory
from registry.exports.answering import FileKind, file_of
from registry.exports.cursor import Query
from registry.exports.listing import Column, Kind, Listing, Row, at_hand
from registry.texts import Language, Text

ROWS, MANY, FEW = 100_000, 1_000_000, 20_000
OF_OPENPYXL, MEGABYTES = 1 / 8, 150
_ROUNDS = 3
_WITH = f"lxml {version('lxml')}" if openpyxl.LXML else "no lxml"
_DAY = date(2026, 11, 22)
_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_STATES = {"active": Text("Actief", "Active"), "completed": Text("Afgerond", "Completed")}
_COLUMNS = (
    Column(Text("Kandidaatnummer", "Candidate number")),
    Column(Text("Naam", "Name")),
    Column(Text("Gemeente", "Municipality")),
    Column(Text("Stand", "State"), words=_STATES),
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
    Column(Text("Dagen", "Days"), Kind.DECIMAL),
    Column(Text("Gebruikt", "Used"), Kind.DECIMAL),
    Column(Text("Poging", "Attempt"), Kind.WHOLE),
    Column(Text("Wacht", "Waits"), Kind.TRUTH),
    Column(Text("Vastgelegd op", "Recorded at"), Kind.INSTANT),
    Column(Text("Opmerking", "Remark")),
)
_LISTING = Listing("maatstaf", Text("Maatstaf", "Benchmark"), _COLUMNS, [(Text("Gemaakt op", "Made on"), _DAY)])
_QUERY = """
SELECT 'EA' || lpad(number::text, 8, '0') AS code, 'Elif Öztürk ' || number AS name, 'Krimpenerwaard' AS town,
    CASE number % 2 WHEN 0 THEN 'active' ELSE 'completed' END AS state,
    DATE '2020-01-01' + (number % 2000)::integer AS first_day, DATE '2021-01-01' + (number % 2000)::integer AS last_day,
    number % 400 AS quarters, number % 100 AS used, (number % 3 + 1)::integer AS attempt, number % 7 = 0 AS waits,
    TIMESTAMPTZ '2026-01-01 09:00Z' + number * INTERVAL '1 minute' AS recorded_at, '=1+' || number AS remark
FROM generate_series(1, $1::integer) AS number ORDER BY number
"""


def rows_in_memory(number: int) -> list[Row]:
    """Twelve cells a row: texts, some of them empty, a code, days, decimals, a whole number, a truth, an instant."""
    return [
        (
            f"EA{each:08}",
            f"Elif Öztürk {each}",
            "Krimpenerwaard",
            "active" if each % 2 else "completed",
            _DAY - timedelta(days=each % 2_000),
            _DAY + timedelta(days=each % 2_000),
            Decimal(each % 400) / 4,
            Decimal(each % 100) / 4,
            each % 3 + 1,
            each % 7 == 0,
            _AT + timedelta(minutes=each),
            f"'=1+{each}" if each % 10 else None,
        )
        for each in range(number)
    ]


def _of_openpyxl(rows: Sequence[Row]) -> list[list[object]]:
    """The same cells, ready beforehand: words instead of codes, and instants without a zone, which openpyxl refuses."""
    ready = []
    for row in rows:
        cells: list[object] = list(row)
        cells[3], cells[9] = _STATES[str(row[3])].nl, "Ja" if row[9] else "Nee"
        cells[10] = cast("datetime", row[10]).replace(tzinfo=None)
        ready.append(cells)
    return ready


def _with_openpyxl(rows: Sequence[Sequence[object]], folder: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Maatstaf")
    for row in rows:
        sheet.append(row)
    book.save(folder / "openpyxl.xlsx")


async def _written(batches: AsyncIterator[Sequence[Row]], kind: FileKind, folder: Path) -> None:
    stream = file_of(_LISTING, batches, kind, language=Language.NL, day=_DAY)
    with (folder / f"maatstaf.{kind.value}").open("wb") as file:
        async for piece in cast("AsyncIterator[bytes]", stream.iterator):
            file.write(piece)


def _work(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def writing(number: int, folder: Path) -> list[figures.Row]:
    """Seconds of work for each kind of file, beside openpyxl with the same cells, taken in turns."""
    rows = rows_in_memory(number)
    ready = _of_openpyxl(rows)
    bare: list[float] = []
    work: dict[FileKind, list[float]] = {kind: [] for kind in FileKind}
    for _ in range(_ROUNDS):
        for kind in FileKind:
            work[kind].append(_work(lambda kind=kind: asyncio.run(_written(at_hand(rows), kind, folder))))  # type: ignore[misc]  # mypy does not infer a lambda with a default
        bare.append(_work(lambda: _with_openpyxl(ready, folder)))
    by = f"openpyxl with {_WITH}"
    return [
        figures.row(
            f"{kind.value}, {number:,} rows × {len(_COLUMNS)} against {by}, CPU s",
            measured=median(work[kind]),
            reference=median(bare),
            goal=OF_OPENPYXL if kind is FileKind.XLSX else None,
        )
        for kind in FileKind
    ]


async def from_the_database(sizes: Sequence[int], folder: Path) -> list[figures.Row]:
    """The most memory above rest while lists of these lengths go out of the database, in megabytes."""
    from config import database  # noqa: PLC0415  Piccolo reads the address of the database when it is imported
    from config.settings import read_settings  # noqa: PLC0415  likewise

    read = read_settings({"REGISTRY_DATABASE_URL": os.environ["REGISTRY_DATABASE_URL"], "REGISTRY_DATA_FOLDER": str(folder)})
    await database.open_pool(read)
    found = []
    try:
        for kind in (FileKind.XLSX, FileKind.JSON):
            for size in sizes:
                memory, begun = Memory(), time.process_time()
                with memory.watched():
                    await _written(Query(_QUERY, (size,)).batches(_row), kind, folder)
                took = time.process_time() - begun
                named = f"{kind.value}, {size:,} rows out of the database"
                found.append(figures.row(f"{named}, MB above rest", measured=memory.server, reference=MEGABYTES, goal=1.0))
                found.append(figures.row(f"{named}, CPU s a million", measured=took * MANY / size, reference=1.0, goal=None))
    finally:
        await database.close_pool()
    return found


def _row(row: asyncpg.Record) -> Row:
    quarters = (Decimal(row["quarters"]) / 4, Decimal(row["used"]) / 4)
    texts = (row["code"], row["name"], row["town"], row["state"])
    return (
        *texts,
        row["first_day"],
        row["last_day"],
        *quarters,
        row["attempt"],
        row["waits"],
        row["recorded_at"],
        row["remark"],
    )


@contextmanager
def _server() -> Iterator[Path]:
    """A PostgreSQL of its own, and the folder it is in."""
    from config.embedded import start  # noqa: PLC0415  likewise

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
    with _server() as folder:
        sizes = (FEW,) if asked.quick else (ROWS, MANY)
        rows = asyncio.run(from_the_database(sizes, folder))
        rows += writing(FEW if asked.quick else ROWS, folder)
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
