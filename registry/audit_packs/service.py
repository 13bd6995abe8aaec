"""Giving the audit pack of a certificate to who may have it: a certifier of the body that issued it, and an auditor."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit_packs import contents
from registry.audit_packs.archive import archive
from registry.certificates.service import Issued, by_number
from registry.certificates.tables import Certificate
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.rechecking import derivation
from registry.rechecking.derivation import Difference
from registry.rechecking.reading import Parts
from registry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Look:
    """What judging the certificate anew comes to: how many kinds of rules, what differs, and whether the holder was erased."""

    number: str
    scheme: str
    checks: int
    differences: tuple[Difference, ...]
    erased: bool


async def look(number: str, parts: Parts, *, actor: Actor) -> Look:
    """Judge the certificate anew, now; `parts` are those of each version of a track.

    Raises Invalid for what is no number, UnknownCertificate, NotAllowed, and NotFound for another body's certifier.
    """
    issued = await _readable(number, actor)
    case = await contents.case_of(issued.id, parts)
    erased = case["certificate"]["holder"] not in case["values"]
    return Look(issued.number, issued.scheme, len(derivation.CHECKS), tuple(derivation.differences(case)), erased)


@dataclass(frozen=True, slots=True)
class Pack:
    """A ZIP and the name to save it under."""

    name: str
    content: bytes


async def give(number: str, parts: Parts, *, actor: Actor, now: datetime) -> Pack:
    """The pack as things stand now; that it was given is on record, with its SHA-256. Raises as `look` does."""
    issued = await _readable(number, actor)
    case = await contents.case_of(issued.id, parts)
    overview = await contents.overview(issued.id, case, now=now)
    content = await asyncio.to_thread(archive, case, overview, now=now)
    facts = {"number": issued.number, "sha256": hashlib.sha256(content).hexdigest()}
    async with transaction():
        await audit.record(Action.AUDIT_PACK_GIVEN, issued.id, actor=actor, at=now, facts=facts)
    return Pack(f"auditpakket-{issued.number}.zip", content)


async def _readable(number: str, actor: Actor) -> Issued:
    actor.must(Permission.READ_CERTIFICATES)
    issued = await by_number(read_certificate_number(number))
    row = (
        await Certificate.select(Certificate.scheme_version.certification_body.as_alias("body"))
        .where(Certificate.id == issued.id)
        .first()
    )
    if row is None:
        raise LookupError(issued.id)
    actor.must_see(Permission.READ_CERTIFICATES, row["body"])
    return issued
