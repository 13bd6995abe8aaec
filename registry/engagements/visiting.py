"""Who looks at which booking in the browser, and what they sent: the dependency `visit` of the pages of one booking."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from registry.accounts.forms import Form
from registry.accounts.pages import in_language
from registry.permissions import Actor
from registry.texts import Language


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
