"""A provider with hundreds of candidates, and files of theirs that are too long to be handled at once."""

from datetime import timedelta
from uuid import UUID

from config.demo import cast
from exams.results import uploading
from exams.results.acceptance import Choices, SittingDetails
from exams.results.doing import do
from exams.results.service import Sent
from exams.results.tables import UploadWork
from exams.results.uploading import Long
from exams.tracks import service as tracks
from registry.numbering import candidate_number
from registry.permissions import Actor
from registry.transactions import transaction
from tests.exams.uploads.ground import AT, HEADING, Ground, ground

CANDIDATES = 401
PARTS = {"GP": "70", "IM": "71", "OA": "72", "VM": "73", "ET": "7,5"}
ROWS = CANDIDATES * len(PARTS)
LINES = ROWS + 1
"""With the heading."""
LATER = AT + timedelta(hours=1)
_FIRST = 700_000
_ENROLLED = """
WITH asked AS (SELECT * FROM unnest($1::text[]) AS asked (number)),
    person AS (INSERT INTO person (id, given_name, family_name, recorded_at)
        SELECT gen_random_uuid(), number, 'Veelheid', $2 FROM asked RETURNING id, given_name),
    adviser AS (INSERT INTO adviser (id, person, candidate_number, recorded_at)
        SELECT gen_random_uuid(), id, given_name, $2 FROM person RETURNING id)
INSERT INTO enrolment (id, adviser, provider, track_version, enrolled_on, recorded_at)
    SELECT gen_random_uuid(), id, $3, $4, $5, $2 FROM adviser
"""


def numbers() -> list[str]:
    """The candidates of long files."""
    return [candidate_number(_FIRST + place) for place in range(CANDIDATES)]


async def crowded() -> Ground:
    """The provider of the story, with all these candidates besides its own."""
    here = await ground()
    version = await tracks.newest(cast.TRACK)
    async with transaction() as connection:
        await connection.execute(_ENROLLED, numbers(), cast.ENROLLING, here.provider, version.id, cast.ENROLLING.date())
    return here


def long_file(here: Ground, *, score: str = "", first_score: str = "") -> Sent:
    """A pass of every candidate in every part; or the score given, for all of them or in the first row alone."""
    lines = [
        ";".join([number, "Veelheid", part, "07-09-2026", "1", score or passed, "R. Postma", "", ""])
        for number in numbers()
        for part, passed in PARTS.items()
    ]
    if first_score:
        lines[0] = lines[0].replace(";70;", f";{first_score};")
    return here.sent("\r\n".join([HEADING, *lines, ""]).encode("utf-8-sig"), "lang.csv")


async def sent(here: Ground, file: Sent | None = None, *, actor: Actor | None = None) -> Long:
    """A long file as it comes in."""
    seen = await uploading.send(file or long_file(here), actor=actor or here.actor, now=AT)
    assert isinstance(seen, Long)
    return seen


async def judged(here: Ground, file: Sent | None = None) -> Long:
    """A long file that was judged in the background."""
    seen = await sent(here, file)
    await do(seen.work.id, now=AT)
    seen = await looked(here, seen.upload.id)
    assert seen.told is not None
    return seen


async def looked(here: Ground, upload: UUID) -> Long:
    """The file as its page has it."""
    seen = await uploading.preview(upload, actor=here.actor, now=LATER)
    assert isinstance(seen, Long)
    return seen


def places_of(seen: Long, **more: object) -> Choices:
    """A place for every sitting of a file that was judged."""
    assert seen.told is not None
    told = next(iter(seen.told.values()))
    return Choices(places={each.key: SittingDetails(place="Utrecht") for each in told.sittings}, **more)  # type: ignore[arg-type]  # whatever a test chooses


async def asked_to_accept(here: Ground, seen: Long, **more: object) -> UUID:
    """The work that accepting a judged file asks for."""
    asked = await uploading.accept(seen.upload.id, places_of(seen, **more), actor=here.actor, now=LATER)
    assert isinstance(asked, Long)
    return asked.work.id


async def ending_of(work: UUID) -> str | None:
    """How it ended, as the database has it."""
    row = await UploadWork.select(UploadWork.ending).where(UploadWork.id == work).first()
    assert row is not None
    ending: str | None = row["ending"]
    return ending
