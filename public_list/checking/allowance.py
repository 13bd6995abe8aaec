"""How many numbers one client may check in lists: a token bucket in which a list costs its length.

Without it, lists would walk through all certificate numbers in an hour. As with requests, a bucket is the moment at which it is
full again (GCRA), and each process counts for itself.
"""

from datetime import datetime, timedelta
from math import ceil

from public_list.checking.errors import TooManyNumbers
from registry.accounts.forms import AnyRequest

NUMBERS_PER_SECOND = 100
AT_ONCE = 20_000
_CLIENTS = 20_000
_SPAN = timedelta(seconds=AT_ONCE / NUMBERS_PER_SECOND)


class Allowance:
    """The buckets of the clients who check lists."""

    def __init__(self) -> None:
        self._full_at: dict[str, datetime] = {}

    def take(self, client: str, numbers: int, *, now: datetime) -> None:
        """Take so many numbers of this client; raises TooManyNumbers with how long to wait."""
        if len(self._full_at) >= _CLIENTS:
            self._full_at = {name: moment for name, moment in self._full_at.items() if moment > now}
        cost = timedelta(seconds=numbers / NUMBERS_PER_SECOND)
        full_at = min(max(self._full_at.get(client, now), now), now + _SPAN) + cost
        if full_at > now + _SPAN:
            raise TooManyNumbers(seconds=ceil((full_at - now - _SPAN).total_seconds()))
        self._full_at[client] = full_at


of_this_process = Allowance()
"""Each process counts for itself."""


def client_of(request: AnyRequest) -> str:
    """Who asks: as the front door knows them, or else the peer."""
    known = request.scope["state"].get("client")
    if isinstance(known, str):
        return known
    return request.client.host if request.client else ""
