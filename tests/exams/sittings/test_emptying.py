"""What was filled in of a sitting by mistake is emptied; not the invigilator while results stand (DESIGN §7)."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from exams.integrity.rules import Flag
from exams.integrity.tables import IntegrityCase
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity, emptying_faults
from exams.sittings.schemas import CompleteSitting, RegisterExaminer
from exams.sittings.tables import Sitting
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid
from registry.personal_data import service as personal_data
from tests.conftest import Clock
from tests.exams.entering import as_program, in_browser
from tests.exams.integrity.recorded import FIRST_DAY, day_of, exams, sat, school, watched
from tests.exams.sittings.hall import hall
from tests.registry.making import NOW

KNOWN: dict[str, Any] = {
    "place": "Utrecht",
    "exam_form": "schriftelijk",
    "conditions": "Mevrouw Smit werd ziek.",
    "identity_checked": True,
}


def test_who_was_watched_stays_so_while_results_stand() -> None:
    """Anything else may be emptied, and before there are results the invigilator too."""
    assert emptying_faults(["place", "invigilator"], results=0) == emptying_faults(["place"], results=9) == []
    [fault] = emptying_faults(["place", "invigilator"], results=1)
    assert fault.field == "invigilator"


async def test_what_was_filled_in_is_emptied(database: None) -> None:
    """What is named as empty, and no more; the audit trail keeps what was there, free text where it can be erased."""
    at = await hall()
    sitting = at.sitting(invigilator=at.invigilator, **KNOWN)
    made = await sittings.record_sitting(sitting, actor=at.world.provider, now=NOW)
    empty = CompleteSitting(place=None, conditions=None, identity_checked=None, invigilator=None)
    for _ in range(2):
        await sittings.complete_sitting(made, empty, actor=at.world.provider, now=NOW)
    held = await sittings.sitting_of(made, actor=at.world.provider)
    assert (held.place, held.conditions, held.identity_checked, held.invigilator) == (None, None, None, None)
    assert held.exam_form == "schriftelijk"
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.SITTING_COMPLETED.value)
    assert msgspec.json.decode(entry["facts"])["place"] == {"old": "Utrecht", "new": None}
    assert "Smit" not in entry["facts"]
    kept = await personal_data.reveal([entry["personal"]])
    assert kept[entry["personal"]] == {"old": "Mevrouw Smit werd ziek.", "new": None}


async def test_emptying_the_invigilator_does_not_blind_the_watch(database: None) -> None:
    """After a sitting where all failed nobody makes it unsupervised: the swindle five days later is flagged all the same."""
    at, academy = await exams(), await school()
    await sat(at, academy, [], academy.candidates)
    row = await Sitting.select(Sitting.id).first()
    assert row is not None
    first: UUID = row["id"]
    with pytest.raises(Invalid) as refused:
        await sittings.complete_sitting(first, CompleteSitting(invigilator=None), actor=academy.actor, now=day_of(1))
    assert [fault.field for fault in refused.value.faults] == ["invigilator"]
    another = RegisterExaminer(
        provider=academy.id, person=academy.other_examiner, capacity=Capacity.INVIGILATOR, valid_from=FIRST_DAY
    )
    await sittings.register_examiner(another, actor=academy.actor, now=day_of(1))
    corrected = CompleteSitting(invigilator=academy.other_examiner, place=None)
    await sittings.complete_sitting(first, corrected, actor=academy.actor, now=day_of(1))
    await sat(at, academy, academy.candidates, [], day=5, supervised=False)
    await watched(at, academy, day=5)
    [case] = await IntegrityCase.select(IntegrityCase.flag)
    assert case["flag"] == Flag.FAILED_WATCHED_PASSED_UNWATCHED.value


async def test_a_program_empties_with_null(client: httpx.AsyncClient, clock: Clock) -> None:
    """What is left out stays."""
    at = await hall()
    clock.now = NOW
    made = await sittings.record_sitting(at.sitting(**KNOWN), actor=at.world.provider, now=NOW)
    provider = await as_program(client, at.world.provider, clock)
    assert (await provider("PATCH", f"/sittings/{made}", json={"place": None})).status_code == 204
    shown = (await provider("GET", f"/sittings/{made}")).json()
    assert (shown["place"], shown["examForm"]) == (None, "schriftelijk")


async def test_a_page_empties_what_it_showed(client: httpx.AsyncClient, clock: Clock) -> None:
    """What a colleague filled in since the page was opened stays."""
    at = await hall()
    clock.now = NOW
    made = await sittings.record_sitting(at.sitting(place="Utrecht"), actor=at.world.provider, now=NOW)
    browser = await in_browser(client, at.world.provider)
    page = await browser.get(f"/zittingen/{made}")
    assert 'name="known" value="place"' in page
    await sittings.complete_sitting(made, CompleteSitting(exam_form="mondeling"), actor=at.world.provider, now=NOW)
    await browser.post(f"/zittingen/{made}", {"known": "place", "place": "", "examForm": "", "examFormVersion": "2"})
    held = await sittings.sitting_of(made, actor=at.world.provider)
    assert (held.place, held.exam_form, held.exam_form_version) == (None, "mondeling", "2")
