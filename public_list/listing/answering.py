"""The answer to a question about the list: what was found, and where a municipality that was named led."""

from dataclasses import dataclass, replace
from datetime import datetime

from public_list.listing import places, service
from public_list.listing.asking import Question, Reading, Words
from public_list.listing.places import Around, Place
from public_list.listing.rules import Facet, Found, Wanted
from registry.days import amsterdam_day
from registry.errors import Invalid


@dataclass(frozen=True, slots=True)
class Answer:
    """What was wanted of the list and what was found; where a municipality was named also where that led."""

    wanted: Wanted
    found: Found
    around: Around | None = None


async def placed(reading: Reading, words: Words, *, now: datetime) -> tuple[Reading, Place | None]:
    """The municipality that is named, looked up; a name that none has or had is one fault more, and is asked no more."""
    question = reading.question
    if not question.municipality:
        return reading, None
    today = amsterdam_day(now)
    try:
        place = places.find(question.municipality, await places.known_on(today), day=today, field=words.municipality)
    except Invalid as error:
        return replace(reading, question=replace(question, municipality=""), faults=(*reading.faults, *error.faults)), None
    return reading, place


async def answer(question: Question, place: Place | None, *, now: datetime) -> Answer:
    """The page of the list that was asked for.

    A municipality stands for the region in which it lies, if anyone is found there; else for its province.
    """
    if place is None:
        wanted = question.wanted()
        return Answer(wanted, await service.search(wanted, now=now))
    if place.regions:
        narrow = await _around(question, Around(place, tuple((Facet.REGION, each) for each in place.regions)), now=now)
        if narrow.found.total:
            return narrow
    return await _around(question, Around(place, tuple((Facet.PROVINCE, each) for each in place.provinces)), now=now)


async def _around(question: Question, around: Around, *, now: datetime) -> Answer:
    wanted = question.wanted(around.choices)
    return Answer(wanted, await service.search(wanted, now=now), around)
