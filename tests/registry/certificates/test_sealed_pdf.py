"""The PDF as it leaves the registry: sealed with the credential that counts now, and plain where that cannot be done."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from registry.certificates import keeping, sealed_pdf
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import making_up, service
from registry.seals.files import SealFiles, pem
from registry.seals.reading import read_pdf
from registry.seals.wire import Contents, PdfRead, ReadPdf, SealState
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.rules import Use
from registry.texts import Language
from tests.conftest import Clock
from tests.registry import making
from tests.registry.certificates.papers import SITE
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW
from tests.registry.seals.sealing_here import seal
from tests.registry.travelling.test_signed_at_issue import certified, signing

__all__ = ["seal", "signing"]


async def plain(issued: Issued) -> bytes:
    """The document as it is kept."""
    return await keeping.kept(issued, site=SITE, language=Language.NL, now=NOW)


async def current(issued: Issued) -> str:
    """The credential that counts now."""
    address = await service.address_of(issued.id)
    assert address is not None
    jws = await service.current(address)
    assert jws is not None
    return jws


async def read(content: bytes, seal: SealFiles) -> PdfRead:
    """What is in it."""
    return await asyncio.to_thread(read_pdf, ReadPdf(content, pem(seal.known()), NOW))


async def test_its_credential_is_in_it_under_a_whole_seal(signing: None, seal: SealFiles) -> None:
    """Behind the document as it is kept, and the same bytes each time."""
    issued = await certified()
    document = await plain(issued)
    given = await sealed_pdf.sealed(issued.id, document, now=NOW)
    assert given.startswith(document)
    assert await read(given, seal) == PdfRead(Contents.ONE_CREDENTIAL, await current(issued), SealState.WHOLE)
    assert await sealed_pdf.sealed(issued.id, document, now=NOW + timedelta(days=5)) == given


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_its_holder_gets_it_so(
    signing: None, seal: SealFiles, client: httpx.AsyncClient, clock: Clock, language: str
) -> None:
    """From the page, in both languages."""
    clock.now = NOW
    elif_ = await making.candidate()
    issued = await making.certified(await making.world(), elif_)
    await browser(client, elif_.actor)
    answer = await client.get(f"/certificaten/{issued.number}/pdf?taal={language}")
    assert (await read(answer.content, seal)).seal is SealState.WHOLE


async def test_after_a_reinstatement_the_new_credential_is_in_it(signing: None, seal: SealFiles) -> None:
    """The one of before is revoked for good; nor does one that a leaked key signed go out again."""
    issued = await certified()
    document, first = await plain(issued), await current(issued)
    for kind, days in ((EventKind.SUSPENDED, 2), (EventKind.REINSTATED, 4)):
        at = NOW + timedelta(days=days)
        await making.happens(issued.id, kind, at.date(), at=at)
    await making_up.make_up(now=at)
    second = await current(issued)
    assert second != first
    assert (await read(await sealed_pdf.sealed(issued.id, document, now=at), seal)).credential == second
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=at)
    await making_up.make_up(now=at)
    assert (await read(await sealed_pdf.sealed(issued.id, document, now=at), seal)).credential not in {first, second}


async def test_without_a_credential_it_is_plain(database: None, seal: SealFiles) -> None:
    """The document as it is kept, and the reason in the log."""
    keys._Kept.folder = None  # noqa: SLF001  a process without keys
    issued = await certified()
    document = await plain(issued)
    with capture_logs() as logs:
        assert await sealed_pdf.sealed(issued.id, document, now=NOW) == document
    assert [each["reason"] for each in logs if each["log_level"] == "warning"] == ["its credential is not signed yet"]


async def test_a_seal_that_cannot_be_set_is_told(signing: None, seal: SealFiles) -> None:
    """And holds up nobody."""
    issued = await certified()
    seal.key.unlink()
    document = await plain(issued)
    with capture_logs() as logs:
        assert await sealed_pdf.sealed(issued.id, document, now=NOW) == document
    [told] = [each for each in logs if each["log_level"] == "warning"]
    assert "There is no key of the seal" in told["reason"]
