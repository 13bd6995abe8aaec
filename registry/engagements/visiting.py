"""Who looks at which booking in the browser, and what they sent: the dependency `visit` of the pages of one booking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from registry.accounts.forms import Form
from registry.accounts.pages import in_language
from registry.bookings.steps import RejectReason
from registry.permissions import Actor
from registry.schema import Schema
from registry.texts import Language


class Answer(StrEnum):
    """What an adviser answers to a request or a change; what is neither is no answer."""

    ACCEPT = "akkoord"
    DECLINE = "afwijzen"


class Verdict(StrEnum):
    """What a municipality makes of days that wait; what is neither is no verdict."""

    APPROVE = "goed"
    REJECT = "af"


class Answered(Schema, frozen=True):
    """The button that an adviser pressed."""

    act: Answer


class Judged(Schema, frozen=True):
    """The button that a municipality pressed."""

    act: Verdict


class AskedChange(Schema, frozen=True):
    """The change that the page showed."""

    change: UUID


class Rejected(Schema, frozen=True):
    """Why a municipality rejects days."""

    reason: RejectReason


@dataclass(frozen=True, slots=True)
class Visit:
    """One request about one booking."""

    booking: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime

    def to(self, list_path: str, done: str) -> Redirect:
        """To the page of the booking in a list, with the news."""
        return Redirect(in_language(f"{list_path}/{self.booking}?gedaan={done}", self.language), status_code=303)


async def visit_of(
    booking_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Visit:
    """The dependency `visit`."""
    return Visit(booking_id, form, language, actor, now)
