"""A list of the registry as every file of it has it: its columns, what is stamped in it, and where its rows come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from registry.exports.cursor import Query
from registry.exports.listing import Column, Exported, Listing, Row, at_hand
from registry.permissions import Actor
from registry.texts import Text

ALL = Text("alle", "all")
"""Where nothing was chosen."""
EVERYBODY = Text("Van alle organisaties.", "Of all organisations.")
_OWN = Text(
    "Alleen wat u mag zien: van uw eigen organisatie, of van uzelf.",
    "Only what you may see: of your organisation, or yourself.",
)
_OF_WHOM = Text("Van wie", "Of whom")
_MADE_ON = Text("Gemaakt op", "Made on")
_MADE_FROM = Text("Waaruit", "Made from")


@dataclass(frozen=True, slots=True)
class Outline:
    """What is the same each time a list goes out: its name, its columns, and a sentence on what is in it and by what rules.

    Who reads everything has the rows of everybody, others have their own; a list that is the same for all its readers says
    `whose` it is. Raises ValueError as `Listing` does, when the application starts and not when somebody asks.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    source: Text
    whose: Text | None = None

    def __post_init__(self) -> None:
        Listing(self.name, self.title, self.columns, ())

    def of(self, rows: Sequence[Row], *, actor: Actor, today: date, chosen: Sequence[tuple[Text, object]] = ()) -> Exported:
        """The list with these rows; `chosen` is by what they were found, and is stamped first."""
        return Exported(self._listing(chosen, actor=actor, today=today), len(rows), at_hand(rows), today)

    async def read(
        self,
        query: Query,
        row: Callable[[asyncpg.Record], Row],
        *,
        actor: Actor,
        today: date,
        chosen: Sequence[tuple[Text, object]] = (),
    ) -> Exported:
        """The list with every row that the query finds, some at a time; `row` makes the cells of one."""
        listing = self._listing(chosen, actor=actor, today=today)
        return Exported(listing, await query.count(), query.batches(row), today)

    def _listing(self, chosen: Sequence[tuple[Text, object]], *, actor: Actor, today: date) -> Listing:
        whose = self.whose or (EVERYBODY if actor.sees_everything else _OWN)
        told = (*chosen, (_OF_WHOM, whose), (_MADE_ON, today), (_MADE_FROM, self.source))
        return Listing(self.name, self.title, self.columns, told)
