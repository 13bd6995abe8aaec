"""Columns are built of certificates as they were read: sorted, and what they have in common kept once."""

from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from public_list.listing import words
from public_list.listing.columns import (
    BITS,
    SIGN,
    Columns,
    Days,
    FacetColumns,
    Interned,
    Names,
    Ragged,
    Rows,
    as_written,
    grouped,
    packed,
    ragged,
    spread,
)
from public_list.listing.rules import Facet, Lived
from public_list.listing.table import CONSENTED, LISTED, Table
from registry.people.rules import Name, PublicField, folded

_NEVER = (1, 0)


def built(table: Table) -> Columns:
    """The columns of what was read."""
    order, listed, vocabulary, postings = _ordered(table)
    numbers = np.frombuffer(table.numbers, dtype=np.int64)[order] if len(order) else np.zeros(0, dtype=np.int64)
    by_number = np.argsort(numbers, kind="stable").astype(np.int32)
    files = np.frombuffer(bytes(table.advisers), dtype=">u8").reshape(-1, 2)[order]
    lived, about = _of(table.lived_of, order), _of(table.about_of, order)
    lives = Interned(lambda span: span)
    lived_in = ragged(([lives[span] for span in each] for each in table.lived.kept), np.int32)
    runs = [_listed_days(each) for each in table.lived.kept]
    first_runs = np.array([each[0] if each else _NEVER for each in runs], dtype=np.int32).reshape(-1, 2)[lived[:listed]]
    employer = _of(table.field_of[PublicField.EMPLOYER], order[:listed])
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
        abouts=[tuple(each) for each in table.abouts.kept],
        valid_from=_of(table.valid_from, order),
        valid_until=_of(table.valid_until, order),
        names=_names(table.names, order),
        employers=employer,
        employer_names=table.fields[PublicField.EMPLOYER].kept,
        lived=spread(lived_in, lived),
        lives=lives.kept,
        listed_from=first_runs[:, 0].copy(),
        listed_until=first_runs[:, 1].copy(),
        more=_more(runs, lived[:listed]),
        facets={facet: _facet(table, facet, order[:listed]) for facet in Facet},
        available=spread(available, _of(table.field_of[PublicField.AVAILABILITY], order[:listed])),
        vocabulary=vocabulary,
        postings=postings,
        trigrams=_trigrams(vocabulary),
    )


def _of(column: Sequence[int], order: Rows) -> NDArray[np.int32]:
    found: NDArray[np.int32] = np.array(column, dtype=np.int32)[order]
    return found


def _ordered(table: Table) -> tuple[Rows, int, list[str], Ragged]:
    """The certificates as they stand, how many of them may be listed, the words of their names, and the rows of each."""
    levels = np.frombuffer(bytes(table.level), dtype=np.uint8)
    listed, others = np.flatnonzero(levels == LISTED), np.flatnonzero(levels != LISTED)
    numbers = np.array(table.numbers, dtype=np.int64)
    others = others[np.argsort(numbers[others], kind="stable")]
    fold, keys, places, counts = cache(folded), [], array("i"), array("i")
    known = Interned(lambda word: word)
    for place in listed.tolist():
        given, prefix, family = table.names[place].decode().split(SIGN)
        keys.append("\0".join((fold(family), fold(f"{given} {prefix}"), as_written(table.numbers[place]))))
        found = words.words_of(str(Name(given, prefix or None, family)))
        places.extend([known[word] for word in found])
        counts.append(len(found))
    sorting = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int32)
    row_of = np.empty(len(keys), dtype=np.int32)
    row_of[sorting] = np.arange(len(keys), dtype=np.int32)
    vocabulary = sorted(known.kept)
    new = np.empty(len(vocabulary), dtype=np.int32)
    new[[known[word] for word in vocabulary]] = np.arange(len(vocabulary), dtype=np.int32)
    rows = np.repeat(row_of, np.array(counts, dtype=np.int32))
    by_row = np.argsort(rows, kind="stable")
    postings = grouped(new[np.array(places, dtype=np.int32)][by_row], rows[by_row], len(vocabulary))
    return np.concatenate((listed[sorting], others)).astype(np.int32), len(keys), vocabulary, postings


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


def _digest(told: bytes) -> int:
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


def _digests(table: Table) -> NDArray[np.uint64]:
    """Of each certificate one of all that may be shown of it: the same in every process."""
    files = np.frombuffer(bytes(table.advisers), dtype=">u8").reshape(-1, 2).astype(np.uint64)
    plain = (np.array(table.numbers, dtype=np.uint64), files[:, 0], files[:, 1])
    days = (np.array(column, dtype=np.uint64) for column in (table.valid_from, table.valid_until))
    names = np.array([_digest(name) for name in table.names], dtype=np.uint64)
    shared = [(table.lived_of, table.lived.kept), (table.about_of, table.abouts.kept)]
    shared += [(table.field_of[field], table.fields[field].kept) for field in CONSENTED]
    told = (_told(values)[np.array(places, dtype=np.int32)] for places, values in shared)
    digests = np.zeros(len(table.numbers), dtype=np.uint64)
    for column in (*plain, *days, names, *told):
        digests = _mixed((digests + _ODD) ^ column)
    return digests


def _told(values: Iterable[Any]) -> NDArray[np.uint64]:
    return np.array([_digest(_encode(value)) for value in values], dtype=np.uint64)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Other numbers for other ones, with every bit of each in every bit (the finish of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = numbers ^ (numbers >> np.uint64(31))
    return mixed


def _names(names: Sequence[bytes], order: Rows) -> Names:
    sorted_names = [names[place] for place in order.tolist()]
    starts = np.zeros(len(names) + 1, dtype=np.uint32)
    starts[1:] = np.cumsum([len(each) for each in sorted_names], dtype=np.uint32)
    return Names(starts, b"".join(sorted_names))


def _facet(table: Table, facet: Facet, order: Rows) -> FacetColumns:
    places, told = table.facet(facet)
    values = Interned(lambda value: value)
    shared = ragged(([values[value] for value in each] for each in told), np.uint16)
    column = spread(shared, _of(places, order))
    rows, flags = column.rows, np.zeros(len(order), dtype=np.bool_)
    bits = np.zeros((len(values.kept), -(-len(order) // BITS)), dtype=np.uint64)
    for place in range(len(values.kept)):
        flags[:] = False
        flags[rows[column.values == place]] = True
        bits[place] = packed(flags)
    return FacetColumns(values.kept, column, bits)


def _trigrams(vocabulary: Sequence[str]) -> dict[str, NDArray[np.int32]]:
    known, found, counts = Interned(lambda trigram: trigram), array("i"), array("i")
    for word in vocabulary:
        trigrams = words.trigrams(word)
        found.extend([known[trigram] for trigram in trigrams])
        counts.append(len(trigrams))
    places = np.repeat(np.arange(len(vocabulary), dtype=np.int32), np.array(counts, dtype=np.int32))
    groups = grouped(np.array(found, dtype=np.int32), places, len(known.kept))
    return {trigram: groups.of(place) for place, trigram in enumerate(known.kept)}
