"""The pages about self-reports: a holder reports a change, and a certifier concludes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.certificates import service as certificates
from registry.days import amsterdam_day
from registry.dossiers import self_report_listing as listing
from registry.dossiers import self_report_presenting as presenting
from registry.dossiers import self_reports
from registry.dossiers.seeking import SELF_REPORTS
from registry.dossiers.self_report_schemas import ConcludeReport, ReportSelf
from registry.errors import Invalid, NotFound, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_SEEN = "afgehandeld"
_LABELS = {
    "certificate": Text("Over welk certificaat gaat het?", "Which certificate is it about?"),
    "text": Text("Wat is er veranderd?", "What has changed?"),
    "conclusion": Text("Wat volgt hieruit?", "What follows from this?"),
}
_NEWS = {
    "gemeld": Text(
        "Uw melding is ontvangen. Een certificeerder bekijkt haar.", "Your report is received. A certifier looks at it."
    ),
    _SEEN: Text("De melding is afgehandeld.", "The report is dealt with."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A certifier sees how many reports wait; a holder the way to their own."""
    cards = []
    if actor.may(Permission.KEEP_OWN_FILE) and await _held(actor):
        text = Text("Meld wat er voor uw certificaat verandert.", "Report what changes for your certificate.")
        cards.append(Card(Text("Wijziging melden", "Report a change"), "/wijziging-melden", text))
    if actor.may(Permission.READ_CERTIFICATES):
        text = Text("Bekijk wat houders melden.", "Look at what holders report.")
        count = await presenting.waiting_for(actor) if actor.may(Permission.DECIDE_CERTIFICATES) else None
        cards.append(Card(Text("Meldingen van houders", "Reports of holders"), "/meldingen", text, count, Text("open", "open")))
    return cards


async def _held(actor: Actor) -> list[str]:
    """The numbers of the certificates of the actor, the oldest first; none for who has no file."""
    try:
        file = await people.own_file(actor)
    except NotFound:
        return []
    held = await certificates.of_advisers((await merging.same_as([file.id]))[file.id])
    return [each.number for each in held]


class OwnSelfReportPages(Controller):
    """A holder reports a change, in the browser."""

    path = "/wijziging-melden"
    guards = (requires(Permission.KEEP_OWN_FILE),)

    @get()
    async def asked(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """The form, and what was reported before."""
        return await _own(actor, Form(), flash=news(done, _NEWS, language))

    @post()
    async def report(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The change is reported."""
        try:
            await self_reports.report(form.read(ReportSelf), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _own(actor, form, refused=refusal(error, language, _LABELS))
        return Redirect(in_language("/wijziging-melden?gedaan=gemeld", language), status_code=303)


async def _own(actor: Actor, form: Form, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    held = await _held(actor)
    context = {
        "reports": await presenting.own(actor),
        "options": [(each, each) for each in reversed(held)],
        "labels": _LABELS,
        "kept": form,
        "refused": refused,
        "flash": flash,
    }
    return Template("own_self_reports.html", context=context, status_code=refused.status)


class SelfReportPages(Controller):
    """What holders reported, in the browser of certifiers."""

    path = "/meldingen"
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The reports that nobody has seen, or those that were asked; as a file where one is asked."""
        found = SELF_REPORTS.sift(await presenting.named(actor), chosen, language)
        if kind is not None:
            return answer(listing.self_reports(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        return Template("self_reports.html", context={"found": found})

    @get("/{report_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        report_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One report, and the form that deals with it."""
        return await _one(report_id, actor, Form(), flash=news(done, _NEWS, language))

    @post("/{report_id:uuid}", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def conclude(
        self,
        report_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The report is dealt with."""
        try:
            await self_reports.conclude(report_id, form.read(ConcludeReport), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _one(report_id, actor, form, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"/meldingen/{report_id}?gedaan={_SEEN}", language), status_code=303)


async def _one(
    report: UUID, actor: Actor, form: Form, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING
) -> Template:
    shown = await presenting.detail(report, actor)
    context = {
        "report": shown,
        "may_conclude": shown.seen_at is None and actor.may(Permission.DECIDE_CERTIFICATES),
        "labels": _LABELS,
        "kept": form,
        "refused": refused,
        "flash": flash,
    }
    return Template("self_report.html", context=context, status_code=refused.status)
