"""What a reorganisation would do, read by the same functions that do it."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from registry.days import amsterdam_day
from registry.organisations import service as organisations
from registry.programmes import caps as programmes
from registry.programmes.caps import Caps
from registry.programmes.errors import NoPolicy
from registry.quarters import days
from registry.reorganisations import following, reading
from registry.reorganisations.moving import Passing
from registry.reorganisations.reading import Allotted, Map, Unfinished
from registry.reorganisations.rules import Ended, Named, Span, blocked
from registry.reorganisations.schemas import (
    AllotmentAfterOut,
    AllotmentPassingOut,
    BlockedOut,
    BookingPassingOut,
    EndedOut,
    FollowingOut,
    NamedOut,
    PreviewOut,
    Reorganise,
)
from registry.texts import Language, Text

_OVER_CAP = Text(
    "{successor} heeft daarna in {programme} {total:days}; het dagenbeleid staat er {cap} toe. Dat mag bij een herindeling.",
    "{successor} then has {total:days} in {programme}; the day policy allows {cap}. That is allowed here.",
)
_NO_CLASS = Text(
    "{successor} heeft in {programme} nog geen grootteklasse; zonder klasse geldt de standaardregel.",
    "{successor} has no size class in {programme} yet; without one the default row holds.",
)
_REGIONS = Text(
    "De opgeheven gemeenten liggen niet in één regio. Zet {successor} daarna zelf in een regio.",
    "The municipalities that ended do not lie in one region. Put {successor} in a region yourself afterwards.",
)
_KEYS = Text(
    "Sleutels voor programma’s stoppen. Wie er een had, maakt een nieuwe voor {successor}.",
    "Keys for programs stop. Whoever had one makes a new one for {successor}.",
)


def passing(codes: Sequence[str], successor: str, known: Map, *, fallback: date) -> Passing:
    """What passes from whom to whom; `fallback` is the day where none of them ended."""
    days_after = [day for day in (known.ended(code).effective_on for code in codes) if day is not None]
    return Passing(
        id=uuid4(),
        predecessors=tuple(known.organisations[known.named(code).code] for code in codes),
        successor=known.organisations[known.named(successor).code],
        effective_on=max(days_after, default=fallback),
    )


async def foresee(command: Reorganise, *, language: Language, now: datetime) -> PreviewOut:
    """Everything that would pass on, all that is in the way, and what a person should know; UnknownMunicipality."""
    known, today = await reading.municipalities(), amsterdam_day(now)
    codes = list(dict.fromkeys(command.predecessors))
    ended, successor = [known.ended(code) for code in codes], known.named(command.successor)
    meant = passing(codes, command.successor, known, fallback=today)
    allotments = await reading.allotments_of(meant.predecessors)
    own = await reading.allotments_of([meant.successor])
    bookings = await reading.unfinished(meant.predecessors)
    follows = await _following(meant, bookings, now=now)
    afterwards = [each async for each in _afterwards(allotments, own, meant)]
    return PreviewOut(
        predecessors=[_ended_out(each) for each in ended],
        successor=named_out(successor),
        effective_on=meant.effective_on if any(each.last_day for each in ended) else None,
        allotments=[_passing_out(each) for each in allotments],
        afterwards=[after for after, _ in afterwards],
        bookings=await _bookings_out(bookings),
        following=follows,
        blocked=[
            BlockedOut(blocker=each.blocker, text=each.text.say(language, **each.facts))
            for each in blocked(ended, successor, today=today)
        ],
        notes=await _notes(meant, afterwards, follows, successor, language),
    )


async def _afterwards(
    allotments: Sequence[Allotted], own: Sequence[Allotted], meant: Passing
) -> AsyncIterator[tuple[AllotmentAfterOut, int]]:
    held = {each.programme: each for each in own}
    for programme in dict.fromkeys(each.programme for each in allotments):
        theirs = [each for each in allotments if each.programme == programme]
        mine = held.get(programme)
        available = sum(each.available for each in theirs) + (mine.available if mine else 0)
        reserved = sum(each.reserved for each in theirs) + (mine.reserved if mine else 0)
        total = available + reserved + (mine.used + mine.expired if mine else 0)
        caps = await _caps(programme, meant)
        after = AllotmentAfterOut(
            programme=theirs[0].programme_code,
            opened=mine is None,
            available=days(available),
            reserved=days(reserved),
            size_class=caps.size_class if caps else None,
            cap=days(caps.per_municipality) if caps else None,
            over_cap=caps is not None and total > caps.per_municipality,
        )
        yield after, total


async def _caps(programme: UUID, meant: Passing) -> Caps | None:
    try:
        return await programmes.caps_for(programme, meant.successor, meant.effective_on)
    except NoPolicy:
        return None


async def _following(meant: Passing, bookings: Unfinished, *, now: datetime) -> FollowingOut:
    intakes = await following.intakes_of(meant.predecessors)
    theirs = {each.id for each in bookings.theirs}
    return FollowingOut(
        bookings_for=sum(each.id not in theirs for each in bookings.named),
        open_intakes=len(intakes.still_open),
        completed_intakes=len(intakes.completed),
        accounts=len(await following.accounts_of(meant.predecessors)),
        api_keys=len(await following.keys_of(meant.predecessors, now=now)),
        employments=len(await following.lasting(following.EMPLOYMENTS, meant)),
        ties=len(await following.lasting(following.TIES, meant)),
        partnerships=await _partnerships(await following.lasting(following.PARTNERSHIPS, meant)),
        regions=await following.names_of_regions(await following.regions(meant)),
    )


async def _partnerships(joined: Mapping[UUID, Span]) -> list[str]:
    return sorted((await organisations.names_of(set(joined))).values())


async def _notes(
    meant: Passing,
    afterwards: Sequence[tuple[AllotmentAfterOut, int]],
    follows: FollowingOut,
    successor: Named,
    language: Language,
) -> list[str]:
    notes = []
    for after, total in afterwards:
        facts = {"successor": successor.name, "programme": after.programme, "total": days(total), "cap": after.cap}
        if after.over_cap:
            notes.append(_OVER_CAP.say(language, **facts))
        if after.cap is not None and after.size_class is None:
            notes.append(_NO_CLASS.say(language, **facts))
    if await following.regions_differ(meant):
        notes.append(_REGIONS.say(language, successor=successor.name))
    if follows.api_keys:
        notes.append(_KEYS.say(language, successor=successor.name))
    return notes


async def _bookings_out(bookings: Unfinished) -> list[BookingPassingOut]:
    names = await organisations.names_of({each.municipality for each in bookings.theirs})
    return [
        BookingPassingOut(
            id=each.id,
            municipality=names[each.municipality],
            first_day=each.first_day,
            last_day=each.last_day,
            days=days(each.quarters),
            reserved=days(bookings.reserved.get(each.id, 0)),
            state=each.state,
        )
        for each in bookings.theirs
    ]


def _passing_out(allotted: Allotted) -> AllotmentPassingOut:
    return AllotmentPassingOut(
        programme=allotted.programme_code,
        holder_name=allotted.holder_name,
        available=days(allotted.available),
        reserved=days(allotted.reserved),
        used=days(allotted.used),
        expired=days(allotted.expired),
    )


def _ended_out(ended: Ended) -> EndedOut:
    heirs = [named_out(heir) for heir in ended.heirs]
    return EndedOut(code=ended.code, name=ended.name, valid_to=ended.last_day, heirs=heirs)


def named_out(named: Named) -> NamedOut:
    """A municipality as it goes out."""
    return NamedOut(code=named.code, name=named.name)


def moved(facts: str) -> tuple[int, int]:
    """From the facts of a reorganisation: how many quarters passed on, and how many bookings."""
    read = json.loads(facts)
    return read["quarters"], len(read["bookings"])
