"""Numbers as drawings: places and sizes in percentages of the width, so that a picture fits a phone and a page alike.

Patterns tell parts apart, never a colour; each bar has its number beside it, and a table beside the picture holds them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Number: TypeAlias = Decimal | int

_BARS_WIDE = 72
"""Percentages of the width that the widest bar takes; the rest is for the number beside it."""
_TALL = 150
"""Pixels that the highest column takes."""
_DIGITS_THAT_FIT = 36
"""How many digits stand above columns, all together, on the narrowest phone."""


class Paint(StrEnum):
    """How a part is filled. All take the colour of the text, so that a theme or a reader's own colours go through."""

    FULL = "full"
    OPEN = "open"
    STRIPES = "stripes"
    DOTS = "dots"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the left: how it is filled, how wide, and the number said beside it."""

    paint: Paint
    wide: str
    told: str


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one label: a month with its days, a step with its number."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a column: from `top` pixels down, `tall` pixels high."""

    paint: Paint
    top: str
    tall: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of blocks; `told` is the number above it and `label` the words below it, where there is room for them."""

    at: str
    middle: str
    wide: str
    blocks: Sequence[Block]
    top: str
    told: str
    label: str


def share(amount: Number, widest: Number, *, of: int = 100) -> str:
    """A width in percentages; what is negative on balance has none."""
    return f"{max(Decimal(amount), Decimal()) / widest * of:.2f}%" if widest > 0 else "0%"


def groups(rows: Sequence[tuple[str, Sequence[tuple[Paint, Number, str]]]]) -> list[Group]:
    """Bars under labels, all to one measure: the widest leaves room for its number. Each is (paint, amount, words)."""
    widest = max((Decimal(amount) for _, bars in rows for _, amount, _ in bars), default=Decimal())
    return [
        Group(label, [Bar(paint, share(amount, widest, of=_BARS_WIDE), told) for paint, amount, told in bars])
        for label, bars in rows
    ]


def columns(rows: Sequence[tuple[str, str, Sequence[tuple[Paint, int]]]]) -> list[Column]:
    """A column for each row of a label, the number as people read it, and the parts, which stand upon each other.

    A label stands below the first, the middle and the last. Every column has its number above it while all numbers together
    fit on a phone; else the first, the highest and the last.
    """
    totals = [sum(amount for _, amount in parts) for _, _, parts in rows]
    highest = max(totals, default=0)
    shown = _shown([told for _, told, _ in rows], totals)
    step = Decimal(100) / max(len(rows), 1)
    made = []
    for place, (label, told, parts) in enumerate(rows):
        blocks, top = [], Decimal(_TALL)
        for paint, amount in parts:
            tall = Decimal(amount) / highest * _TALL if highest else Decimal()
            top -= tall
            blocks.append(Block(paint, f"{top:.2f}", f"{tall:.2f}"))
        made.append(
            Column(
                at=f"{step * place + step / 10:.2f}%",
                middle=f"{step * place + step / 2:.2f}%",
                wide=f"{step * 8 / 10:.2f}%",
                blocks=[each for each in blocks if each.tall != "0.00"],
                top=f"{top:.2f}",
                told=told if place in shown else "",
                label=label if place in (0, len(rows) // 2, len(rows) - 1) else "",
            )
        )
    return made


def _shown(told: Sequence[str], totals: Sequence[int]) -> set[int]:
    if sum(map(len, told)) <= _DIGITS_THAT_FIT:
        return set(range(len(told)))
    return {0, totals.index(max(totals)), len(told) - 1}
