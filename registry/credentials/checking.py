"""Telling somebody who brings a credential or a PDF what it is worth, by what this registry knows; nothing is fetched."""

from datetime import datetime

from registry.certificates.service import by_ids
from registry.credentials import publishing, service
from registry.credentials.checking_pdf import judge_pdf
from registry.credentials.rules import on_record
from registry.credentials.signing import key_name, public_key
from registry.credentials.verifying import Check, Judged, Known, judge, place_in
from registry.days import amsterdam_day
from registry.seals import limits
from registry.seals import service as seals
from registry.seals.wire import Contents, PdfRead

_MARK, _MARK_WITHIN = b"%PDF-", 1024
Brought = str | PdfRead
"""The text of a credential, or what a PDF turned out to be."""


def is_pdf(content: str | bytes) -> bool:
    """Whether it is a file that says it is a PDF, by its bytes and not by its name."""
    return isinstance(content, bytes) and _MARK in content[:_MARK_WITHIN]


async def opened(content: str | bytes, *, now: datetime) -> Brought:
    """What a text or a file is. A PDF is opened in a process of its own. Raises PdfReadersBusy."""
    if isinstance(content, str):
        return content
    if not is_pdf(content):
        return content.decode("utf-8", "replace")
    if len(content) > limits.FILE_BYTES:
        return PdfRead(Contents.TOO_DEMANDING)
    return await seals.read(content, now=now)


async def checked(brought: Brought, *, at: datetime, now: datetime) -> Judged:
    """The credential at a moment, by what the register and its lists know now; its seal as it is now."""
    lists = await publishing.revoked(at=now)
    ours = service.issuer("")
    keys = {key_name(ours.did, each["kid"]): public_key(each) for each in await service.public_keys()}
    known = Known(ours, keys, lists.get)
    judged = judge(brought, known, at=at) if isinstance(brought, str) else judge_pdf(brought, known, at=at)
    place = place_in(judged.claims, ours) if judged.claims is not None and Check.CLAIMS in judged.passed else None
    certificate = None if place is None else await service.certificate_at(place)
    if certificate is None:
        return judged
    day = amsterdam_day(at)
    status = (await by_ids([certificate]))[certificate].status_on(day, now)
    return judged if status is None else on_record(judged, status, day_is_over=day < amsterdam_day(now))
