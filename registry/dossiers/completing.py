"""Evidence that exams hands over: what it completes, and what is reopened when it no longer counts (DESIGN §7)."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID, uuid4

import msgspec

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.dossiers import reading, renewing
from registry.dossiers.resting import same_persons_files
from registry.dossiers.rules import EvidenceContent, State, Step, check_step, is_asked
from registry.dossiers.steps import Stepping, take_all
from registry.dossiers.tables import Dossier
from registry.people import service as people
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import Version, in_force
from registry.transactions import current_connection, fetch

_AT_A_TIME = 5_000
_OPEN_TO_EVIDENCE = (State.ADMITTED, State.COMPLETE, State.PREPARED)
_EVIDENCE = """
SELECT id, adviser, number, track_code, content,
    NOT EXISTS (SELECT 1 FROM evidence_withdrawal WHERE evidence_withdrawal.evidence = evidence.id) AS counts
FROM evidence WHERE adviser = ANY($1) ORDER BY adviser, number
"""
_EVIDENCE_COLUMNS = ("id", "adviser", "number", "track_code", "track_version", "content", "recorded_at")
_WITHDRAWAL_COLUMNS = ("id", "evidence", "cause", "recorded_at")


async def receive_evidence(
    adviser: UUID,
    content: EvidenceContent,
    *,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Exams hands over a complete set of results; to be called inside its transaction, the adviser being locked.

    It becomes the adviser's newest evidence and completes every admitted, undecided dossier that asks for the track. The
    same set again makes no other evidence: a dossier that was prepared on it stays prepared, and one that was reopened
    when a newer set no longer counted is complete again.
    """
    return (await receive_all({adviser: content}, actor=actor, now=now))[adviser]


async def receive_all(sets: Mapping[UUID, EvidenceContent], *, actor: Actor, now: datetime) -> dict[UUID, UUID]:
    """As `receive_evidence`, for many advisers at once, one set for each; returns the evidence of each adviser.

    The same number of questions for every 5,000 of them.
    """
    found: dict[UUID, UUID] = {}
    ahead = iter(sets.items())
    while some := dict(islice(ahead, _AT_A_TIME)):
        found |= await _receive(some, actor=actor, now=now)
    return found


async def _receive(sets: Mapping[UUID, EvidenceContent], *, actor: Actor, now: datetime) -> dict[UUID, UUID]:
    known = await _known(sets)
    same = {adviser: known[adviser].newest for adviser, content in sets.items() if known[adviser].content == content}
    new = {adviser: content for adviser, content in sets.items() if adviser not in same}
    made = await _keep(new, known, actor=actor, now=now)
    found = made | {adviser: evidence for adviser, evidence in same.items() if evidence is not None}
    await _complete(found, sets, fresh=frozenset(made), actor=actor, now=now)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """How much evidence an adviser has, and the newest of one track that counts; its content is gone with the person."""

    amount: int
    newest: UUID | None
    content: EvidenceContent | None


async def _known(sets: Mapping[UUID, EvidenceContent]) -> dict[UUID, _Known]:
    amounts, newest = dict.fromkeys(sets, 0), {}
    for row in await fetch(_EVIDENCE, list(sets)):
        amounts[row["adviser"]] += 1
        if row["counts"] and row["track_code"] == sets[row["adviser"]].track_code:
            newest[row["adviser"]] = row
    kept = await personal_data.reveal(row["content"] for row in newest.values())
    contents = {commitment: msgspec.convert(value, EvidenceContent) for commitment, value in kept.items()}
    found = {}
    for adviser, amount in amounts.items():
        last = newest.get(adviser)
        found[adviser] = _Known(amount, last["id"] if last else None, contents.get(last["content"]) if last else None)
    return found


async def _keep(
    new: Mapping[UUID, EvidenceContent], known: Mapping[UUID, _Known], *, actor: Actor, now: datetime
) -> dict[UUID, UUID]:
    persons = await people.persons_of(new)
    kept = await personal_data.keep([About(persons[adviser], content) for adviser, content in new.items()], at=now)
    rows, facts = [], {}
    for (adviser, content), commitment in zip(new.items(), kept, strict=True):
        evidence, number = uuid4(), known[adviser].amount + 1
        rows.append((evidence, adviser, number, content.track_code, content.track_version, commitment, now))
        facts[evidence] = {"number": number, "sha256": commitment.hex()}
    await current_connection().copy_records_to_table("evidence", columns=_EVIDENCE_COLUMNS, records=rows)
    await audit.record_all(Action.EVIDENCE_RECEIVED, facts, actor=actor, at=now)
    return dict(zip(new, facts, strict=True))


async def _complete(
    evidence: Mapping[UUID, UUID],
    sets: Mapping[UUID, EvidenceContent],
    *,
    fresh: Collection[UUID],
    actor: Actor,
    now: datetime,
) -> None:
    """Fresh evidence completes whatever is open to it; evidence that was there, only what waits."""
    asked = await _tracks_asked(amsterdam_day(now))
    completing = []
    for held in await reading.dossiers(Dossier.adviser.is_in(list(evidence))):
        states = _OPEN_TO_EVIDENCE if held.adviser in fresh else (State.ADMITTED,)
        if held.state in states and is_asked(sets[held.adviser], held.scheme_code, asked.get(held.scheme, ())):
            if not await renewing.is_completed_by(held, sets[held.adviser]):
                continue
            check_step(held.steps, Step.COMPLETED)
            completing.append(Stepping(held.id, evidence=evidence[held.adviser]))
    await take_all(completing, Step.COMPLETED, actor=actor, now=now)


async def _tracks_asked(day: date) -> dict[UUID, tuple[str, ...]]:
    """The tracks that each scheme asks for on a day; a scheme without a version in force asks for none."""
    versions: dict[UUID, list[Version]] = {}
    for version in await schemes.versions():
        versions.setdefault(version.scheme, []).append(version)
    found = {}
    for scheme, known in versions.items():
        with suppress(NoVersionInForce):
            found[scheme] = in_force(known, day).rules.track_codes
    return found


async def withdraw_evidence(adviser: UUID, results: Collection[UUID], *, actor: Actor, now: datetime) -> int:
    """Evidence that names one of these results no longer counts; returns how many dossiers were reopened.

    To be called inside the caller's transaction, the adviser being locked. It is never used again, and undecided dossiers
    that are complete or prepared on it wait for evidence again. Evidence of a file that was merged with the adviser's is
    withdrawn too. What was decided stays: `certificates_resting_on` tells which certificates that concerns. Evidence
    whose content was erased cannot be told to name anything, and decides nothing any more.
    """
    return await withdraw_all({adviser: results}, actor=actor, now=now)


async def withdraw_all(results: Mapping[UUID, Collection[UUID]], *, actor: Actor, now: datetime) -> int:
    """As `withdraw_evidence`, for many advisers at once, in the same number of questions for every 5,000 of their files."""
    asked: frozenset[UUID] = frozenset().union(*results.values())
    files: frozenset[UUID] = frozenset().union(*(await same_persons_files(results)).values())
    reopened, ahead = 0, iter(files)
    while some := list(islice(ahead, _AT_A_TIME)):
        causes = await _naming(some, asked)
        rows = [(uuid4(), evidence, cause, now) for evidence, cause in causes.items()]
        await current_connection().copy_records_to_table("evidence_withdrawal", columns=_WITHDRAWAL_COLUMNS, records=rows)
        facts = {evidence: {"result": cause} for evidence, cause in causes.items()}
        await audit.record_all(Action.EVIDENCE_WITHDRAWN, facts, actor=actor, at=now)
        reopened += await _reopen(some, causes, actor=actor, now=now)
    return reopened


async def _naming(files: Iterable[UUID], results: frozenset[UUID]) -> dict[UUID, UUID]:
    """The evidence that counts and names one of these results, with the first of them that it names; oldest first."""
    rows = [row for row in await fetch(_EVIDENCE, list(files)) if row["counts"]]
    kept = await personal_data.reveal(row["content"] for row in rows)
    found = {}
    for row in rows:
        if row["content"] in kept:
            named = msgspec.convert(kept[row["content"]], EvidenceContent).named & results
            if named:
                found[row["id"]] = min(named)
    return found


async def _reopen(files: Iterable[UUID], withdrawn: Collection[UUID], *, actor: Actor, now: datetime) -> int:
    if not withdrawn:
        return 0
    reopening = [
        Stepping(held.id, facts={"withdrawn": held.evidence})
        for held in await reading.dossiers(Dossier.adviser.is_in(list(files)))
        if held.state in (State.COMPLETE, State.PREPARED) and held.evidence in withdrawn
    ]
    await take_all(reopening, Step.REOPENED, actor=actor, now=now)
    return len(reopening)


async def waiting_for(advisers: Collection[UUID], track_code: str, *, day: date) -> dict[UUID, UUID]:
    """Adviser → their undecided dossier that evidence of this track would complete on that day.

    It is admitted, or complete or prepared on other evidence; whoever has more than one is told their oldest.
    """
    asking = [scheme for scheme, codes in (await _tracks_asked(day)).items() if track_code in codes]
    found: dict[UUID, UUID] = {}
    ahead = iter(set(advisers) if asking else ())
    while some := list(islice(ahead, _AT_A_TIME)):
        for held in await reading.dossiers((Dossier.adviser.is_in(some)) & (Dossier.scheme.is_in(asking))):
            if held.state in _OPEN_TO_EVIDENCE:
                found.setdefault(held.adviser, held.id)
    return found
