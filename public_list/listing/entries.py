"""Entries of the list are made from columns."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from public_list.listing.availability import Piece, first_free
from public_list.listing.columns import STATUSES, Columns
from public_list.listing.rules import Entry
from public_list.listing.writing import as_written

Made: TypeAlias = tuple[Entry, int, int]
"""An entry, and the first and last of the days on which it is the same, as days are counted."""


def made(columns: Columns, row: int, day: int) -> Made:
    """The entry of a row that is on the list of the day."""
    about, life, first, last, employer, province, region, competence, specialism, _, language = columns.cells[row].tolist()
    scheme, scheme_name, scope, taken_over_from = columns.abouts[about]
    provinces, regions, competences, specialisms, _, languages = columns.stated
    span, free = columns.span(life, day), _free(columns, row, day) if len(columns.available.values) else None
    entry = Entry(
        as_written(columns.number_of.item(row)),
        columns.names.written(row),
        columns.employer_names[employer],
        provinces[province],
        regions[region],
        languages[language],
        competences[competence],
        specialisms[specialism],
        scheme,
        scheme_name,
        scope,
        date.fromordinal(first),
        date.fromordinal(last),
        STATUSES[columns.lives.status.item(span)],
        free,
        taken_over_from,
    )
    if free is not None:
        return entry, day, day
    return entry, columns.lives.first.item(span), columns.lives.last.item(span)


def _free(columns: Columns, row: int, day: int) -> date | None:
    first, last = columns.available.starts.item(row), columns.available.starts.item(row + 1)
    if first == last:
        return None
    stated: Sequence[int] = columns.available.values[first:last].tolist()
    free = first_free((Piece(*stated[place : place + 3]) for place in range(0, len(stated), 3)), day)
    return None if free is None else date.fromordinal(free)
