"""What a PDF that somebody brings has: one credential or not, and a seal of ours or not. Nothing is fetched.

Only the child process calls this: whatever the file is, it hurts nothing there.
"""

import asyncio
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from registry.seals import limits
from registry.seals.wire import ATTACHED, LONGEST, MEDIA_TYPE, Contents, PdfRead, ReadPdf, SealState

_DEMANDING = (MemoryError, RecursionError, PdfDecodeLimitError)


def read_pdf(task: ReadPdf) -> PdfRead:
    """Whatever the file is, there is an answer."""
    try:
        return _read(task)
    except _DEMANDING:
        return PdfRead(Contents.TOO_DEMANDING)
    except Exception:  # noqa: BLE001  a stranger's file may make its reader fail in any way
        return PdfRead(Contents.DAMAGED)


def _read(task: ReadPdf) -> PdfRead:
    limit = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=limits.UNPACKED_BYTES))
    reader = PdfFileReader(io.BytesIO(task.content), decode_limits=limit)
    if reader.encrypted:
        return PdfRead(Contents.ENCRYPTED)
    attached = list(_attached(reader.root))
    if len(attached) > 1:
        return PdfRead(Contents.SEVERAL_ATTACHMENTS)
    credential = _credential(attached[0]) if attached else None
    if credential is None:
        return PdfRead(Contents.NO_CREDENTIAL)
    return PdfRead(Contents.ONE_CREDENTIAL, credential, _seal(reader, task))


def _attached(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Each file that the document as a whole has attached, once, by its list of names or as a file that belongs to it."""
    seen: set[object] = set()
    names = _value(root, "/Names")
    tree = None if names is None else _value(names, "/EmbeddedFiles")
    for raw in (*_in_tree(tree), *_items(_value(root, "/AF"))):
        key = raw.idnum if isinstance(raw, IndirectObject) else id(raw)
        if key not in seen:
            seen.add(key)
            yield _followed(raw)


def _in_tree(tree: DictionaryObject | None) -> Iterator[Any]:
    """The values of a tree of names, breadth first. Raises PdfDecodeLimitError for one that is longer than any honest one."""
    waiting, looked_at = [tree] if tree is not None else [], 0
    while waiting:
        node = waiting.pop(0)
        names = _items(_value(node, "/Names"))
        looked_at += 1 + len(names)
        waiting += [_followed(each) for each in _items(_value(node, "/Kids"))]
        if looked_at + len(waiting) > limits.ATTACHMENT_NODES:
            raise PdfDecodeLimitError("too many attachments")
        yield from names[1::2]


def _value(dictionary: DictionaryObject, key: str) -> Any:  # noqa: ANN401  whatever a file has there
    """What it refers to, if anything."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401  its own `get` does not follow references


def _followed(raw: Any) -> Any:  # noqa: ANN401  likewise
    return raw.get_object() if isinstance(raw, IndirectObject) else raw  # type: ignore[no-untyped-call]


def _items(array: ArrayObject | None) -> list[Any]:
    """As they stand in it, not what they refer to."""
    if array is None:
        return []
    if not isinstance(array, ArrayObject):
        raise PdfReadError("an array was expected")
    return [array.raw_get(at) for at in range(len(array))]


def _credential(spec: DictionaryObject) -> str | None:
    """The text of an attachment that is a credential by its name, or by its relationship and kind."""
    stream = spec["/EF"]["/F"]
    if not isinstance(stream, StreamObject):
        return None
    of_its_kind = _value(spec, "/AFRelationship") == "/Data" and _value(stream, "/Subtype") == f"/{MEDIA_TYPE}"
    if ATTACHED not in {_value(spec, "/UF"), _value(spec, "/F")} and not of_its_kind:
        return None
    data: bytes = stream.data
    return data[: LONGEST + 1].decode("ascii", "replace")


def _seal(reader: PdfFileReader, task: ReadPdf) -> SealState:
    """A document of ours has one seal, set last, over all of it."""
    seals = reader.embedded_signatures
    if not seals:
        return SealState.ABSENT
    certificates = x509.load_pem_x509_certificates(task.certificates) if task.certificates else []
    known = {each.public_bytes(Encoding.DER): each for each in certificates}
    try:
        if not all(each.dump() in known for each in (seals[0].signer_cert, *seals[0].other_embedded_certs)):
            return SealState.FOREIGN
        if _has_more_behind(seals[0]):
            return SealState.BROKEN
        return asyncio.run(_judged(seals, list(known.values()), task))
    except _DEMANDING:
        raise
    except Exception:  # noqa: BLE001  likewise: a seal that cannot be read is no seal that holds
        return SealState.BROKEN


def _has_more_behind(seal: EmbeddedPdfSignature) -> bool:
    """What a seal does not cover is the place of the seal itself: it stands there, and behind it nothing but noughts."""
    content: bytes = seal.pkcs7_content
    return bool(content[len(ContentInfo.load(content).dump()) :].strip(b"\0"))


async def _judged(seals: list[EmbeddedPdfSignature], known: list[x509.Certificate], task: ReadPdf) -> SealState:
    status = await _status(seals[0], known, task.at)
    is_whole = len(seals) == 1 and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (is_whole and status.intact and status.valid):
        return SealState.BROKEN
    if status.trusted:
        return SealState.WHOLE
    said = status.signer_reported_dt
    held = said is not None and said < task.at and (await _status(seals[0], known, said)).trusted
    return SealState.ENDED if held else SealState.FOREIGN


async def _status(seal: EmbeddedPdfSignature, known: list[x509.Certificate], at: datetime) -> PdfSignatureStatus:
    """What a seal is, by the certificates that held at a moment."""
    loaded = [(each.subject == each.issuer, Certificate.load(each.public_bytes(Encoding.DER))) for each in known]
    context = ValidationContext(
        trust_roots=[each for is_root, each in loaded if is_root],
        other_certs=[each for is_root, each in loaded if not is_root],
        allow_fetching=False,
        moment=at,
    )
    return await async_validate_pdf_signature(seal, context, skip_diff=True)
