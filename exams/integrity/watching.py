"""Opening cases for what the figures flag, and keeping open ones up to date: inside the transaction that changed results."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from exams.integrity.flags import flags
from exams.integrity.rules import CaseFacts, Flagged, SittingFigures
from exams.integrity.tables import IntegrityCase, IntegrityCaseSitting
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.permissions import Actor
from registry.transactions import current_connection

_ROUND = "#"
"""What stands in a fingerprint between what a case is about and how many times a case about it was opened."""


@dataclass(slots=True)
class _Known:
    """What cases there are about a version of a track, by what they are about."""

    open: dict[str, tuple[UUID, CaseFacts]] = field(default_factory=dict)
    closed: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    judged: defaultdict[str, frozenset[UUID]] = field(default_factory=lambda: defaultdict(frozenset))


async def watch(
    figures: Sequence[SittingFigures], *, provider: UUID, track_version: UUID, actor: Actor, now: datetime
) -> list[UUID]:
    """Open a case for everything that the figures of the version flag now and that no case is open for; returns their ids.

    To be called inside the transaction in which the results of `provider` changed. A case may be about another provider:
    figures stand out from each other. What a closed case concluded on is not flagged again; what is added to an open one is
    written into it. Nothing else changes: no result, no dossier, no certificate. Raises NoTransaction outside one.
    """
    current_connection()
    known = await _known(track_version)
    opened = []
    for flagged in flags(figures, known.judged):
        if flagged.about in known.open:
            await _extend(*known.open[flagged.about], flagged, actor=actor, now=now)
            continue
        fingerprint = f"{flagged.about}{_ROUND}{known.closed[flagged.about] + 1}"
        made = await _open(flagged, fingerprint, after=provider, track_version=track_version, actor=actor, now=now)
        opened += made
    return opened


async def _known(track_version: UUID) -> _Known:
    rows = await IntegrityCase.select(
        IntegrityCase.id, IntegrityCase.fingerprint, IntegrityCase.facts, IntegrityCase.closed_at
    ).where(IntegrityCase.track_version == track_version)
    known, about = _Known(), dict[UUID, str]()
    for row in rows:
        subject = row["fingerprint"].rpartition(_ROUND)[0]
        if row["closed_at"] is None:
            known.open[subject] = (row["id"], msgspec.json.decode(row["facts"], type=CaseFacts))
        else:
            known.closed[subject] += 1
            about[row["id"]] = subject
    if about:
        named = await IntegrityCaseSitting.select(IntegrityCaseSitting.integrity_case, IntegrityCaseSitting.sitting).where(
            IntegrityCaseSitting.integrity_case.is_in(list(about))
        )
        for row in named:
            known.judged[about[row["integrity_case"]]] |= {row["sitting"]}
    return known


async def _open(
    flagged: Flagged, fingerprint: str, *, after: UUID, track_version: UUID, actor: Actor, now: datetime
) -> list[UUID]:
    """The case, unless a rival opened it just before."""
    row = IntegrityCase(
        provider=flagged.provider,
        track_version=track_version,
        flag=flagged.flag.value,
        fingerprint=fingerprint,
        facts=canonical_json(flagged.facts),
        opened_at=now,
    )
    made = await IntegrityCase.insert(row).on_conflict(target=IntegrityCase.fingerprint, action="DO NOTHING")
    if not made:
        return []
    await _name_sittings(row.id, flagged.facts)
    facts = {"flag": flagged.flag, "provider": flagged.provider, "part": flagged.facts.part, "afterResultsOf": after}
    await audit.record(Action.INTEGRITY_CASE_OPENED, row.id, actor=actor, at=now, facts=facts)
    return [row.id]


async def _extend(case: UUID, before: CaseFacts, flagged: Flagged, *, actor: Actor, now: datetime) -> None:
    """Write what was added to an open case into it: its own figures, not those of the others alone."""
    found = flagged.facts
    if _own(before) == _own(found):
        return
    await IntegrityCase.update({IntegrityCase.facts: canonical_json(found)}).where(
        IntegrityCase.id == case, IntegrityCase.closed_at.is_null()
    )
    await _name_sittings(case, found)
    facts = {"before": before.group, "after": found.group, "sittings": len(found.sittings)}
    await audit.record(Action.INTEGRITY_CASE_EXTENDED, case, actor=actor, at=now, facts=facts)


def _own(facts: CaseFacts) -> tuple[object, ...]:
    return facts.group, facts.sittings, facts.touched


async def _name_sittings(case: UUID, facts: CaseFacts) -> None:
    rows: Iterable[IntegrityCaseSitting] = (
        IntegrityCaseSitting(integrity_case=case, sitting=each.sitting) for each in facts.sittings
    )
    columns = (IntegrityCaseSitting.integrity_case, IntegrityCaseSitting.sitting)
    await IntegrityCaseSitting.insert(*rows).on_conflict(target=columns, action="DO NOTHING")
