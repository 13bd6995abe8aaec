"""Whose name the public sees, for topics of the registry that do not know the public list."""

from collections.abc import Collection, Mapping
from datetime import datetime

from public_list.listing import service as public_list
from registry.watches.naming import ShownNames


class PublicNames(ShownNames):
    """Names as checking a number shows them."""

    async def of(self, numbers: Collection[str], *, now: datetime) -> Mapping[str, str]:
        """The names by number."""
        checked = await public_list.check_all(sorted(numbers), day=None, now=now)
        return {number: each.name for number, each in checked.items() if each.name is not None}
