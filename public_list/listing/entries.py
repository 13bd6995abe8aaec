"""Entries of the list are made from columns, a page at a time."""

from collections.abc import Sequence
from datetime import date
from itertools import starmap

import numpy as np

from public_list.listing.availability import Piece, first_free
from public_list.listing.columns import SIGN, Columns, FacetColumns, Ragged, Rows, as_written
from public_list.listing.rules import Entry, Facet
from registry.certificates.rules import Status


def made(columns: Columns, rows: Sequence[int], day: date) -> list[Entry]:
    """The entries of rows that are on the list of the day."""
    places = np.array(rows, dtype=np.int32)
    abouts = [columns.abouts[place] for place in columns.about[places].tolist()]
    fields = (
        map(as_written, columns.number_of[places].tolist()),
        _names(columns, places),
        (columns.employer_names[place] for place in columns.employers[places].tolist()),
        _values(columns.facets[Facet.PROVINCE], places),
        _values(columns.facets[Facet.REGION], places),
        _values(columns.facets[Facet.LANGUAGE], places),
        _values(columns.facets[Facet.COMPETENCE], places),
        _values(columns.facets[Facet.SPECIALISM], places),
        (scheme for scheme, _, _, _ in abouts),
        (name for _, name, _, _ in abouts),
        (scope for _, _, scope, _ in abouts),
        map(date.fromordinal, columns.valid_from[places].tolist()),
        map(date.fromordinal, columns.valid_until[places].tolist()),
        _statuses(columns, places, day),
        _free(columns, places, day.toordinal()),
        (body for _, _, _, body in abouts),
    )
    return list(starmap(Entry, zip(*fields, strict=True)))


def _runs(ragged: Ragged, places: Rows) -> list[tuple[int, int]]:
    return list(zip(ragged.starts[places].tolist(), ragged.starts[places + 1].tolist(), strict=True))


def _names(columns: Columns, places: Rows) -> list[str]:
    names = columns.names
    bounds = zip(names.starts[places].tolist(), names.starts[places + 1].tolist(), strict=True)
    return [" ".join(filter(None, names.encoded[first:last].decode().split(SIGN))) for first, last in bounds]


def _values(column: FacetColumns, places: Rows) -> list[tuple[str, ...]]:
    stated, values = column.stated.values, column.values
    return [tuple([values[code] for code in stated[first:last].tolist()]) for first, last in _runs(column.stated, places)]


def _statuses(columns: Columns, places: Rows, day: date) -> list[Status]:
    lives, lived = columns.lives, columns.lived.values
    return [
        next(lives[place].status for place in reversed(lived[first:last].tolist()) if lives[place].first <= day)
        for first, last in _runs(columns.lived, places)
    ]


def _free(columns: Columns, places: Rows, day: int) -> list[date | None]:
    return [
        _first_free(columns.available.values[first:last].tolist(), day) if last > first else None
        for first, last in _runs(columns.available, places)
    ]


def _first_free(stated: Sequence[int], day: int) -> date | None:
    free = first_free((Piece(*stated[place : place + 3]) for place in range(0, len(stated), 3)), day)
    return None if free is None else date.fromordinal(free)
