"""Rows are narrowed down by values of facets: which are left, and how many each other value would leave."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

import numpy as np

from public_list.listing.bitmaps import Bitmaps, Counts, Within
from public_list.listing.columns import Bits
from public_list.listing.counting import Counting
from public_list.listing.picked import Inside, Picked
from public_list.listing.rules import Facet

Chosen: TypeAlias = Mapping[Facet, Collection[str]]
"""Of a facet any of the values will do."""
_Codes: TypeAlias = Mapping[Facet, list[int]]
MANY = 8_192
"""So many rows are narrowed down sooner within those that have one of the values."""


def narrowed(counting: Counting, base: Picked, chosen: Chosen) -> tuple[Picked, Counts]:
    """What the choices leave of some rows; and of each value how many, beside the choices in other facets."""
    codes = {facet: [code for value, code in counting.code_of[facet].items() if value in own] for facet, own in chosen.items()}
    bitmaps, bits = _left(counting, base, codes)
    counts = bitmaps.counts(bits)
    for facet, own in counting.slices.items():
        if facet in codes:
            others = {other: each for other, each in codes.items() if other is not facet}
            counts[own] = _beside(counting, base, others, own)
    left = Inside(bitmaps, bits, counting.listed) if isinstance(bitmaps, Within) else Picked(bits)
    return left, counts


def _beside(counting: Counting, base: Picked, codes: _Codes, own: slice) -> Counts:
    """How many of the rows that other choices leave have each of some values."""
    if not codes and base.counts is not None:
        return base.counts[own]
    bitmaps, bits = _left(counting, base, codes)
    return bitmaps.counts(bits, own)


def _left(counting: Counting, base: Picked, codes: _Codes) -> tuple[Bitmaps, Bits]:
    """The rows that choices leave, among all or among those that have one of the values: that which the fewest have."""
    single = [own[0] for own in codes.values() if len(own) == 1]
    fewest = min(single, key=counting.having.__getitem__) if single and counting.listed >= MANY else None
    if fewest is None:
        bitmaps, bits = counting.every, base.bits
    else:
        bitmaps, bits = counting.within(fewest), base.inside(fewest, counting.within(fewest))
    for own in codes.values():
        if own != [fewest]:
            bits = bits & _any_of(bitmaps, own)
    return bitmaps, bits


def _any_of(bitmaps: Bitmaps, codes: list[int]) -> Bits:
    """The rows with one of these values."""
    bits: Bits = bitmaps.bits[codes[0]] if len(codes) == 1 else np.bitwise_or.reduce(bitmaps.bits[codes], axis=0)
    return bits
