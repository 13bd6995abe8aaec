"""Exam days as people type them: date cells, `7-9-2026`, `2026-09-21`, `7 september 2026`; always the day first."""

import re
from datetime import date, datetime, timedelta

from exams.cells.findings import Problem
from exams.cells.names import folded
from exams.cells.typed import Read, fault, odd_character, shown
from registry.days import MONTHS

FIRST_DAY = date(2000, 1, 1)
_WEEKDAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"  # noqa: E501 — one list of words
_TIME = r"(?:[ t,]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?uur|z)?)?"
_WEEKDAY = rf"(?:(?:{_WEEKDAYS})\.?,? )?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_IN_WORDS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:e|th|st|nd|rd)?[ -]([a-z]+)\.?[ -](\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_SERIALS = range(36526, 73051)
_EPOCH = date(1899, 12, 30)
_SHORT_YEAR = 100
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")


def read_day(value: object, *, today: date) -> Read[date]:
    """The day of an exam, from 2000 to today; a time of day is left out with a notice."""
    read = _typed_day(value)
    if read.value is None:
        return read
    if read.value > today:
        return fault("day-ahead", day=read.value, today=today)
    if read.value < FIRST_DAY:
        return fault("day-long-ago", day=read.value, first=FIRST_DAY)
    return read


def _typed_day(value: object) -> Read[date]:
    if isinstance(value, datetime):
        timed = value.time() != value.time().min
        return _day(value.date(), timed=timed)
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, str):
        problem = odd_character(value)
        return Read(fault=problem) if problem else _spelled_day(value)
    if type(value) is int and value in _SERIALS:
        meant = _EPOCH + timedelta(days=value)
        return fault("day-is-number", typed=value, suggestion=_written(meant))
    return fault("day-form", typed=shown(value))


def _spelled_day(value: str) -> Read[date]:
    typed = folded(value)
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _IN_WORDS.fullmatch(typed)) and found[2] in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
    else:
        return fault("day-form", typed=shown(value))
    short = year < _SHORT_YEAR
    try:
        meant = date(year + 2000 if short else year, month, day)
    except ValueError:
        return fault("day-impossible", typed=shown(value))
    if short:
        return fault("day-short-year", typed=shown(value), suggestion=_written(meant))
    return _day(meant, timed=found[4] is not None and _MIDNIGHT.fullmatch(found[4]) is None)


def _day(day: date, *, timed: bool) -> Read[date]:
    return Read(day, notice=Problem("day-with-time", {"day": day}) if timed else None)


def _written(day: date) -> str:
    return day.strftime("%d-%m-%Y")
