"""Dossiers: applying, admitting, completing with evidence, preparing and deciding (DESIGN §2.3, §7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.service import Award
from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.errors import DossierOpen, EvidenceChanged, OtherTerms
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import EvidenceContent, State, Step, check_step, is_asked
from registry.dossiers.schemas import Admit, Apply, Grant, Prepare, Refuse
from registry.dossiers.steps import take
from registry.dossiers.tables import Dossier, Evidence
from registry.impartiality import service as impartiality
from registry.impartiality.errors import SamePerson
from registry.impartiality.rules import Objection, Subject
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.transactions import Connection, transaction


async def apply(command: Apply, *, actor: Actor, now: datetime) -> UUID:
    """The candidate signs an application for a scheme. Raises DossierOpen, OtherTerms, NoVersionInForce, NotFound."""
    actor.must(Permission.APPLY)
    scheme = await schemes.id_by_code(command.scheme)
    version = await schemes.version_in_force(scheme, amsterdam_day(now))
    agreed = (command.terms_version, command.code_of_conduct_version)
    if agreed != (version.rules.terms_version, version.rules.code_of_conduct_version):
        raise OtherTerms(terms=version.rules.terms_version, code_of_conduct=version.rules.code_of_conduct_version)
    try:
        async with transaction():
            adviser = await people.own_file(actor)
            dossier = Dossier(adviser=adviser.id, scheme=scheme, recorded_at=now)
            await Dossier.insert(dossier)
            facts = {"schemeVersion": version.number, "terms": agreed[0], "codeOfConduct": agreed[1]}
            about = About(adviser.person, {"adjustments": command.adjustments}) if command.adjustments else None
            await take(dossier.id, Step.APPLIED, actor=actor, now=now, facts=facts, about=about)
    except asyncpg.UniqueViolationError as error:
        raise DossierOpen from error
    return dossier.id


async def admit(dossier: UUID, command: Admit, *, actor: Actor, now: datetime) -> None:
    """A certifier saw who the candidate is; evidence that is complete already completes the dossier at once."""
    async with transaction() as connection:
        held, version = await _opened(dossier, Permission.ADMIT_DOSSIERS, connection=connection, actor=actor, now=now)
        check_step(held.steps, Step.ADMITTED)
        facts = {"identityDocument": command.identity_document}
        await take(dossier, Step.ADMITTED, actor=actor, now=now, facts=facts)
        newest = await reading.newest_evidence(held.adviser, track_codes=version.rules.track_codes)
        if newest is not None and newest.content is not None:
            await _complete([held.id], newest.id, newest.content, actor=actor, now=now)


async def receive_evidence(
    adviser: UUID,
    content: EvidenceContent,
    *,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Exams hands over a complete set of results; to be called inside its transaction, the adviser being locked.

    It becomes the adviser's newest evidence and completes every admitted, undecided dossier that asks for the track. The
    same set again changes nothing: a dossier that was prepared on it stays prepared.
    """
    newest = await reading.newest_evidence(adviser, track_codes=[content.track_code])
    if newest is not None and newest.content == content:
        return newest.id
    person = (await people.persons_of([adviser]))[adviser]
    [commitment] = await personal_data.keep([About(person, content)], at=now)
    evidence = Evidence(
        adviser=adviser,
        number=1 + await Evidence.count().where(Evidence.adviser == adviser),
        track_code=content.track_code,
        track_version=content.track_version,
        content=commitment,
        recorded_at=now,
    )
    await Evidence.insert(evidence)
    facts = {"number": evidence.number, "sha256": commitment.hex()}
    await audit.record(Action.EVIDENCE_RECEIVED, evidence.id, actor=actor, at=now, facts=facts)
    waiting = [
        held.id
        for held in await reading.dossiers(Dossier.adviser == adviser)
        if held.state in (State.ADMITTED, State.COMPLETE, State.PREPARED)
    ]
    await _complete(waiting, evidence.id, content, actor=actor, now=now)
    return evidence.id


async def _complete(waiting: Sequence[UUID], evidence: UUID, content: EvidenceContent, *, actor: Actor, now: datetime) -> None:
    for dossier in waiting:
        held = await reading.dossier(dossier)
        version = await schemes.version_in_force(held.scheme, amsterdam_day(now))
        if is_asked(content, version.rules.track_codes):
            check_step(held.steps, Step.COMPLETED)
            await take(dossier, Step.COMPLETED, actor=actor, now=now, evidence=evidence)


async def prepare(dossier: UUID, command: Prepare, *, actor: Actor, now: datetime) -> None:
    """A certifier who is independent of the candidate prepares the decision. Raises NotIndependent, EvidenceChanged."""
    async with transaction() as connection:
        held, version = await _opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
        check_step(held.steps, Step.PREPARED)
        await _check_judge(held, version, command.evidence, actor=actor, now=now)
        about = About(held.person, {"advice": command.advice}) if command.advice else None
        await take(dossier, Step.PREPARED, actor=actor, now=now, evidence=command.evidence, about=about)


async def grant(dossier: UUID, command: Grant, *, actor: Actor, now: datetime) -> UUID:
    """Another certifier grants: the certificate exists when this returns.

    Raises SamePerson, NotIndependent, EvidenceChanged, StepOutOfOrder, AlreadyCertified.
    """
    async with transaction() as connection:
        held, version, kept = await _before_decision(
            dossier, Step.GRANTED, evidence=command.evidence, connection=connection, actor=actor, now=now
        )
        award = Award(
            adviser=held.adviser,
            person=held.person,
            version=version,
            valid_from=amsterdam_day(now),
            evidence_hash=kept.commitment,
            prepared_by=held.taken[-1].person,
            decided_by=_person(actor),
        )
        certificate = await certificates.issue(award, connection=connection, actor=actor, now=now)
        facts = {"schemeVersion": version.number}
        await take(
            dossier,
            Step.GRANTED,
            actor=actor,
            now=now,
            facts=facts,
            evidence=command.evidence,
            certificate=certificate,
        )
    return certificate


async def refuse(dossier: UUID, command: Refuse, *, actor: Actor, now: datetime) -> None:
    """Another certifier refuses, with the reason. Raises as `grant` does."""
    async with transaction() as connection:
        held, version, _ = await _before_decision(
            dossier, Step.REFUSED, evidence=command.evidence, connection=connection, actor=actor, now=now
        )
        about = About(held.person, {"reason": command.reason})
        facts = {"schemeVersion": version.number}
        await take(dossier, Step.REFUSED, actor=actor, now=now, facts=facts, evidence=command.evidence, about=about)


async def _before_decision(
    dossier: UUID,
    step: Step,
    *,
    evidence: UUID,
    connection: Connection,
    actor: Actor,
    now: datetime,
) -> tuple[Held, Version, KeptEvidence]:
    held, version = await _opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
    check_step(held.steps, step)
    if held.taken[-1].person == actor.person:
        raise SamePerson
    return held, version, await _check_judge(held, version, evidence, actor=actor, now=now)


async def _check_judge(held: Held, version: Version, evidence: UUID, *, actor: Actor, now: datetime) -> KeptEvidence:
    """The one way to ask whether the actor may judge this dossier on this evidence; returns the evidence."""
    newest = await reading.newest_evidence(held.adviser, track_codes=version.rules.track_codes)
    if newest is None or newest.id != evidence or held.evidence != evidence or newest.content is None:
        raise EvidenceChanged
    subject = await subject_of(held, newest.content, now=now)
    await impartiality.check(
        _person(actor),
        subject,
        adviser=held.adviser,
        day=amsterdam_day(now),
        look_back_months=version.rules.look_back_months,
    )
    return newest


async def subject_of(held: Held, content: EvidenceContent, *, now: datetime) -> Subject:
    """What impartiality must know of the candidate."""
    employers = await people.employers_of(held.person, amsterdam_day(now))
    return Subject(held.person, content.people, frozenset({content.provider}), employers)


async def objections(held: Held, content: EvidenceContent, *, actor: Actor, now: datetime) -> list[Objection]:
    """What keeps the actor from judging this dossier."""
    day = amsterdam_day(now)
    version = await schemes.version_in_force(held.scheme, day)
    return await impartiality.objections(
        _person(actor),
        await subject_of(held, content, now=now),
        adviser=held.adviser,
        day=day,
        look_back_months=version.rules.look_back_months,
    )


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise SamePerson
    return actor.person


async def _opened(
    dossier: UUID,
    permission: Permission,
    *,
    connection: Connection,
    actor: Actor,
    now: datetime,
) -> tuple[Held, Version]:
    """The dossier as it is now, and the version that holds, for a certifier of its body; raises NotFound for another's.

    Rivals for the same candidate queue at the adviser's row.
    """
    actor.must(permission)
    found = await reading.dossier(dossier)
    version = await schemes.version_in_force(found.scheme, amsterdam_day(now))
    actor.must_for(permission, version.certification_body)
    await people.lock(found.adviser, connection=connection)
    return await reading.dossier(dossier), version
