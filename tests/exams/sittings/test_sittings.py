"""Sittings: planning, recording and completing them; what never changes, and what the audit trail keeps."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from exams.sittings import service as sittings
from exams.sittings.errors import SittingExists
from exams.sittings.schemas import CompleteSitting
from exams.sittings.tables import Sitting
from exams.tracks.errors import NotApproved
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.personal_data import service as personal_data
from tests.exams.sittings.hall import hall
from tests.exams.tracks import school
from tests.exams.tracks.school import MONTH, ONE_DAY
from tests.registry import making
from tests.registry.making import NOW, TODAY, TRACK

EVERYTHING = {
    "place": "Utrecht",
    "exam_form": "schriftelijk",
    "exam_form_version": "2026-2",
    "conditions": "Brandalarm om tien uur.",
    "identity_checked": True,
    "confidentiality_signed": True,
}


async def test_a_sitting_is_planned_and_completed(database: None) -> None:
    """What is not known stays open; what is filled in later stands beside what was there."""
    at = await hall()
    made = await sittings.record_sitting(at.sitting(held_on=TODAY + ONE_DAY), actor=at.world.provider, now=NOW)
    [planned] = await sittings.sittings_of(at.provider, actor=at.world.provider)
    assert (planned.id, planned.track, planned.version, planned.part_code, planned.results) == (made, TRACK, 1, "GP", 0)
    assert (planned.examiner_name, planned.place, planned.identity_checked) == ("Ruben Postma", None, None)
    later = NOW + timedelta(days=1)
    told = CompleteSitting(**EVERYTHING, invigilator=at.invigilator)  # type: ignore[arg-type]  # the fields above
    await sittings.complete_sitting(made, told, actor=at.world.provider, now=later)
    held = await sittings.sitting_of(made, actor=at.world.auditor)
    assert {name: getattr(held, name) for name in EVERYTHING} == EVERYTHING
    assert (held.invigilator_name, held.held_on, held.examiner) == ("Mark Groen", TODAY + ONE_DAY, at.examiner)


async def test_what_was_filled_in_is_corrected_with_old_and_new(database: None) -> None:
    """In the audit trail; free text where it can be erased; what is left out stays, and no change is no act."""
    at = await hall()
    known = at.sitting(place="Utrecht", conditions="Stil", identity_checked=True)
    made = await sittings.record_sitting(known, actor=at.world.provider, now=NOW)
    for _ in range(2):
        command = CompleteSitting(place="Zwolle", conditions="Rumoer", identity_checked=True)
        await sittings.complete_sitting(made, command, actor=at.world.provider, now=NOW)
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.SITTING_COMPLETED.value)
    assert msgspec.json.decode(entry["facts"]) == {"place": {"new": "Zwolle", "old": "Utrecht"}}
    assert await personal_data.reveal([entry["personal"]]) == {entry["personal"]: {"new": "Rumoer", "old": "Stil"}}
    held = await sittings.sitting_of(made, actor=at.world.provider)
    assert (held.place, held.conditions, held.identity_checked) == ("Zwolle", "Rumoer", True)


async def test_its_people_are_registered_and_approved(database: None) -> None:
    """Every fault at once: an examiner for part and day, an invigilator who is another, identity not beforehand."""
    at = await hall()
    stranger = await making.person()
    for command, fields in (
        (at.sitting(examiner=stranger, invigilator=stranger), ["examiner", "invigilator"]),
        (at.sitting(examiner=at.invigilator), ["examiner"]),
        (at.sitting(invigilator=at.examiner), ["invigilator"]),
        (at.sitting(held_on=TODAY + ONE_DAY, identity_checked=True, invigilator=stranger), ["identityChecked", "invigilator"]),
    ):
        with pytest.raises(Invalid) as refused:
            await sittings.record_sitting(command, actor=at.world.provider, now=NOW)
        assert [fault.field for fault in refused.value.faults] == fields
    made = await sittings.record_sitting(at.sitting(), actor=at.world.provider, now=NOW)
    with pytest.raises(Invalid):
        await sittings.complete_sitting(made, CompleteSitting(invigilator=stranger), actor=at.world.provider, now=NOW)
    assert await Sitting.count() == 1


async def test_a_provider_examines_on_days_it_is_approved_for(database: None) -> None:
    """Through the last day of its approval."""
    at = await hall()
    await sittings.record_sitting(at.sitting(held_on=TODAY + MONTH), actor=at.world.provider, now=NOW)
    for day in (TODAY - ONE_DAY, TODAY + MONTH + ONE_DAY):
        with pytest.raises(NotApproved):
            await sittings.record_sitting(at.sitting(held_on=day), actor=at.world.provider, now=NOW)


async def test_there_is_one_sitting_of_a_part_on_a_day_with_an_examiner(database: None) -> None:
    """Also for rivals; another part is another sitting."""
    at = await hall()
    made = await asyncio.gather(
        *(sittings.record_sitting(at.sitting(), actor=at.world.provider, now=NOW) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, SittingExists) for each in made) == 4
    await sittings.record_sitting(at.sitting("IM"), actor=at.world.provider, now=NOW)
    assert [each.part_code for each in await sittings.sittings_of(at.provider, actor=at.world.provider)] == ["GP", "IM"]


async def test_sittings_are_of_one_provider(database: None) -> None:
    """Another finds none of them; who is no provider may not; what is not there is not found."""
    at = await hall()
    made = await sittings.record_sitting(at.sitting(), actor=at.world.provider, now=NOW)
    _, stranger = await school.another(Kind.PROVIDER, Role.PROVIDER)
    for actor, error in ((stranger, NotFound), (at.world.certifiers[0], NotAllowed), (at.world.municipality, NotAllowed)):
        with pytest.raises(error):
            await sittings.record_sitting(at.sitting("IM"), actor=actor, now=NOW)
        with pytest.raises(error):
            await sittings.complete_sitting(made, CompleteSitting(place="Zwolle"), actor=actor, now=NOW)
        with pytest.raises(error):
            await sittings.sittings_of(at.provider, actor=actor)
        with pytest.raises(error):
            await sittings.sitting_of(made, actor=actor)
    with pytest.raises(NotAllowed):
        await sittings.complete_sitting(made, CompleteSitting(place="Zwolle"), actor=at.world.auditor, now=NOW)
    for asked in (
        sittings.record_sitting(msgspec.structs.replace(at.sitting(), part=uuid4()), actor=at.world.provider, now=NOW),
        sittings.complete_sitting(uuid4(), CompleteSitting(place="Zwolle"), actor=at.world.provider, now=NOW),
        sittings.sitting_of(uuid4(), actor=at.world.provider),
    ):
        with pytest.raises(NotFound):
            await asked
