"""What the public is shown at this moment, field by field: the only thing here that asks the list."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec

from public_list.listing import service
from public_list.listing.rules import Wanted
from public_list.rederiving.derivation import Plain


class Published(Protocol):
    """Somewhere where it is published: the list, and the answer to each number, under the names of the public fields."""

    def entries(self) -> AsyncIterator[Iterable[Plain]]:
        """The whole list, some at a time."""
        ...

    async def answers(self, numbers: Sequence[str]) -> Mapping[str, Plain]:
        """What checking these numbers tells; a number that nobody knows is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Served:
    """What the application itself answers at an instant."""

    now: datetime

    async def entries(self) -> AsyncIterator[Iterable[Plain]]:
        """As everyone is given them."""
        async for some in service.every(Wanted(), now=self.now):
            yield [_plain(each) for each in some]

    async def answers(self, numbers: Sequence[str]) -> Mapping[str, Plain]:
        """As everyone is told them."""
        told = await service.check_all(numbers, day=None, now=self.now)
        return {number: _plain(each) for number, each in told.items()}


def _plain(shown: object) -> Plain:
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(shown))
    return told
