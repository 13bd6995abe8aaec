"""The workbook that goes back to the provider: its own file, each faulty cell marked, and a list of all faults."""

from uuid import UUID

from exams.judging.reading import Reading
from exams.spreadsheets.reader import mark_file
from exams.spreadsheets.wire import MarkTask, Note
from registry.texts import Language, Text

_HEADING = (
    Text("Blad", "Sheet"),
    Text("Cel", "Cell"),
    Text("Wat is er mis", "What is wrong"),
    Text("Wat te doen", "What to do"),
    Text("Bedoelt u", "Do you mean"),
)


async def marked_workbook(content: bytes, *, filename: str, upload: UUID, reading: Reading, language: Language) -> bytes:
    """An .xlsx of what was uploaded, with the faults of its reading; corrected, it can be uploaded as it is.

    Its first sheet still counts and the sheet ‘Fouten’ is never read; sent again, its `own_mark` is the id of the upload.
    Raises an UploadRefused.
    """
    return await mark_file(marking_task(content, filename=filename, upload=upload, reading=reading, language=language))


def marking_task(content: bytes, *, filename: str, upload: UUID, reading: Reading, language: Language) -> MarkTask:
    """What the child is to write, in that language."""
    notes = tuple(
        Note(
            cell=fault.cell,
            comment=fault.say(language),
            line=(fault.what(language), fault.remedy(language), fault.suggestion or ""),
        )
        for fault in reading.faults
    )
    return MarkTask(content, filename, str(upload), tuple(title.say(language) for title in _HEADING), notes)
