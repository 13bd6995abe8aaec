"""The process that alone opens a PDF from outside: `python -m registry.seals.child`, one file, then gone.

It bounds its own memory and time first, takes its task from standard input and answers on standard output. It inherits
no settings and no secrets, writes nothing and opens no connection.
"""

import os
import resource
import sys

import msgspec

from registry.seals import limits
from registry.seals.wire import Contents, PdfRead, ReadPdf

_OPEN_FILES = 32


def main() -> None:
    """Take one task, answer it, end."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_BYTES, limits.CHILD_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(msgspec.msgpack.encode(_answer(sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()
    os._exit(0)


def _answer(message: bytes) -> PdfRead:
    try:
        from registry.seals.reading import read_pdf  # noqa: PLC0415 — once its limits are set

        return read_pdf(msgspec.msgpack.decode(message, type=ReadPdf))
    except MemoryError:
        return PdfRead(Contents.TOO_DEMANDING)


if __name__ == "__main__":
    main()
