"""PDFs of tests: sealed, and harmed in each way that one can be."""

import io
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from registry.certificates.typesetting import typeset
from registry.seals import sealing
from registry.seals.files import Seal, self_made
from registry.seals.wire import ATTACHED
from tests.registry.certificates.papers import document
from tests.registry.making import NOW


def sealed(content: bytes, credential: str, seal: Seal, *, at: datetime) -> bytes:
    """As the registry seals it: in a thread, for here a loop runs already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(sealing.sealed, content, credential, seal, at=at).result()


CREDENTIAL = "header.claims.signature"
SEAL = Seal(*self_made(now=NOW))
PLAIN = typeset(document())
SEALED = sealed(PLAIN, CREDENTIAL, SEAL, at=NOW)


def with_attachments(content: bytes, *names: str) -> bytes:
    """The PDF with these files behind what it has, each the credential."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    for name in names:
        data = EmbeddedFileObject.from_file_data(writer, CREDENTIAL.encode())
        embed_file(writer, FileSpec(name, name, data, af_relationship=pdf_name("/Data")))
    written = io.BytesIO()
    writer.write(written)  # type: ignore[no-untyped-call]
    return written.getvalue()


def encrypted(content: bytes) -> bytes:
    """The PDF behind a password."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt("a password of a test")  # type: ignore[no-untyped-call]
    written = io.BytesIO()
    writer.write(written)  # type: ignore[no-untyped-call]
    return written.getvalue()


def bomb(*, layers: int = 2) -> bytes:
    """A PDF of a few kilobytes whose one attachment unpacks to forty megabytes."""
    data = zlib.compress(bytes(40_000_000), 9)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    filters = " ".join(["/FlateDecode"] * layers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [({ATTACHED}) 3 0 R] >> >> >>".encode(),
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        f"<< /Type /Filespec /F ({ATTACHED}) /UF ({ATTACHED}) /EF << /F 4 0 R >> >>".encode(),
        f"<< /Type /EmbeddedFile /Filter [{filters}] /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream",
    ]
    return of_objects(objects)


def endless() -> bytes:
    """A PDF whose list of attachments refers to itself."""
    return of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>",
            b"<< /Type /Pages /Kids [] /Count 0 >>",
            b"<< /Kids [3 0 R 3 0 R] >>",
        ]
    )


def of_objects(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)


def gap(content: bytes) -> tuple[int, int]:
    """Where the seal itself stands, which it does not cover."""
    found = re.search(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", content)
    assert found is not None
    return int(found[1]), int(found[2])


def sealed_by(seal: Seal) -> bytes:
    """The same document under another seal."""
    return sealed(PLAIN, CREDENTIAL, seal, at=NOW)
