"""As `judging.before_judging`, of many dossiers that are to be granted: read at once, judged one by one by the same rules.

A test keeps the two equal, refusal for refusal.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD
from registry.dossiers import holds, renewal, reopening
from registry.dossiers.errors import EvidenceChanged, JudgedBefore, OnHold, RenewalNeeded
from registry.dossiers.judging import person_of
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import EvidenceContent, Step, check_step, is_asked
from registry.impartiality import rules as impartiality
from registry.impartiality import service as relations
from registry.impartiality.errors import SamePerson
from registry.impartiality.rules import Judge, Known, Subject
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.schemes.rules import Version
from registry.transactions import fetch

_EVIDENCE = """
SELECT id, adviser, number, track_code, content FROM evidence
WHERE adviser = ANY($1)
    AND NOT EXISTS (SELECT 1 FROM evidence_withdrawal WHERE evidence_withdrawal.evidence = evidence.id)
ORDER BY adviser, number DESC
"""
_EMPLOYERS = """
SELECT person, employer FROM employment
WHERE person = ANY($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What is known of a candidate: everyone recorded who is the same human being, and what they were certified for."""

    persons: frozenset[UUID]
    employers: frozenset[UUID]
    relations: list[Known]
    issued: list[Issued]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that is asked about granting these dossiers, for one judge on one day."""

    day: date
    judge: Judge
    held_since: Mapping[UUID, datetime]
    judged_before: Mapping[UUID, frozenset[UUID]]
    evidence: Mapping[UUID, list[tuple[str, KeptEvidence]]]
    candidates: Mapping[UUID, _Candidate]

    @classmethod
    async def of(cls, dossiers: Collection[Held], *, actor: Actor, day: date) -> "Circumstances":
        """In the same number of questions however many dossiers there are; raises SamePerson for who is nobody."""
        standing = await holds.held(each.id for each in dossiers)
        return cls(
            day=day,
            judge=await relations.judge_of(person_of(actor), day),
            judged_before=await reopening.judged_before(dossiers),
            held_since={dossier: min(hold.set_at for hold in of) for dossier, of in standing.items()},
            evidence=await _evidence_of({each.adviser for each in dossiers}),
            candidates=await _candidates({each.adviser for each in dossiers}, day),
        )

    def before_granting(self, held: Held, version: Version, *, evidence: UUID) -> KeptEvidence:
        """The evidence, if the judge may grant on it; otherwise raises what `judging.before_judging` does."""
        if held.is_reopened:
            raise EvidenceChanged
        check_step(held.steps, Step.GRANTED)
        if any(held.is_prepared_by(each) for each in self.judge.persons):
            raise SamePerson
        if self.judge.persons & self.judged_before.get(held.id, frozenset()):
            raise JudgedBefore
        if held.id in self.held_since:
            raise OnHold(since=self.held_since[held.id])
        kept = self._newest(held, version)
        if kept is None or kept.id != evidence or held.evidence != evidence or kept.content is None:
            raise EvidenceChanged
        self._check_renewal(held, version, kept)
        candidate = self.candidates[held.adviser]
        impartiality.check_independent(
            self.judge,
            _subject(held, kept.content, candidate),
            candidate.relations,
            day=self.day,
            look_back_months=version.rules.look_back_months,
        )
        return kept

    def first_day(self, held: Held, version: Version) -> date:
        """As `renewing.first_day`."""
        renewed = self._renewed(held)
        if renewed is None:
            return self.day
        asked = renewal.offered(version.rules.recertification)
        return renewal.first_day(renewed.timeline.valid_until, asked, decided_on=self.day)

    def _newest(self, held: Held, version: Version) -> KeptEvidence | None:
        """As `reading.newest_for`."""
        for track, kept in self.evidence.get(held.adviser, ()):
            if track in version.rules.track_codes and (
                kept.content is None or is_asked(kept.content, version.scheme_code, version.rules.track_codes)
            ):
                return kept
        return None

    def _renewed(self, held: Held) -> Issued | None:
        return next((each for each in self.candidates[held.adviser].issued if each.id == held.renews), None)

    def _check_renewal(self, held: Held, version: Version, kept: KeptEvidence) -> None:
        """As `renewing.check_before_judging`."""
        renewed = self._renewed(held)
        if renewed is not None:
            renewal.offered(version.rules.recertification)
            renewal.check_standing(renewed.timeline, self.day)
        elif version.rules.recertification is not None:
            for each in self.candidates[held.adviser].issued:
                is_void = each.status_on(each.timeline.valid_from, ALL_ON_RECORD) is Status.VOID
                if each.scheme == version.scheme_code and each.snapshot.evidence == kept.commitment.hex() and not is_void:
                    raise RenewalNeeded(number=each.number)


def _subject(held: Held, content: EvidenceContent, candidate: _Candidate) -> Subject:
    others = candidate.persons - {held.person}
    return Subject(held.person, content.people, frozenset({content.provider}), candidate.employers, others)


async def _evidence_of(advisers: Iterable[UUID]) -> dict[UUID, list[tuple[str, KeptEvidence]]]:
    """Each adviser's evidence that counts, with its track, newest first; its content is gone with an erased person."""
    rows = await fetch(_EVIDENCE, list(advisers))
    kept = await personal_data.reveal(row["content"] for row in rows)
    found: dict[UUID, list[tuple[str, KeptEvidence]]] = defaultdict(list)
    for row in rows:
        content = msgspec.convert(kept[row["content"]], EvidenceContent) if row["content"] in kept else None
        each = KeptEvidence(row["id"], row["number"], row["content"], content)
        found[row["adviser"]].append((row["track_code"], each))
    return found


async def _candidates(advisers: Collection[UUID], day: date) -> dict[UUID, _Candidate]:
    files = await merging.same_as(advisers)
    everyone: frozenset[UUID] = frozenset().union(*files.values())
    person_of_file = await people.persons_of(everyone)
    employers: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await fetch(_EMPLOYERS, list(person_of_file.values()), day):
        employers[row["person"]].add(row["employer"])
    issued: dict[UUID, list[Issued]] = defaultdict(list)
    for each in await certificates.of_advisers(everyone):
        issued[each.adviser].append(each)
    known = await relations.relations_of(advisers)
    found = {}
    for adviser, own in files.items():
        persons = frozenset(person_of_file[file] for file in own)
        found[adviser] = _Candidate(
            persons=persons,
            employers=frozenset().union(*(employers[person] for person in persons)),
            relations=known[adviser],
            issued=[each for file in own for each in issued[file]],
        )
    return found
