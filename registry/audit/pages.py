"""The page on which auditors read the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
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
from registry.audit.wording import ACTIONS
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
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

_SAID = {language: {code.value: words.say(language) for code, words in ACTIONS.items()} for language in Language}


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

    @property
    def days(self) -> list[tuple[str, str, str]]:
        """Each day with its name in the address and its field."""
        return [("van", "firstDay", self.first_day), ("tot", "lastDay", self.last_day)]

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
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The acts that are asked for, the last one first: on the page, or as a file. What is no day is told at its field."""
        try:
            wanted = chosen.read()
        except Invalid as error:
            return _page(chosen, language, refused=refusal(error, language, _LABELS))
        if kind is not None:
            return answer(await listing.saved(wanted, kind, actor=actor, now=now), kind, language=language)
        count = await reading.entries(wanted, actor=actor).count()
        pages = max(1, -(-count // PAGE))
        shown = await reading.page_of(wanted, page=min(page, pages), actor=actor)
        return _page(chosen, language, entries=shown, count=count, page=min(page, pages), pages=pages)


def _page(chosen: _Filter, language: Language, *, refused: Refusal = NOTHING, **found: object) -> Template:
    context = {
        "chosen": chosen,
        "days": {at: "" if field in refused.at else day for at, field, day in chosen.days},
        "actions": sorted(_SAID[language].items(), key=itemgetter(1)),
        "said": _SAID[language],
        "labels": _LABELS,
        "refused": refused,
        **found,
    }
    return Template("audit_trail.html", context=context, status_code=refused.status)
