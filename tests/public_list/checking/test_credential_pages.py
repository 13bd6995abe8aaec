"""Anyone brings a certificate as a file, or as text, on the page and in the API; every bad one has its own answer."""

import base64
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from config.settings import Settings
from registry.certificates import keeping, sealed_pdf
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import publishing, service
from registry.credentials.check_wording import VERDICTS
from registry.credentials.verifying import Verdict
from registry.seals import limits
from registry.seals.files import Seal, SealFiles, self_made
from registry.texts import Language
from tests.conftest import Clock
from tests.registry import making
from tests.registry.certificates.papers import SITE
from tests.registry.making import NOW
from tests.registry.seals import papers
from tests.registry.seals.sealing_here import seal
from tests.registry.travelling.test_signed_at_issue import certified, signing

__all__ = ["seal", "signing"]
PATH, API = "/certificaten/bestand", "/api/v1/credential-checks"


@pytest.fixture
async def issued(signing: None, seal: SealFiles, clock: Clock) -> Issued:
    """A certificate with a credential, in a registry with a seal; its lists are published."""
    clock.now = NOW
    certificate = await certified()
    await publishing.publish(now=NOW)
    return certificate


async def jws_of(certificate: Issued) -> str:
    """Its credential."""
    address = await service.address_of(certificate.id)
    assert address is not None
    jws = await service.current(address)
    assert jws is not None
    return jws


async def pdf_of(certificate: Issued) -> bytes:
    """Its PDF, as its holder gets it."""
    document = await keeping.kept(certificate, site=SITE, language=Language.NL, now=NOW)
    return await sealed_pdf.sealed(certificate.id, document, now=NOW)


async def sent(client: httpx.AsyncClient, content: bytes = b"", *, path: str = PATH, expect: int = 200, **fields: str) -> str:
    """What the page says to a file, or to a form without one; on one line."""
    files = {"file": ("certificaat", content)} if content else {"file": ("", b"")}
    answer = await client.post(path, data=fields, files=files)
    assert answer.status_code == expect, answer.text[-2_000:]
    assert answer.headers["cache-control"] == "no-store"
    return " ".join(answer.text.split())


async def asked(client: httpx.AsyncClient, content: bytes, **more: str) -> dict[str, Any]:
    """What the API says to a file."""
    answer = await client.post(API, json={"file": base64.b64encode(content).decode(), **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_the_page_is_found_and_needs_no_account(client: httpx.AsyncClient) -> None:
    """From the page that checks numbers, in both languages."""
    for prefix, words in (("", "Controleer een certificaat als bestand"), ("/en", "Check a certificate as a file")):
        assert f'href="{prefix}{PATH}"' in (await client.get(f"{prefix}/certificaten")).text
        assert words in (await client.get(f"{prefix}{PATH}")).text


async def test_a_pdf_and_a_jwt_and_its_text_are_valid(issued: Issued, client: httpx.AsyncClient) -> None:
    """Who, what, by whom, until when; each check with its result. Of a text there is no seal to look at."""
    jws, pdf = await jws_of(issued), await pdf_of(issued)
    for page, checks in (
        (await sent(client, pdf), 9),
        (await sent(client, jws.encode()), 7),
        (await sent(client, text=f"\n {jws} ", dag=""), 7),
    ):
        assert "Dit certificaat is echt en geldig." in page
        assert all(words in page for words in ("Elif Öztürk", issued.number, issued.snapshot.body, "Laatste dag"))
        assert (page.count("<strong>Klopt:</strong>"), page.count("Klopt niet:")) == (checks, 0)
        assert f'href="/certificaten/{issued.number}"' in page
    english = await sent(client, pdf, path=f"/en{PATH}")
    assert "This certificate is genuine and valid." in english
    told = await asked(client, pdf)
    assert (told["verdict"], told["holder"], told["number"]) == ("valid", "Elif Öztürk", issued.number)
    assert [each["result"] for each in told["checks"]] == ["passed"] * 9
    assert told["checks"][0] == {"check": "file", "text": "De pdf is te openen en heeft één bijlage", "result": "passed"}


async def test_now_and_on_another_day(issued: Issued, client: httpx.AsyncClient, clock: Clock) -> None:
    """Side by side; and revoked is told before expired, on the page as in the API."""
    pdf = await pdf_of(issued)
    page = await sent(client, pdf, dag="2040-01-01")
    assert page.index("Nu, op ") < page.index("Op 1 januari 2040")
    assert "Dit certificaat is verlopen." in page
    assert "Dit certificaat geldt nog niet." in await sent(client, pdf, dag="01-01-2001")
    clock.now = NOW + timedelta(days=2)
    await making.happens(issued.id, EventKind.SUSPENDED, clock.now.date(), at=clock.now)
    await publishing.publish(now=clock.now)
    page = await sent(client, pdf, dag="2040-01-01")
    assert page.count(VERDICTS[Verdict.REVOKED].nl) == 3
    assert "Dit certificaat is verlopen." not in page
    assert "Elif Öztürk" in page
    told = await asked(client, pdf, on="2040-01-01")
    assert told["verdict"] == "revoked"
    assert {each["check"]: each["result"] for each in told["checks"]}["period"] == "failed"
    assert (await asked(client, pdf, on=NOW.date().isoformat()))["verdict"] == "valid"


async def test_each_bad_file_has_its_own_answer(issued: Issued, client: httpx.AsyncClient, clock: Clock) -> None:
    """Nothing of it is shown, whoever it names; and none is valid."""
    jws, pdf = await jws_of(issued), await pdf_of(issued)
    plain = await keeping.kept(issued, site=SITE, language=Language.NL, now=NOW)
    others = papers.sealed(plain, jws, Seal(*self_made(now=NOW)), at=NOW)
    for content, verdict in (
        (plain, Verdict.NO_CREDENTIAL),
        (papers.with_attachments(plain, "a.txt", "b.txt"), Verdict.SEVERAL_ATTACHMENTS),
        (papers.with_attachments(pdf, "credential.vc.jwt"), Verdict.SEVERAL_ATTACHMENTS),
        (papers.with_attachments(plain, "credential.vc.jwt"), Verdict.NOT_SEALED),
        (others, Verdict.FOREIGN_SEAL),
        (pdf[:100] + bytes([pdf[100] ^ 1]) + pdf[101:], Verdict.BROKEN_SEAL),
        (pdf + b"%", Verdict.BROKEN_SEAL),
        (papers.encrypted(plain), Verdict.ENCRYPTED_PDF),
        (b"%PDF-1.7 and no more", Verdict.DAMAGED_PDF),
        (papers.bomb(), Verdict.TOO_DEMANDING),
        (papers.endless(), Verdict.TOO_DEMANDING),
        (jws[:-8].encode() + b"AAAAAAAA", Verdict.CHANGED),
        (b"PK\x03\x04 a workbook", Verdict.UNREADABLE),
        (bytes(range(256)), Verdict.UNREADABLE),
        (b"\xff" * 200_000, Verdict.UNREADABLE),
    ):
        page = await sent(client, content, dag="2027-01-01")
        assert VERDICTS[verdict].nl in page, verdict
        assert "Wat in dit bestand staat, tonen wij niet" in page
        assert "Elif" not in page
        told = await asked(client, content)
        assert (told["verdict"], told["holder"], told["number"]) == (verdict, None, None)
        assert [each["result"] for each in told["checks"]].count("failed") == 1
        clock.now += timedelta(minutes=1)


async def test_of_a_seal_that_ended_the_holder_is_to_be_asked(issued: Issued, client: httpx.AsyncClient, clock: Clock) -> None:
    """It is told apart from a foreign one, and nothing that the file says is believed all the same."""
    pdf = await pdf_of(issued)
    clock.now = NOW + timedelta(days=4_000)
    told = await asked(client, pdf)
    assert (told["verdict"], told["holder"]) == ("ended-seal", None)
    assert told["text"] == VERDICTS[Verdict.ENDED_SEAL].nl
    assert "Vraag de houder om een nieuwe pdf." in await sent(client, pdf)


async def test_a_right_credential_in_another_document_of_ours(
    issued: Issued, client: httpx.AsyncClient, seal: SealFiles
) -> None:
    """Somebody else's key signed the credential in it: the seal does not make up for that."""
    other = papers.sealed(papers.PLAIN, papers.CREDENTIAL, seal.opened(now=NOW), at=NOW)
    told = await asked(client, other)
    assert (told["verdict"], told["passed"]) == ("unreadable", ["file", "seal"])


@pytest.mark.parametrize(
    ("fields", "content", "words"),
    [
        ({}, b"", "Kies een bestand, of plak de tekst ervan."),
        ({"text": "a.b.c"}, b"a.b.c", "Kies een bestand of plak de tekst, niet allebei."),
        ({"text": "a" * 70_000}, b"", "Deze tekst is te lang."),
        ({"text": "a.b.c", "dag": "gisteren"}, b"", "Ook op een andere dag?"),
        ({"text": "a.b.c", "dag": "gisteren"}, b"", 'type="text" value="gisteren"'),
        ({"dag": "5-3-2027"}, b"", 'type="text" value="5-3-2027"'),
        ({}, b"%PDF-" + b"a" * limits.FILE_BYTES, "Dit bestand is groter dan 2 MB."),
    ],
    ids=["nothing", "both", "long", "no day", "no day stays", "a day stays", "large"],
)
async def test_what_is_asked_wrongly_is_told_at_the_form(
    client: httpx.AsyncClient, fields: dict[str, str], content: bytes, words: str
) -> None:
    """At its field."""
    assert words in await sent(client, content, expect=400, **fields)


@pytest.mark.parametrize(
    "body", [{}, {"credential": "a", "file": "YQ=="}, {"file": "no base64"}, {"file": 7}, {"credential": None, "file": None}]
)
async def test_the_api_takes_one_of_both(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    """And says so."""
    assert (await client.post(API, json=body)).status_code == 400


async def test_the_api_takes_a_file_at_its_largest(client: httpx.AsyncClient, settings: Settings) -> None:
    """And nothing beyond."""
    for size, told in ((limits.FILE_BYTES, 200), (limits.FILE_BYTES + 10_000, 413)):
        content = base64.b64encode(b"x" * size).decode()
        assert (await client.post(API, json={"file": content})).status_code == told


async def test_who_brings_many_pdfs_waits(client: httpx.AsyncClient, clock: Clock) -> None:
    """Opening one costs as much as checking two thousand numbers."""
    answers = [await client.post(PATH, files={"file": ("a.pdf", b"%PDF-1.7")}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert re.search(r"Probeer het over \d+ seconden opnieuw", answers[-1].text)
    assert (await client.post(API, json={"file": base64.b64encode(b"%PDF-1.7").decode()})).status_code == 429
