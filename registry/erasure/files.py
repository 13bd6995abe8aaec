"""The files in which a person is named: the exams keep them, and the registry itself does not know them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from uuid import UUID


class NamingFiles(ABC):
    """Uploaded files that name people."""

    @abstractmethod
    async def count(self, persons: Iterable[UUID]) -> int:
        """How many uploaded files any of these persons may be named in."""

    @abstractmethod
    async def erase(self, persons: Iterable[UUID]) -> int:
        """Remove the bytes of those files, and what was read from them; returns how many. In the caller's transaction."""
