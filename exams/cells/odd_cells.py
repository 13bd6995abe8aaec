"""Cells of a sheet that hold no plain value: formulas, error values, merged cells. Each is told, and never guessed."""

from collections.abc import Mapping
from typing import TypeVar

from exams.cells.findings import Problem
from exams.spreadsheets.sheet import Sheet, corners, place

F = TypeVar("F")


def odd_cells(sheet: Sheet, columns: Mapping[F, int], *, below: int) -> dict[int, dict[F, Problem]]:
    """By row, below the heading row, the fields whose cell holds no plain value; `columns` says where each field stands."""
    fields = {column: field for field, column in columns.items()}
    odd: dict[int, dict[F, Problem]] = {}

    def add(row: int, column: int, problem: Problem) -> None:
        if row > below and column in fields:
            odd.setdefault(row, {}).setdefault(fields[column], problem)

    for cell, value in sheet.errors.items():
        add(*place(cell), Problem("error-cell", {"typed": value}))
    for cell in sheet.formulas:
        add(*place(cell), Problem("formula"))
    for cells in sheet.merged:
        top, left, bottom, right = corners(cells)
        problem = Problem("merged-cells", {"cells": cells})
        for row in range(max(top, below + 1), bottom + 1):
            for column in range(left, min(right, sheet.width - 1) + 1):
                add(row, column, problem)
    return odd
