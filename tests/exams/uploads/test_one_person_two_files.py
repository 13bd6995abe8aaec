"""Results under two candidate numbers of one person count together once somebody found that they are one."""

from datetime import timedelta
from uuid import UUID

from config.demo import cast
from exams.results import taking_back
from exams.results.history import CorrectionReason, KeptBecause, RetractionReason
from registry.dossiers import reading
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import Role
from tests.exams.uploads.ground import AT, Ground, accepted, file_of, ground, row
from tests.registry import making

ONE, OTHER = "EA000111-15", "EA000112-12"
LATER = AT + timedelta(days=10)


async def merged(here: Ground) -> UUID:
    """The admin finds that the two of the same name are one; returns the merge."""
    operator = here.stage.organisations["operator"]
    admin = await making.account(await making.person("Bea"), Role.ADMIN, operator)
    return await merging.merge(MergeAdvisers(duplicate=OTHER, counts_as=ONE), actor=admin, now=AT)


async def evidence_of(number: str) -> reading.KeptEvidence | None:
    """The newest evidence in the file with this number."""
    adviser = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number).first() or {}
    return await reading.newest_evidence(adviser["id"], track_codes=[cast.TRACK])


def parts_of(here: Ground, number: str, *codes: str) -> bytes:
    """A file in which the candidate passes these parts."""
    days = {"GP": "07-09-2026", "IM": "21-09-2026", "OA": "05-10-2026", "VM": "19-10-2026", "ET": "02-11-2026"}
    examiners = {"OA": "K. Willems", "VM": "K. Willems", "ET": "S. Bouazza"}
    return file_of(
        row(number, code, "7" if code == "ET" else "70", day=days[code], examiner=examiners.get(code, "R. Postma"))
        for code in codes
    )


async def test_a_set_is_complete_across_both_files(database: None) -> None:
    """Two parts under one number and three under the other make evidence, in the file that both count as."""
    here = await ground()
    await merged(here)
    await accepted(here, here.sent(parts_of(here, ONE, "GP", "IM")))
    assert await evidence_of(ONE) is None
    await accepted(here, here.sent(parts_of(here, OTHER, "OA", "VM", "ET")))
    found = await evidence_of(ONE)
    assert found is not None
    assert found.content is not None
    assert found.content.candidate_number == ONE
    assert [proof.part for proof in found.content.results] == ["GP", "IM", "OA", "VM", "ET"]
    assert await evidence_of(OTHER) is None


async def test_without_the_merge_they_are_two_persons(database: None) -> None:
    """Neither has passed everything."""
    here = await ground()
    await accepted(here, here.sent(parts_of(here, ONE, "GP", "IM")))
    await accepted(here, here.sent(parts_of(here, OTHER, "OA", "VM", "ET")))
    assert await evidence_of(ONE) is None
    assert await evidence_of(OTHER) is None


async def test_what_one_file_loses_the_evidence_of_both_loses(database: None) -> None:
    """A correction and a retraction under the other number reach it as well."""
    here = await ground()
    await merged(here)
    await accepted(here, here.sent(parts_of(here, ONE, "GP", "IM")))
    upload = await accepted(here, here.sent(parts_of(here, OTHER, "OA", "VM", "ET")))
    corrected = file_of([row(OTHER, "OA", "20", day="05-10-2026", examiner="K. Willems")])
    correction = await accepted(here, here.sent(corrected), at=LATER, reason=CorrectionReason.TYPING_ERROR)
    assert await evidence_of(ONE) is None
    await taking_back.retract(correction, RetractionReason.WRONG_RESULTS, actor=here.actor, now=LATER)
    assert await evidence_of(ONE) is not None
    done = await taking_back.retract(upload, RetractionReason.WRONG_RESULTS, actor=here.actor, now=LATER)
    assert done.taken_back == 3
    assert await evidence_of(ONE) is None


async def test_a_later_attempt_under_the_other_number_keeps_the_first(database: None) -> None:
    """It was made on the strength of that one."""
    here = await ground()
    await merged(here)
    upload = await accepted(here, here.sent(file_of([row(ONE, "GP", "20")])))
    resit = row(OTHER, "GP", "70", day="05-10-2026", attempt=2)
    await accepted(here, here.sent(file_of([resit])))
    done = await taking_back.retract(upload, RetractionReason.WRONG_RESULTS, actor=here.actor, now=LATER)
    assert (done.taken_back, [each.why for each in done.kept]) == (0, [KeptBecause.LATER_ATTEMPT])
