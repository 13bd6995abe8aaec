"""What the PDF of a certificate costs beside the bare Typst compile of the same template, and what a second thread brings.

Run `python -m benchmarks.certificates_pdf [--quick] [--json FILE]`, or take `rows` into another run.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from datetime import time as hour
from itertools import count, islice
from statistics import median

import msgspec

from benchmarks import figures
from registry.certificates import typesetting
from registry.certificates.document import Document, written_out
from registry.certificates.snapshot import Snapshot
from registry.people.rules import Name
from registry.schemes.rules import ScopeItem
from registry.texts import Language

MANY, FEW = 200, 60
OF_BARE, OF_ONE_THREAD, OF_ONE_THREADS_WORK = 2.0, 0.8, 1.25
_ROUNDS = 5
_DAY = date(2026, 11, 22)
_SCOPE = (ScopeItem("gp", "Gemeentelijke processen", "Municipal processes"), ScopeItem("im", "Informatie", "Information"))


def rows(many: int = MANY) -> list[figures.Row]:
    """The figures for that many certificates, no two alike, each in turns with what it is held against."""
    papers = _papers()
    whole, bare, one, two, one_work, two_work = [], [], [], [], [], []
    for _ in range(_ROUNDS):
        whole.append(_seconds_each(list(islice(papers, many))))
        bare.append(_bare_seconds_each(list(islice(papers, many))))
        seconds, work = _timed([list(islice(papers, many))])
        one.append(seconds)
        one_work.append(work)
        seconds, work = _timed([list(islice(papers, many // 2)), list(islice(papers, many // 2))])
        two.append(seconds)
        two_work.append(work)
    return [
        figures.row("PDF with QR code, s", measured=median(whole), reference=median(bare), goal=OF_BARE),
        figures.row(f"{many} PDFs, two threads, s", measured=min(two), reference=min(one), goal=OF_ONE_THREAD),
        figures.row(
            f"{many} PDFs, two threads, CPU s", measured=min(two_work), reference=min(one_work), goal=OF_ONE_THREADS_WORK
        ),
    ]


def _papers() -> Iterator[Document]:
    for number in count():
        snapshot = Snapshot(
            number=f"CA{number:08}-00",
            holder="00" * 32,
            scheme="e-adviseur",
            scheme_name_nl="e-adviseur",
            scheme_name_en="e-adviser",
            scheme_version=1,
            scope=_SCOPE,
            body="Toetsbaar Certificering",
            valid_from=_DAY,
            valid_until=date(2029, 11, 21),
            issued_on=_DAY,
            evidence="00" * 32,
            scheme_effective_from=date(2026, 6, 1),
            terms_version="2026-1",
            code_of_conduct_version="2026-1",
        )
        holder = Name("Elif", None, f"Öztürk-{number}")
        yield written_out(snapshot, holder, bytes(32), site="https://registry.example", language=Language.NL)


def _seconds_each(papers: Sequence[Document]) -> float:
    begun = time.perf_counter()
    for paper in papers:
        typesetting.typeset(paper)
    return (time.perf_counter() - begun) / len(papers)


def _bare_seconds_each(papers: Sequence[Document]) -> float:
    """The compile alone, of other certificates: Typst remembers what it has just seen."""
    made = datetime.combine(_DAY, hour(), UTC)
    ready = [
        {"document": msgspec.json.encode(paper).decode(), "unshown": "", "qr": typesetting.qr_code(paper.check.address)}
        for paper in papers
    ]
    begun = time.perf_counter()
    for inputs in ready:
        typesetting.compiled(inputs, made=made)
    return (time.perf_counter() - begun) / len(papers)


def _timed(batches: Sequence[Sequence[Document]]) -> tuple[float, float]:
    """Seconds by the clock and of work, with a thread for each batch."""
    with ThreadPoolExecutor(len(batches)) as pool:
        list(pool.map(_seconds_each, [batch[:1] for batch in batches]))
        begun, worked = time.perf_counter(), time.process_time()
        list(pool.map(_seconds_each, batches))
        return time.perf_counter() - begun, time.process_time() - worked


if __name__ == "__main__":
    asked = figures.options(__doc__)
    sys.exit(figures.tell(rows(FEW if asked.quick else MANY), json_file=asked.json))
