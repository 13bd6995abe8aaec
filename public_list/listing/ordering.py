"""In which order certificates stand in the columns, and which rows each word finds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from public_list.listing.columns import Ragged, Rows, ragged, spread
from public_list.listing.interned import Interned
from public_list.listing.picked import once
from public_list.listing.spelled import NONE, Spelled
from public_list.listing.table import LISTED, Table


class Ordered(NamedTuple):
    """The certificates as they stand; the places of those that may be listed among their like; words, and the rows of each."""

    order: Rows
    sorting: Rows
    vocabulary: list[str]
    postings: Ragged


def ordered(table: Table) -> Ordered:
    """Those that may be listed stand first, by name and then by number, as `Part.sort_key` says; the others by number."""
    levels = np.frombuffer(bytes(table.level), dtype=np.uint8)
    listed, others = np.flatnonzero(levels == LISTED), np.flatnonzero(levels != LISTED)
    numbers, spelled = np.array(table.numbers, dtype=np.int64), table.spelled
    sorting = np.lexsort(
        (numbers[listed], _ranks(spelled.before)[spelled.before_of], _ranks(spelled.family)[spelled.family_of])
    ).astype(np.int32)
    others = others[np.argsort(numbers[others], kind="stable")]
    return Ordered(np.concatenate((listed[sorting], others)).astype(np.int32), sorting, *_found_by(spelled, sorting))


def _ranks(halves: Interned) -> NDArray[np.int32]:
    keys = [half.key for half in halves.kept]
    rank = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([rank[key] for key in keys], dtype=np.int32)


def _found_by(spelled: Spelled, sorting: Rows) -> tuple[list[str], Ragged]:
    """The words in their order, and the rows of each."""
    known, count = spelled.words, len(sorting)
    vocabulary = "\n".join(sorted(known.kept)).split("\n") if known else []  # made anew, side by side: what was read can go
    new = np.empty(len(vocabulary), dtype=np.int64)
    new[[known[word] for word in vocabulary]] = np.arange(len(vocabulary))
    joined = np.array(spelled.joined_of, dtype=np.int32)[sorting]
    rows = (joined != NONE).nonzero()[0]
    found = [new[joined[rows]] * count + rows]
    for halves, places in ((spelled.before, spelled.before_of), (spelled.family, spelled.family_of)):
        of_rows = spread(ragged((half.found_by for half in halves.kept), np.int32), np.array(places, dtype=np.int32)[sorting])
        found.append(new[of_rows.values] * count + of_rows.rows)
    of_words, rows = np.divmod(once(np.concatenate(found)), max(1, count))
    starts = np.zeros(len(vocabulary) + 1, dtype=np.uint32)
    np.cumsum(np.bincount(of_words, minlength=len(vocabulary)), out=starts[1:], dtype=np.uint32)
    return vocabulary, Ragged(starts, rows.astype(np.int32))
