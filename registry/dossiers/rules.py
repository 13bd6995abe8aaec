"""The states of a dossier and the steps between them (DESIGN §7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from registry.dossiers.errors import StepOutOfOrder


class Step(StrEnum):
    """What is done with a dossier."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not-admitted"
    COMPLETED = "completed"
    REOPENED = "reopened"
    PREPARED = "prepared"
    RETURNED = "returned"
    GRANTED = "granted"
    REFUSED = "refused"
    ABANDONED = "abandoned"


class State(StrEnum):
    """Where a dossier stands; it follows from its last step."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not-admitted"
    COMPLETE = "complete"
    PREPARED = "prepared"
    GRANTED = "granted"
    REFUSED = "refused"
    ABANDONED = "abandoned"


_STATE_AFTER: Mapping[Step, State] = {
    Step.APPLIED: State.APPLIED,
    Step.ADMITTED: State.ADMITTED,
    Step.NOT_ADMITTED: State.NOT_ADMITTED,
    Step.COMPLETED: State.COMPLETE,
    Step.REOPENED: State.ADMITTED,
    Step.PREPARED: State.PREPARED,
    Step.RETURNED: State.COMPLETE,
    Step.GRANTED: State.GRANTED,
    Step.REFUSED: State.REFUSED,
    Step.ABANDONED: State.ABANDONED,
}
_UNDECIDED = frozenset({State.APPLIED, State.ADMITTED, State.COMPLETE, State.PREPARED})
_ALLOWED_FROM: Mapping[Step, frozenset[State]] = {
    Step.APPLIED: frozenset(),
    Step.ADMITTED: frozenset({State.APPLIED}),
    Step.NOT_ADMITTED: frozenset({State.APPLIED}),
    Step.COMPLETED: frozenset({State.ADMITTED, State.COMPLETE, State.PREPARED}),
    Step.REOPENED: frozenset({State.COMPLETE, State.PREPARED}),
    Step.PREPARED: frozenset({State.COMPLETE}),
    Step.RETURNED: frozenset({State.PREPARED}),
    Step.GRANTED: frozenset({State.PREPARED}),
    Step.REFUSED: frozenset({State.PREPARED}),
    Step.ABANDONED: _UNDECIDED,
}


def state_of(steps: Sequence[Step]) -> State:
    """The state after these steps; a dossier has at least its application."""
    return _STATE_AFTER[steps[-1]]


def is_undecided(state: State) -> bool:
    """Nobody has granted, refused, abandoned or turned it away."""
    return state in _UNDECIDED


def check_step(steps: Sequence[Step], step: Step) -> None:
    """Each step has its place; raises StepOutOfOrder with the state the dossier is in."""
    state = state_of(steps)
    if state not in _ALLOWED_FROM[step]:
        raise StepOutOfOrder(state=state.value, step=step.value)


class AdmissionFault(StrEnum):
    """Why an applicant is not admitted (ISO/IEC 17024, 9.1)."""

    IDENTITY = "identity"
    REQUIREMENTS = "requirements"
    INCOMPLETE = "incomplete"
    ADJUSTMENTS = "adjustments"
    UNTRUE = "untrue"
    OTHER = "other"


class ResultProof(msgspec.Struct, frozen=True, rename="camel"):
    """One result that counts: what, when, by whom, and the cell it was read from. Scores are tenths."""

    result: UUID
    part: str
    held_on: date
    attempt: int
    score: int
    pass_mark: int
    examiner: UUID
    invigilator: UUID | None
    trainers: tuple[UUID, ...]
    upload: UUID
    file_sha256: str
    sheet: str
    cell: str


class EquivalentProof(msgspec.Struct, frozen=True, rename="camel"):
    """A part that counts as passed by a route of a scheme, and the request on which two certifiers decided that."""

    request: UUID
    part: str
    scheme: str
    route: str
    granted_on: date


class EvidenceContent(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A complete set of results of one adviser in one version of a track, as exams hands it over.

    `equivalents` are the parts without a result of their own. Evidence without any is written as it always was.
    """

    candidate_number: str
    track_code: str
    track_version: int
    provider: UUID
    results: tuple[ResultProof, ...]
    equivalents: tuple[EquivalentProof, ...] = ()

    @property
    def named(self) -> frozenset[UUID]:
        """The results that it rests on."""
        return frozenset(proof.result for proof in self.results)

    @property
    def people(self) -> frozenset[UUID]:
        """Everyone who taught or examined for any of it."""
        examiners = {proof.examiner for proof in self.results}
        return frozenset(examiners.union(*(proof.trainers for proof in self.results)))


def is_asked(content: EvidenceContent, scheme: str, track_codes: Iterable[str]) -> bool:
    """Evidence counts for a scheme when its track is one of those the scheme names.

    What counts as passed by a route of one scheme counts for no other.
    """
    return content.track_code in track_codes and all(each.scheme == scheme for each in content.equivalents)
