"""The overview as drawings: bars in percentages of the widest; the tables beside them hold every number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.overview.schemas import IntakesOut
from registry.overview.service import Flow

_PARTS = ("granted", "reserved", "used", "expired")


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one month or region: each with the name of its part and its width."""

    label: str
    bars: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Meter:
    """Intakes of one period: how wide those held and completed are, and where the cap stands, if there is one."""

    label: str
    held: str
    completed: str
    cap: str | None


def groups_of(flows: Mapping[str, Flow]) -> list[Group]:
    """Four bars for each; what is negative on balance has no width."""
    widest = max((getattr(flow, part) for flow in flows.values() for part in _PARTS), default=Decimal())
    return [Group(label, [(part, _share(getattr(flow, part), widest)) for part in _PARTS]) for label, flow in flows.items()]


def meters_of(intakes: Iterable[tuple[str, IntakesOut]]) -> list[Meter]:
    """One bar for each cap; all to one measure."""
    rows = list(intakes)
    widest = max((max(row.most or 0, row.held) for _, row in rows), default=0)
    return [
        Meter(
            label,
            held=_share(row.held, widest),
            completed=_share(row.completed, widest),
            cap=None if row.most is None else _share(row.most, widest),
        )
        for label, row in rows
    ]


def _share(amount: Decimal | int, widest: Decimal | int) -> str:
    return f"{max(Decimal(amount), Decimal()) / widest * 100:.2f}%" if widest > 0 else "0%"
