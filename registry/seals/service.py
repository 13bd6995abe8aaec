"""Setting the seal of this place on a document, and asking what a PDF that somebody brings has of it."""

import asyncio
from datetime import datetime

from registry.seals.asking import pdf_read
from registry.seals.files import Seal, SealFiles, pem
from registry.seals.wire import PdfRead, ReadPdf
from registry.signing_keys.files import SigningKeyRefused


class _Kept:
    """Where this process has its seal."""

    files: SealFiles | None = None


def keep_seal(files: SealFiles) -> None:
    """From now on this process seals with the key in these files, and knows the seals of their certificates."""
    _Kept.files = files


async def sealed(content: bytes, credential: str, *, since: datetime, now: datetime) -> bytes:
    """The document with its credential attached, sealed in a thread: equal bytes each time, while the seal stays the same.

    It says that it was sealed when the credential was signed, or when its own certificate began where that was later.
    Raises SigningKeyRefused where there is no seal that can be set now.
    """
    return await asyncio.to_thread(_sealed, content, credential, since=since, now=now)


async def read(content: bytes, *, now: datetime) -> PdfRead:
    """What a PDF has, by the certificates that this place knows. Raises PdfReadersBusy."""
    return await pdf_read(ReadPdf(content, _known(), now))


def _sealed(content: bytes, credential: str, *, since: datetime, now: datetime) -> bytes:
    from registry.seals import sealing  # noqa: PLC0415 - slow to load, and only needed where something is sealed

    seal = _opened(now=now)
    at = max(since, seal.certificates[0].not_valid_before_utc)
    return sealing.sealed(content, credential, seal, at=at)


def _opened(*, now: datetime) -> Seal:
    if _Kept.files is None:
        raise SigningKeyRefused("This process was given no seal.")
    return _Kept.files.opened(now=now)


def _known() -> bytes:
    return b"" if _Kept.files is None else pem(_Kept.files.known())
