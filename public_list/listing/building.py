"""Columns are built of certificates as they were read: sorted, and what they have in common kept once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from public_list.listing import one_error, words
from public_list.listing.columns import (
    BITS,
    Columns,
    Days,
    FacetColumns,
    Lives,
    Names,
    Ragged,
    Rows,
    coded,
    packed,
    ragged,
    spread,
)
from public_list.listing.interned import Interned
from public_list.listing.ordering import ordered
from public_list.listing.rules import Facet, Lived
from public_list.listing.table import CONSENTED, LISTED, Table
from public_list.listing.writing import LETTER, digest
from registry.people.rules import PublicField

_NEVER = (1, 0)


def built(table: Table) -> Columns:
    """The columns of what was read."""
    order, sorting, vocabulary, postings = ordered(table)
    listed = len(sorting)
    numbers = np.array(table.numbers, dtype=np.int64)[order]
    by_number = np.argsort(numbers, kind="stable").astype(np.int32)
    files = np.frombuffer(bytes(table.advisers), dtype=">u8").reshape(-1, 2)[order]
    lived, abouts = _of(table.lived_of, order), Interned(tuple)
    about = np.array([abouts[each] for each in table.abouts.kept], dtype=np.int32)[_of(table.about_of, order)]
    lives = Interned(lambda span: span)
    lived_in = ragged(([lives[span] for span in each] for each in table.lived.kept), np.int32)
    listed_days = [_listed_days(each) for each in table.lived.kept]
    first_runs = np.array([each[0] if each else _NEVER for each in listed_days], dtype=np.int32).reshape(-1, 2)[lived[:listed]]
    runs, words_of_runs = _trigrams(vocabulary)
    facets = {facet: _facet(table, facet, sorting) for facet in Facet}
    first, last = _of(table.valid_from, order), _of(table.valid_until, order)
    employer = _of(table.field_of[PublicField.EMPLOYER], sorting)
    shown = (about[:listed], lived[:listed], first[:listed], last[:listed], employer)
    cells = np.column_stack((*shown, *(each.places for each in facets.values())))
    facets = {facet: replace(each, places=cells[:, place]) for place, (facet, each) in enumerate(facets.items(), len(shown))}
    available = ragged(table.fields[PublicField.AVAILABILITY].kept, np.int32)
    return Columns(
        listed=listed,
        number_of=numbers,
        numbers=numbers[by_number],
        by_number=by_number,
        high=files[:, 0].astype(np.uint64),
        low=files[:, 1].astype(np.uint64),
        digests=_digests(table)[order],
        about=about,
        abouts=abouts.kept,
        valid_from=first,
        valid_until=last,
        names=_names(table, order),
        cells=cells,
        employer_names=table.fields[PublicField.EMPLOYER].kept,
        life=lived,
        lived=lived_in,
        lives=Lives.packed(lives.kept),
        listed_from=first_runs[:, 0].copy(),
        listed_until=first_runs[:, 1].copy(),
        more=_more(listed_days, lived[:listed]),
        facets=facets,
        available=spread(available, _of(table.field_of[PublicField.AVAILABILITY], sorting)),
        vocabulary=vocabulary,
        postings=postings,
        runs=runs,
        words_of_runs=words_of_runs,
        one_error=one_error.bucketed(vocabulary),
        stated=tuple(each.stated for each in facets.values()),
    )


def _of(column: Sequence[int], order: Rows) -> NDArray[np.int32]:
    found: NDArray[np.int32] = np.array(column, dtype=np.int32)[order]
    return found


def _listed_days(lived: Sequence[Lived]) -> list[tuple[int, int]]:
    """The days on which the list shows it, in runs."""
    runs: list[tuple[int, int]] = []
    for span in lived:
        if span.listed_through is None or span.listed_through < span.first:
            continue
        first, last = span.first.toordinal(), min(span.last, span.listed_through).toordinal()
        if runs and runs[-1][1] == first - 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _more(runs: Sequence[Sequence[tuple[int, int]]], lived: Rows) -> tuple[Rows, Days, Days]:
    """The runs of days after the first, of the few rows that have several."""
    several = np.array([len(each) > 1 for each in runs], dtype=np.bool_)
    found = [(row, *run) for row in np.flatnonzero(several[lived]).tolist() for run in runs[lived[row]][1:]]
    rows, firsts, lasts = zip(*found, strict=True) if found else ((), (), ())
    return np.array(rows, dtype=np.int32), np.array(firsts, dtype=np.int32), np.array(lasts, dtype=np.int32)


_encode = msgspec.msgpack.Encoder().encode
_ODD = np.uint64(0x9E3779B97F4A7C15)


def _digests(table: Table) -> NDArray[np.uint64]:
    """Of each certificate one of all that may be shown of it: the same in every process."""
    files = np.frombuffer(bytes(table.advisers), dtype=">u8").reshape(-1, 2).astype(np.uint64)
    plain = (np.array(table.numbers, dtype=np.uint64), files[:, 0], files[:, 1])
    days = (np.array(column, dtype=np.uint64) for column in (table.valid_from, table.valid_until))
    shared = [(table.lived_of, table.lived.kept), (table.about_of, table.abouts.kept)]
    told = [_told(values)[np.array(places, dtype=np.int32)] for places, values in shared]
    listed = np.frombuffer(bytes(table.level), dtype=np.uint8) == LISTED
    for field in CONSENTED:
        column = np.zeros(len(table.numbers), dtype=np.uint64)
        column[listed] = _told(table.fields[field].kept)[np.array(table.field_of[field], dtype=np.int32)]
        told.append(column)
    digests = np.zeros(len(table.numbers), dtype=np.uint64)
    for column in (*plain, *days, _as_numbers(table.name_digests), *told):
        digests = _mixed((digests + _ODD) ^ column)
    return digests


def _told(values: Iterable[Any]) -> NDArray[np.uint64]:
    return _as_numbers(b"".join(digest(_encode(each)) for each in values))


def _as_numbers(digests: bytes | bytearray) -> NDArray[np.uint64]:
    return np.frombuffer(bytes(digests), dtype=">u8").astype(np.uint64)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Other numbers for other ones, with every bit of each in every bit (the finish of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = numbers ^ (numbers >> np.uint64(31))
    return mixed


def _names(table: Table, order: Rows) -> Names:
    starts = np.zeros(len(table.name_lengths) + 1, dtype=np.uint32)
    np.cumsum(table.name_lengths, out=starts[1:])
    octets = spread(Ragged(starts, np.frombuffer(bytes(table.names), dtype=np.uint8)), order)
    return Names(octets.starts, octets.values.tobytes())


def _facet(table: Table, facet: Facet, order: Rows) -> FacetColumns:
    known, told = table.facet(facet)
    kept: Interned = Interned(lambda value: value)
    stated = [tuple(kept.kept[kept[value]] for value in each) for each in told]
    values, places = kept.kept, _of(known, order)
    column, flags = coded(values, stated, places), np.zeros(len(order), dtype=np.bool_)
    rows = column.rows
    bits = np.zeros((len(values), -(-len(order) // BITS)), dtype=np.uint64)
    for place in range(len(values)):
        flags[:] = False
        flags[rows[column.values == place]] = True
        bits[place] = packed(flags)
    return FacetColumns(values, stated, places, bits)


def _trigrams(vocabulary: Sequence[str]) -> tuple[NDArray[np.int64], Ragged]:
    """The runs of three letters there are, as `as_runs` counts them, and the words of each; each word once."""
    letters = np.frombuffer("".join(map(words.padded, vocabulary)).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    places = np.repeat(np.arange(len(vocabulary), dtype=np.int32), [len(words.padded(word)) for word in vocabulary])
    inside = places[:-2] == places[2:]
    runs = (letters[:-2] << 2 * LETTER | letters[1:-1] << LETTER | letters[2:])[inside]
    order = np.argsort(runs, kind="stable")
    runs, places = runs[order], places[:-2][inside][order]
    again = np.zeros(len(runs), dtype=np.bool_)
    again[1:] = (runs[1:] == runs[:-1]) & (places[1:] == places[:-1])
    runs, places = runs[~again], places[~again]
    starts = np.flatnonzero(np.concatenate(([True], runs[1:] != runs[:-1], [True]))) if len(runs) else np.zeros(1)
    return runs[starts[:-1].astype(np.int64)], Ragged(starts.astype(np.uint32), places)
