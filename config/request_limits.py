"""How much one client may ask: a token bucket per client, kept in two generations so that memory is bounded.

A bucket is one number: the moment at which it will be full again (GCRA). Once that moment has passed the bucket is as good
as new, so buckets of the generation before the last are forgotten. Each process counts for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import msgspec

from config.security_headers import Headers


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a client may ask: `per_second` in the long run, `burst` at once; `clients` is how many one generation holds."""

    per_second: float = 50.0
    burst: int = 300
    clients: int = 50_000


class ClientLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a client may ask of everything, and besides of lists, searches, feeds and files.

    The latter is enough for who looks and too little for who copies. Checking one number is not counted there: its answer is
    one certificate, and numbers cannot be guessed.
    """

    everything: Limits = Limits()
    enumeration: Limits = Limits(per_second=10.0, burst=120)


USUAL = ClientLimits()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Asked too much: try again after so many seconds; the bucket is full again after `reset`."""

    retry_after: float
    reset: float


_ROUNDING = 1e-6
"""Of a token: moments of a clock that began long ago are not exact, and a whole token is whole."""


class RequestLimits:
    """The buckets of all clients."""

    __slots__ = ("_before", "_clients", "_interval", "_now", "_room", "_rotate_at", "_span", "burst")

    def __init__(self, limits: Limits) -> None:
        self.burst = limits.burst
        self._interval = 1.0 / limits.per_second
        self._span = limits.burst * self._interval
        self._room = self._span - self._interval
        self._clients = limits.clients
        self._now: dict[str, float] = {}
        self._before: dict[str, float] = {}
        self._rotate_at = 0.0

    def take(self, client: str, at: float) -> Refusal | None:
        """Take one token of this client at a moment of a monotonic clock, or say how long to wait for one."""
        full_at = self._now.get(client)
        if full_at is None:
            if at >= self._rotate_at or len(self._now) >= self._clients:
                self._rotate(at)
            full_at = self._before.get(client, at)
        if full_at < at:  # noqa: PLR1730 - max() costs three times as much, on every request
            full_at = at
        if full_at - at > self._room:
            return Refusal(retry_after=full_at - at - self._room, reset=full_at - at)
        self._now[client] = full_at + self._interval
        return None

    def left(self, client: str, at: float) -> tuple[int, float]:
        """How many tokens this client has left at that moment, and in how many seconds the bucket is full again."""
        full_in = max(self._now.get(client, self._before.get(client, at)) - at, 0.0)
        return int((self._span - full_in) / self._interval + _ROUNDING), full_in

    def _rotate(self, at: float) -> None:
        """A bucket untouched for a whole span is full, so the older generation may go."""
        self._before, self._now = self._now, {}
        self._rotate_at = at + self._span

    def __len__(self) -> int:
        return len(self._now) + len(self._before)


class ClientAddresses:
    """Who asks: the peer, or behind a trusted proxy the last address in `X-Forwarded-For` that is no proxy of ours."""

    def __init__(self, trusted_proxies: Sequence[IPv4Network | IPv6Network]) -> None:
        self._networks = tuple(trusted_proxies)

    def _trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)

    def of(self, peer: str, forwarded: bytes | None) -> str:
        """One name per client: its IPv4 address, or the /64 that its IPv6 address is in."""
        if forwarded is not None and self._networks and self._trusted(peer):
            for hop in reversed(forwarded.decode("latin-1").split(",")):
                peer = hop.strip()
                if not self._trusted(peer):
                    break
        return peer if ":" not in peer else _network_of(peer)


def _network_of(address: str) -> str:
    """Whoever has one IPv6 address has the whole /64."""
    try:
        return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))
    except ValueError:
        return "unreadable"


def limit_headers(refusal: Refusal, burst: int) -> dict[str, str]:
    """What a refusal tells the client: when to try again, and when its bucket is full."""
    return {
        "retry-after": str(int(refusal.retry_after) + 1),
        "ratelimit-limit": str(burst),
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(int(refusal.reset) + 1),
    }


def left_headers(burst: int, left: int, full_in: float) -> Headers:
    """What an answer tells the client of its bucket."""
    return (
        (b"ratelimit-limit", b"%d" % burst),
        (b"ratelimit-remaining", b"%d" % left),
        (b"ratelimit-reset", b"%d" % (full_in + 1)),
    )
