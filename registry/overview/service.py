"""Intakes against the cap, and days per programme, region and month: read from the postings themselves (READ_DAYS)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from registry.organisations.tables import Region
from registry.overview.schemas import DaysOut, IntakesOut, OverviewOut
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.programmes.caps import intake_caps
from registry.programmes.tables import Programme
from registry.quarters import days
from registry.transactions import fetch

_DAYS = """
WITH posted AS (
    SELECT * FROM day_posting WHERE recorded_at >= $2::date::timestamp AT TIME ZONE 'Europe/Amsterdam'
        AND recorded_at < ($3::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'
), entry AS (
    SELECT source.allotment, (posted.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS day, posted.kind,
        CASE posted.kind WHEN 'transfer' THEN -quarters ELSE quarters END AS quarters
    FROM posted JOIN day_account AS source ON source.id = posted.source
    UNION ALL
    SELECT target.allotment, (posted.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date, 'transfer', quarters
    FROM posted JOIN day_account AS target ON target.id = posted.target WHERE posted.kind = 'transfer'
), daily AS (
    SELECT allotment.programme, allotment.holder, entry.day, entry.kind, sum(entry.quarters) AS quarters
    FROM entry JOIN allotment ON allotment.id = entry.allotment
    WHERE allotment.programme = ANY($1)
    GROUP BY allotment.programme, allotment.holder, entry.day, entry.kind
), place AS (
    SELECT pair.holder, pair.day, found.region FROM (SELECT DISTINCT holder, day FROM daily) AS pair
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(DISTINCT region_member.region) = 1 AND bool_and(region_member.region IS NOT NULL)
            THEN (array_agg(region_member.region))[1] END AS region
        FROM (
            SELECT pair.holder AS municipality WHERE EXISTS (
                SELECT 1 FROM municipality WHERE municipality.organisation = pair.holder)
            UNION ALL
            SELECT municipality FROM partnership_member WHERE partnership = pair.holder
                AND valid_from <= pair.day AND (valid_to IS NULL OR valid_to >= pair.day)
        ) AS member
        LEFT JOIN region_member ON region_member.municipality = member.municipality
            AND region_member.valid_from <= pair.day AND (region_member.valid_to IS NULL OR region_member.valid_to >= pair.day)
    ) AS found
)
SELECT programme.code AS programme, region.code AS region, region.name AS region_name,
    date_trunc('month', daily.day)::date AS month,
    coalesce(sum(CASE daily.kind WHEN 'grant' THEN quarters WHEN 'correct' THEN -quarters END), 0) AS granted,
    coalesce(sum(quarters) FILTER (WHERE daily.kind = 'transfer'), 0) AS transferred,
    coalesce(sum(CASE daily.kind WHEN 'reserve' THEN quarters WHEN 'release' THEN -quarters END), 0) AS reserved,
    coalesce(sum(quarters) FILTER (WHERE daily.kind = 'use'), 0) AS used,
    coalesce(sum(quarters) FILTER (WHERE daily.kind = 'expire'), 0) AS expired
FROM daily JOIN programme ON programme.id = daily.programme
JOIN place ON place.holder = daily.holder AND place.day = daily.day
LEFT JOIN region ON region.id = place.region
WHERE $4::varchar IS NULL OR coalesce(region.code, '') = $4
GROUP BY 1, 2, 3, 4 ORDER BY 4, 1, 3 NULLS LAST, 2
"""
_INTAKES = """
SELECT intake.programme, intake.held_on, count(*) FILTER (WHERE NOT passed.cancelled) AS taken,
    count(*) FILTER (WHERE passed.held) AS held, count(*) FILTER (WHERE passed.completed) AS completed
FROM intake CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(step = 'cancelled'), false) AS cancelled,
        coalesce(bool_or(step IN ('held', 'completed', 'taken-over')), false)
            AND NOT coalesce(bool_or(step = 'cancelled'), false) AS held,
        coalesce(bool_or(step IN ('completed', 'taken-over')), false) AS completed
    FROM intake_event WHERE intake_event.intake = intake.id
) AS passed
WHERE intake.programme = ANY($1) GROUP BY intake.programme, intake.held_on
"""
WITHOUT_REGION = ""
"""The code by which what belongs to no one region is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the overview is of: one programme or all, one region or all, from a first through a last day."""

    first_day: date
    last_day: date
    programme: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Days of several rows together; a correction or a release can make a number negative."""

    granted: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal


_Capped: TypeAlias = tuple[date, date, int | None]
"""A period, and at most how many intakes it has, where that is set."""


async def regions() -> list[tuple[str, str]]:
    """The code and name of every region, by name."""
    return [(row["code"], row["name"]) for row in await Region.select(Region.code, Region.name).order_by(Region.name)]


async def overview(wanted: Wanted, *, actor: Actor) -> OverviewOut:
    """What the filter asks; an unknown programme or region has nothing. Raises Invalid for a reversed period.

    A coordinator sees every region: nothing here is of one municipality by name.
    """
    actor.must(Permission.READ_DAYS)
    check_period(wanted.first_day, wanted.last_day, field="lastDay")
    rows = await Programme.select(Programme.id, Programme.code, Programme.first_day, Programme.last_day).order_by(
        Programme.first_day, Programme.code
    )
    chosen = [row for row in rows if wanted.programme in (None, row["code"])]
    known = {None, WITHOUT_REGION, *(code for code, _ in await regions())}
    found = await _days(chosen, wanted) if wanted.region in known else []
    return OverviewOut(intakes=await _intakes(chosen), days=found)


async def _days(programmes: Sequence[Mapping[str, Any]], wanted: Wanted) -> list[DaysOut]:
    ids = [row["id"] for row in programmes]
    rows = await fetch(_DAYS, ids, wanted.first_day, wanted.last_day, wanted.region)
    amounts = ("granted", "transferred", "reserved", "used", "expired")
    return [
        DaysOut(
            programme=row["programme"],
            region=row["region"],
            region_name=row["region_name"],
            month=row["month"],
            **{each: days(int(row[each])) for each in amounts},
        )
        for row in rows
    ]


async def _intakes(programmes: Sequence[Mapping[str, Any]]) -> list[IntakesOut]:
    """Each cap with what counts towards it; a programme without one is told over its whole period."""
    counted = defaultdict(list)
    for row in await fetch(_INTAKES, [programme["id"] for programme in programmes]):
        counted[row["programme"]].append(row)
    told = []
    for programme in programmes:
        capped: list[_Capped] = [(cap.first_day, cap.last_day, cap.most) for cap in await intake_caps(programme["id"])]
        for first, last, most in capped or [(programme["first_day"], programme["last_day"], None)]:
            inside = [row for row in counted[programme["id"]] if first <= row["held_on"] <= last]
            numbers = {each: sum(row[each] for row in inside) for each in ("taken", "held", "completed")}
            told.append(IntakesOut(programme=programme["code"], first_day=first, last_day=last, most=most, **numbers))
    return told


Key = TypeVar("Key")


def together(rows: Iterable[DaysOut], by: Callable[[DaysOut], Key]) -> dict[Key, Flow]:
    """The rows added up by month or by region, in the order in which they come."""
    gathered: dict[Key, list[DaysOut]] = {}
    for row in rows:
        gathered.setdefault(by(row), []).append(row)
    return {
        key: Flow(
            granted=sum((row.granted for row in found), Decimal()),
            reserved=sum((row.reserved for row in found), Decimal()),
            used=sum((row.used for row in found), Decimal()),
            expired=sum((row.expired for row in found), Decimal()),
        )
        for key, found in gathered.items()
    }
