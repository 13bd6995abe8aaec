"""Sealing a PDF with a credential attached: PAdES B-B (ETSI EN 319 142-1), by pyHanko.

What is sealed is the document as it was, byte for byte, with an update behind it: the attachment, then the seal over all.
Equal documents, credentials, seals and moments give equal bytes.
"""

import asyncio
import hashlib
import io
from datetime import datetime

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from registry.seals.files import Seal, SealKey
from registry.seals.wire import ATTACHED, MEDIA_TYPE

_DESCRIPTION = "Dit certificaat als Open Badges 3.0 (vc+jwt)"
_FIELD = "Zegel"
_RESERVED = 24_576
"""Characters kept free for the seal: its certificates and a signature, in hexadecimal."""


def sealed(content: bytes, credential: str, seal: Seal, *, at: datetime) -> bytes:
    """The document with its credential, sealed; `at` is the moment that the seal says. Slow: tens of milliseconds."""
    writer = _Update(io.BytesIO(content))
    writer.name_itself(hashlib.sha256(content + credential.encode()).digest()[:16])
    _attach(writer, credential, at=at)
    return asyncio.run(_sealed(writer, _Signer(seal), at=at))


class _Update(IncrementalPdfFileWriter):
    """An update that leaves alone what the document says of itself: its version and metadata, PDF/UA-1 among them."""

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: object) -> None:
        """Attachments with a relationship are known to readers of PDF 1.7, by PDF/A-3."""

    def name_itself(self, name: bytes) -> None:
        """The second half of the identifier, which otherwise is drawn at random."""
        self._document_id = ArrayObject([self._document_id[0], ByteStringObject(name)])


class _Signer(Signer):
    """The key of a seal, as pyHanko asks for one. Its signatures are the same each time (RFC 6979)."""

    def __init__(self, seal: Seal) -> None:
        certificates = [Certificate.load(each.public_bytes(Encoding.DER)) for each in seal.certificates]
        self._private: SealKey = seal.private
        above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        above.register_multiple(certificates[1:])
        super().__init__(signing_cert=certificates[0], cert_registry=above)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002, ARG002  as it is called
        if isinstance(self._private, EllipticCurvePrivateKey):
            return self._private.sign(data, ECDSA(SHA256(), deterministic_signing=True))
        return self._private.sign(data, PKCS1v15(), SHA256())


def _attach(writer: _Update, credential: str, *, at: datetime) -> None:
    data = EmbeddedFileObject.from_file_data(
        writer, credential.encode(), mime_type=MEDIA_TYPE, params=EmbeddedFileParams(creation_date=at, modification_date=at)
    )
    spec = FileSpec(ATTACHED, ATTACHED, data, description=_DESCRIPTION, af_relationship=pdf_name("/Data"))
    embed_file(writer, spec)


async def _sealed(writer: _Update, signer: _Signer, *, at: datetime) -> bytes:
    """Certified: whatever is changed afterwards breaks it."""
    meta = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    unseen = InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    field = SigFieldSpec(_FIELD, invis_sig_settings=unseen)
    session = PdfSigner(meta, signer, new_field_spec=field).init_signing_session(writer)
    session.system_time = at
    document = session.prepare_tbs_document(
        validation_info=await session.perform_presign_validation(writer),
        bytes_reserved=_RESERVED,
        appearance_text_params=None,
    )
    written = io.BytesIO()
    prepared, _ = document.digest_tbs_document(output=written)
    attributes = PdfCMSSignedAttributes(signing_time=at)
    after = await document.perform_signature(prepared.document_digest, pdf_cms_signed_attrs=attributes)
    await after.post_signature_processing(written)
    return written.getvalue()
