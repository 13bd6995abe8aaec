"""The page on which auditors read the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template
from msgspec import Meta

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.audit import listing, reading
from registry.audit.actions import Action
from registry.audit.reading import Wanted
from registry.audit.wording import ACTIONS
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import InAddress
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves.choosing import LONGEST
from registry.texts import Language, Text

_OWN = "/logboek"
_ACTION, _WHO, _SUBJECT, _FIRST, _LAST = "handeling", "wie", "kenmerk", "van", "tot"
_LABELS: Mapping[str, Text] = {
    _ACTION: listing.ACTION,
    _WHO: listing.WHO,
    _SUBJECT: listing.SUBJECT,
    _FIRST: listing.FIRST_DAY,
    _LAST: listing.LAST_DAY,
}

_SAID = {language: {code.value: words.say(language) for code, words in ACTIONS.items()} for language in Language}


class _Typed(Schema, frozen=True):
    """What was typed in the fields for text, by their names in the address."""

    who: Annotated[str, Meta(max_length=LONGEST)] = msgspec.field(default="", name=_WHO)
    subject: UUID | None = msgspec.field(default=None, name=_SUBJECT)
    first_day: date | None = msgspec.field(default=None, name=_FIRST)
    last_day: date | None = msgspec.field(default=None, name=_LAST)


@dataclass(frozen=True, slots=True)
class _Choice(InAddress):
    """What was chosen, as the address has it."""

    action: str
    who: str
    subject: str
    first_day: str
    last_day: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        typed = {_WHO: self.who, _SUBJECT: self.subject, _FIRST: self.first_day, _LAST: self.last_day}
        return {_ACTION: self.action, **typed}

    def read(self) -> Wanted:
        """An act that is none chooses nothing; raises Invalid for what is no day or no reference, and for too much to seek."""
        typed = Form(self.given).read(_Typed)
        action = next((each for each in Action if each.value == self.action), None)
        return Wanted(action, typed.subject, typed.first_day, typed.last_day, typed.who)


async def _chosen(
    *,
    action: Annotated[str, QueryParameter(name=_ACTION)] = "",
    who: Annotated[str, QueryParameter(name=_WHO)] = "",
    subject: Annotated[str, QueryParameter(name=_SUBJECT)] = "",
    first_day: Annotated[str, QueryParameter(name=_FIRST)] = "",
    last_day: Annotated[str, QueryParameter(name=_LAST)] = "",
) -> _Choice:
    """The dependency `chosen` of the page."""
    return _Choice(action, who.strip(), subject.strip(), first_day.strip(), last_day.strip())


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An auditor is shown the way."""
    if not actor.may(Permission.READ_AUDIT):
        return []
    text = Text("Bekijk wie wat wanneer deed.", "See who did what and when.")
    return [Card(Text("Logboek", "Audit trail"), _OWN, text)]


class AuditTrailPages(Controller):
    """The audit trail in the browser."""

    dependencies = {"chosen": Provide(_chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(_OWN, guards=[requires(Permission.READ_AUDIT)])
    async def listed(
        self,
        *,
        chosen: NamedDependency[_Choice],
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
        return _page(chosen, language, found=await reading.page_of(wanted, page=page, actor=actor))


def _page(chosen: _Choice, language: Language, *, refused: Refusal = NOTHING, **found: object) -> Template:
    context = {
        "chosen": chosen,
        "actions": sorted(_SAID[language].items(), key=itemgetter(1)),
        "said": _SAID[language],
        "labels": _LABELS,
        "refused": refused,
        **found,
    }
    return Template("audit_trail.html", context=context, status_code=refused.status)
