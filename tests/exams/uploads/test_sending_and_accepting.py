"""Uploads: sent, previewed, accepted whole or not at all, by their own provider."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest
from openpyxl import load_workbook

from config.demo import cast
from exams.judging.reading import Standing
from exams.results import service as results
from exams.results import taking_back, uploading, workbooks
from exams.results.acceptance import NO_CHOICES
from exams.results.errors import AcceptedBefore, HasFaults, NotAccepted, NothingNew
from exams.results.history import RetractionReason
from exams.results.listing import UploadState
from exams.results.recording import Recorded
from exams.results.service import Preview
from exams.results.tables import Result, Upload, UploadFile
from exams.results.told import told
from exams.sittings.tables import Sitting
from exams.tracks import service as tracks
from exams.tracks.errors import NotApproved
from exams.tracks.rules import PartIn
from exams.tracks.schemas import PublishVersion
from exams.workbooks.marking import marked_workbook
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers.tables import Evidence
from registry.errors import NotAllowed, NotFound
from registry.impartiality.tables import Relation
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.personal_data.tables import PersonalValue
from registry.texts import Language
from registry.transactions import transaction
from tests.exams.uploads.ground import AT, accepted, choices_for, ground
from tests.registry import making
from tests.registry.waiting import waits_for_a_row


async def test_sending_records_no_result(database: None) -> None:
    """The file is kept, byte for byte, with its digest; what it would do is told, and done by accepting only."""
    here = await ground()
    preview = await results.send(here.autumn, actor=here.actor, now=AT)
    assert preview.acceptable
    assert preview.count(Standing.NEW) == len(preview.reading.rows) > 50
    assert await Result.count() == 0
    assert await UploadFile.select(UploadFile.content) == [{"content": here.autumn.content}]
    again = await results.preview(preview.upload.id, actor=here.actor, now=AT)
    assert again.reading == preview.reading
    [listed] = await results.uploads_for(here.actor)
    assert (listed.id, listed.state, listed.recorded) == (preview.upload.id, UploadState.RECEIVED, 0)


async def test_accepting_records_everything_once(database: None) -> None:
    """Results, sittings, relations and evidence; the same file again has been accepted before, whoever sends it anew."""
    here = await ground()
    first, second = [await results.send(here.autumn, actor=here.actor, now=AT) for _ in range(2)]
    recorded = await results.accept(first.upload.id, choices_for(first), actor=here.actor, now=AT)
    assert isinstance(recorded, Recorded)
    assert recorded.results == await Result.count() == len(first.reading.rows)
    assert await Sitting.count() == len(first.reading.sittings)
    met = {(row.examiner_id, row.adviser_id, row.held_on) for row in first.reading.rows}
    relations = await Relation.select().where(Relation.kind == "examined")
    assert sorted((row["person"], row["adviser"], row["valid_from"]) for row in relations) == sorted(met)
    assert {row["origin"] for row in relations} <= {row["id"] for row in await Result.select(Result.id)}
    assert len(recorded.completed) == await Evidence.count() == 9
    for upload in (first.upload.id, second.upload.id):
        with pytest.raises(AcceptedBefore):
            await results.accept(upload, choices_for(first), actor=here.actor, now=AT)
    assert not (await results.preview(first.upload.id, actor=here.actor, now=AT)).acceptable
    assert await AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_ACCEPTED.value) == 1


async def test_the_same_file_sent_twenty_times_at_once_is_recorded_once(database: None) -> None:
    """Twenty uploads of it, accepted at one moment: one is recorded, and nineteen are told so."""
    here = await ground()
    previews = [await results.send(here.autumn, actor=here.actor, now=AT) for _ in range(20)]
    outcomes = await asyncio.gather(
        *(results.accept(each.upload.id, choices_for(each), actor=here.actor, now=AT) for each in previews),
        return_exceptions=True,
    )
    [done] = [each for each in outcomes if isinstance(each, Recorded)]
    assert sum(isinstance(each, AcceptedBefore) for each in outcomes) == 19
    assert done.results == await Result.count() == 60
    assert (await Sitting.count(), await Evidence.count()) == (len(previews[0].reading.sittings), 9)
    states = [each.state for each in await results.uploads_for(here.actor)]
    assert (states.count(UploadState.ACCEPTED), states.count(UploadState.RECEIVED)) == (1, 19)


async def test_the_same_results_in_another_file_are_nothing_new(database: None, sample: Callable[[str], bytes]) -> None:
    """A second file with what is on record already is not accepted, and stays unaccepted."""
    here = await ground()
    await accepted(here, here.autumn)
    before = await Result.count(), await PersonalValue.count()
    saved_as = here.sent(sample("uitslagen-najaar.ods"), "uitslagen-najaar.ods")
    resaved = await results.send(saved_as, actor=here.actor, now=AT)
    with pytest.raises(NothingNew):
        await results.accept(resaved.upload.id, NO_CHOICES, actor=here.actor, now=AT)
    assert (await Result.count(), await PersonalValue.count()) == before
    row = await Upload.select(Upload.accepted_at).where(Upload.id == resaved.upload.id).first()
    assert row == {"accepted_at": None}


async def test_a_file_with_faults_is_not_recorded_at_all(database: None, sample: Callable[[str], bytes]) -> None:
    """Not even its faultless rows."""
    here = await ground()
    messy = here.sent(sample("uitslagen-rommelig.xlsx"), "uitslagen-rommelig.xlsx")
    preview = await results.send(messy, actor=here.actor, now=AT)
    assert preview.reading.faults
    assert not preview.acceptable
    with pytest.raises(HasFaults):
        await results.accept(preview.upload.id, choices_for(preview), actor=here.actor, now=AT)
    assert (await Result.count(), await Sitting.count(), await Evidence.count()) == (0, 0, 0)
    row = await Upload.select(Upload.accepted_at).where(Upload.id == preview.upload.id).first()
    assert row == {"accepted_at": None}


async def test_another_providers_upload_does_not_exist(database: None) -> None:
    """Nobody else previews, accepts or takes it back; nobody sends for another, or without approval to examine."""
    here = await ground()
    preview = await results.send(here.autumn, actor=here.actor, now=AT)
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    stranger = await making.account(await making.person(), Role.PROVIDER, other)

    def acts(who: Actor, upload: UUID) -> list[Awaitable[object]]:
        return [
            results.preview(upload, actor=who, now=AT),
            results.accept(upload, NO_CHOICES, actor=who, now=AT),
            results.decline(upload, actor=who, now=AT),
            taking_back.foreseen(upload, actor=who),
            taking_back.retract(upload, RetractionReason.OTHER, actor=who, now=AT),
        ]

    for act in (*acts(stranger, preview.upload.id), *acts(here.actor, uuid4())):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await results.send(here.autumn, actor=stranger, now=AT)
    with pytest.raises(NotApproved):
        await results.send(replace(here.autumn, provider=other), actor=stranger, now=AT)
    certifier = await here.stage.actor("certifier-a")
    for act in (*acts(certifier, preview.upload.id), results.send(here.autumn, actor=certifier, now=AT)):
        with pytest.raises(NotAllowed):
            await act
    auditor = await here.stage.actor("auditor")
    reading, *writing = acts(auditor, preview.upload.id)
    await reading
    for act in (writing[0], writing[1], writing[3]):
        with pytest.raises(NotAllowed):
            await act
    with pytest.raises(NotAccepted):
        await writing[2]
    assert await Result.count() == 0
    assert await results.uploads_for(stranger) == []
    assert [each.id for each in await results.uploads_for(auditor)] == [preview.upload.id]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/uitslagen.xlsx", "uitslagen.xlsx"),
        ("C:\\Users\\p\\uitslagen.xlsx", "uitslagen.xlsx"),
        ("uit\nslagen\x00.xlsx", "uitslagen.xlsx"),
        ("x" * 500 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
async def test_a_files_name_is_a_label(database: None, given: str, kept: str) -> None:
    """No path, no control character, no length without end."""
    here = await ground()
    sent = replace(here.autumn, file_name=given)
    assert (await results.send(sent, actor=here.actor, now=AT)).upload.file_name == kept


async def test_acceptance_waits_for_whoever_decides_about_a_candidate(database: None, database_url: str) -> None:
    """Results and decisions about one adviser queue at the adviser's row, so that neither rests on half of the other."""
    here = await ground()
    seen = await results.send(here.autumn, actor=here.actor, now=AT)
    deciding = await asyncpg.connect(database_url)
    decision = deciding.transaction()
    await decision.start()
    await deciding.execute("SELECT 1 FROM adviser ORDER BY candidate_number DESC LIMIT 1 FOR NO KEY UPDATE")
    accepting = asyncio.create_task(results.accept(seen.upload.id, choices_for(seen), actor=here.actor, now=AT))
    waited = await waits_for_a_row(accepting)
    await decision.commit()
    await deciding.close()
    assert waited
    recorded = await accepting
    assert isinstance(recorded, Recorded)
    assert recorded.results == await Result.count()


async def test_erasing_the_files_of_a_person(database: None) -> None:
    """Every file that could name them goes; digest, size and results stay, and the preview is gone."""
    here = await ground()
    unaccepted = await results.send(here.autumn, actor=here.actor, now=AT)
    await accepted(here, here.autumn)
    before = await Result.count()
    async with transaction() as connection:
        stranger = await connection.fetchval("SELECT erase_person_files($1)", here.stage.persons["owner"])
        removed = await connection.fetchval("SELECT erase_person_files($1)", here.stage.persons["candidate-0"])
    assert (stranger, removed) == (0, 2)
    assert await UploadFile.count() == 0
    assert (await Upload.count(), await Result.count()) == (2, before)
    with pytest.raises(NotFound):
        await results.preview(unaccepted.upload.id, actor=here.actor, now=AT)


async def test_a_file_is_for_the_version_with_candidates(database: None) -> None:
    """A newer version of the track in which nobody is enrolled waits; one can be asked for by its number."""
    here = await ground()
    first = await tracks.newest(cast.TRACK)
    assert (await results.version_for(here.provider, cast.TRACK)).id == first.id
    assert (await results.version_for(here.provider, cast.TRACK, number=1)).id == first.id
    part = PartIn(
        code="GP",
        name_nl="Gemeentelijke processen",
        name_en="Municipal processes",
        scale_maximum=Decimal(100),
        pass_mark=Decimal(55),
        resit_after_days=14,
        maximum_attempts=3,
        counts_months=24,
    )
    command = PublishVersion(effective_from=AT.date(), parts=[part])
    second = (await tracks.publish_version(cast.TRACK, command, actor=await here.stage.actor("owner"), now=AT)).id
    assert (await results.version_for(here.provider, cast.TRACK)).id == first.id
    assert (await results.version_for(uuid4(), cast.TRACK)).id == second
    asked = await results.send(replace(here.autumn, version=2), actor=here.actor, now=AT)
    assert asked.upload.track_version == second
    assert not asked.reading.rows
    for code, number in ((cast.TRACK, 3), ("geen-traject", None)):
        with pytest.raises(NotFound):
            await results.version_for(here.provider, code, number=number)


async def test_a_corrected_workbook_tells_what_there_was(database: None, sample: Callable[[str], bytes]) -> None:
    """How many faults the file before it had when it was judged last, and how many this one has."""
    here = await ground()
    messy = await uploading.send(here.sent(sample("uitslagen-rommelig.xlsx"), "r.xlsx"), actor=here.actor, now=AT)
    assert isinstance(messy, Preview)
    marked = await workbooks.marked(messy.upload.id, language=Language.NL, actor=here.actor, now=AT)
    book = load_workbook(io.BytesIO(marked))
    book.worksheets[0]["G13"] = 72
    saved = io.BytesIO()
    book.save(saved)
    back = await uploading.send(here.sent(saved.getvalue(), "beter.xlsx"), actor=here.actor, now=AT)
    found = told(back, Language.NL)
    assert found.follows is not None
    assert (found.follows.faults, found.totals.faults) == (len(messy.reading.faults), len(messy.reading.faults) - 1)


async def test_a_marked_workbook_that_comes_back_is_recognised(database: None, sample: Callable[[str], bytes]) -> None:
    """The upload that it was marked for is named, to its own provider; whatever else was written there is nothing."""
    here = await ground()
    messy = await results.send(
        here.sent(sample("uitslagen-rommelig.xlsx"), "uitslagen-rommelig.xlsx"), actor=here.actor, now=AT
    )
    marked = await workbooks.marked(messy.upload.id, language=Language.NL, actor=here.actor, now=AT)
    later = AT + timedelta(hours=1)
    back = await results.send(here.sent(marked, "uitslagen-met-fouten.xlsx"), actor=here.actor, now=later)
    assert back.follows is not None
    assert back.follows.id == back.upload.follows == messy.upload.id
    again = await results.preview(back.upload.id, actor=here.actor, now=later)
    assert again.follows is not None
    newest, oldest = await results.uploads_for(here.actor)
    assert (newest.follows, oldest.follows) == (messy.upload.id, None)
    assert messy.follows is None
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    theirs = Upload(**{**messy.upload.to_dict(), "id": uuid4(), "provider": other})
    await Upload.insert(theirs)
    for marked_for in (theirs.id, uuid4()):
        marked = await marked_workbook(
            here.autumn.content, filename="x.xlsx", upload=marked_for, reading=messy.reading, language=Language.NL
        )
        assert (await results.send(here.sent(marked, "x.xlsx"), actor=here.actor, now=later)).follows is None
