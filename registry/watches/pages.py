"""The pages on which a municipality sees what it follows, begins to follow, and ends it."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
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
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text
from registry.watches import listing, reading, service
from registry.watches.errors import AdviserNotShown
from registry.watches.naming import ShownNames
from registry.watches.rules import Followed
from registry.watches.schemas import Follow, WatchOut
from registry.watches.seeking import WATCHES

_OWN, _NEW = "/gevolgd", "/gevolgd/nieuw"
_LABELS = {
    "certificate": Text("Nummer van het certificaat", "Number of the certificate"),
    "followed": Text("Wat wilt u volgen?", "What do you want to follow?"),
    "organisation": Text("Voor welke organisatie?", "For which organisation?"),
}
_CHOICES = {
    Followed.CERTIFICATE: (
        Text("Dit certificaat", "This certificate"),
        Text("En wat het verlengt of vervangt.", "And what renews or replaces it."),
    ),
    Followed.ADVISER: (
        Text("Deze adviseur", "This adviser"),
        Text("Elk certificaat dat de adviseur heeft of krijgt.", "Each certificate that the adviser has or gets."),
    ),
}
_NEWS = {
    "gevolgd": Text(
        "U volgt dit. U krijgt een bericht als de status verandert.", "You follow this. You are told when the status changes."
    ),
    "beeindigd": Text("U volgt dit niet meer.", "You no longer follow this."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who may follow, or read what is followed, sees how much that is."""
    if not actor.may(Permission.READ_WATCHES):
        return []
    text = Text(
        "U krijgt een bericht als de status van een certificaat verandert.",
        "You are told when the status of a certificate changes.",
    )
    return [Card(Text("Wat u volgt", "What you follow"), _OWN, text, await reading.number(actor), Text("gevolgd", "followed"))]


class WatchPages(Controller):
    """What a municipality follows, in the browser."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_WATCHES)])
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        shown_names: NamedDependency[ShownNames],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        ended: Annotated[UUID | None, QueryParameter(name="gestopt")] = None,
        kind: AskedKind = None,
    ) -> Template | Stream:
        """What is followed, with names where the public sees them; all that was chosen as a file where one is asked."""
        if kind is not None:
            followed = await reading.everything(chosen, actor=actor, language=language, now=now)
            names = await shown_names.of(_numbers(followed), now=now)
            exported = listing.watches(followed, names, chosen, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        page = await reading.page_of(chosen, actor=actor, language=language, now=now)
        context = {
            "found": WATCHES.around(page, chosen, language),
            "names": await shown_names.of(_numbers(page.rows), now=now),
            "several": len({each.organisation for each in page.rows}) > 1,
            "may_follow": actor.may(Permission.WATCH),
            "flash": news(done, _NEWS, language),
            "undo": await _again(ended, actor, language, now),
        }
        return Template("watches.html", context=context)

    @get("/nieuw", guards=[requires(Permission.WATCH)])
    async def ask(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        number: Annotated[str, QueryParameter(name="certificaat", max_length=100)] = "",
    ) -> Template:
        """The form to follow a certificate or its adviser."""
        kept = Form({"certificate": number.strip(), "followed": Followed.CERTIFICATE.value})
        return await _form(actor, kept, language)

    @post(guards=[requires(Permission.WATCH)])
    async def follow(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Follow; what is not right yet is told at the form, which keeps what was chosen."""
        try:
            await service.follow(form.read(Follow), actor=actor, now=now)
        except UnknownCertificate as error:
            return await _form(actor, form, language, refused=refusal(error, language, _LABELS, status=404))
        except (Invalid, AdviserNotShown) as error:
            return await _form(actor, form, language, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=gevolgd", language), status_code=303)

    @post("/{watch_id:uuid}/einde", guards=[requires(Permission.WATCH)])
    async def end(
        self,
        watch_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """No longer follow; it can be followed again at any time, so nothing is asked first."""
        await service.end(watch_id, actor=actor, now=now)
        return Redirect(in_language(f"{_OWN}?gedaan=beeindigd&gestopt={watch_id}", language), status_code=303)


async def _again(ended: UUID | None, actor: Actor, language: Language, now: datetime) -> dict[str, Any] | None:
    """The way to follow again what somebody stopped following just now."""
    if ended is None or not actor.may(Permission.WATCH):
        return None
    watch = await reading.ended(ended, actor=actor, language=language, now=now)
    if watch is None:
        return None
    fields = [("certificate", watch.certificate), ("followed", watch.followed.value), ("organisation", watch.organisation)]
    return {"action": _OWN, "fields": fields}


def _numbers(watches: Sequence[WatchOut]) -> set[str]:
    return {each.number for watch in watches for each in watch.certificates}


async def _form(actor: Actor, kept: Form, language: Language, *, refused: Refusal = NOTHING) -> Template:
    own = await organisations.names_of(set(actor.organisations_where(Permission.WATCH)))
    context: dict[str, Any] = {
        "organisations": sorted(own.items(), key=itemgetter(1)) if len(own) > 1 else [],
        "choices": [(code.value, *(words.say(language) for words in told)) for code, told in _CHOICES.items()],
        "labels": _LABELS,
        "kept": kept,
        "refused": refused,
        "own_path": _NEW,
    }
    return Template("watch_form.html", context=context, status_code=refused.status)
