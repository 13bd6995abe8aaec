"""The read model of the public list: building it, its memory, and five kinds of questions.

The goals are those of questions that were never answered: answers kept from before are told beside them.
On a PostgreSQL that this script starts for itself. Run `python -m benchmarks.public_list [--quick] [--json FILE]`; it ends with
code 1 when a goal is short. `--quick` leaves out the million.
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks import figures
from benchmarks.certificates import _postgresql

if TYPE_CHECKING:
    from public_list.listing.model import Model
    from public_list.listing.rules import Wanted

FEW, MANY, VERY_MANY = 10_000, 100_000, 1_000_000
SECONDS, MEGABYTES, HALF, NEARLY_ALL, GROWTH = 2.0, 50.0, 0.0001, 0.001, 5.0
"""Goals: seconds to build, and megabytes, of 100,000; median and p99 of a search in seconds; growth for ten times the rows."""
TODAY = date(2026, 11, 22)
_QUESTIONS = 2_000
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


def _searching(anew: "Callable[[], Model]", kind: "Callable[[Random], Wanted]") -> tuple[float, float]:
    """Median and 99th percentile, in seconds; `anew` gives the model that is asked the next question."""
    chance, taken = Random(6), []  # noqa: S311 - no secret
    for _ in range(_QUESTIONS):
        wanted, model = kind(chance), anew()
        begun = time.perf_counter()
        model.search(wanted, TODAY)
        taken.append(time.perf_counter() - begun)
    return median(taken), quantiles(taken, n=100)[98]


async def _rows(count: int, before: dict[str, float]) -> list[figures.Row]:
    from public_list.listing import reading  # noqa: PLC0415 - Piccolo is configured by now
    from public_list.listing.model import Model  # noqa: PLC0415 - likewise

    dsn = os.environ["REGISTRY_DATABASE_URL"]
    gc.collect()
    empty, begun = _resident(), time.perf_counter()
    model = await reading.whole(dsn, TODAY)
    seconds = time.perf_counter() - begun
    gc.collect()
    size, of_goal = _resident() - empty, count == MANY
    [part] = model.parts
    name = f"{count:,} certificates ({part.columns.listed:,} listable)"
    told = [
        figures.row(f"{name}: building, s", measured=seconds, reference=SECONDS, goal=1.0 if of_goal else None),
        figures.row(f"{name}: memory, MB", measured=size, reference=MEGABYTES * count / MANY, goal=1.0 if of_goal else None),
    ]
    for kind, ask in _kinds(part.columns.vocabulary).items():
        half, most = _searching(lambda: Model(part), ask)
        kept_half, kept_most = _searching(lambda: model, ask)
        told.append(figures.row(f"{name}: {kind}, p50 s", measured=half, reference=HALF, goal=1.0 if of_goal else None))
        told.append(figures.row(f"{name}: {kind}, p99 s", measured=most, reference=NEARLY_ALL, goal=1.0 if of_goal else None))
        for what, kept, uncached in (("p50", kept_half, half), ("p99", kept_most, most)):
            figure = f"{name}: {kind}, {what} s with kept answers beside without"
            told.append(figures.row(figure, measured=kept, reference=uncached, goal=None))
        if kind in before and count > FEW:
            told.append(
                figures.row(
                    f"{name}: {kind}, growth of p50",
                    measured=half,
                    reference=before[kind],
                    goal=GROWTH,
                )
            )
        before[kind] = half
    return told


async def measure(counts: tuple[int, ...]) -> list[figures.Row]:
    """The figures with so many certificates."""
    from benchmarks import certificate_ground  # noqa: PLC0415 - Piccolo is configured by now

    rows: list[figures.Row] = []
    before: dict[str, float] = {}
    async with certificate_ground.registry() as ground:
        for count in counts:
            await _filled(ground, count)
            rows.extend(await _rows(count, before))
    return rows


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql():
        rows = asyncio.run(measure((FEW, MANY) if asked.quick else (FEW, MANY, VERY_MANY)))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
