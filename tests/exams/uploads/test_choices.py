"""Accepting with choices: faulty rows set aside, a place for each new sitting, a reason for corrections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from exams.cells.findings import Finding
from exams.judging.headings import Field
from exams.judging.reading import Reading, ResultRow, SittingKey, SittingSeen, Standing
from exams.judging.register import Outcome
from exams.results import service as results
from exams.results.acceptance import Choices, SittingDetails, check_choices, everywhere, left_of
from exams.results.errors import HasFaults, NothingNew
from exams.results.history import CorrectionReason
from exams.results.recording import Recorded
from exams.results.tables import Result, SetAsideRow
from exams.sittings.tables import Sitting
from registry.errors import Invalid
from tests.exams.uploads.ground import AT, PLACE, choices_for, file_of, ground, row

MESSY = "uitslagen-rommelig.xlsx"
FAULTY = {13, 14, 15, 17, 18, 21, 23, 24, 25, 26, 27, 28}
KEY = SittingKey("GP", date(2026, 9, 7), UUID(int=7))


def result(number: int, standing: Standing = Standing.NEW) -> ResultRow:
    """A row that could be recorded."""
    return ResultRow(
        sheet="Blad1",
        row=number,
        columns={Field.SCORE: 6},
        candidate_number="EA000101-45",
        adviser_id=UUID(int=1),
        enrolment_id=UUID(int=2),
        part_code=KEY.part_code,
        held_on=KEY.held_on,
        attempt=1,
        outcome=Outcome.PASSED,
        score=600,
        examiner_id=KEY.examiner_id,
        invigilator_id=None,
        remark=None,
        standing=standing,
        corrects=None if standing is Standing.NEW else UUID(int=3),
        changes=(),
    )


def reading(*rows: ResultRow, faults: tuple[int, ...] = ()) -> Reading:
    """A judged file in which these rows are at fault; its sitting does not exist yet."""
    return Reading(
        "Blad1",
        heading_row=1,
        rows=rows,
        faults=tuple(Finding("Blad1", f"G{number}", number, "score-range") for number in faults),
        sittings=(SittingSeen(KEY, None, (), len(rows)),),
    )


def everything(seen: Reading, **more: object) -> Choices:
    """A place for the sitting, and more."""
    return Choices(places=everywhere(seen, PLACE), **more)  # type: ignore[arg-type]  # whatever a test chooses


def test_what_is_without_faults_is_taken_as_it_is() -> None:
    """The reading comes back as it went in."""
    clean = reading(result(2))
    assert check_choices(clean, everything(clean)) is clean


def test_no_fault_may_be_left() -> None:
    """The first ones are told by their cell; the preview tells them all."""
    faulty = reading(result(2), faults=(3, 4))
    with pytest.raises(HasFaults) as refused:
        check_choices(faulty, everything(faulty))
    assert refused.value.facts == {"count": 2, "cells": ["G3", "G4"]}


def test_nothing_new_is_nothing_to_accept() -> None:
    """Whether the file is empty, or all of it is on record, or all that was new was set aside."""
    for empty in (reading(), reading(result(2, Standing.UNCHANGED))):
        with pytest.raises(NothingNew):
            check_choices(empty, everything(empty))


def test_all_that_is_missing_is_told_at_once() -> None:
    """The place of each new sitting, by its key, and the reason; a sitting that exists by now asks nothing."""
    changed = reading(result(2), result(3, Standing.CORRECTION))
    with pytest.raises(Invalid) as refused:
        check_choices(changed, Choices())
    assert [fault.field for fault in refused.value.faults] == [f"places.GP|2026-09-07|{KEY.examiner_id}", "reason"]
    known = replace(changed, sittings=(SittingSeen(KEY, uuid4(), (), 2),))
    assert check_choices(known, everything(changed, reason=CorrectionReason.TYPING_ERROR)) is known


def test_only_faulty_rows_can_be_set_aside() -> None:
    """Each with the codes of its faults; what stands in the rest stays in the file."""
    whole = reading(result(2), faults=(3, 4))

    def judge(without: frozenset[int]) -> Reading:
        return replace(whole, faults=tuple(each for each in whole.faults if each.row not in without))

    left = left_of(judge, {3})
    assert ([fault.row for fault in left.reading.faults], left.set_aside) == ([4], {3: ("score-range",)})
    with pytest.raises(Invalid) as refused:
        left_of(judge, {2, 3, 9})
    assert [(fault.field, fault.facts) for fault in refused.value.faults] == [("setAside", {"rows": [2, 9]})]


def test_a_row_can_be_at_fault_because_another_is_set_aside() -> None:
    """It can be set aside with it, since nobody records a resit of an attempt that was left out."""

    def judge(without: frozenset[int]) -> Reading:
        return reading(result(2), faults=(4,) if 3 in without and 4 not in without else () if 3 in without else (3,))

    assert left_of(judge, {3, 4}).set_aside.keys() == {3, 4}
    assert [fault.row for fault in left_of(judge, {3}).reading.faults] == [4]


async def test_the_messy_file_is_taken_without_its_faulty_rows(database: None, sample: Callable[[str], bytes]) -> None:
    """Thirteen results are recorded; the twelve rows set aside are named, with why; and nothing else is written of them."""
    here = await ground()
    seen = await results.send(here.sent(sample(MESSY), MESSY), actor=here.actor, now=AT)
    assert set(seen.reading.faulty_rows) == FAULTY
    without = await results.preview(seen.upload.id, actor=here.actor, now=AT, set_aside=frozenset(FAULTY))
    assert without.acceptable
    some = choices_for(without, set_aside=frozenset(FAULTY - {13}))
    with pytest.raises(HasFaults) as refused:
        await results.accept(seen.upload.id, some, actor=here.actor, now=AT)
    assert refused.value.facts["cells"] == ["G13"]
    assert (await Result.count(), await SetAsideRow.count()) == (0, 0)
    done = await results.accept(seen.upload.id, choices_for(without, set_aside=frozenset(FAULTY)), actor=here.actor, now=AT)
    assert isinstance(done, Recorded)
    assert (done.results, done.set_aside, await Result.count()) == (13, 12, 13)
    named = await SetAsideRow.select().order_by(SetAsideRow.row)
    assert {each["row"] for each in named} == FAULTY
    assert all(each["faults"] and each["upload"] == seen.upload.id for each in named)
    [listed] = await results.uploads_for(here.actor)
    assert (listed.recorded, listed.corrected, listed.set_aside) == (13, 0, 12)


async def test_a_resit_does_not_stand_without_its_first_attempt(database: None) -> None:
    """Setting the first attempt aside puts the second at fault: it is not recorded alone."""
    here = await ground()
    rows = [
        row("EA000101-45", "GP", "900"),
        row("EA000101-45", "GP", "70", attempt=2, day="05-10-2026"),
        row("EA000102-42", "GP", "60"),
    ]
    seen = await results.send(here.sent(file_of(rows)), actor=here.actor, now=AT)
    assert set(seen.reading.faulty_rows) == {2}
    without = await results.preview(seen.upload.id, actor=here.actor, now=AT, set_aside=frozenset({2}))
    assert set(without.reading.faulty_rows) == {3}
    with pytest.raises(HasFaults):
        await results.accept(seen.upload.id, choices_for(seen, set_aside=frozenset({2})), actor=here.actor, now=AT)
    both = frozenset({2, 3})
    done = await results.accept(seen.upload.id, choices_for(seen, set_aside=both), actor=here.actor, now=AT)
    assert isinstance(done, Recorded)
    assert (done.results, await Result.count()) == (1, 1)


async def test_each_new_sitting_is_told_apart(database: None) -> None:
    """A place that is missing is asked for by part and day; what was chosen stands with the sitting."""
    here = await ground()
    rows = [row("EA000101-45", "GP", "60"), row("EA000101-45", "IM", "60", day="21-09-2026")]
    seen = await results.send(here.sent(file_of(rows)), actor=here.actor, now=AT)
    first, second = [each.key.written for each in seen.reading.sittings]
    with pytest.raises(Invalid) as refused:
        await results.accept(seen.upload.id, Choices(places={first: PLACE}), actor=here.actor, now=AT)
    assert [fault.field for fault in refused.value.faults] == [f"places.{second}"]
    assert await Sitting.count() == 0
    other = SittingDetails(
        place="Zwolle",
        exam_form="Casus op papier",
        exam_form_version="2026-2",
        conditions="Eén uur, gesloten boek",
        identity_checked=True,
        confidentiality_signed=False,
    )
    await results.accept(seen.upload.id, Choices(places={first: PLACE, second: other}), actor=here.actor, now=AT)
    one, two = await Sitting.select().order_by(Sitting.held_on)
    assert (one["place"], one["identity_checked"], one["exam_form"]) == ("Utrecht", True, None)
    told = {name: two[name] for name in ("place", "exam_form", "exam_form_version", "conditions")}
    assert told == {
        "place": "Zwolle",
        "exam_form": "Casus op papier",
        "exam_form_version": "2026-2",
        "conditions": "Eén uur, gesloten boek",
    }
    assert (two["identity_checked"], two["confidentiality_signed"]) == (True, False)
