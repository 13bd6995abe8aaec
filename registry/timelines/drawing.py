"""The two axes as a picture: a line for each time the registry learned something, from left to right the days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from registry.certificates.rules import Status
from registry.certificates.wording import STATUSES
from registry.pictures.drawing import Paint
from registry.pictures.line_of_time import Axis, Span, Tick
from registry.texts import Language, Text, written
from registry.timelines.rules import Answer, Known, is_of, turns

_PAINTS: Mapping[Status, Paint] = {
    Status.VALID: Paint.FULL,
    Status.SUSPENDED: Paint.STRIPES,
    Status.NOT_YET_VALID: Paint.OPEN,
    Status.EXPIRED: Paint.DOTS,
}
_SINCE = Text("Bekend sinds {since}", "Known since {since}")


@dataclass(frozen=True, slots=True)
class Line:
    """What was known since an instant; whether it is what was known at the chosen one."""

    label: str
    chosen: bool
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines, the days on the axis, where the chosen day lies, and what the patterns mean."""

    lines: Sequence[Line]
    ticks: Sequence[Tick]
    day: str
    day_label: str
    parts: Sequence[tuple[Paint, str]]


def picture(known: Sequence[Known], answer: Answer, language: Language) -> Picture:
    """All that was ever known, with the chosen day and instant marked. Stretches are not to scale."""
    days = turns(known)
    axis = Axis.of(days)
    return Picture(
        lines=[_line(each, answer, axis, language) for each in known],
        ticks=axis.ticks([format_date(day, "d MMM y", locale=language.value) for day in days]),
        day=axis.at(answer.day),
        day_label=written(answer.day, language),
        parts=_parts(known, language),
    )


def _line(known: Known, answer: Answer, axis: Axis, language: Language) -> Line:
    spans = [
        axis.span(_paint(each.status), each.first, each.last, STATUSES[each.status].say(language)) for each in known.periods
    ]
    return Line(_SINCE.say(language, since=known.since), is_of(known, answer.known_at), spans)


def _paint(status: Status) -> Paint:
    return _PAINTS.get(status, Paint.GRID)


def _parts(known: Sequence[Known], language: Language) -> list[tuple[Paint, str]]:
    """Each pattern once, with all statuses that are drawn by it."""
    seen = {period.status for each in known for period in each.periods}
    words: dict[Paint, list[str]] = {}
    for status in Status:
        if status in seen:
            words.setdefault(_paint(status), []).append(STATUSES[status].say(language))
    return [(paint, " / ".join(names)) for paint, names in words.items()]
