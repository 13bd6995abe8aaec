"""What somebody chose of a list: a state, words, a period, an order and a page; all but the page are kept in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from litestar.params import QueryParameter

from registry.days import read_day
from registry.errors import NO_DAY, TOO_LONG, Fault
from registry.exports.choosing import ORDER, InAddress

LONGEST = 100
"""So many signs are sought at most."""
_WORDS, _SINCE, _UNTIL = "zoek", "van", "tot"


@dataclass(frozen=True, slots=True)
class Choice(InAddress):
    """What was chosen, as the address has it; `others` are choices that only this list has."""

    stand: str = ""
    words: str = ""
    since: str = ""
    until: str = ""
    order: str = ""
    page: int = 1
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        chosen = {"stand": self.stand, _WORDS: self.words, _SINCE: self.since, _UNTIL: self.until, ORDER: self.order}
        return {**self.others, **chosen}

    @property
    def first_day(self) -> date | None:
        """The first day of the period, where one was typed."""
        return read_day(self.since)

    @property
    def last_day(self) -> date | None:
        """The last day of the period, which is in it."""
        return read_day(self.until)

    @property
    def faults(self) -> list[Fault]:
        """What was typed that is no day, or too much to seek, each by its name in the address."""
        days = ((_SINCE, self.since), (_UNTIL, self.until))
        long = [Fault(_WORDS, TOO_LONG, {"most": LONGEST})] if len(self.words) > LONGEST else []
        return long + [Fault(name, NO_DAY) for name, typed in days if typed and read_day(typed) is None]


NOTHING_CHOSEN = Choice()
"""The whole list, as it usually is."""


async def chosen(
    *,
    stand: Annotated[str, QueryParameter(name="stand", max_length=40)] = "",
    words: Annotated[str, QueryParameter(name=_WORDS)] = "",
    since: Annotated[str, QueryParameter(name=_SINCE)] = "",
    until: Annotated[str, QueryParameter(name=_UNTIL)] = "",
    order: Annotated[str, QueryParameter(name=ORDER, max_length=40)] = "",
    page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
) -> Choice:
    """The dependency `chosen` of a page with a list."""
    return Choice(stand, words.strip(), since.strip(), until.strip(), order, page)
