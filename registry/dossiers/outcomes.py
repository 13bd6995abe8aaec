"""What is kept with a decision: the scheme version, and the outcome of each rule that was applied, without personal data."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from registry.certificates.errors import AlreadyCertified
from registry.dossiers.errors import EvidenceChanged, OnHold, StepOutOfOrder
from registry.dossiers.reading import Held, KeptEvidence
from registry.dossiers.rules import EvidenceContent
from registry.errors import RuleBroken
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.schemes.clauses import EDITION, clauses_of
from registry.schemes.rules import Version


def facts_of_grant(
    held: Held, version: Version, kept: KeptEvidence, *, decided_by: UUID, day: date, valid_from: date
) -> dict[str, object]:
    """As `facts_of_refusal`; besides, no other certificate stood in the way from the first day."""
    return _facts(
        version,
        [
            *_judged(held, version, kept, decided_by=decided_by, day=day),
            _met(AlreadyCertified, {"validFrom": valid_from, "renews": held.renewed_number}),
        ],
    )


def facts_of_refusal(held: Held, version: Version, kept: KeptEvidence, *, decided_by: UUID, day: date) -> dict[str, object]:
    """The facts of a decision that `before_judging` let through: each rule by the code of its refusal, and what it looked at.

    Scores and names stay in the evidence, which the person's erasure takes along; here are numbers, codes and digests.
    """
    return _facts(version, _judged(held, version, kept, decided_by=decided_by, day=day))


def _facts(version: Version, outcomes: list[dict[str, object]]) -> dict[str, object]:
    return {"schemeVersion": version.number, "edition": EDITION, "rules": outcomes}


def _judged(held: Held, version: Version, kept: KeptEvidence, *, decided_by: UUID, day: date) -> list[dict[str, object]]:
    named = {"evidence": kept.id, "number": kept.number, "sha256": kept.commitment.hex()}
    return [
        _met(StepOutOfOrder, {"state": held.state}),
        _met(SamePerson, {"preparedBy": held.taken[-1].person, "decidedBy": decided_by}),
        _met(OnHold, {}),
        _met(EvidenceChanged, named | (_complete(kept.content) if kept.content else {})),
        _met(NotIndependent, {"lookBackMonths": version.rules.look_back_months, "day": day}),
    ]


def _complete(content: EvidenceContent) -> dict[str, object]:
    return {
        "track": content.track_code,
        "trackVersion": content.track_version,
        "passed": [each.part for each in content.results],
        "equivalents": [{"part": each.part, "route": each.route, "request": each.request} for each in content.equivalents],
    }


def _met(rule: type[RuleBroken], looked_at: Mapping[str, object]) -> dict[str, object]:
    clauses = [each.number for each in clauses_of(rule.code)]
    return {"rule": rule.code, "met": True, "clauses": clauses, "facts": looked_at}
