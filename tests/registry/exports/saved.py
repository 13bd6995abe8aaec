"""A list of a page, saved as files of each kind."""

import csv
import io
from dataclasses import dataclass
from typing import Any

import httpx
import openpyxl


@dataclass(frozen=True, slots=True)
class Saved:
    """The list as JSON has it."""

    name: str
    title: str
    stamp: dict[str, Any]
    rows: list[dict[str, Any]]


async def saved(client: httpx.AsyncClient, path: str) -> Saved:
    """The list on this address, the same in every kind of file: as many rows, told beforehand, and its own headings."""
    asked = path + ("&" if "?" in path else "?") + "bestand="
    answers = {kind: await client.get(asked + kind) for kind in ("json", "xlsx", "csv", "csv-programma")}
    assert {answer.status_code for answer in answers.values()} == {200}, answers
    found = answers["json"].json()
    rows = found["rows"]
    assert found["total"] == len(rows)
    assert {answer.headers["x-total-count"] for answer in answers.values()} == {str(len(rows))}
    assert {answer.headers["cache-control"] for answer in answers.values()} == {"no-store"}
    headings = [column["heading"] for column in found["columns"]]
    plain = list(csv.reader(io.StringIO(answers["csv-programma"].text, newline="")))
    assert (plain[0], len(plain)) == (headings, len(rows) + 1)
    dutch = list(csv.reader(io.StringIO(answers["csv"].content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert (dutch[0], dutch[len(rows) + 1]) == (headings, [])
    sheet = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == headings
    assert sheet.max_row == len(rows) + 1
    assert {"ofWhom", "madeOn", "madeFrom"} <= found["stamp"].keys()
    return Saved(found["name"], found["title"], found["stamp"], rows)
