"""Answers of public pages and routes, kept ready as bytes: what nobody has to make again until something public changes.

An answer is kept where its handler said on which generation of the public list it rests, for a visitor without cookie or
token. It is given again to others like them, before routing, for as long as that generation is the present one. Memory is
bounded: what was asked least recently goes.

A page that is kept is packed once, for whoever takes gzip. No other answer is packed: such a page is the same for everybody, so
that its length tells nothing, while beside a secret it would (BREACH).
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from litestar.types import HTTPScope

GENERATION = "generation"
"""Where in the state of its request a handler says on which generation its answer rests."""

Key: TypeAlias = tuple[str, bytes, bytes, bytes]
"""What an answer depends on: path, query, the languages that a program accepts, and for a page `PACKED` where it may be."""
PACKED = b"gzip"

_MOST_BYTES = 32 * 1024 * 1024
_MOST_OF_ONE = 512 * 1024
_WORTH_PACKING = 1_024
_BESIDE = 1_024
"""Bytes of memory that an answer takes beside its body, about."""


class ReadyAnswer(NamedTuple):
    """An answer as its handler gave it; the headers that every answer carries come on top. `route` is for the counters."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: str


class ReadyAnswers:
    """The answers of one process that rest on the present generation."""

    __slots__ = ("_answers", "_bytes", "_generation", "_most_bytes", "_present")

    def __init__(self, present: Callable[[], str | None], *, most_bytes: int = _MOST_BYTES) -> None:
        self._present = present
        self._generation: str | None = None
        self._answers: OrderedDict[Key, ReadyAnswer] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def find(self, key: Key) -> ReadyAnswer | None:
        """The answer that is ready, if there is one."""
        if self._present() != self._generation:
            self._begin_anew()
            return None
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Key, answer: ReadyAnswer, scope: HTTPScope) -> ReadyAnswer:
        """Keep an answer whose handler said on which generation it rests, where that is the present one.

        Gives the answer as it goes out, now and later.
        """
        state: dict[str, Any] = scope["state"]
        generation = state.get(GENERATION)
        if generation is None or generation != self._present() or len(answer.body) + len(key[1]) > _MOST_OF_ONE:
            return answer
        if key[3] == PACKED and len(answer.body) >= _WORTH_PACKING:
            answer = _packed(answer)
        if generation != self._generation:
            self._begin_anew()
        before = self._answers.pop(key, None)
        self._bytes += _size(key, answer) - (_size(key, before) if before else 0)
        self._answers[key] = answer
        while self._bytes > self._most_bytes:
            self._bytes -= _size(*self._answers.popitem(last=False))
        return answer

    def _begin_anew(self) -> None:
        self._answers.clear()
        self._bytes = 0
        self._generation = self._present()

    def __len__(self) -> int:
        return len(self._answers)


def _size(key: Key, answer: ReadyAnswer) -> int:
    return len(answer.body) + sum(map(len, key)) + _BESIDE


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether gzip is named among what is accepted, and not with the weight nothing (RFC 9110, 12.5.3)."""
    for choice in accept_encoding[:200].lower().split(b","):
        coding, _, weight = choice.partition(b";")
        if coding.strip() == PACKED:
            return weight.replace(b" ", b"").rstrip(b"0.") != b"q="
    return False


def _packed(answer: ReadyAnswer) -> ReadyAnswer:
    """The same in gzip. Its tag is weak and may stay: it says that the content is the same, and not the bytes."""
    body = gzip.compress(answer.body, 6, mtime=0)
    varied = [value for name, value in answer.headers if name == b"vary"]
    others = tuple(each for each in answer.headers if each[0] not in {b"vary", b"content-length"})
    own = (
        (b"vary", b", ".join([*varied, b"accept-encoding"])),
        (b"content-encoding", PACKED),
        (b"content-length", b"%d" % len(body)),
    )
    return ReadyAnswer((*others, *own), body, answer.route)
