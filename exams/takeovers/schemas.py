"""What comes in and goes out about lists of certificates issued elsewhere."""

from datetime import date
from uuid import UUID

from litestar.datastructures import UploadFile
from msgspec import Struct

from registry.schema import Schema


class TakeoverForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The multipart form of a list: the scheme here, the body that issued, the document it comes from, and the file."""

    scheme: str
    issuer: str
    source: str
    file: UploadFile


class TakeoverFindingOut(Schema, frozen=True):
    """Something to tell about one cell; `suggestion` is a value that may be meant."""

    sheet: str
    cell: str
    row: int
    code: str
    text: str
    suggestion: str | None


class TakeoverLineOut(Schema, frozen=True):
    """A certificate that the list names; without a candidate number its holder is new."""

    row: int
    candidate_number: str | None
    name: str
    number_there: str
    first_day: date
    last_day: date


class TakeoverPreviewOut(Schema, frozen=True):
    """A list as it was read: it is prepared, with an id, where nothing was wrong; else nothing was kept."""

    takeover: UUID | None
    lines: list[TakeoverLineOut]
    faults: list[TakeoverFindingOut]
    notices: list[TakeoverFindingOut]
