"""Finding proposed measures, and the certificates that they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.certificates.tables import Certificate
from registry.errors import NotFound
from registry.measures.rules import Ending, Measure, Proposal, Standing
from registry.measures.tables import CertificateMeasure
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.schemes.rules import Version


@dataclass(frozen=True, slots=True)
class Concerned:
    """A certificate that a measure is about: its holder, the version it was issued under, and the name that stands on it.

    Once the holder was erased there is no `name`.
    """

    issued: Issued
    person: UUID
    version: Version
    evidence: bytes
    name: Name | None

    @property
    def standing(self) -> Standing:
        """What the rules judge."""
        scope = frozenset(item.code for item in self.issued.snapshot.scope)
        return Standing(self.issued.timeline, self.version.rules, scope, self.name)


@dataclass(frozen=True, slots=True)
class Filed:
    """A measure as it was proposed, by which person, and how it ended; `words` and `remark` are commitments."""

    id: UUID
    certificate: UUID
    measure: Measure
    effective_on: date
    reason: str | None
    resolve_by: date | None
    scope: tuple[str, ...]
    words: bytes | None
    batch: UUID | None
    prepared_by: UUID
    prepared_at: datetime
    ending: Ending | None
    ended_by: UUID | None
    ended_at: datetime | None
    remark: bytes | None

    def proposal(self, name: Name | None) -> Proposal:
        """What the rules judge; `name` is the corrected one that was kept with the words."""
        day = None if self.measure is Measure.VOIDED else self.effective_on
        return Proposal(self.measure, day, self.reason, self.resolve_by, self.scope, name)


@dataclass(frozen=True, slots=True)
class Words:
    """What was written with a measure: the explanation, and the name as it should stand on the certificate."""

    explanation: str | None
    name: Name | None


NO_WORDS = Words(None, None)
"""What is left of the words once the holder was erased."""


async def concerned(wanted: Iterable[UUID]) -> dict[UUID, Concerned]:
    """These certificates, by id, in the same number of queries however many there are."""
    found = await certificates.by_ids(wanted)
    if not found:
        return {}
    rows = await Certificate.select(
        Certificate.id,
        Certificate.scheme_version,
        Certificate.evidence_hash,
        Certificate.adviser.person.as_alias("person"),
    ).where(Certificate.id.is_in(list(found)))
    versions = {each.id: each for each in await schemes.versions()}
    names = await personal_data.reveal(each.holder for each in found.values())
    return {
        row["id"]: Concerned(
            issued=found[row["id"]],
            person=row["person"],
            version=versions[row["scheme_version"]],
            evidence=row["evidence_hash"],
            name=name_from(names.get(found[row["id"]].holder)),
        )
        for row in rows
    }


async def one_concerned(certificate: UUID) -> Concerned:
    """One certificate; raises NotFound."""
    found = await concerned([certificate])
    if certificate not in found:
        raise NotFound
    return found[certificate]


async def concerned_for(actor: Actor, number: str) -> Concerned:
    """The certificate with that number, for who may read it; raises UnknownCertificate, NotFound for another body's."""
    found = await one_concerned((await certificates.by_number(number)).id)
    actor.must_see(Permission.READ_CERTIFICATES, found.version.certification_body)
    return found


def bodies_of(actor: Actor) -> list[UUID] | None:
    """The bodies whose certificates the actor may read; None for all. Raises NotAllowed."""
    actor.must(Permission.READ_CERTIFICATES)
    return None if actor.sees_everything else list(actor.organisations_where(Permission.READ_CERTIFICATES))


def _own(actor: Actor) -> Any:  # noqa: ANN401  a Piccolo condition has no one type
    own = list(actor.organisations_where(Permission.READ_CERTIFICATES))
    return Certificate.scheme_version.certification_body.is_in(own)


async def holders_of(numbers: Iterable[str], actor: Actor) -> dict[str, UUID]:
    """The persons of the certificates with these numbers, as far as the actor's body issued them."""
    query = Certificate.select(Certificate.number, Certificate.adviser.person.as_alias("person"))
    rows = await query.where(Certificate.number.is_in(list(numbers)), _own(actor))
    return {row["number"]: row["person"] for row in rows}


def name_from(kept: dict[str, Any] | None) -> Name | None:
    """A name as it is kept among the personal values."""
    return None if kept is None else Name(kept["given"], kept["prefix"], kept["family"])


async def measure(wanted: UUID) -> Filed:
    """One measure; raises NotFound."""
    found = await _measures(CertificateMeasure.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def measures_for(actor: Actor) -> list[Filed]:
    """The measures on certificates that the actor's body issued, the oldest first; an auditor sees all."""
    actor.must(Permission.READ_CERTIFICATES)
    if actor.sees_everything:
        return await _measures(None)
    own = list(actor.organisations_where(Permission.READ_CERTIFICATES))
    return await _measures(CertificateMeasure.certificate.scheme_version.certification_body.is_in(own))


async def measures_of(certificates_: Sequence[UUID]) -> list[Filed]:
    """The measures on these certificates, the oldest first."""
    return await _measures(CertificateMeasure.certificate.is_in(list(certificates_))) if certificates_ else []


async def open_among(certificates_: Sequence[UUID]) -> frozenset[UUID]:
    """The certificates among these for which a measure waits."""
    return frozenset(each.certificate for each in await measures_of(certificates_) if each.ending is None)


async def _measures(where: Any) -> list[Filed]:  # noqa: ANN401  a Piccolo condition has no one type
    query = CertificateMeasure.select(
        *CertificateMeasure.all_columns(exclude=["prepared_by", "ended_by"]),
        CertificateMeasure.prepared_by.person.as_alias("preparer"),
        CertificateMeasure.ended_by.person.as_alias("ender"),
    )
    rows = await (query if where is None else query.where(where)).order_by(CertificateMeasure.prepared_at)
    return [_from_row(row) for row in rows]


def _from_row(row: dict[str, Any]) -> Filed:
    return Filed(
        id=row["id"],
        certificate=row["certificate"],
        measure=Measure(row["kind"]),
        effective_on=row["effective_on"],
        reason=row["reason"],
        resolve_by=row["resolve_by"],
        scope=tuple(msgspec.json.decode(row["change"]).get("scope", ())),
        words=row["explanation"],
        batch=row["batch"],
        prepared_by=row["preparer"],
        prepared_at=row["prepared_at"],
        ending=Ending(row["ending"]) if row["ending"] else None,
        ended_by=row["ender"],
        ended_at=row["ended_at"],
        remark=row["remark"],
    )


async def words_of(filed: Iterable[Filed]) -> dict[UUID, Words]:
    """What was written with these measures, by measure; nothing of a holder who was erased."""
    wanted = {each.id: each.words for each in filed if each.words is not None}
    kept = await personal_data.reveal(wanted.values())
    return {
        each: Words(kept[words]["explanation"], name_from(kept[words].get("name")))
        for each, words in wanted.items()
        if words in kept
    }


async def remarks_of(filed: Iterable[Filed]) -> dict[UUID, str]:
    """What those who declined these measures wrote, by measure."""
    wanted = {each.id: each.remark for each in filed if each.remark is not None}
    kept = await personal_data.reveal(wanted.values())
    return {each: kept[remark]["remark"] for each, remark in wanted.items() if remark in kept}
