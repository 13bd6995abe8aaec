"""What the benchmark of uploads runs in a child: `python -m benchmarks.upload_children floor|openpyxl FILE`."""

import io
import sys
from pathlib import Path

from exams.spreadsheets import xlsx_book, xlsx_scan
from exams.spreadsheets.gate import open_parts


def floor(content: bytes) -> int:
    """The least there is to do: the gate, the scan, and every value out of python-calamine."""
    from python_calamine import load_workbook  # noqa: PLC0415 - only this child needs it

    with open_parts(content, filename="uitslagen.xlsx") as parts:
        book = xlsx_book.open_book(parts)
        xlsx_scan.scan_sheet(parts, book.first.part)
    return len(load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def openpyxl(content: bytes) -> int:
    """Every value out of openpyxl in its read-only mode."""
    from openpyxl import load_workbook  # noqa: PLC0415 - likewise

    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return sum(1 for _ in sheet.iter_rows(values_only=True))


if __name__ == "__main__":
    {"floor": floor, "openpyxl": openpyxl}[sys.argv[1]](Path(sys.argv[2]).read_bytes())
