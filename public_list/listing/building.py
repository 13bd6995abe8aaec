"""Columns are built of certificates: sorted, and what they have in common kept once."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import blake2b
from itertools import chain
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
    as_number,
    packed,
    ragged,
)
from public_list.listing.rules import Facet, Holding, Lived, order
from registry.people.rules import Name, PublicField


def built(holdings: Iterable[Holding], today: date) -> Columns:
    """The columns of certificates of which no more is told than may be shown from today on."""
    asked = [(each, _may_be_listed(each, today)) for each in holdings]
    listed = sorted((each for each, may in asked if may), key=order)
    rows = [*listed, *sorted((each for each, may in asked if not may), key=lambda each: each.number)]
    lives, abouts, employers = Interned(), Interned(), Interned()
    numbers = np.array([as_number(each.number) for each in rows], dtype=np.int64)
    by_number = np.argsort(numbers, kind="stable").astype(np.int32)
    intervals = [_listed_days(each.lived, today) for each in listed]
    vocabulary, postings = _words(listed)
    return Columns(
        listed=len(listed),
        number_of=numbers,
        numbers=numbers[by_number],
        by_number=by_number,
        high=np.array([each.adviser.int >> BITS for each in rows], dtype=np.uint64),
        low=np.array([each.adviser.int & (1 << BITS) - 1 for each in rows], dtype=np.uint64),
        digests=np.array([_digest(each) for each in rows], dtype=np.uint64),
        about=np.array([abouts.place(_about(each)) for each in rows], dtype=np.int32),
        abouts=abouts.closed(),
        valid_from=_days(each.valid_from for each in rows),
        valid_until=_days(each.valid_until for each in rows),
        names=_names(rows),
        employers=np.array([employers.place(each.employer) for each in listed], dtype=np.int32),
        employer_names=employers.closed(),
        lived=ragged(([lives.place(span) for span in each.lived] for each in rows), np.int32),
        lives=lives.closed(),
        listed_from=np.array([each[0][0] for each in intervals], dtype=np.int32),
        listed_until=np.array([each[0][1] for each in intervals], dtype=np.int32),
        more=_more(intervals),
        facets={facet: _facet(facet, listed) for facet in Facet},
        available=ragged((list(chain.from_iterable(each.available)) for each in listed), np.int32),
        vocabulary=vocabulary,
        postings=postings,
        trigrams=_trigrams(vocabulary),
    )


def _may_be_listed(holding: Holding, today: date) -> bool:
    return bool(_listed_days(holding.lived, today)) if holding.name is not None and _agreed(holding) else False


def _agreed(holding: Holding) -> bool:
    return PublicField.NAME in holding.consent


def _listed_days(lived: Sequence[Lived], today: date) -> list[tuple[int, int]]:
    """The days on which the list shows it, in runs; none where that is over."""
    runs: list[tuple[int, int]] = []
    for span in lived:
        if span.listed_through is None or span.listed_through < span.first:
            continue
        first, last = span.first.toordinal(), min(span.last, span.listed_through).toordinal()
        if runs and runs[-1][1] == first - 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs if runs and runs[-1][1] >= today.toordinal() else []


def _more(intervals: Sequence[Sequence[tuple[int, int]]]) -> tuple[Rows, Days, Days]:
    """The runs of days after the first, of the few rows that have several."""
    found = [(row, *run) for row, runs in enumerate(intervals) if len(runs) > 1 for run in runs[1:]]
    rows, firsts, lasts = zip(*found, strict=True) if found else ((), (), ())
    return np.array(rows, dtype=np.int32), np.array(firsts, dtype=np.int32), np.array(lasts, dtype=np.int32)


def _about(holding: Holding) -> tuple[Any, ...]:
    return (holding.scheme, holding.scheme_name, holding.scope, holding.taken_over_from)


_encode = msgspec.msgpack.Encoder().encode


def _digest(holding: Holding) -> int:
    """Of all that may be shown of it: the same in every process."""
    told = {name: getattr(holding, name) for name in Holding.__struct_fields__ if name != "consent"}
    return int.from_bytes(blake2b(_encode(told), digest_size=8).digest(), "big")


def _days(days: Iterable[date]) -> Days:
    return np.array([each.toordinal() for each in days], dtype=np.int32)


def _names(rows: Sequence[Holding]) -> Names:
    encoded = [_encoded(each.name) if each.name is not None else b"" for each in rows]
    starts = np.zeros(len(encoded) + 1, dtype=np.uint32)
    starts[1:] = np.cumsum([len(each) for each in encoded], dtype=np.uint32)
    return Names(starts, b"".join(encoded))


def _encoded(name: Name) -> bytes:
    return SIGN.join((name.given, name.prefix or "", name.family)).encode()


_STATED: dict[Facet, Callable[[Holding], tuple[str, ...]]] = {
    Facet.PROVINCE: lambda holding: holding.provinces,
    Facet.REGION: lambda holding: holding.regions,
    Facet.COMPETENCE: lambda holding: holding.competences,
    Facet.SPECIALISM: lambda holding: holding.specialisms,
    Facet.SCHEME: lambda holding: (holding.scheme,),
    Facet.LANGUAGE: lambda holding: holding.languages,
}


def _facet(facet: Facet, listed: Sequence[Holding]) -> FacetColumns:
    values, stated = Interned(), _STATED[facet]
    column = ragged(([values.place(value) for value in stated(each)] for each in listed), np.uint16)
    rows, flags = column.rows, np.zeros(len(listed), dtype=np.bool_)
    bits = np.zeros((len(values.values), -(-len(listed) // BITS)), dtype=np.uint64)
    for place in range(len(values.values)):
        flags[:] = False
        flags[rows[column.values == place]] = True
        bits[place] = packed(flags)
    return FacetColumns(values.closed(), column, bits)


def _words(listed: Sequence[Holding]) -> tuple[list[str], Ragged]:
    """All words of names, sorted, and for each the rows that have it."""
    rows_of: dict[str, array[int]] = {}
    for row, each in enumerate(listed):
        for word in words.words_of(str(each.name)):
            rows_of.setdefault(word, array("i")).append(row)
    vocabulary = sorted(rows_of)
    return vocabulary, ragged((rows_of[word] for word in vocabulary), np.int32)


def _trigrams(vocabulary: Sequence[str]) -> dict[str, NDArray[np.int32]]:
    places: dict[str, array[int]] = {}
    for place, word in enumerate(vocabulary):
        for trigram in words.trigrams(word):
            places.setdefault(trigram, array("i")).append(place)
    return {trigram: np.frombuffer(each, dtype=np.int32).copy() for trigram, each in places.items()}
