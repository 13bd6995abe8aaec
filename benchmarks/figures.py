"""One figure of a benchmark beside what it is held against, and how a run tells its figures."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HOLDS, SHORT, TOLD = "holds", "short", "told"


@dataclass(frozen=True)
class Row:
    """One figure: measured, what it is held against, and whether the goal holds; without a goal it is only told."""

    figure: str
    measured: float
    reference: float
    ratio: float
    goal: float | None
    verdict: str


def row(figure: str, *, measured: float, reference: float, goal: float | None) -> Row:
    """A figure whose ratio to the reference is at most the goal."""
    ratio = round(measured / reference, 3)
    verdict = TOLD if goal is None else HOLDS if ratio <= goal else SHORT
    return Row(figure, round(measured, 6), round(reference, 6), ratio, goal, verdict)


def options(description: str | None) -> argparse.Namespace:
    """What every benchmark may be asked: `quick` and `json`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="under 50 seconds")
    parser.add_argument("--json", type=Path, help="write the rows there as well")
    return parser.parse_args()


def tell(rows: Iterable[Row], *, json_file: Path | None) -> int:
    """Print a row per figure; 1 when a goal is short, else 0."""
    rows = list(rows)
    width = max(len(row.figure) for row in rows) + 2
    print(f"{'figure':<{width}}{'measured':>12}{'reference':>12}{'ratio':>8}{'goal':>7}  verdict")
    for row in rows:
        goal = "" if row.goal is None else row.goal
        print(f"{row.figure:<{width}}{row.measured:>12.6g}{row.reference:>12.6g}{row.ratio:>8}{goal:>7}  {row.verdict}")
    if json_file is not None:
        json_file.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
    return int(any(row.verdict == SHORT for row in rows))
