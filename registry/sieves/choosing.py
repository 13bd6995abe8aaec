"""What somebody chose of a list: a state, words, a period, an order and a page; all but the page are kept in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from litestar.params import QueryParameter

from registry.exports.choosing import ORDER, InAddress


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
        chosen = {"stand": self.stand, "zoek": self.words, "van": self.since, "tot": self.until, ORDER: self.order}
        return {**self.others, **chosen}

    @property
    def first_day(self) -> date | None:
        """The first day of the period; what is no day chooses none."""
        return _day(self.since)

    @property
    def last_day(self) -> date | None:
        """The last day of the period, which is in it."""
        return _day(self.until)


NOTHING_CHOSEN = Choice()
"""The whole list, as it usually is."""


async def chosen(
    *,
    stand: Annotated[str, QueryParameter(name="stand", max_length=40)] = "",
    words: Annotated[str, QueryParameter(name="zoek", max_length=100)] = "",
    since: Annotated[str, QueryParameter(name="van", max_length=40)] = "",
    until: Annotated[str, QueryParameter(name="tot", max_length=40)] = "",
    order: Annotated[str, QueryParameter(name=ORDER, max_length=40)] = "",
    page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
) -> Choice:
    """The dependency `chosen` of a page with a list."""
    return Choice(stand, words.strip(), since, until, order, page)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
