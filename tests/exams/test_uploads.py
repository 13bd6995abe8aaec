"""Uploads: sent, previewed, accepted whole or not at all, by their own provider."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import asyncpg
import pytest

from config.demo import cast, story
from config.demo.stage import Stage, set_up
from exams.results import service as results
from exams.results.errors import AcceptedBefore, HasFaults, NothingNew
from exams.results.reading import Standing
from exams.results.service import Sent
from exams.results.tables import Result, Upload, UploadFile
from exams.sittings.tables import Sitting
from exams.tracks.errors import NotApproved
from registry.accounts import passwords
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.dossiers.tables import Evidence
from registry.errors import NotAllowed, NotFound
from registry.impartiality.tables import Relation
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.personal_data.tables import PersonalValue
from registry.transactions import transaction
from tests.registry import making

NAME, AT = story.UPLOADS[0]


async def enrolled() -> tuple[Stage, Actor, Sent]:
    """The provider of the story with its twelve candidates, and the file it sends."""
    stage = Stage(passwords.cheapest())
    await set_up(stage)
    await story._enrol(stage)  # noqa: SLF001  the chapter before
    sent = Sent(stage.organisations["provider"], cast.TRACK, NAME, story.sample(NAME))
    return stage, await stage.actor("provider"), sent


async def test_sending_records_no_result(database: None) -> None:
    """The file is kept, byte for byte, with its digest; what it would do is told, and done by accepting only."""
    _, actor, sent = await enrolled()
    preview = await results.send(sent, actor=actor, now=AT)
    assert preview.acceptable
    assert preview.count(Standing.NEW) == len(preview.reading.rows) > 50
    assert await Result.count() == 0
    assert await UploadFile.select(UploadFile.content) == [{"content": sent.content}]
    again = await results.preview(preview.upload.id, actor=actor, now=AT)
    assert again.reading == preview.reading
    assert [each.id for each in await results.uploads_of(sent.provider, actor=actor)] == [preview.upload.id]


async def test_accepting_records_everything_once(database: None) -> None:
    """Results, sittings, relations and evidence; the same file again has been accepted before, whoever sends it anew."""
    _, actor, sent = await enrolled()
    first, second = [await results.send(sent, actor=actor, now=AT) for _ in range(2)]
    recorded = await results.accept(first.upload.id, actor=actor, now=AT)
    assert recorded.results == await Result.count() == len(first.reading.rows)
    assert await Sitting.count() == len(first.reading.sittings)
    assert await Relation.count().where(Relation.kind == "examined") == recorded.results
    assert len(recorded.completed) == await Evidence.count() > 0
    for upload in (first.upload.id, second.upload.id):
        with pytest.raises(AcceptedBefore):
            await results.accept(upload, actor=actor, now=AT)
    assert not (await results.preview(first.upload.id, actor=actor, now=AT)).acceptable
    assert await AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_ACCEPTED.value) == 1


async def test_the_same_results_in_another_file_are_nothing_new(database: None, sample: Callable[[str], bytes]) -> None:
    """A second file with what is on record already is not accepted, and stays unaccepted."""
    _, actor, sent = await enrolled()
    first = await results.send(sent, actor=actor, now=AT)
    await results.accept(first.upload.id, actor=actor, now=AT)
    before = await Result.count(), await PersonalValue.count()
    saved_as = replace(sent, content=sample("uitslagen-najaar.ods"), file_name="uitslagen-najaar.ods")
    resaved = await results.send(saved_as, actor=actor, now=AT)
    with pytest.raises(NothingNew):
        await results.accept(resaved.upload.id, actor=actor, now=AT)
    assert (await Result.count(), await PersonalValue.count()) == before
    row = await Upload.select(Upload.accepted_at).where(Upload.id == resaved.upload.id).first()
    assert row == {"accepted_at": None}


async def test_a_file_with_faults_is_not_recorded_at_all(database: None, sample: Callable[[str], bytes]) -> None:
    """Not even its faultless rows."""
    _, actor, sent = await enrolled()
    messy = replace(sent, content=sample("uitslagen-rommelig.xlsx"), file_name="uitslagen-rommelig.xlsx")
    preview = await results.send(messy, actor=actor, now=AT)
    assert preview.reading.faults
    assert not preview.acceptable
    with pytest.raises(HasFaults):
        await results.accept(preview.upload.id, actor=actor, now=AT)
    assert (await Result.count(), await Sitting.count(), await Evidence.count()) == (0, 0, 0)
    row = await Upload.select(Upload.accepted_at).where(Upload.id == preview.upload.id).first()
    assert row == {"accepted_at": None}


async def test_another_providers_upload_does_not_exist(database: None) -> None:
    """Nobody else previews or accepts it; nobody sends for another, or without approval to examine."""
    stage, actor, sent = await enrolled()
    preview = await results.send(sent, actor=actor, now=AT)
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    stranger = await making.account(await making.person(), Role.PROVIDER, other)

    def acts(who: Actor, upload: UUID) -> list[Awaitable[object]]:
        return [results.preview(upload, actor=who, now=AT), results.accept(upload, actor=who, now=AT)]

    for act in (*acts(stranger, preview.upload.id), *acts(actor, uuid4()), results.send(sent, actor=stranger, now=AT)):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotApproved):
        await results.send(replace(sent, provider=other), actor=stranger, now=AT)
    certifier = await stage.actor("certifier-a")
    for act in (*acts(certifier, preview.upload.id), results.send(sent, actor=certifier, now=AT)):
        with pytest.raises(NotAllowed):
            await act
    auditor = await stage.actor("auditor")
    with pytest.raises(NotAllowed):
        await results.accept(preview.upload.id, actor=auditor, now=AT)
    assert await Result.count() == 0


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
    _, actor, sent = await enrolled()
    assert (await results.send(replace(sent, file_name=given), actor=actor, now=AT)).upload.file_name == kept


async def test_acceptance_waits_for_whoever_decides_about_a_candidate(database: None, database_url: str) -> None:
    """Results and decisions about one adviser queue at the adviser's row, so that neither rests on half of the other."""
    _, actor, sent = await enrolled()
    upload = (await results.send(sent, actor=actor, now=AT)).upload.id
    deciding = await asyncpg.connect(database_url)
    decision = deciding.transaction()
    await decision.start()
    await deciding.execute("SELECT 1 FROM adviser ORDER BY candidate_number DESC LIMIT 1 FOR NO KEY UPDATE")
    accepting = asyncio.create_task(results.accept(upload, actor=actor, now=AT))
    done, _ = await asyncio.wait({accepting}, timeout=1.5)
    await decision.commit()
    await deciding.close()
    assert not done
    assert (await accepting).results == await Result.count()


async def test_erasing_the_files_of_a_person(database: None) -> None:
    """Every file that could name them goes; digest, size and results stay, and the preview is gone."""
    stage, actor, sent = await enrolled()
    accepted, unaccepted = [await results.send(sent, actor=actor, now=AT) for _ in range(2)]
    await results.accept(accepted.upload.id, actor=actor, now=AT)
    before = await Result.count()
    async with transaction() as connection:
        stranger = await connection.fetchval("SELECT erase_person_files($1)", stage.persons["owner"])
        removed = await connection.fetchval("SELECT erase_person_files($1)", stage.persons["candidate-0"])
    assert (stranger, removed) == (0, 2)
    assert await UploadFile.count() == 0
    assert (await Upload.count(), await Result.count()) == (2, before)
    with pytest.raises(NotFound):
        await results.preview(unaccepted.upload.id, actor=actor, now=AT)
