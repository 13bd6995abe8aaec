"""Pass rates of all providers together, by part and by quarter of the year: what can be told to everyone."""

from dataclasses import dataclass
from datetime import date

from exams.integrity.rules import Tally
from registry.days import add_months
from registry.texts import Text
from registry.transactions import fetch

STEP = 5
"""People who passed, and people who failed, are told to everyone by so many at a time: fewer would say something of one."""
_MONTHS = 3
_COUNTED = """
SELECT track.code AS track, track.name_nl AS track_nl, track.name_en AS track_en, part.code, part.name_nl, part.name_en,
    date_trunc('quarter', sitting.held_on)::date AS first_day,
    count(*) FILTER (WHERE kept.value::json ->> 'outcome' = 'passed') AS passed,
    count(*) FILTER (WHERE kept.value::json ->> 'outcome' IN ('passed', 'failed')) AS taken
FROM result JOIN sitting ON sitting.id = result.sitting
    JOIN exam_part AS part ON part.id = result.part
    JOIN track_version ON track_version.id = part.track_version
    JOIN track ON track.id = track_version.track
    JOIN personal_value AS kept ON kept.commitment = result.content
WHERE sitting.held_on >= $1 AND sitting.held_on < $2 AND result.nature <> 'retracted'
    AND NOT EXISTS (SELECT 1 FROM result AS later WHERE later.corrects = result.id)
GROUP BY track.code, track.name_nl, track.name_en, part.code, part.name_nl, part.name_en, first_day
ORDER BY track.code, part.code, first_day
"""


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many passed one part in one quarter, which is named by its first day, as everyone may be told; else no numbers."""

    track: Text
    part: Text
    code: str
    first_day: date
    tally: Tally | None


def for_everyone(tally: Tally) -> Tally | None:
    """What may be told: whole fives of those who passed, and of those who failed; nothing where either has none.

    So it says of nobody how it went: not where few took part, nor where nearly all of them passed or failed. A quarter that
    is over still changes, by a late upload or when somebody is erased: within a five one result more or less shows nowhere,
    as the share and its margin are derived from what is told. (One that completes a five does show, as in any rounding.)
    """
    passed, failed = (count // STEP * STEP for count in (tally.passed, tally.taken - tally.passed))
    return Tally(passed, passed + failed) if passed and failed else None


def quarter_of(day: date) -> date:
    """The first day of the quarter of the year."""
    return day.replace(month=(day.month - 1) // _MONTHS * _MONTHS + 1, day=1)


async def by_quarter(*, today: date, quarters: int = 4) -> list[Quarter]:
    """The last so many quarters that are over; the running one is left out, as each new day would tell of the persons of it."""
    until = quarter_of(today)
    rows = await fetch(_COUNTED, add_months(until, -_MONTHS * quarters), until)
    return [
        Quarter(
            Text(row["track_nl"], row["track_en"]),
            Text(row["name_nl"], row["name_en"]),
            row["code"],
            row["first_day"],
            for_everyone(Tally(row["passed"], row["taken"])),
        )
        for row in rows
        if row["taken"]
    ]
