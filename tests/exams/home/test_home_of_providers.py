"""What waits for a training provider, each kind made to wait by what its people sent, and gone once it is dealt with."""

import pytest

from exams.enrolments import files
from exams.results import service as results
from exams.results import uploading
from exams.results.acceptance import NO_CHOICES, Choices
from exams.results.correcting import Proposed
from exams.results.history import CorrectionReason
from exams.results.service import Preview
from tests.exams.enrolments.classroom import classroom
from tests.exams.enrolments.test_enrolment_files import NOBODY_ELSE, send
from tests.exams.uploads.ground import AT, choices_for, file_of, ground, row, with_certificates
from tests.exams.uploads.test_corrections import FIRST, LATER, sent
from tests.registry.home.at_home import wait_for, waits
from tests.registry.making import NOW

pytestmark = pytest.mark.usefixtures("database")


async def test_a_file_with_faults_waits_to_be_corrected() -> None:
    """It leads to its preview, where they are marked."""
    here = await ground()
    seen = await uploading.send(here.sent(file_of([row(FIRST, "GP", "honderd")])), actor=here.actor, now=AT)
    assert await waits(here.actor, AT) == {"uploads-with-faults": 1}
    assert (await wait_for(here.actor, "uploads-with-faults", AT)).path == f"/aanleveringen/{seen.upload.id}"


async def test_a_file_without_faults_waits_to_be_accepted() -> None:
    """By whoever of the provider looks."""
    here = await ground()
    seen = await uploading.send(here.sent(file_of([row(FIRST, "GP", "91,5")])), actor=here.actor, now=AT)
    assert isinstance(seen, Preview)
    assert await waits(here.colleague, AT) == {"uploads-to-accept": 1}
    await results.accept(seen.upload.id, choices_for(seen), actor=here.actor, now=AT)
    assert "uploads-to-accept" not in await waits(here.colleague, AT)


async def test_a_correction_under_a_certificate_waits_for_a_colleague() -> None:
    """Not for whoever proposed it."""
    here = await with_certificates()
    upload = await sent(here)
    chosen = Choices(reason=CorrectionReason.MARKED_AGAIN, explanation="Tweede beoordelaar")
    assert isinstance(await results.accept(upload, chosen, actor=here.actor, now=LATER), Proposed)
    assert "corrections-of-a-colleague" not in await waits(here.actor, LATER)
    assert (await waits(here.colleague, LATER))["corrections-of-a-colleague"] == 1
    await results.accept(upload, NO_CHOICES, actor=here.colleague, now=LATER)
    assert "corrections-of-a-colleague" not in await waits(here.colleague, LATER)


async def test_a_list_of_candidates_waits_to_be_accepted() -> None:
    """Then they are enrolled."""
    room = await classroom()
    seen = await send(room)
    assert await waits(room.actor) == {"enrolment-files": 1}
    await files.accept(seen.file.id, NOBODY_ELSE, actor=room.actor, now=NOW)
    assert await waits(room.actor) == {}
