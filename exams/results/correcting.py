"""Corrections of results on which a certificate rests: one person proposes, another accepts or declines."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from exams.judging.reading import ResultRow, Standing
from exams.results.acceptance import NO_CHOICES, Choices
from exams.results.errors import NothingProposed, OtherProposal, SecondPersonNeeded
from exams.results.tables import AcceptanceProposal, Upload
from registry.accounts.tables import Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.people import merging
from registry.people.rules import Name
from registry.permissions import ROLES, Actor, Permission
from registry.personal_data import access
from registry.texts import Text

_UPLOADERS = [role.value for role, permissions in ROLES.items() if Permission.UPLOAD_RESULTS in permissions]
_NOBODY = Text("niemand; vraag de beheerder om een account voor een collega", "nobody; ask the admin for a colleague’s account")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An acceptance that waits for a second person: who proposed it, when, what they chose, and who may confirm it.

    `persons` are all records of the human being who proposed it.
    """

    by: UUID
    by_name: str
    at: datetime
    choices: Choices
    may_confirm: tuple[str, ...]
    persons: frozenset[UUID]

    def is_by(self, actor: Actor) -> bool:
        """The actor proposed it: by this account, by a key of it, or by an account under another record of theirs."""
        return actor.account == self.by or actor.person in self.persons


@dataclass(frozen=True, slots=True)
class Proposed:
    """Nothing is on record yet: a certificate rests on a result that would change, so another of these persons decides."""

    may_confirm: tuple[str, ...]


async def proposal_for(upload: Upload) -> Proposal | None:
    """The proposal that stands for an upload."""
    row = (
        await AcceptanceProposal.select(
            AcceptanceProposal.choices,
            AcceptanceProposal.proposed_by,
            AcceptanceProposal.proposed_at,
            AcceptanceProposal.proposed_by.person.id.as_alias("person"),
            AcceptanceProposal.proposed_by.person.given_name.as_alias("given"),
            AcceptanceProposal.proposed_by.person.family_prefix.as_alias("prefix"),
            AcceptanceProposal.proposed_by.person.family_name.as_alias("family"),
        )
        .where(AcceptanceProposal.upload == upload.id)
        .first()
    )
    if row is None:
        return None
    access.noted([row["person"]])
    persons = await merging.same_person_as(row["person"])
    return Proposal(
        by=row["proposed_by"],
        by_name=str(Name(row["given"] or "", row["prefix"], row["family"] or "")),
        at=row["proposed_at"],
        choices=msgspec.json.decode(row["choices"], type=Choices),
        may_confirm=await _others(upload.provider, persons),
        persons=persons,
    )


async def _others(provider: UUID, first: Collection[UUID]) -> tuple[str, ...]:
    """Who else than this person may record results for the provider, by family name."""
    rows = (
        await Membership.select(
            Membership.account.person.id.as_alias("person"),
            Membership.account.person.given_name.as_alias("given"),
            Membership.account.person.family_prefix.as_alias("prefix"),
            Membership.account.person.family_name.as_alias("family"),
        )
        .where(
            Membership.organisation == provider,
            Membership.role.is_in(_UPLOADERS),
            Membership.ended_at.is_null(),
            Membership.account.disabled_at.is_null(),
        )
        .order_by(Membership.account.person.family_name)
    )
    names = {row["person"]: str(Name(row["given"] or "", row["prefix"], row["family"] or "")) for row in rows}
    access.noted(names)
    return tuple(name for person, name in names.items() if person not in first)


def agreed(proposal: Proposal | None, choices: Choices, *, actor: Actor) -> Choices:
    """What is to be recorded: what was chosen, or what a colleague proposed before, exactly as they did.

    Raises SecondPersonNeeded for who proposed it, NotAllowed for a program, OtherProposal for who chose otherwise.
    """
    if proposal is None:
        return choices
    if proposal.is_by(actor):
        raise SecondPersonNeeded(at=proposal.at, who=list(proposal.may_confirm) or _NOBODY)
    actor.must_be_in_person()
    if choices not in (NO_CHOICES, proposal.choices):
        raise OtherProposal(by=proposal.by_name, at=proposal.at)
    return proposal.choices


async def propose(upload: Upload, choices: Choices, *, actor: Actor, now: datetime) -> Proposed:
    """Leave these choices for a second person; inside the caller's transaction, which asked whether the actor may."""
    row = AcceptanceProposal(upload=upload.id, choices=canonical_json(choices), proposed_by=actor.account, proposed_at=now)
    await AcceptanceProposal.insert(row)
    facts = {"reason": choices.reason, "setAside": len(choices.set_aside)}
    await audit.record(Action.UPLOAD_PROPOSED, upload.id, actor=actor, at=now, facts=facts)
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    return Proposed(await _others(upload.provider, own))


async def remove_proposal(upload: UUID) -> None:
    """What was proposed is decided; raises NothingProposed where nothing was. Inside the caller's transaction."""
    removed = await AcceptanceProposal.delete().where(AcceptanceProposal.upload == upload).returning(AcceptanceProposal.id)
    if not removed:
        raise NothingProposed


def replaced(rows: Iterable[ResultRow]) -> dict[UUID, frozenset[UUID]]:
    """By adviser the results on record that corrections replace."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.standing is Standing.CORRECTION and row.corrects is not None:
            found[row.adviser_id].add(row.corrects)
    return {adviser: frozenset(results) for adviser, results in found.items()}
