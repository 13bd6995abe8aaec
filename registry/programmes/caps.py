"""What holds for a holder on a day: the caps on days, and how many intakes a period may have."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.programmes.errors import IntakeCapReached, NoPolicy
from registry.programmes.rules import CapOnIntakes, first_full
from registry.transactions import Connection, fetch

_CAPS = """
    WITH latest AS (
        SELECT DISTINCT ON (first_day, last_day) first_day, last_day, most FROM intake_cap
        WHERE programme = $1 ORDER BY first_day, last_day, recorded_at DESC
    )
    SELECT latest.*, (
        SELECT count(*) FROM intake WHERE intake.programme = $1 AND intake.held_on BETWEEN latest.first_day AND latest.last_day
            AND intake.id IS DISTINCT FROM $2
            AND NOT EXISTS (SELECT 1 FROM intake_event WHERE intake_event.intake = intake.id AND step = 'cancelled')
    ) AS taken, (
        SELECT count(DISTINCT intake.id) FROM intake JOIN intake_event ON intake_event.intake = intake.id
        WHERE intake.programme = $1 AND intake.held_on BETWEEN latest.first_day AND latest.last_day
            AND intake_event.step IN ('completed', 'taken-over')
    ) AS completed
    FROM latest ORDER BY latest.first_day, latest.last_day
"""


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps of a programme for one holder on a day, in quarters, from the row of its size class or the default row.

    `answer_days`: how long an adviser has to answer a request; none: it does not lapse.
    """

    size_class: str | None
    valid_from: date
    per_municipality: int
    per_booking: int
    per_adviser: int
    per_adviser_per_year: int
    answer_days: int | None


async def caps_for(programme: UUID, holder: UUID, day: date) -> Caps:
    """The caps that hold for a holder on a day; raises NoPolicy.

    Of its size class that day the latest row; where the class has none yet, the latest default row. The same rule for
    whoever asks in SQL: the function `day_policy_of(programme, holder, day)`.
    """
    rows = await fetch(
        "SELECT size_class, valid_from, per_municipality, per_booking, per_adviser, per_adviser_per_year, answer_days "
        "FROM day_policy_of($1, $2, $3)",
        programme,
        holder,
        day,
    )
    if not rows:
        raise NoPolicy(day=day)
    return Caps(*rows[0])


async def check_intake_cap(programme: UUID, day: date, *, connection: Connection, besides: UUID | None = None) -> None:
    """One more intake fits on that day; raises IntakeCapReached with the numbers of the period that is full.

    Whoever plans waits here for whoever planned before, until the transaction ends. Every intake of the period counts that
    was not cancelled, but for the one named `besides`: an intake that is moved does not stand in its own way.
    """
    await connection.execute("SELECT 1 FROM programme WHERE id = $1 FOR NO KEY UPDATE", programme)
    full = first_full(await intake_caps(programme, besides=besides), day)
    if full is not None:
        raise IntakeCapReached(most=full.most, taken=full.taken, first_day=full.first_day, last_day=full.last_day)


async def intake_caps(programme: UUID, *, besides: UUID | None = None) -> list[CapOnIntakes]:
    """The caps of a programme that hold, by period, each with what counts towards it; an intake may be left out."""
    rows = await fetch(_CAPS, programme, besides)
    return [CapOnIntakes(row["first_day"], row["last_day"], row["most"], row["taken"], row["completed"]) for row in rows]
