"""The order of the steps of a dossier, and the people behind evidence."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from registry.dossiers.errors import StepOutOfOrder
from registry.dossiers.rules import EvidenceContent, ResultProof, State, Step, check_step, is_asked, state_of
from registry.texts import Language

TO: dict[State, list[Step]] = {
    State.APPLIED: [Step.APPLIED],
    State.ADMITTED: [Step.APPLIED, Step.ADMITTED],
    State.NOT_ADMITTED: [Step.APPLIED, Step.NOT_ADMITTED],
    State.COMPLETE: [Step.APPLIED, Step.ADMITTED, Step.COMPLETED],
    State.PREPARED: [Step.APPLIED, Step.ADMITTED, Step.COMPLETED, Step.PREPARED],
    State.GRANTED: [Step.APPLIED, Step.ADMITTED, Step.COMPLETED, Step.PREPARED, Step.GRANTED],
    State.REFUSED: [Step.APPLIED, Step.ADMITTED, Step.COMPLETED, Step.PREPARED, Step.REFUSED],
    State.ABANDONED: [Step.APPLIED, Step.ABANDONED],
}
ALLOWED: dict[State, set[Step]] = {
    State.APPLIED: {Step.ADMITTED, Step.NOT_ADMITTED, Step.ABANDONED},
    State.ADMITTED: {Step.COMPLETED, Step.ABANDONED},
    State.COMPLETE: {Step.COMPLETED, Step.REOPENED, Step.PREPARED, Step.ABANDONED},
    State.PREPARED: {Step.COMPLETED, Step.REOPENED, Step.RETURNED, Step.GRANTED, Step.REFUSED, Step.ABANDONED},
    State.NOT_ADMITTED: set(),
    State.GRANTED: set(),
    State.REFUSED: set(),
    State.ABANDONED: set(),
}


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_each_step_has_its_place(state: State, step: Step) -> None:
    """Applied, admitted, complete, prepared, decided, in that order; what is decided stays decided."""
    steps = TO[state]
    assert state_of(steps) is state
    if step in ALLOWED[state]:
        check_step(steps, step)
        return
    with pytest.raises(StepOutOfOrder) as refused:
        check_step(steps, step)
    assert refused.value.facts == {"state": state.value, "step": step.value}
    for language in Language:
        assert "{" not in refused.value.say(language)


def test_returned_and_reopened_dossiers_go_on() -> None:
    """Returned is complete again, and may be prepared anew; reopened is admitted again, and waits for evidence."""
    assert state_of([*TO[State.PREPARED], Step.RETURNED]) is State.COMPLETE
    check_step([*TO[State.PREPARED], Step.RETURNED], Step.PREPARED)
    assert state_of([*TO[State.COMPLETE], Step.REOPENED]) is State.ADMITTED


def test_new_evidence_undoes_a_preparation() -> None:
    """A prepared dossier that new evidence completes must be prepared again."""
    completed_again = [*TO[State.PREPARED], Step.COMPLETED]
    with pytest.raises(StepOutOfOrder):
        check_step(completed_again, Step.GRANTED)


def proof(examiner: UUID, *trainers: UUID) -> ResultProof:
    """One result, examined and taught by these."""
    return ResultProof(
        result=uuid4(),
        part="GP",
        held_on=date(2026, 9, 7),
        attempt=1,
        score=700,
        pass_mark=550,
        examiner=examiner,
        invigilator=uuid4(),
        trainers=trainers,
        upload=uuid4(),
        file_sha256="00",
        sheet="Uitslagen",
        cell="E2",
    )


def test_everyone_who_taught_or_examined_for_the_evidence() -> None:
    """Examiners and trainers of every result; an invigilator judges nothing."""
    one, two, three = uuid4(), uuid4(), uuid4()
    content = EvidenceContent("EA000101-45", "traject", 1, uuid4(), (proof(one, two, three), proof(two)))
    assert content.people == {one, two, three}
    assert EvidenceContent("EA000101-45", "traject", 1, uuid4(), ()).people == frozenset()


def test_evidence_counts_for_the_tracks_of_the_scheme() -> None:
    """Any of the tracks that the scheme names."""
    content = EvidenceContent("EA000101-45", "traject", 1, uuid4(), ())
    assert is_asked(content, "e-adviseur", ("ander", "traject"))
    assert not is_asked(content, "e-adviseur", ("ander",))
