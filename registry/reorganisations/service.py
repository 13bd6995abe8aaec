"""Mergers and splits of municipalities: seen beforehand, and done once, in one transaction (Wet arhi, art. 44; DESIGN §2.7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.days import amsterdam_day
from registry.organisations.turns import take_turn
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.reorganisations import following, foreseeing, moving, reading, telling
from registry.reorganisations.errors import Overtaken, ReorganisationBlocked
from registry.reorganisations.moving import Passing
from registry.reorganisations.reading import Allotted, Map, Unfinished
from registry.reorganisations.rules import blocked
from registry.reorganisations.schemas import DueOut, NamedOut, PreviewOut, Reorganise, ReorganisedOut
from registry.reorganisations.tables import Reorganisation, ReorganisedMunicipality
from registry.texts import Language
from registry.transactions import Connection, fetch, transaction

_TRIES = 5
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('municipalities'))"
"""One reorganisation at a time, and none while the list of municipalities is being loaded."""
_DONE = """
SELECT reorganisation.id, effective_on, reorganisation.recorded_at, facts, successor.code AS successor,
    (SELECT array_agg(old.code ORDER BY old.code) FROM reorganised_municipality AS passed
        JOIN municipality AS old ON old.organisation = passed.municipality
        WHERE passed.reorganisation = reorganisation.id) AS predecessors
FROM reorganisation JOIN municipality AS successor ON successor.organisation = reorganisation.successor
ORDER BY reorganisation.recorded_at DESC, reorganisation.id
"""


async def preview(command: Reorganise, *, language: Language, actor: Actor, now: datetime) -> PreviewOut:
    """What would pass on and what is in the way; nothing is written. Raises UnknownMunicipality."""
    actor.must(Permission.REORGANISE)
    return await foreseeing.foresee(command, language=language, now=now)


async def heirs(codes: Sequence[str], *, actor: Actor) -> list[NamedOut]:
    """Who may succeed all of these municipalities; raises UnknownMunicipality."""
    actor.must(Permission.REORGANISE)
    known = await reading.municipalities()
    each_has = [set(known.ended(code).heirs) for code in codes]
    shared = set.intersection(*each_has) if each_has else set()
    return [foreseeing.named_out(heir) for heir in sorted(shared, key=lambda heir: heir.name)]


async def reorganise(command: Reorganise, *, actor: Actor, now: datetime) -> UUID:
    """What the predecessors have is the successor's, from the day after their last; done on that day or later, once.

    Days, intakes, accounts, memberships, and bookings that are open or have a day that waits for an answer pass on. Used and
    expired days, and what is over, keep the old names; the successor reads them. Raises ReorganisationBlocked with all that
    is in the way, UnknownMunicipality, NotAllowed for a program, Overtaken where more kept coming meanwhile.
    """
    actor.must(Permission.REORGANISE)
    actor.must_be_in_person()
    for _ in range(_TRIES):
        try:
            async with transaction() as connection:
                return await _reorganise(command, connection=connection, actor=actor, now=now)
        except Overtaken:
            continue
    raise Overtaken


async def _reorganise(command: Reorganise, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    """Advisers first, then intakes, allotments and accounts of days, and last the municipalities: so everybody takes them."""
    await connection.execute(_ALONE)
    passing = _passing(command, await reading.municipalities(), now=now)
    advisers = (await reading.unfinished(passing.predecessors)).advisers
    await people.lock_all(advisers, connection=connection)
    intakes = await following.intakes_of(passing.predecessors)
    await following.lock_intakes(intakes, connection=connection)
    allotments = await moving.locked_allotments(passing, connection=connection, now=now)
    bookings = await reading.unfinished(passing.predecessors)
    follow = await following.intakes_of(passing.predecessors)
    if not (bookings.advisers <= advisers and set(follow.still_open) <= set(intakes.still_open)):
        raise Overtaken
    await _write(passing, allotments, bookings, actor=actor, now=now)
    new = await moving.pass_days(allotments, bookings, passing, actor=actor, now=now)
    await moving.pass_bookings(bookings, new, passing, actor=actor, now=now)
    coordinators = await following.pass_intakes(follow, passing, connection=connection)
    told = await telling.of_bookings(bookings, passing, connection=connection)
    accounts = await following.pass_accounts(passing, connection=connection, actor=actor, now=now)
    await _pass_lasting(passing, connection=connection)
    await telling.tell(passing, [*accounts, *coordinators, *told], now=now)
    await telling.tell_advisers(bookings, passing, now=now)
    return passing.id


def _passing(command: Reorganise, known: Map, *, now: datetime) -> Passing:
    codes = list(dict.fromkeys(command.predecessors))
    ended = [known.ended(code) for code in codes]
    if found := blocked(ended, known.named(command.successor), today=amsterdam_day(now)):
        raise ReorganisationBlocked(found)
    return foreseeing.passing(codes, command.successor, known, fallback=amsterdam_day(now))


async def _pass_lasting(passing: Passing, *, connection: Connection) -> None:
    for each in sorted((*passing.predecessors, passing.successor)):
        await take_turn(each, connection=connection)
    for what in (following.PARTNERSHIPS, following.EMPLOYMENTS, following.TIES):
        begun = await following.lasting(what, passing)
        await following.pass_lasting(what, begun, passing, connection=connection)
    await following.pass_lasting(following.REGIONS, await following.regions(passing), passing, connection=connection)


async def _write(
    passing: Passing, allotments: Sequence[Allotted], bookings: Unfinished, *, actor: Actor, now: datetime
) -> None:
    facts: dict[str, object] = {
        "quarters": sum(moving.quarters_passing(allotments, bookings).values()),
        "bookings": [each.id for each in bookings.theirs],
        "successor": passing.successor,
        "predecessors": list(passing.predecessors),
        "effectiveOn": passing.effective_on,
    }
    await Reorganisation.insert(
        Reorganisation(
            id=passing.id,
            successor=passing.successor,
            effective_on=passing.effective_on,
            facts=canonical_json(facts),
            account=actor.account,
            recorded_at=now,
        ),
    )
    passed = (ReorganisedMunicipality(reorganisation=passing.id, municipality=each) for each in passing.predecessors)
    await ReorganisedMunicipality.insert(*passed)
    await audit.record(Action.MUNICIPALITIES_REORGANISED, passing.id, actor=actor, at=now, facts=facts)


async def done(*, actor: Actor) -> list[ReorganisedOut]:
    """Every reorganisation that was done, newest first."""
    actor.must(Permission.READ_DAYS)
    known = await reading.municipalities()
    return [_done_out(row, known) for row in await fetch(_DONE)]


def _done_out(row: Any, known: Map) -> ReorganisedOut:  # noqa: ANN401  a row of asyncpg
    quarters, bookings = foreseeing.moved(row["facts"])
    return ReorganisedOut(
        id=row["id"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        predecessors=[foreseeing.named_out(known.named(code)) for code in row["predecessors"]],
        successor=foreseeing.named_out(known.named(row["successor"])),
        days=days(quarters),
        bookings=bookings,
    )


async def due(*, actor: Actor) -> list[DueOut]:
    """Who ends or ended, still has something and did not pass it on: those of one day and with the same heirs together."""
    actor.must(Permission.REORGANISE)
    known = await reading.municipalities()
    groups: dict[object, DueOut] = {}
    for code in await reading.due():
        ended = known.ended(code)
        if ended.effective_on is None:
            continue
        heirs = [foreseeing.named_out(heir) for heir in ended.heirs]
        key = (ended.effective_on, ended.heirs)
        group = groups.setdefault(key, DueOut(effective_on=ended.effective_on, predecessors=[], heirs=heirs))
        group.predecessors.append(NamedOut(code=code, name=ended.name))
    return sorted(groups.values(), key=lambda group: (group.effective_on, group.predecessors[0].code))
