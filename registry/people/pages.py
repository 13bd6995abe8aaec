"""The pages on which an admin compares numbers that may be of one human being, merges them, and undoes a merge."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.people import duplicate_listing, duplicates, merging
from registry.people.errors import MergeUndone, UnknownFile
from registry.people.schemas import MergeAdvisers
from registry.people.seeking import PAIRS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_LABELS = {
    "duplicate": Text("Dit nummer", "This number"),
    "countsAs": Text("telt voortaan als dit nummer", "counts as this number from now on"),
}
_NEWS = {
    "samengevoegd": Text("De twee nummers tellen nu als één persoon.", "The two numbers now count as one person."),
    "ongedaan": Text("De samenvoeging is ongedaan gemaakt.", "The merge has been undone."),
}


class _Table(StrEnum):
    PAIRS = "paren"
    MERGED = "samengevoegd"


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin sees how many pairs of numbers may be of one human being."""
    if not actor.may(Permission.MERGE_PERSONS):
        return []
    return [
        Card(
            Text("Dubbele personen", "Duplicate persons"),
            "/dubbelen",
            Text(
                "Vergelijk nummers die van één mens kunnen zijn, en voeg ze samen.",
                "Compare numbers that may be of one human being, and merge them.",
            ),
            len(await duplicates.possible_duplicates(actor)),
            Text("te vergelijken", "to compare"),
        ),
    ]


class DuplicatePages(Controller):
    """Numbers that are, or may be, of one human being."""

    path = "/dubbelen"
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.MERGE_PERSONS),)

    @get()
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.PAIRS,
    ) -> Template | Stream:
        """Pairs that were chosen, the form for any two numbers, and what was merged; either as a file where one is asked."""
        if kind is not None:
            today = amsterdam_day(now)
            if table is _Table.MERGED:
                exported = duplicate_listing.merges(await merging.merges(actor), actor=actor, today=today)
            else:
                found = PAIRS.sift(await duplicates.possible_duplicates(actor), chosen, language)
                exported = duplicate_listing.pairs(found, actor=actor, today=today)
            return answer(exported, kind, language=language)
        return await _listed(actor, language, chosen=chosen, flash=news(done, _NEWS, language))

    @post()
    async def merge(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Merge two numbers; a refusal is told above the form, which keeps what was typed."""
        try:
            await merging.merge(form.read(MergeAdvisers), actor=actor, now=now)
        except (Invalid, RuleBroken, UnknownFile) as error:
            return await _listed(actor, language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language("/dubbelen?gedaan=samengevoegd", language), status_code=303)

    @get("/{merge_id:uuid}/ongedaan")
    async def ask_undo(self, merge_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Template:
        """The question before a merge is undone."""
        return await _undoing(merge_id, actor)

    @post("/{merge_id:uuid}/ongedaan")
    async def undo(
        self,
        merge_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Undo a merge."""
        try:
            await merging.undo(merge_id, actor=actor, now=now)
        except MergeUndone as error:
            return await _undoing(merge_id, actor, refused=refusal(error, language, _LABELS))
        return Redirect(in_language("/dubbelen?gedaan=ongedaan", language), status_code=303)


async def _listed(
    actor: Actor,
    language: Language,
    *,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    context: dict[str, Any] = {
        "found": PAIRS.sift(await duplicates.possible_duplicates(actor), chosen, language),
        "merges": await merging.merges(actor),
        "labels": _LABELS,
        "flash": flash,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": "/dubbelen",
    }
    return Template("duplicates.html", context=context, status_code=refused.status)


async def _undoing(merge_id: UUID, actor: Actor, *, refused: Refusal = NOTHING) -> Template:
    made = next((each for each in await merging.merges(actor) if each.id == merge_id), None)
    if made is None:
        raise NotFound
    context = {"merge": made, "refused": refused, "own_path": f"/dubbelen/{merge_id}/ongedaan"}
    return Template("merge_undoing.html", context=context, status_code=refused.status)
