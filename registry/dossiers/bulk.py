"""Granting many prepared dossiers: what it would do, and doing it. Each is judged on its own; those granted commit together."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from registry.certificates import issuing
from registry.certificates.issuing import Award
from registry.days import amsterdam_day
from registry.dossiers import reading
from registry.dossiers.bulk_judging import Circumstances
from registry.dossiers.bulk_schemas import GrantOne, GrantTogether
from registry.dossiers.judging import person_of
from registry.dossiers.outcomes import facts_of_grant
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import State, Step
from registry.dossiers.steps import Stepping, take_all
from registry.dossiers.tables import Dossier
from registry.errors import NotFound, RegistryError, RuleBroken
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import Version, in_force
from registry.transactions import Connection, fetch, transaction

_SCHEMES = "SELECT id, adviser, scheme FROM dossier WHERE id = ANY($1)"


@dataclass(frozen=True, slots=True)
class Row:
    """What became, or would become, of one dossier: its certificate and the days of it, or the refusal.

    `held` is absent for a dossier that is not the actor's to see.
    """

    asked: GrantOne
    held: Held | None = None
    first_day: date | None = None
    last_day: date | None = None
    certificate: UUID | None = None
    refused: RegistryError | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A dossier that was judged: what is awarded on which evidence, or what refuses it."""

    asked: GrantOne
    held: Held | None = None
    kept: KeptEvidence | None = None
    award: Award | None = None
    refused: RegistryError | None = None

    @property
    def row(self) -> Row:
        """As whoever asked is told."""
        if self.award is None:
            return Row(self.asked, self.held, refused=self.refused)
        return Row(self.asked, self.held, self.award.valid_from, self.award.last_day)


async def to_grant(actor: Actor) -> list[GrantOne]:
    """The prepared dossiers of the actor's body, each with the evidence it was prepared on, in order of application."""
    _must_judge(actor)
    prepared = [each for each in await reading.dossiers_for(actor) if each.state is State.PREPARED]
    return [GrantOne(dossier=each.id, evidence=each.evidence) for each in prepared if each.evidence is not None]


async def preview(asked: Sequence[GrantOne], *, actor: Actor, now: datetime) -> list[Row]:
    """What granting these would do to each, in the order asked; nothing is written."""
    _must_judge(actor)
    async with transaction() as connection:
        weighed = await _weighed(asked, actor=actor, now=now)
        awards = [each.award for each in weighed if each.award is not None]
        refusals = iter(await issuing.refusals(awards, connection=connection, now=now))
    return [_or_refused(each.row, next(refusals) if each.award is not None else None) for each in weighed]


async def grant_all(command: GrantTogether, *, actor: Actor, now: datetime) -> list[Row]:
    """Grant what may be granted, in one transaction: when this returns, each certificate told of exists.

    A dossier is refused by what `service.grant` raises, and holds up no other. Raises NotAllowed.
    """
    _must_judge(actor)
    async with transaction() as connection:
        await _lock(command.dossiers, connection=connection, actor=actor, now=now)
        weighed = await _weighed(command.dossiers, actor=actor, now=now)
        awards = [each.award for each in weighed if each.award is not None]
        outcomes = iter(await issuing.issue_all(awards, connection=connection, actor=actor, now=now))
        rows, steps = [], []
        for each in weighed:
            outcome = next(outcomes) if each.award is not None else None
            if isinstance(outcome, UUID):
                steps.append(_granted(each, outcome, day=amsterdam_day(now)))
                rows.append(replace(each.row, certificate=outcome))
            else:
                rows.append(_or_refused(each.row, outcome))
        await take_all(steps, Step.GRANTED, actor=actor, now=now)
    return rows


def _must_judge(actor: Actor) -> None:
    actor.must(Permission.DECIDE_DOSSIERS)
    actor.must_be_in_person()


def _or_refused(row: Row, refused: RuleBroken | None) -> Row:
    return row if refused is None else Row(row.asked, row.held, refused=refused)


def _granted(each: _Weighed, certificate: UUID, *, day: date) -> Stepping:
    assert each.held is not None and each.kept is not None and each.award is not None  # noqa: S101, PT018  it was awarded
    award = each.award
    facts = facts_of_grant(
        each.held, award.version, each.kept, decided_by=award.decided_by, day=day, valid_from=award.valid_from
    )
    return Stepping(each.held.id, evidence=each.kept.id, certificate=certificate, facts=facts)


async def _lock(asked: Iterable[GrantOne], *, connection: Connection, actor: Actor, now: datetime) -> None:
    """Rivals for these candidates wait from here on; nobody waits for who may not judge them."""
    versions = await _in_force(now)
    own = {scheme for scheme, each in versions.items() if _is_own(each, actor)}
    rows = await fetch(_SCHEMES, [each.dossier for each in asked])
    await people.lock_all({row["adviser"] for row in rows if row["scheme"] in own}, connection=connection)


def _is_own(version: Version, actor: Actor) -> bool:
    return version.certification_body in actor.organisations_where(Permission.DECIDE_DOSSIERS)


async def _in_force(now: datetime) -> dict[UUID, Version]:
    """The version in force of each scheme that has one."""
    by_scheme: dict[UUID, list[Version]] = {}
    for each in await schemes.versions():
        by_scheme.setdefault(each.scheme, []).append(each)
    found = {}
    for scheme, versions in by_scheme.items():
        with suppress(NoVersionInForce):
            found[scheme] = in_force(versions, amsterdam_day(now))
    return found


async def _weighed(asked: Iterable[GrantOne], *, actor: Actor, now: datetime) -> list[_Weighed]:
    """Each dossier once, in the order asked, judged as it stands now."""
    once = {each.dossier: each for each in asked}
    if not once:
        return []
    versions = await _in_force(now)
    found = {each.id: each for each in await reading.dossiers(Dossier.id.is_in(list(once)))}
    known = await Circumstances.of(found.values(), actor=actor, day=amsterdam_day(now))
    return [_weigh(each, found.get(each.dossier), versions, known, actor=actor) for each in once.values()]


def _weigh(
    asked: GrantOne, held: Held | None, versions: Mapping[UUID, Version], known: Circumstances, *, actor: Actor
) -> _Weighed:
    """What is not the actor's to see looks absent."""
    if held is None:
        return _Weighed(asked, refused=NotFound())
    version = versions.get(held.scheme)
    if version is None:
        return _Weighed(asked, refused=NoVersionInForce(day=known.day))
    if not _is_own(version, actor):
        return _Weighed(asked, refused=NotFound())
    try:
        kept = known.before_granting(held, version, evidence=asked.evidence)
        award = Award(
            adviser=held.adviser,
            person=held.person,
            version=version,
            valid_from=known.first_day(held, version),
            evidence_hash=kept.commitment,
            prepared_by=held.taken[-1].person,
            decided_by=person_of(actor),
            predecessor=held.renews,
        )
    except RuleBroken as refused:
        return _Weighed(asked, held, refused=refused)
    return _Weighed(asked, held, kept, award)
