"""Whose name may be shown: the public list decides that, and the registry itself does not know it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime


class ShownNames(ABC):
    """The names that whoever checks a number is shown."""

    @abstractmethod
    async def of(self, numbers: Collection[str], *, now: datetime) -> Mapping[str, str]:
        """The names by number; a number without one is left out."""
