"""Whatever file comes, the server answers in time, with a sheet or with a refusal that has a name, and goes on."""

import io
import struct
import time
import zipfile
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from exams.judging.rules import check_rows
from exams.spreadsheets import errors, limits
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.sheet import Sheet
from tests.exams.judging.registers import SAMPLES, a_register
from tests.exams.spreadsheets.files import BOOK, LINKS, SHEET, inline, ods_of, sheet_xml, xlsx_of, xlsx_parts, zipped
from tests.exams.spreadsheets.mangling import mangled

SEED = 20261122
SECONDS = 10
MEGABYTES = 300
ROW = f'<row r="1">{inline("A1", "Kandidaatnummer")}</row>'


def kilobytes(what: str) -> int:
    """A line of this process's own status."""
    return int(dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())[what].split()[0])


def children() -> list[str]:
    """The processes that this one started and that still run; a thread may end while it is asked."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            found += (task / "children").read_text().split()
    return found


def forget_peak() -> int:
    """From here on VmHWM counts anew; returns the memory in use."""
    Path("/proc/self/clear_refs").write_text("5")
    return kilobytes("VmRSS")


async def answered(reading: Awaitable[Sheet]) -> Sheet | errors.UploadRefused:
    """The sheet or the refusal, in time, within the memory, and nobody left behind."""
    before, rest = children(), forget_peak()
    started = time.monotonic()
    try:
        answer: Sheet | errors.UploadRefused = await reading
    except errors.UploadRefused as refusal:
        answer = refusal
    assert time.monotonic() - started < SECONDS
    assert (kilobytes("VmHWM") - rest) / 1000 < MEGABYTES
    assert children() == before
    return answer


async def check_mangled(*, times: int) -> None:
    """Spoil each sample in turn; what can still be read can also be judged."""
    chance = Random(SEED)  # noqa: S311 — chance that repeats, no secret
    samples = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".md")
    refused = 0
    for turn in range(times):
        sample = samples[turn % len(samples)]
        content = mangled(sample.read_bytes(), chance)
        answer = await answered(read_file(content, filename=sample.name))
        if isinstance(answer, Sheet):
            check_rows(answer, a_register())
        else:
            refused += 1
            assert type(answer) is not errors.UploadRefused
    assert 0 < refused < times


async def test_mangled_samples():
    """Sixty spoiled samples: each is read or refused by name."""
    await check_mangled(times=60)


@pytest.mark.drill
async def test_a_thousand_mangled_samples():
    """A thousand of them."""
    await check_mangled(times=1_000)


def deep(times: int) -> str:
    """Tags within tags."""
    return "<a>" * times + "</a>" * times


def lying_size() -> bytes:
    """A workbook whose sheet is far larger than its directory says."""
    return altered(xlsx_of(sheet_xml(ROW * 100_000)), SHEET, place=24, value=100)


def lying_checksum() -> bytes:
    """A workbook whose sheet has another checksum than its directory says."""
    return altered(xlsx_of(sheet_xml(ROW)), SHEET, place=16, value=1)


def overlapping() -> bytes:
    """A workbook in which one part begins where another does."""
    return altered(xlsx_of(sheet_xml(ROW)), SHEET, place=42, value=0)


def sixty_four_bits() -> bytes:
    """A workbook whose directory says that a size stands elsewhere, and there it is enormous."""
    return altered(xlsx_of(sheet_xml(ROW)), SHEET, place=24, value=0xFFFFFFFF)


def altered(content: bytes, part: str, *, place: int, value: int) -> bytes:
    """A zip file with four bytes of the directory entry of a part replaced."""
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(part.encode()))
    return content[: at + place] + struct.pack("<I", value) + content[at + place + 4 :]


def stored(**parts: str) -> bytes:
    """A workbook with parts that are not packed, so that no ratio gives them away."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in {**xlsx_parts(sheet_xml(ROW)), **parts}.items():
            file.writestr(name, content)
    return out.getvalue()


def one_text_everywhere() -> bytes:
    """A small workbook whose hundred thousand cells all hold one long text."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"B" * 30_000}</t></si></sst>'
    return zipped({**xlsx_parts(sheet_xml(rows)), "xl/sharedStrings.xml": shared})


def all_different() -> bytes:
    """As many cells as may be, each with a text of its own."""
    columns = "ABCDEFGHIJKLM"
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="str"><v>{n}{c}</v></c>' for c in columns) + "</row>"
        for n in range(1, 150_001)
    )
    return xlsx_of(sheet_xml(rows))


RELS, MUCH = "xl/_rels/workbook.xml.rels", "<x/>" * 900_000
DEMANDING = [
    pytest.param("a.xlsx", lambda: stored(**{"xl/workbook.xml": deep(1_000_000)}), id="a million tags within each other"),
    pytest.param("a.xlsx", lambda: xlsx_of(sheet_xml(deep(1_000_000))), id="the same in a sheet"),
    pytest.param("a.ods", lambda: ods_of(deep(1_000_000)), id="the same in an ods"),
    pytest.param("a.ods", lambda: ods_of("<table:table>" * 300_000), id="tables within tables"),
    pytest.param("a.xlsx", lambda: stored(**{SHEET: sheet_xml(f'<c x="{"y" * 9_000_000}"/>')}), id="one enormous attribute"),
    pytest.param("a.xlsx", lambda: stored(**{SHEET: sheet_xml("<c" + ' t="e"' * 700_000)}), id="one tag with many attributes"),
    pytest.param("a.xlsx", lambda: stored(**{SHEET: sheet_xml(ROW) + " " * 9_000_000}), id="nine megabytes of blanks"),
    pytest.param("a.xlsx", lambda: stored(**{SHEET: sheet_xml("= " * 4_000_000)}), id="millions of equal signs"),
    pytest.param("a.ods", lambda: ods_of("<table:table-cell " + "x " * 2_000_000), id="one cell tag without an end"),
    pytest.param("a.xlsx", lambda: xlsx_of(sheet_xml("<row/>" * 5_000_000)), id="five million rows"),
    pytest.param("a.xlsx", lambda: xlsx_of(sheet_xml("<row>" + "<c/>" * 7_000_000)), id="seven million cells"),
    pytest.param("a.xlsx", lambda: stored(**{"xl/workbook.xml": BOOK.replace("<s", MUCH + "<s", 1)}), id="a huge workbook"),
    pytest.param("a.xlsx", lambda: stored(**{RELS: LINKS.replace("><", f">{MUCH}<", 1)}), id="huge relationships"),
    pytest.param("a.xlsx", lying_size, id="a part that is larger than it says"),
    pytest.param("a.xlsx", lying_checksum, id="a part with a wrong checksum"),
    pytest.param("a.xlsx", overlapping, id="parts that overlap"),
    pytest.param("a.xlsx", sixty_four_bits, id="a size of 64 bits that is not there"),
    pytest.param("a.xlsx", one_text_everywhere, id="one long text in every cell"),
    pytest.param("a.xlsx", all_different, id="two million different texts"),
    pytest.param("a.csv", lambda: b";" * limits.FILE_BYTES, id="text of separators only"),
    pytest.param("a.csv", lambda: b"\n" * limits.FILE_BYTES, id="text of line ends only"),
    pytest.param("a.csv", lambda: b'"' * limits.FILE_BYTES, id="text of quotation marks only"),
    pytest.param("a.csv", lambda: b"a;b\n" * 149_999 + b"c", id="text as long as may be"),
    pytest.param("a.csv", lambda: b"x" * limits.FILE_BYTES, id="one word of ten megabytes"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make"), DEMANDING)
async def test_demanding(name, make):
    """A file made to cost much is read or refused in time and within the memory, and the next file is read as ever."""
    content = make()
    await answered(read_file(content[: limits.FILE_BYTES], filename=name))
    assert (await read_file(xlsx_of(sheet_xml(ROW)), filename="a.xlsx")).rows[0].cells == ("Kandidaatnummer",)
