"""What comes in and goes out about takeovers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.schema import LINE, Code, Label, Schema
from registry.takeovers.rules import Ending

Source = Annotated[str, Meta(min_length=2, max_length=200, pattern=LINE)]


class ListOf(Schema, frozen=True):
    """Whose list it is: the scheme here, the body that issued the certificates, and the document they come from."""

    scheme: Code
    issuer: Label
    source: Source


class ConfirmHolders(Schema, frozen=True):
    """The rows whose holder is somebody else than the candidates of a like name."""

    rows: Annotated[list[int], Meta(max_length=1000)]


class TakeoverOut(Schema, frozen=True):
    """A list, who prepared it, and how it ended."""

    id: UUID
    scheme: str
    issuer: str
    source: str
    file_name: str
    sha256: str
    certificates: int
    prepared_by: str | None
    prepared_at: datetime
    ending: Ending | None
    ended_by: str | None
    ended_at: datetime | None


class AlikeOut(Schema, frozen=True):
    """A known candidate of a like name or e-mail address."""

    candidate_number: str
    name: str


class TakeoverRowOut(Schema, frozen=True):
    """One certificate of a list: before the decision what it would become, afterwards the certificate that it became.

    `alike` are candidates from whom nobody said yet that this holder differs; `problem` is what is in your way.
    """

    row: int
    candidate_number: str | None
    name: str | None
    number_there: str | None
    scheme_there: str | None
    first_day: date | None
    last_day: date | None
    alike: list[AlikeOut]
    distinct_from: list[str]
    problem: str | None
    certificate: str | None


class TakeoverDetail(TakeoverOut, frozen=True):
    """A list in full; `ready` says whether another certifier could decide it as things stand."""

    rows: list[TakeoverRowOut]
    prepared_by_you: bool
    erased: bool
    ready: bool


class DecidedOut(Schema, frozen=True):
    """How many certificates were taken over."""

    certificates: int
