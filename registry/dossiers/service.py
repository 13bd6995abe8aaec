"""Dossiers: applying, admitting, completing with evidence, preparing, deciding and stopping (DESIGN §2.3, §7)."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.certificates import service as certificates
from registry.certificates.service import Award
from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.completing import receive_all, receive_evidence, waiting_for, withdraw_all, withdraw_evidence
from registry.dossiers.errors import DossierOpen, OtherTerms
from registry.dossiers.judging import before_judging, opened, person_of
from registry.dossiers.rules import Step, check_step
from registry.dossiers.schemas import Abandon, Admit, Apply, Grant, Prepare, Refuse, Return
from registry.dossiers.steps import take
from registry.dossiers.tables import Dossier
from registry.errors import NotFound
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.transactions import transaction

__all__ = (
    "abandon",
    "admit",
    "apply",
    "grant",
    "prepare",
    "receive_all",
    "receive_evidence",
    "refuse",
    "return_",
    "waiting_for",
    "withdraw_all",
    "withdraw_evidence",
)


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
        held, version = await opened(dossier, Permission.ADMIT_DOSSIERS, connection=connection, actor=actor, now=now)
        check_step(held.steps, Step.ADMITTED)
        facts = {"identityDocument": command.identity_document}
        await take(dossier, Step.ADMITTED, actor=actor, now=now, facts=facts)
        newest = await reading.newest_evidence(held.adviser, track_codes=version.rules.track_codes)
        if newest is not None and newest.content is not None:
            await take(dossier, Step.COMPLETED, actor=actor, now=now, evidence=newest.id)


async def prepare(dossier: UUID, command: Prepare, *, actor: Actor, now: datetime) -> None:
    """A certifier who is independent of the candidate prepares the decision.

    Raises NotIndependent, EvidenceChanged, StepOutOfOrder, OnHold.
    """
    async with transaction() as connection:
        held, version = await opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
        await before_judging(held, version, Step.PREPARED, evidence=command.evidence, actor=actor, now=now)
        about = About(held.person, {"advice": command.advice}) if command.advice else None
        await take(dossier, Step.PREPARED, actor=actor, now=now, evidence=command.evidence, about=about)


async def return_(dossier: UUID, command: Return, *, actor: Actor, now: datetime) -> None:
    """Another certifier gives a prepared dossier back, with the reason; it is complete, and may be prepared again.

    Raises SamePerson, NotIndependent, EvidenceChanged, StepOutOfOrder.
    """
    async with transaction() as connection:
        held, version = await opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
        await before_judging(held, version, Step.RETURNED, evidence=command.evidence, actor=actor, now=now)
        about = About(held.person, {"reason": command.reason})
        await take(dossier, Step.RETURNED, actor=actor, now=now, facts={"returned": command.evidence}, about=about)


async def grant(dossier: UUID, command: Grant, *, actor: Actor, now: datetime) -> UUID:
    """Another certifier grants: the certificate exists when this returns.

    Raises SamePerson, NotIndependent, EvidenceChanged, StepOutOfOrder, OnHold, AlreadyCertified.
    """
    async with transaction() as connection:
        held, version = await opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
        kept = await before_judging(held, version, Step.GRANTED, evidence=command.evidence, actor=actor, now=now)
        award = Award(
            adviser=held.adviser,
            person=held.person,
            version=version,
            valid_from=amsterdam_day(now),
            evidence_hash=kept.commitment,
            prepared_by=held.taken[-1].person,
            decided_by=person_of(actor),
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
        held, version = await opened(dossier, Permission.DECIDE_DOSSIERS, connection=connection, actor=actor, now=now)
        await before_judging(held, version, Step.REFUSED, evidence=command.evidence, actor=actor, now=now)
        about = About(held.person, {"reason": command.reason})
        facts = {"schemeVersion": version.number}
        await take(dossier, Step.REFUSED, actor=actor, now=now, facts=facts, evidence=command.evidence, about=about)


async def abandon(dossier: UUID, command: Abandon, *, actor: Actor, now: datetime) -> None:
    """The candidate stops, at any moment before the decision; why is theirs to say. Raises StepOutOfOrder, NotFound."""
    actor.must(Permission.APPLY)
    async with transaction() as connection:
        file = await people.own_file(actor)
        await people.lock(file.id, connection=connection)
        held = await reading.dossier(dossier)
        if held.adviser != file.id:
            raise NotFound
        check_step(held.steps, Step.ABANDONED)
        about = About(held.person, {"reason": command.reason}) if command.reason else None
        await take(dossier, Step.ABANDONED, actor=actor, now=now, about=about)
