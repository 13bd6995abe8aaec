"""The read model of the public list: building it, its memory, five kinds of questions, and the check of a number.

The goals are those of questions that this model has not answered; what its columns keep of other questions (the list of each of
32 days, 64 beginnings that many have, the rows of 32 values, 4,000 entries) is there, as where it is served, and garbage is
looked for as rarely. Answers kept from before are told beside them. A question is measured by the CPU of its thread, since it
waits for nothing; what elapsed is told beside it. What else the process does waits no longer for the model that is built than
the longest pause: that of a loop with nothing to do.
On a PostgreSQL that this script starts for itself. Run `python -m benchmarks.public_list [--quick] [--json FILE]`; it ends with
code 1 when a goal is short. `--quick` leaves out the million, and builds less often.
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks import figures
from benchmarks.certificates import _postgresql

if TYPE_CHECKING:
    from public_list.listing.model import Model
    from public_list.listing.rules import Wanted

LEAST, FEW, MANY, VERY_MANY = 1_000, 10_000, 100_000, 1_000_000
SECONDS, MEGABYTES, HALF, NEARLY_ALL, GROWTH = 2.0, 50.0, 0.0001, 0.001, 5.0
"""Goals: seconds to build, and megabytes, of 100,000; median and p99 of a search in seconds; growth for ten times the rows."""
TODAY = date(2026, 11, 22)
_QUESTIONS, _BUILDINGS, _TICK = 2_000, 5, 0.002
_PEOPLE = """
WITH numbered AS (SELECT adviser, row_number() OVER () AS serial FROM certificate
    WHERE NOT EXISTS (SELECT 1 FROM adviser WHERE adviser.id = certificate.adviser))
INSERT INTO adviser (id, person, candidate_number, recorded_at)
SELECT adviser, gen_random_uuid(), 'EA' || lpad((serial % 1000000)::text, 6, '0') || '-00', now() FROM numbered
ON CONFLICT DO NOTHING
"""
_NAMES = """
CREATE TEMPORARY TABLE named AS SELECT certificate.id, adviser.person, decode(repeat('00', 32), 'hex') AS salt,
    json_build_object(
        'given', initcap(given[1 + abs(hashtext(number)) % 20]),
        'prefix', prefix[1 + abs(hashtext('p' || number)) % 8],
        'family', initcap(syllable[1 + abs(hashtext('a' || number)) % 40] || syllable[1 + abs(hashtext('b' || number)) % 40]
            || ending[1 + abs(hashtext('c' || number)) % 12]),
        'serial', number)::text AS value
FROM certificate JOIN adviser ON adviser.id = certificate.adviser, (SELECT
    string_to_array('anna,jan,elif,søren,petra,rob,greta,bram,otto,lotte,carla,arjan,saskia,mohammed,fatima,kees,ria,bo,wim,els',
        ',') AS given,
    ARRAY['van', 'van den', 'van der', 'de', NULL, NULL, NULL, NULL] AS prefix,
    string_to_array('berg,bos,dij,vee,mol,ei,kor,hui,jan,pie,smi,wil,vis,mei,mul,gro,vos,pet,hen,dek,bra,dam,kra,lin,bla,scho,'
        'pos,kui,ver,hoe,jac,mar,wou,ger,roe,sna,ter,zan,ou,lee', ',') AS syllable,
    string_to_array('sma,ker,stra,sen,man,ink,huis,veld,kamp,laar,mans,der', ',') AS ending) AS parts
"""
_KEPT = """
INSERT INTO personal_value (commitment, person, salt, value, recorded_at)
SELECT sha256(salt || convert_to(value, 'UTF8')), person, salt, value, now() FROM named
"""
_HOLDERS = """
UPDATE certificate SET holder = sha256(salt || convert_to(value, 'UTF8')) FROM named WHERE named.id = certificate.id
"""
_CONSENT = """
INSERT INTO consent_event (adviser, field, kind, recorded_at) SELECT id, field, 'given', now() FROM adviser,
    unnest(ARRAY['name', 'provinces', 'regions', 'languages', 'competences', 'specialisms', 'availability']) AS field
"""
_PROFILES = """
INSERT INTO adviser_profile (adviser, provinces, regions, languages, competences, specialisms, recorded_at)
SELECT id, ARRAY['provincie ' || h % 12, 'provincie ' || h % 11], ARRAY['regio-' || h % 40], ARRAY['nl', 't' || h % 7],
    ARRAY['c' || h % 4], ARRAY['s' || h % 19, 's' || h % 17], now()
FROM (SELECT id, abs(hashtext(id::text)) AS h FROM adviser) AS hashed
"""


def _resident() -> float:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _filled(ground: object, count: int) -> None:
    from benchmarks import certificate_ground  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import engine, transaction  # noqa: PLC0415 - likewise

    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("TRUNCATE certificate, adviser, personal_value CASCADE")
    await certificate_ground.many(ground, count)  # type: ignore[arg-type]
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(_PEOPLE)
        await connection.execute(_NAMES)
        for statement in (_KEPT, _HOLDERS, _CONSENT, _PROFILES):
            await connection.execute(statement)
        await connection.execute("DROP TABLE named")
    await engine().run_ddl("VACUUM ANALYZE")


def _kinds(vocabulary: list[str]) -> dict[str, "Callable[[Random], Wanted]"]:
    from public_list.listing.rules import Facet, Wanted  # noqa: PLC0415 - Piccolo is configured by now

    def mistyped(chance: Random) -> str:
        word = chance.choice(vocabulary)
        place = chance.randrange(1, max(2, len(word) - 1))
        return word[:place] + "q" + word[place + 1 :]

    return {
        "empty": lambda chance: Wanted(page=chance.randrange(1, 50)),
        "prefix": lambda chance: Wanted(chance.choice(vocabulary)[: chance.randrange(3, 7)]),
        "typing error": lambda chance: Wanted(mistyped(chance)),
        "two facets": lambda chance: Wanted(
            chosen=((Facet.PROVINCE, f"provincie {chance.randrange(12)}"), (Facet.COMPETENCE, f"c{chance.randrange(4)}"))
        ),
        "past day": lambda chance: Wanted(day=TODAY - timedelta(days=chance.randrange(1, 900))),
    }


@dataclass(frozen=True)
class _Taken:
    """Median and 99th percentile of many questions, in seconds: of CPU of the thread that answers, and elapsed."""

    half: float
    most: float
    half_elapsed: float
    most_elapsed: float


def _searching(anew: "Callable[[], Model]", kind: "Callable[[Random], Wanted]") -> _Taken:
    """What questions take; `anew` gives the model that is asked the next one."""
    chance = Random(6)  # noqa: S311 - no secret
    return _asking(partial(anew().search, kind(chance), TODAY) for _ in range(_QUESTIONS))


def _checking(model: "Model") -> _Taken:
    """What the check of a number takes, of any certificate, whether it may be listed or not."""
    chance, [part] = Random(6), model.parts  # noqa: S311 - no secret
    rows = range(len(part.columns.numbers))
    return _asking(partial(model.checked, part.number(chance.choice(rows)), TODAY, TODAY) for _ in range(_QUESTIONS))


def _asking(questions: Iterable[Callable[[], object]]) -> _Taken:
    taken, elapsed = [], []
    for ask in questions:
        begun, begun_thread = time.perf_counter(), time.thread_time()
        ask()
        taken.append(time.thread_time() - begun_thread)
        elapsed.append(time.perf_counter() - begun)
    return _Taken(median(taken), quantiles(taken, n=100)[98], median(elapsed), quantiles(elapsed, n=100)[98])


async def _built(dsn: str) -> "tuple[Model, float, float]":
    """The model, how long it took, and how much CPU this process used for it."""
    from public_list.listing import reading  # noqa: PLC0415 - Piccolo is configured by now

    begun, begun_process = time.perf_counter(), time.process_time()
    model = await reading.whole(dsn, TODAY)
    return model, time.perf_counter() - begun, time.process_time() - begun_process


async def _longest_pause(dsn: str) -> float:
    """How long, in seconds, a loop that wakes up every so often was kept from it while the model was built."""
    building, longest = asyncio.create_task(_built(dsn)), 0.0
    while not building.done():
        begun = time.perf_counter()
        await asyncio.sleep(_TICK)
        longest = max(longest, time.perf_counter() - begun - _TICK)
    await building
    return longest


async def _building(dsn: str, name: str, count: int, times: int) -> "tuple[Model, list[figures.Row]]":
    """Built several times, as the rest of a machine makes it longer and never shorter; its memory is that of the first."""
    goal = 1.0 if count == MANY else None
    gc.collect()
    empty = _resident()
    model, *first = await _built(dsn)
    gc.collect()
    size = max(0.0, _resident() - empty)
    seconds, cpu = min([first, *[(await _built(dsn))[1:] for _ in range(times - 1)]], key=tuple)
    return model, [
        figures.row(f"{name}: building, s, the shortest of {times}", measured=seconds, reference=SECONDS, goal=goal),
        figures.row(f"{name}: building, CPU of this process, s", measured=cpu, reference=SECONDS, goal=None),
        figures.row(
            f"{name}: building, longest pause of the loop, s", measured=await _longest_pause(dsn), reference=1.0, goal=None
        ),
        figures.row(f"{name}: memory, MB", measured=size, reference=MEGABYTES * count / MANY, goal=goal),
    ]


async def _rows(count: int, before: dict[str, float], buildings: int) -> list[figures.Row]:
    from public_list.listing.model import Model  # noqa: PLC0415 - Piccolo is configured by now

    name, goal = f"{count:,} certificates", 1.0 if count == MANY else None
    model, told = await _building(os.environ["REGISTRY_DATABASE_URL"], name, count, buildings if count <= MANY else 1)
    [part] = model.parts
    checks = _checking(model)
    told += [
        figures.row(f"{name}: listable", measured=part.columns.listed, reference=count, goal=None),
        figures.row(f"{name}: check by number, p50 s", measured=checks.half, reference=HALF, goal=None),
        figures.row(f"{name}: check by number, p99 s", measured=checks.most, reference=NEARLY_ALL, goal=None),
    ]
    for kind, ask in _kinds(part.columns.vocabulary).items():
        anew, again = _searching(lambda: Model(part), ask), _searching(lambda: model, ask)
        what = f"{name}: {kind}"
        told += [
            figures.row(f"{what}, p50 s", measured=anew.half, reference=HALF, goal=goal),
            figures.row(f"{what}, p99 s", measured=anew.most, reference=NEARLY_ALL, goal=goal),
            figures.row(f"{what}, p50 s elapsed", measured=anew.half_elapsed, reference=HALF, goal=None),
            figures.row(f"{what}, p99 s elapsed", measured=anew.most_elapsed, reference=NEARLY_ALL, goal=None),
            figures.row(f"{what}, p50 s with kept answers beside without", measured=again.half, reference=anew.half, goal=None),
            figures.row(f"{what}, p99 s with kept answers beside without", measured=again.most, reference=anew.most, goal=None),
        ]
        if kind in before and count > FEW:
            told.append(figures.row(f"{what}, growth of p50", measured=anew.half, reference=before[kind], goal=GROWTH))
        before[kind] = anew.half
    return told


async def measure(counts: tuple[int, ...], buildings: int) -> list[figures.Row]:
    """The figures with so many certificates, built so often."""
    from benchmarks import certificate_ground  # noqa: PLC0415 - Piccolo is configured by now
    from config.garbage import collect_rarely  # noqa: PLC0415 - likewise

    collect_rarely()
    rows: list[figures.Row] = []
    before: dict[str, float] = {}
    async with certificate_ground.registry() as ground:
        for count in counts:
            await _filled(ground, count)
            rows.extend(await _rows(count, before, buildings))
    return rows


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql():
        rows = asyncio.run(
            measure((LEAST, FEW, MANY), 2) if asked.quick else measure((LEAST, FEW, MANY, VERY_MANY), _BUILDINGS)
        )
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
