"""The page on which auditors read the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.audit import listing, reading
from registry.audit.actions import Action
from registry.audit.reading import PAGE, Wanted
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import ASKED, FileKind, answer
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_OWN = "/logboek"
_LABELS: Mapping[str, Text] = {
    "action": listing.ACTION,
    "subject": listing.SUBJECT,
    "firstDay": listing.FIRST_DAY,
    "lastDay": listing.LAST_DAY,
}


class _Typed(Schema, frozen=True):
    subject: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Filter:
    """What was chosen, as the address has it."""

    action: str
    subject: str
    first_day: str
    last_day: str

    @property
    def address(self) -> str:
        """The address with the same choice."""
        chosen = {"handeling": self.action, "kenmerk": self.subject, "van": self.first_day, "tot": self.last_day}
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def read(self) -> Wanted:
        """An act that is none chooses nothing; raises Invalid for what is no day or no reference."""
        typed = Form({"subject": self.subject, "firstDay": self.first_day, "lastDay": self.last_day}).read(_Typed)
        action = next((each for each in Action if each.value == self.action), None)
        return Wanted(action, typed.subject, typed.first_day, typed.last_day)


async def _filtered(
    action: Annotated[str, QueryParameter(name="handeling")] = "",
    subject: Annotated[str, QueryParameter(name="kenmerk")] = "",
    first_day: Annotated[str, QueryParameter(name="van")] = "",
    last_day: Annotated[str, QueryParameter(name="tot")] = "",
) -> _Filter:
    """The dependency `chosen` of the page."""
    return _Filter(action, subject.strip(), first_day.strip(), last_day.strip())


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An auditor is shown the way."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    text = Text("Bekijk wie wat wanneer deed.", "See who did what and when.")
    return [Card(Text("Logboek", "Audit trail"), _OWN, text)]


class AuditTrailPages(Controller):
    """The audit trail in the browser."""

    dependencies = {"chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it

    @get(_OWN, guards=[requires(Permission.READ_AUDIT)])
    async def listed(
        self,
        *,
        chosen: NamedDependency[_Filter],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
        kind: Annotated[FileKind | None, QueryParameter(name=ASKED)] = None,
    ) -> Template | Stream:
        """The acts that are asked for, the last one first: on the page, or as a file. What is no day is told at its field."""
        try:
            wanted = chosen.read()
        except Invalid as error:
            return _page(chosen, refused=refusal(error, language, _LABELS))
        if kind is not None:
            today = amsterdam_day(now)
            return answer(await listing.trail(wanted, actor=actor, today=today), kind, language=language, day=today)
        count = await reading.entries(wanted, actor=actor).count()
        pages = max(1, -(-count // PAGE))
        shown = await reading.page_of(wanted, page=min(page, pages), actor=actor)
        return _page(chosen, entries=shown, count=count, page=min(page, pages), pages=pages)


def _page(chosen: _Filter, *, refused: Refusal = NOTHING, **found: object) -> Template:
    context = {
        "chosen": chosen,
        "actions": [(each.value, each.value) for each in sorted(Action)],
        "labels": _LABELS,
        "refused": refused,
        **found,
    }
    return Template("audit_trail.html", context=context, status_code=refused.status)
