"""What a PDF that somebody brings has: each wrong has its own answer, in a child process as well."""

import asyncio
from datetime import datetime, timedelta

import pytest

from registry.seals import limits
from registry.seals.asking import PdfReadersBusy, pdf_read
from registry.seals.files import Seal, pem, self_made
from registry.seals.reading import read_pdf
from registry.seals.wire import LONGEST, Contents, PdfRead, ReadPdf, SealState
from tests.registry.making import NOW
from tests.registry.seals import papers
from tests.registry.seals.papers import CREDENTIAL, PLAIN, SEAL, SEALED

OURS = pem(SEAL.certificates)


async def read(content: bytes, certificates: bytes = OURS, *, at: datetime = NOW) -> PdfRead:
    """What is told of it, without a child."""
    return await asyncio.to_thread(read_pdf, ReadPdf(content, certificates, at))


def with_digit(at: int) -> bytes:
    """Ours with another digit there, in the place of the seal itself: in a certificate, or behind all that stands there."""
    other = b"1" if SEALED[at : at + 1] != b"1" else b"2"
    return SEALED[:at] + other + SEALED[at + 1 :]


async def test_one_of_ours_has_all() -> None:
    """Its credential, and a whole seal."""
    assert await read(SEALED) == PdfRead(Contents.ONE_CREDENTIAL, CREDENTIAL, SealState.WHOLE)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PLAIN, Contents.NO_CREDENTIAL),
        (papers.with_attachments(PLAIN, "notes.txt"), Contents.NO_CREDENTIAL),
        (papers.with_attachments(PLAIN, "credential.vc.jwt", "notes.txt"), Contents.SEVERAL_ATTACHMENTS),
        (papers.with_attachments(SEALED, "credential.vc.jwt"), Contents.SEVERAL_ATTACHMENTS),
        (papers.encrypted(PLAIN), Contents.ENCRYPTED),
        (b"%PDF-1.7", Contents.DAMAGED),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, Contents.DAMAGED),
        (SEALED[:-2_000], Contents.DAMAGED),
        (papers.bomb(), Contents.TOO_DEMANDING),
        (papers.bomb(layers=1), Contents.TOO_DEMANDING),
        (papers.endless(), Contents.TOO_DEMANDING),
    ],
    ids=[
        "none",
        "another",
        "two",
        "one behind the seal",
        "encrypted",
        "head",
        "noise",
        "cut off",
        "bomb",
        "packed once",
        "endless",
    ],
)
async def test_each_wrong_is_told(content: bytes, told: Contents) -> None:
    """And of none of them anything is read."""
    assert await read(content) == PdfRead(told)


async def test_a_long_attachment_is_not_read_whole() -> None:
    """What is longer than any credential is cut off, and so no credential."""
    long = papers.sealed(PLAIN, "x" * 200_000, SEAL, at=NOW)
    assert len((await read(long)).credential) == LONGEST + 1


async def test_a_seal_is_ours_whole_or_neither() -> None:
    """None, another's, changed within or behind it, and one whose seal itself was changed."""
    begins, ends = papers.gap(SEALED)
    for content, told in (
        (papers.with_attachments(PLAIN, "credential.vc.jwt"), SealState.ABSENT),
        (papers.sealed_by(Seal(*self_made(now=NOW))), SealState.FOREIGN),
        (SEALED[:100] + bytes([SEALED[100] ^ 1]) + SEALED[101:], SealState.BROKEN),
        (SEALED + b"\n", SealState.BROKEN),
        (with_digit(begins + 400), SealState.FOREIGN),
        (with_digit(ends - 20), SealState.BROKEN),
    ):
        assert (await read(content)).seal is told


async def test_only_certificates_that_are_named_may_seal() -> None:
    """Another certificate under the same root is not ours, nor is ours without its root."""
    leaf, root = SEAL.certificates
    assert (await read(SEALED, pem([root]))).seal is SealState.FOREIGN
    assert (await read(SEALED, pem([leaf]))).seal is SealState.FOREIGN
    assert (await read(SEALED, b"")).seal is SealState.FOREIGN
    others = self_made(now=NOW)[1]
    assert (await read(SEALED, pem([*others, leaf, root]))).seal is SealState.WHOLE


async def test_a_seal_of_ours_whose_certificate_ended_is_told_so() -> None:
    """As long as it was set while the certificate held, by its own word; one of after that, or of before, is not ours."""
    ends = SEAL.certificates[0].not_valid_after_utc
    begins = SEAL.certificates[0].not_valid_before_utc
    later = ends + timedelta(days=1)
    for set_at, content in ((NOW, SEALED), *((at, papers.sealed(PLAIN, CREDENTIAL, SEAL, at=at)) for at in (begins, ends))):
        assert (await read(content, at=later)).seal is SealState.ENDED, set_at
        assert (await read(content, at=ends)).seal is SealState.WHOLE, set_at
    for at in (begins - timedelta(minutes=1), later):
        outside = papers.sealed(PLAIN, CREDENTIAL, SEAL, at=at)
        assert (await read(outside, at=later + timedelta(days=1))).seal is SealState.FOREIGN
    changed = SEALED[:100] + bytes([SEALED[100] ^ 1]) + SEALED[101:]
    assert (await read(changed, at=later)).seal is SealState.BROKEN


async def test_a_child_tells_the_same() -> None:
    """Of a good one and of a bomb."""
    told = await asyncio.gather(*(pdf_read(ReadPdf(each, OURS, NOW)) for each in (SEALED, papers.bomb())))
    assert told == [PdfRead(Contents.ONE_CREDENTIAL, CREDENTIAL, SealState.WHOLE), PdfRead(Contents.TOO_DEMANDING)]


async def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is ended; and who waited for others that long is told to come back."""
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.01)
    asked = [pdf_read(ReadPdf(SEALED, OURS, NOW)) for _ in range(limits.AT_ONCE + 1)]
    *first, last = await asyncio.gather(*asked, return_exceptions=True)
    assert first == [PdfRead(Contents.TOO_DEMANDING)] * limits.AT_ONCE
    assert isinstance(last, PdfReadersBusy)
