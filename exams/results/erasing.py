"""The files in which a person is named, for whoever erases that person."""

from collections.abc import Iterable
from uuid import UUID

from registry.erasure.files import NamingFiles
from registry.transactions import current_connection, fetch

_COUNT = """
SELECT count(DISTINCT upload_file.id) AS files FROM upload_file JOIN upload ON upload.id = upload_file.upload
    JOIN enrolment ON enrolment.provider = upload.provider AND enrolment.track_version = upload.track_version
    JOIN adviser ON adviser.id = enrolment.adviser
WHERE adviser.person = ANY($1) AND (upload.accepted_at IS NULL OR EXISTS (
    SELECT 1 FROM result WHERE result.upload = upload.id AND result.enrolment = enrolment.id))
"""


class ResultFiles(NamingFiles):
    """Files of results, and what was read from them; files of enrolments that wait are emptied too."""

    async def count(self, persons: Iterable[UUID]) -> int:
        """How many files these persons have results in, or may have while nobody accepted them."""
        [row] = await fetch(_COUNT, list(persons))
        return int(row["files"])

    async def erase(self, persons: Iterable[UUID]) -> int:
        """By the one function of the database that removes a file."""
        connection = current_connection()
        removed = [await connection.fetchval("SELECT erase_person_files($1)", each) for each in persons]
        return sum(removed)
