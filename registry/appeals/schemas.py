"""What comes in and goes out about appeals and complaints."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.appeals.rules import Against, Effect, Kind, Outcome, Step
from registry.impartiality.rules import Ground
from registry.people.schemas import Email, GivenName
from registry.schema import Code, Schema

_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Words = Annotated[str, Meta(min_length=10, max_length=5000, pattern=_TEXT)]
Letter = Annotated[str, Meta(min_length=20, max_length=10_000, pattern=_TEXT)]


class OwnAppeal(Schema, frozen=True, kw_only=True):
    """What somebody who is signed in sends; `number` is that of the candidate or certificate that it is about.

    `dossier` is an application of their own.
    """

    kind: Kind
    against: Against
    scheme: Code
    text: Letter
    number: Annotated[str, Meta(max_length=40)] | None = None
    dossier: UUID | None = None


class FileAppeal(OwnAppeal, frozen=True, kw_only=True):
    """What anybody sends, with how they are called and where the answer goes."""

    given_name: GivenName
    family_name: GivenName
    email: Email


class Received(Schema, frozen=True):
    """The receipt: the number by which to ask how it stands, and by when there is an answer."""

    number: str
    received_at: datetime
    acknowledged_by: date
    decided_by: date


class AppealStatus(Schema, frozen=True):
    """How an appeal or complaint stands, for who has its number: never who sent it, or what it says."""

    number: str
    kind: Kind
    state: Step
    received_at: datetime
    due_on: date | None


class Acknowledge(Schema, frozen=True):
    """The acknowledgement that the sender reads; `number` names what it is about, where the sender did not."""

    words: Words
    number: Annotated[str, Meta(max_length=40)] | None = None


class Assign(Schema, frozen=True):
    """The person who is to handle it."""

    handler: UUID


class PrepareAnswer(Schema, frozen=True):
    """Advice for whoever decides."""

    advice: Words


class DecideAppeal(Schema, frozen=True):
    """The outcome, and the answer that the sender reads."""

    outcome: Outcome
    answer: Words


class AppealEventOut(Schema, frozen=True):
    """One step: who took it, when, to whom it was given, and what was written; words go when the person is erased."""

    step: Step
    by: str | None
    recorded_at: datetime
    handler: str | None
    words: str | None
    effects: list[Effect]


class AppealOut(Schema, frozen=True):
    """An appeal or complaint as certifiers and auditors see it in a list."""

    id: UUID
    number: str
    kind: Kind
    against: Against
    state: Step
    sender: str | None
    handler: str | None
    received_at: datetime
    due_on: date | None
    overdue: bool


class AppealObjection(Schema, frozen=True):
    """Why you may not handle or decide; `ground` is `took-part` for who took part in what it is about."""

    ground: Ground | None
    text: str


class HandlerOut(Schema, frozen=True):
    """A certifier to whom it can be given."""

    person: UUID
    name: str


class AppealDetail(AppealOut, frozen=True):
    """An appeal or complaint in full."""

    email: str | None
    text: str | None
    dossier: UUID | None
    certificate: str | None
    measure: UUID | None
    events: list[AppealEventOut]
    objections: list[AppealObjection]
    handled_by_you: bool
    prepared_by_you: bool
    handlers: list[HandlerOut]
