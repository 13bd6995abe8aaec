"""Words that may differ from another one by one typing error, found by what is left of both without a letter.

A wrong letter, a missing one, one too many, and two that changed places: in each case one word, or what is left of it without
one of its letters, is the other word, or what is left of that. What is left is known by a number, and a word stands in a
bucket for each of its numbers; who stands in the same bucket is a guess, not yet compared letter by letter.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from public_list.listing.columns import Ragged
from public_list.listing.picked import once

_BASE, _ODD, _BITS = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 64
_WHOLE = (1 << _BITS) - 1
_IN_A_BUCKET = 2
"""Numbers that share a bucket, about."""
_PLACE = 32
"""Bits of the place of a word."""


def bucketed(vocabulary: Sequence[str]) -> Ragged:
    """For each bucket the places of the words in it; there are as many buckets as a power of two."""
    letters = np.frombuffer("".join(vocabulary).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, vocabulary), dtype=np.int64, count=len(vocabulary))
    ends = np.cumsum(lengths)
    words = np.repeat(np.arange(len(vocabulary)), lengths)
    within = np.arange(len(letters)) - (ends - lengths)[words]
    powers = np.array([0, *_powers(int(lengths.max(initial=0)))], dtype=np.uint64)
    here, moved = (np.concatenate((powers[:1], np.cumsum(letters * powers[within + by]))) for by in (1, 0))
    first, last = (ends - lengths)[words], ends[words]
    left = here[:-1] - here[first] + moved[last] - moved[1:]
    numbers = np.concatenate((left, here[ends] - here[ends - lengths]))
    bits = max(1, (len(numbers) // _IN_A_BUCKET).bit_length())
    buckets = (numbers * np.uint64(_ODD)) >> np.uint64(_BITS - bits)
    told = once(buckets.astype(np.int64) << _PLACE | np.concatenate((words, np.arange(len(vocabulary)))))
    starts = np.zeros((1 << bits) + 1, dtype=np.uint32)
    np.cumsum(np.bincount(told >> _PLACE, minlength=1 << bits), out=starts[1:])
    return Ragged(starts, (told & (1 << _PLACE) - 1).astype(np.int32))


def guesses(word: str, buckets: Ragged) -> set[int]:
    """The places of all words that differ by one error or none, and of some others."""
    starts, shift = buckets.starts, _BITS + 1 - (len(buckets.starts) - 1).bit_length()
    found: set[int] = set()
    for number in _numbers(word):
        bucket = (number * _ODD & _WHOLE) >> shift
        first, last = starts.item(bucket), starts.item(bucket + 1)
        if first < last:
            found.update(buckets.values[first:last].tolist())
    return found


def _numbers(word: str) -> Iterator[int]:
    """What is left of the word without each of its letters, and the word itself, each as a number."""
    codes, powers = [*map(ord, word)], _powers(len(word))
    before, behind = 0, sum(code * power for code, power in zip(codes[1:], powers, strict=False))
    for code, following, power in zip(codes, [*codes[1:], 0], powers, strict=False):
        yield before + behind
        before += code * power
        behind -= following * power
    yield before


_kept = [1]


def _powers(count: int) -> list[int]:
    while len(_kept) < count:
        _kept.append(_kept[-1] * _BASE & _WHOLE)
    return _kept[:count]
