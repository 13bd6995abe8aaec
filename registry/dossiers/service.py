"""Dossiers: applying, admitting, completing with evidence, preparing, deciding and stopping (DESIGN §2.3, §7)."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.certificates import issuing
from registry.certificates.issuing import Award
from registry.days import amsterdam_day
from registry.dossiers import reading, renewing
from registry.dossiers.admitting import admit, not_admit
from registry.dossiers.completing import receive_all, receive_evidence, waiting_for, withdraw_all, withdraw_evidence
from registry.dossiers.errors import DossierOpen, OtherTerms
from registry.dossiers.judging import before_judging, opened, person_of
from registry.dossiers.outcomes import facts_of_grant, facts_of_refusal
from registry.dossiers.rules import Step, check_step
from registry.dossiers.schemas import Abandon, Apply, Grant, Prepare, Refuse, Return
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
    "not_admit",
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
    """The candidate signs an application for a scheme, or for renewing a certificate of it.

    Raises DossierOpen, OtherTerms, NoVersionInForce, NotFound, and as `renewing.wanted` does.
    """
    actor.must(Permission.APPLY)
    scheme = await schemes.id_by_code(command.scheme)
    version = await schemes.version_in_force(scheme, amsterdam_day(now))
    agreed = (command.terms_version, command.code_of_conduct_version)
    if agreed != (version.rules.terms_version, version.rules.code_of_conduct_version):
        raise OtherTerms(terms=version.rules.terms_version, code_of_conduct=version.rules.code_of_conduct_version)
    try:
        async with transaction():
            adviser = await people.own_file(actor)
            renews = await renewing.wanted(command.renews, adviser=adviser.id, version=version, now=now)
            dossier = Dossier(adviser=adviser.id, scheme=scheme, renews=renews, recorded_at=now)
            await Dossier.insert(dossier)
            facts = {"schemeVersion": version.number, "terms": agreed[0], "codeOfConduct": agreed[1]}
            facts |= {} if renews is None else {"renews": renews}
            about = About(adviser.person, {"adjustments": command.adjustments}) if command.adjustments else None
            await take(dossier.id, Step.APPLIED, actor=actor, now=now, facts=facts, about=about)
    except asyncpg.UniqueViolationError as error:
        raise DossierOpen from error
    return dossier.id


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
            valid_from=await renewing.first_day(held, version, now=now),
            evidence_hash=kept.commitment,
            prepared_by=held.taken[-1].person,
            decided_by=person_of(actor),
            predecessor=held.renews,
        )
        certificate = await issuing.issue(award, connection=connection, actor=actor, now=now)
        facts = facts_of_grant(
            held, version, kept, decided_by=award.decided_by, day=amsterdam_day(now), valid_from=award.valid_from
        )
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
        kept = await before_judging(held, version, Step.REFUSED, evidence=command.evidence, actor=actor, now=now)
        about = About(held.person, {"reason": command.reason})
        facts = facts_of_refusal(held, version, kept, decided_by=person_of(actor), day=amsterdam_day(now))
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
