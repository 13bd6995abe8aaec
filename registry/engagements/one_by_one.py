"""Doing something with many bookings, each in a transaction of its own."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Each = TypeVar("Each")


async def one_by_one(many: Iterable[Each], act: Callable[[Each], Awaitable[bool]]) -> int:
    """How many of these changed; what fails with one keeps no other from its turn, and is raised at the end."""
    changed = 0
    failures: list[Exception] = []
    for each in many:
        try:
            changed += await act(each)
        except Exception as error:  # noqa: BLE001  whatever it is, the others come first
            failures.append(error)
    if failures:
        raise ExceptionGroup("bookings of which something failed", failures) from failures[0]
    return changed
