"""The process that alone opens a PDF from outside: `python -m registry.seals.child`, one file, then gone.

It inherits no settings and no secrets, writes nothing and opens no connection.
"""

import msgspec

from registry.confined.bounding import answer_once, bound
from registry.seals import limits
from registry.seals.wire import Contents, PdfRead, ReadPdf


def main() -> None:
    """Take one task, answer it, end."""
    bound(memory=limits.CHILD_BYTES, seconds=limits.CHILD_SECONDS, written=0)
    answer_once(lambda task: msgspec.msgpack.encode(_answer(task)))


def _answer(task: bytes) -> PdfRead:
    try:
        from registry.seals.reading import read_pdf  # noqa: PLC0415 — once its limits are set

        return read_pdf(msgspec.msgpack.decode(task, type=ReadPdf))
    except MemoryError:
        return PdfRead(Contents.TOO_DEMANDING)


if __name__ == "__main__":
    main()
