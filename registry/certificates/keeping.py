"""The PDF of a certificate: asked for in the transaction that issues it, made once in each language, and kept as made."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates.document import Document, written_out
from registry.certificates.errors import DocumentErased
from registry.certificates.service import Issued, by_ids
from registry.certificates.tables import CertificateDocument
from registry.certificates.typesetting import typeset
from registry.people.rules import Name
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.texts import Language
from registry.transactions import Connection, transaction
from registry.work import queue

ACT = "certificate.document"
"""The name under which making the documents of a certificate is queued."""

_ITSELF = Actor(account=None, person=None, name="register", grants=())
"""Nobody asks for a document: it follows from the decision that issued the certificate."""


async def ask(certificates: Sequence[UUID], *, connection: Connection) -> None:
    """The documents of these certificates are made once this transaction, which issues them, has committed."""
    await queue.enqueue_all(ACT, certificates, connection=connection)


async def make(certificate: UUID, *, site: str, now: datetime) -> None:
    """Make and keep what is not kept yet; nothing is left to do for a holder who was erased meanwhile.

    `site` is the address of the registry, which the document says for the check of its number.
    """
    issued = (await by_ids([certificate]))[certificate]
    try:
        for language in Language:
            await kept(issued, site=site, language=language, now=now)
    except DocumentErased:
        return


async def kept(issued: Issued, *, site: str, language: Language, now: datetime) -> bytes:
    """The bytes of the document as they were made, once and for all; made now if that was not done yet.

    Raises DocumentErased when the holder was erased.
    """
    found = await _stored(issued.id, language)
    if found is None:
        content = await asyncio.to_thread(typeset, await described(issued, site=site, language=language))
        await _store(issued, language, content, now=now)
        found = await _stored(issued.id, language)
    if found is None:
        raise DocumentErased(number=issued.number)
    return found


async def described(issued: Issued, *, site: str, language: Language) -> Document:
    """What stands on the certificate, from its snapshot and the name as issued; raises DocumentErased."""
    name = (await personal_data.reveal([issued.holder])).get(issued.holder)
    if name is None:
        raise DocumentErased(number=issued.number)
    holder = Name(name["given"], name["prefix"], name["family"])
    return written_out(issued.snapshot, holder, issued.snapshot_hash, site=site, language=language)


async def _stored(certificate: UUID, language: Language) -> bytes | None:
    row = (
        await CertificateDocument.select(CertificateDocument.content)
        .where(CertificateDocument.certificate == certificate, CertificateDocument.language == language.value)
        .first()
    )
    return None if row is None else row["content"]


async def _store(issued: Issued, language: Language, content: bytes, *, now: datetime) -> None:
    """Who comes second keeps nothing. The name is held until the commit, so that erasing it finds the document."""
    document = CertificateDocument(
        certificate=issued.id,
        language=language.value,
        content=content,
        sha256=hashlib.sha256(content).digest(),
        recorded_at=now,
    )
    async with transaction() as connection:
        held = await connection.fetchval("SELECT 1 FROM personal_value WHERE commitment = $1 FOR KEY SHARE", issued.holder)
        if held is None:
            raise DocumentErased(number=issued.number)
        written = (
            await CertificateDocument.insert(document)
            .on_conflict(target=(CertificateDocument.certificate, CertificateDocument.language), action="DO NOTHING")
            .returning(CertificateDocument.id)
        )
        if written:
            facts = {"language": language.value, "sha256": document.sha256.hex()}
            await audit.record(Action.CERTIFICATE_DOCUMENT_MADE, issued.id, actor=_ITSELF, at=now, facts=facts)
