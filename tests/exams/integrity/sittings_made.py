"""Figures of sittings for tests of the rules: who is who by a short name."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid5

from exams.integrity.rules import SittingFigures

FIRST_DAY = date(2026, 9, 7)
_SPACE = UUID(int=7)


@cache
def key(name: str) -> UUID:
    """The same name is the same thing."""
    return uuid5(_SPACE, name)


def names(count: int, start: str = "k") -> list[str]:
    """So many candidates."""
    return [f"{start}{place}" for place in range(count)]


def sitting(
    passed: Iterable[str],
    failed: Iterable[str],
    *,
    day: int = 0,
    supervised: bool = True,
    provider: str = "P",
    examiner: str = "E",
    part: str = "GP",
) -> SittingFigures:
    """One sitting, so many days after the first."""
    held_on = FIRST_DAY + timedelta(day)
    name = f"{provider}-{part}-{day}-{examiner}"
    return SittingFigures(
        sitting=key(name),
        provider=key(provider),
        part=part,
        examiner=key(examiner),
        held_on=held_on,
        supervised=supervised,
        passed={key(each): _result(name, each) for each in passed},
        failed={key(each): _result(name, each) for each in failed},
    )


def _result(of: str, candidate: str) -> UUID:
    return UUID(int=key(of).int ^ key(candidate).int)
