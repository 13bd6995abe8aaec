"""The files of providers go with the person they name; what others have in them stays on record."""

from config.demo import cast
from exams.results import service as results
from exams.results.erasing import ResultFiles
from exams.results.tables import Result, Upload, UploadFile
from registry.erasure import service
from registry.erasure.schemas import ErasePerson
from registry.people.tables import Person
from registry.permissions import Role
from registry.texts import Language
from tests.exams.uploads.ground import AT, accepted, ground
from tests.registry import making


async def test_files_are_counted_and_gone(database: None) -> None:
    """One that was accepted and one that waits: both may name a candidate of the track; a stranger is in neither."""
    here = await ground()
    await results.send(here.autumn, actor=here.actor, now=AT)
    await accepted(here, here.autumn)
    files, before = ResultFiles(), await Result.count()
    person = here.stage.persons["candidate-0"]
    by = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, here.stage.organisations["operator"])
    stranger = await service.preview(here.stage.persons["owner"], files, language=Language.NL, actor=by, now=AT)
    assert stranger.goes.files == 0
    shown = await service.preview(person, files, language=Language.NL, actor=by, now=AT)
    assert (shown.goes.files, shown.blocked) == (2, [])
    done = await service.erase(person, ErasePerson(confirmation=shown.confirm_with), files, actor=by, now=AT)
    assert done.files == 2
    assert (await UploadFile.count(), await Upload.count(), await Result.count()) == (0, 2, before)
    family = cast.CANDIDATES[0].family
    assert not await Person.exists().where(Person.id == person, Person.family_name == family)
