"""The pages on which an admin lets a municipality that ended pass on what it had: seen beforehand, and done once."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.engagements.wording import STATES
from registry.errors import Fault, Invalid, RegistryError, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations.errors import UnknownMunicipality
from registry.permissions import Actor, Permission
from registry.reorganisations import listing, service
from registry.reorganisations.schemas import NamedOut, Reorganise, ReorganisedOut
from registry.reorganisations.seeking import DONE
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.sieves.sieve import Sifted
from registry.texts import Language, Text

_OWN = "/herindelingen"
_MOST = 50
_CODE = re.compile(r"GM[0-9]{4}")
_LABELS = {
    "gemeenten": Text("Codes van de opgeheven gemeenten", "Codes of the municipalities that ended"),
    "opvolger": Text("Wie neemt alles over?", "Who takes everything over?"),
}
_CODES = Text(
    "Vul codes in zoals GM0491, met een spatie ertussen; hooguit {most}.",
    "Enter codes such as GM0491, with a space between them; at most {most}.",
)
_CHOOSE = Text("Kies een opvolger.", "Choose a successor.")
_NEWS = {
    "overgegaan": Text(
        "Alles is overgegaan naar de opvolger. Wie het aangaat, heeft bericht.",
        "Everything has passed to the successor. Whoever it touches has a message.",
    ),
}
Typed = Annotated[str, QueryParameter(name="gemeenten")]
Heir = Annotated[str, QueryParameter(name="opvolger")]
Done = Annotated[str, QueryParameter(name="gedaan")]


class _Table(StrEnum):
    DUE = "wachten"
    DONE = "overgegaan"


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """An admin sees how many municipalities ended and did not pass on what they had."""
    if not actor.may(Permission.REORGANISE):
        return []
    today = amsterdam_day(now)
    ended = sum(len(each.predecessors) for each in await service.due(actor=actor) if each.effective_on <= today)
    text = Text(
        "Laat rechten en plichten van opgeheven gemeenten overgaan naar hun opvolger. U ziet eerst wat er overgaat.",
        "Let rights and duties of municipalities that ended pass to their successor. You see first what passes.",
    )
    counted = Text("opgeheven gemeenten", "municipalities that ended")
    return [Card(Text("Herindelingen", "Mergers and splits"), _OWN, text, count=ended or None, counted=counted)]


def _codes(typed: str) -> list[str]:
    found = list(dict.fromkeys(typed.upper().replace(",", " ").split()))
    if not 0 < len(found) <= _MOST or not all(_CODE.fullmatch(each) for each in found):
        raise Invalid([Fault("gemeenten", _CODES, {"most": _MOST})])
    return found


class ReorganisationPages(Controller):
    """Mergers and splits of municipalities, in the browser."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.REORGANISE),)

    @get()
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Done = "",
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.DUE,
    ) -> Template | Stream:
        """Which municipalities still have something to pass on, and what was chosen of what was done; either as a file."""
        if kind is not None:
            today = amsterdam_day(now)
            if table is _Table.DONE:
                exported = listing.done(await _done(actor, chosen, language), actor=actor, today=today)
            else:
                exported = listing.due(await service.due(actor=actor), actor=actor, today=today)
            return answer(exported, kind, language=language)
        return await _list(actor, language, chosen=chosen, flash=news(done, _NEWS, language))

    @get("/overgang")
    async def preview(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        typed: Typed = "",
        heir: Heir = "",
    ) -> Template:
        """What would pass to whom; where there is more than one successor, a person names one first."""
        try:
            codes = _codes(typed)
            heirs = await service.heirs(codes, actor=actor)
            if not heir and len(heirs) != 1:
                return _choice(codes, heirs)
            command = Reorganise(predecessors=codes, successor=_successor(heir or heirs[0].code))
            return await _preview(command, language=language, actor=actor, now=now)
        except (Invalid, UnknownMunicipality) as error:
            return await _list(actor, language, kept=Form({"gemeenten": typed}), refused=_refused(error, language))

    @post()
    async def reorganise(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Everything passes to the successor, in one go."""
        try:
            codes = _codes(form.text("gemeenten"))
            command = Reorganise(predecessors=codes, successor=_successor(form.text("opvolger")))
        except Invalid as error:
            return await _list(actor, language, kept=form, refused=_refused(error, language))
        try:
            await service.reorganise(command, actor=actor, now=now)
        except UnknownMunicipality as error:
            return await _list(actor, language, kept=form, refused=_refused(error, language))
        except RuleBroken as error:
            return await _preview(command, language=language, actor=actor, now=now, refused=_refused(error, language))
        return Redirect(in_language(f"{_OWN}?gedaan=overgegaan", language), status_code=303)


def _successor(typed: str) -> str:
    if not _CODE.fullmatch(typed):
        raise Invalid([Fault("opvolger", _CHOOSE)])
    return typed


def _refused(error: RegistryError, language: Language) -> Refusal:
    return refusal(error, language, _LABELS, status=409 if isinstance(error, RuleBroken) else 404)


def _choice(codes: Sequence[str], heirs: Sequence[NamedOut]) -> Template:
    options = [(heir.code, heir.name, heir.code) for heir in heirs]
    return Template("reorganisation_heir.html", context={"codes": codes, "options": options, "labels": _LABELS})


async def _done(actor: Actor, chosen: Choice, language: Language) -> Sifted[ReorganisedOut]:
    rows = await service.done(actor=actor) if actor.may(Permission.READ_DAYS) else []
    return DONE.sift(rows, chosen, language)


_NOTHING_KEPT = Form()


async def _list(
    actor: Actor,
    language: Language,
    *,
    chosen: Choice = NOTHING_CHOSEN,
    kept: Form = _NOTHING_KEPT,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    context = {
        "due": await service.due(actor=actor),
        "found": await _done(actor, chosen, language),
        "labels": _LABELS,
        "kept": kept,
        "flash": flash,
        "refused": refused,
        "own_path": _OWN,
        "asked": _asked,
    }
    return Template("reorganisations.html", context=context, status_code=refused.status)


def _asked(codes: Sequence[str]) -> str:
    """The path of the page of these municipalities."""
    return f"{_OWN}/overgang?gemeenten={'+'.join(codes)}"


async def _preview(
    command: Reorganise, *, language: Language, actor: Actor, now: datetime, refused: Refusal = NOTHING
) -> Template:
    shown = await service.preview(command, language=language, actor=actor, now=now)
    codes = " ".join(command.predecessors)
    context = {"preview": shown, "codes": codes, "states": STATES, "refused": refused, "own_path": _OWN}
    return Template("reorganisation.html", context=context, status_code=refused.status)
