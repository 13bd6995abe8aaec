"""The public log: appending leaves and signing as it grows, and proofs out of a million leaves from what is kept.

Appending is in transactions of a thousand, each round ends with a signature; the last rounds are held against the first: the
cost of a leaf must not grow. On a PostgreSQL that this script starts for itself.
Run `python -m benchmarks.public_log [--quick] [--json FILE]`; it ends with code 1 when a goal is short.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import figures
from benchmarks.certificates import _postgresql

if TYPE_CHECKING:
    from registry.public_log.signing import Signing

ROUNDS, OF_A_ROUND, AT_ONCE = 10, 10_000, 1_000
MANY, FEWER = 1_000_000, 200_000
GROWTH, SIGNING, PROOF = 1.25, 2.0, 0.010
"""Goals: cost of a leaf at the end beside the beginning; of signing one more leaf; seconds for a proof."""
_PROOFS = 300
_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_FILLED = """
INSERT INTO log_leaf (place, data, leaf_hash) SELECT place, data, sha256('\\x00'::bytea || data)
FROM (SELECT place, convert_to('{"k":"list","n":' || place || '}', 'UTF8') AS data
    FROM generate_series($1::bigint, $2::bigint - 1) AS place) AS made
"""


async def _timed(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    return time.perf_counter() - begun


async def _append(count: int) -> None:
    from registry.public_log import service  # noqa: PLC0415 - Piccolo is configured by now
    from registry.public_log.service import Kind, Leaf  # noqa: PLC0415 - likewise
    from registry.transactions import transaction  # noqa: PLC0415 - likewise

    async with transaction():
        await service.append([Leaf(Kind.LIST, {"n": each}) for each in range(count)], at=_NOW)


async def _signed_after_one(signer: "Signing", times: int) -> float:
    """Seconds of signing one leaf more, of the middle of so many."""
    taken = []
    for _ in range(times):
        await _append(1)
        taken.append(await _timed(lambda: signer.round(now=_NOW + timedelta(days=1))))
    return median(taken)


async def _growing(signer: "Signing") -> list[figures.Row]:
    """A hundred thousand leaves, by rounds; a round before counts for nothing."""
    await _append(AT_ONCE)
    small = await _signed_after_one(signer, 30)
    seconds = []
    for _ in range(ROUNDS + 1):
        appending = [await _timed(lambda: _append(AT_ONCE)) for _ in range(OF_A_ROUND // AT_ONCE)]
        seconds.append((sum(appending) + await _timed(lambda: signer.round(now=_NOW))) / OF_A_ROUND)
    large = await _signed_after_one(signer, 30)
    first, last = median(seconds[1:4]), median(seconds[-3:])
    return [
        figures.row("append and sign, per leaf, 100,000", measured=last, reference=first, goal=GROWTH),
        figures.row("sign after one leaf, 100,000 : 1,000", measured=large, reference=small, goal=SIGNING),
    ]


async def _proving(signer: "Signing", many: int) -> list[figures.Row]:
    """Any leaf of so many."""
    from registry.public_log import reading, signing  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import engine, transaction  # noqa: PLC0415 - likewise

    head = await signing.newest()
    assert head is not None  # noqa: S101  it has leaves
    async with transaction() as connection:
        await connection.execute(_FILLED, head.size, many)
        await connection.execute("UPDATE log_head SET size = $1", many)
    whole = await _timed(lambda: signer.round(now=_NOW))
    await engine().run_ddl("VACUUM ANALYZE log_leaf, log_node, log_checkpoint")
    chance = Random(1)  # noqa: S311  no secret
    taken = sorted([await _timed(lambda: reading.proof_of(1, chance.randrange(many))) for _ in range(_PROOFS)])
    return [
        figures.row(f"proof, median, {many:,}", measured=median(taken), reference=PROOF, goal=1.0),
        figures.row(f"proof, p99, {many:,}", measured=taken[int(_PROOFS * 0.99)], reference=PROOF, goal=1.0),
        figures.row(f"sign all at once, per leaf, {many:,}", measured=whole / (many - head.size), reference=1e-5, goal=None),
    ]


async def measure(*, many: int, folder: Path) -> list[figures.Row]:
    """Every row about the log; proofs are of `many` leaves."""
    from config.database import close_pool, migrate, open_pool  # noqa: PLC0415 - Piccolo is configured by now
    from config.settings import read_settings  # noqa: PLC0415 - likewise
    from registry.public_log.kept_note import KeptNote  # noqa: PLC0415 - likewise
    from registry.public_log.notes import public_half  # noqa: PLC0415 - likewise
    from registry.public_log.signing import Hand, Signing  # noqa: PLC0415 - likewise

    await migrate()
    await open_pool(read_settings({}))
    try:
        key = Ed25519PrivateKey.generate()
        signer = Signing("register.example", Hand(public_half(key), key.sign), KeptNote(folder))
        return [*await _growing(signer), *await _proving(signer, many)]
    finally:
        await close_pool()


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql(), tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(measure(many=FEWER if asked.quick else MANY, folder=Path(folder)))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
