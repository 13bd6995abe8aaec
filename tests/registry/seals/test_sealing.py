"""The seal on a PDF: read back by the library that set it, by another one, and by nobody else's root."""

import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from registry.seals.files import Seal, pem, self_made
from tests.registry.making import NOW
from tests.registry.seals.papers import CREDENTIAL, PLAIN, SEAL, SEALED, sealed

_POPPLER = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="no pdfsig here (Debian package poppler-utils)")
_NSS = pytest.mark.skipif(shutil.which("certutil") is None, reason="no certutil here (Debian package libnss3-tools)")


def validated(content: bytes, *, by: Seal = SEAL) -> PdfSignatureStatus:
    """What pyHanko says of the one seal, with the root of a seal as the only one trusted."""
    [signature] = PdfFileReader(io.BytesIO(content)).embedded_signatures
    root = Certificate.load(by.certificates[-1].public_bytes(Encoding.DER))
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root], moment=NOW), skip_diff=True)


def test_it_is_intact_trusted_and_over_the_whole_file() -> None:
    """PAdES, and certified: nothing may be changed afterwards."""
    status = validated(SEALED)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    [signature] = PdfFileReader(io.BytesIO(SEALED)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.value == 1


def test_another_root_trusts_it_not() -> None:
    """Though nothing in it was changed."""
    status = validated(SEALED, by=Seal(*self_made(now=NOW)))
    assert (status.intact, status.trusted) == (True, False)


@pytest.mark.parametrize("at", [100, len(PLAIN) // 2, SEALED.index(b"Open Badges")])
def test_a_changed_byte_is_seen(at: int) -> None:
    """In the document as it was, and in what came behind it."""
    changed = SEALED[:at] + bytes([SEALED[at] ^ 1]) + SEALED[at + 1 :]
    assert not validated(changed).intact


def test_the_document_is_in_it_byte_for_byte() -> None:
    """So its hash in the audit trail still tells; and what it says of itself, PDF/UA among it, is left alone."""
    assert SEALED.startswith(PLAIN)
    before, after = (PdfFileReader(io.BytesIO(each)) for each in (PLAIN, SEALED))
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert after.root["/Lang"] == before.root["/Lang"]
    assert after.input_version == before.input_version


def test_equal_inputs_give_equal_bytes() -> None:
    """And another credential or moment others."""
    assert sealed(PLAIN, CREDENTIAL, SEAL, at=NOW) == SEALED
    assert sealed(PLAIN, CREDENTIAL + "x", SEAL, at=NOW) != SEALED
    assert sealed(PLAIN, CREDENTIAL, SEAL, at=NOW + timedelta(seconds=1)) != SEALED


def test_the_credential_is_an_attachment_of_its_kind() -> None:
    """By its name, its media type and its relationship, in the list of names and as a file that belongs to the document."""
    root = PdfFileReader(io.BytesIO(SEALED)).root
    names, [associated] = root["/Names"]["/EmbeddedFiles"]["/Names"], root["/AF"]
    assert (len(names), names[0], names.raw_get(1)) == (2, "credential.vc.jwt", associated)
    spec = associated.get_object()
    assert (spec["/UF"], spec["/AFRelationship"]) == ("credential.vc.jwt", "/Data")
    assert spec["/EF"]["/F"]["/Subtype"] == "/application/vc+jwt"
    assert spec["/EF"]["/F"].data == CREDENTIAL.encode()


@_POPPLER
def test_another_reader_agrees(tmp_path: Path) -> None:
    """Poppler: of a sealed one, and of one with a changed byte; and it finds the credential."""
    whole, changed = tmp_path / "whole.pdf", tmp_path / "changed.pdf"
    whole.write_bytes(SEALED)
    changed.write_bytes(SEALED[:100] + bytes([SEALED[100] ^ 1]) + SEALED[101:])
    told = _said("pdfsig", str(whole))
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "Signature is Valid." not in _said("pdfsig", str(changed))
    _said("pdfdetach", "-saveall", "-o", str(tmp_path), str(whole))
    assert (tmp_path / "credential.vc.jwt").read_text(encoding="ascii") == CREDENTIAL


@_POPPLER
@_NSS
def test_another_reader_trusts_the_root_it_is_given(tmp_path: Path) -> None:
    """And no other."""
    (tmp_path / "whole.pdf").write_bytes(SEALED)
    for name, seal, told in (("ours", SEAL, "Certificate is Trusted."), ("other", Seal(*self_made(now=NOW)), "isn't Trusted")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "root.pem").write_bytes(pem(seal.certificates[-1:]))
        _said("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
        _said("certutil", "-A", "-d", f"sql:{folder}", "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem"))
        assert told in _said("pdfsig", "-nssdir", f"sql:{folder}", str(tmp_path / "whole.pdf"))


def _said(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={"PATH": "/usr/bin:/bin"})
    return ran.stdout + ran.stderr
