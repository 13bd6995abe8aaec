"""Requests counted and timed per method, route and class of status, and told to Prometheus.

Labels are bounded: routes are templates, all unmatched paths are one, and so are all unusual methods.
"""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
OTHER = "OTHER"


class _Series:
    """One combination of labels: how many fell in each step of the histogram, and their total."""

    __slots__ = ("seconds", "steps")

    def __init__(self) -> None:
        self.seconds = 0.0
        self.steps = [0] * (len(BOUNDS) + 1)


class RequestMetrics(Collector):
    """The counters of one process."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, str, int], _Series] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def record(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; the method is one of METHODS, or OTHER."""
        key = (method, route, status // 100)
        series = self._series.get(key)
        if series is None:
            series = self._series[key] = _Series()
        series.steps[bisect_left(BOUNDS, seconds)] += 1
        series.seconds += seconds

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """The histogram as Prometheus wants it: steps added up."""
        family = HistogramMetricFamily(
            "http_request_duration_seconds",
            "Time from the first byte of a request to the last of its answer.",
            labels=("method", "route", "status"),
        )
        for (method, route, status), series in list(self._series.items()):
            total, steps = 0, []
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), series.steps, strict=True):
                total += count
                steps.append((bound, total))
            family.add_metric((method, route, f"{status}xx"), steps, sum_value=series.seconds)
        yield family

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self._registry)
