"""The pages of messages: one's own inbox, and for admins the mail that has not gone out."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import Form, news
from registry.accounts.guards import in_person, requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.exports.answering import AskedKind, answer
from registry.messages import finding, inbox, listing, mail_finding, outbox
from registry.messages.mail_wording import NEWS, failure_of
from registry.messages.wording import title_of
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_OWN, _MAIL = "/berichten", "/mail"
_UNREAD = Text("ongelezen", "unread")


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """Who was ever told something sees how much is unread; an admin also sees mail that was given up."""
    if actor.api_key is not None or actor.account is None:
        return []
    cards = []
    told = await inbox.counts(actor)
    if told.number:
        text = Text("Wat er is gebeurd, en wat u kunt doen.", "What happened, and what you can do.")
        cards.append(Card(Text("Berichten", "Messages"), _OWN, text, told.unread, _UNREAD))
    if actor.may(Permission.MANAGE_ACCOUNTS):
        _, given_up = await outbox.counts(actor)
        text = Text("Bekijk e-mail die nog niet is verstuurd.", "Look at e-mail that has not gone out.")
        counted = Text("niet gelukt", "failed")
        cards.append(Card(Text("Uitgaande e-mail", "Outgoing e-mail"), _MAIL, text, given_up, counted))
    return cards


class InboxPages(Controller):
    """One's own messages in the browser."""

    path = _OWN
    guards = (in_person,)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those of my messages that were chosen; all of these as a file where one is asked."""
        if kind is not None:
            exported = await listing.messages(chosen, language=language, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        context = {
            "found": finding.MESSAGES.around(await finding.page_of(chosen, actor=actor), chosen, language),
            "counts": await inbox.counts(actor),
            "flash": news(done, NEWS, language),
            "own_path": _OWN,
        }
        return Template("inbox.html", context=context)

    @post("/{message_id:int}")
    async def open(
        self,
        message_id: FromPath[int],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """The message is read, and its reader goes where it is dealt with."""
        return Redirect(in_language(await inbox.read(message_id, actor=actor, now=now), language), status_code=303)

    @post("/gelezen")
    async def read_all(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """Everything that the page showed, and what is older, is read."""
        through = form.text("through")
        if through.isascii() and through.isdigit():
            await inbox.read_all(int(through[:19]), actor=actor, now=now)
        return Redirect(in_language(f"{_OWN}?gedaan=gelezen", language), status_code=303)


class MailPages(Controller):
    """Mail that has not gone out, for admins."""

    path = _MAIL
    guards = (requires(Permission.MANAGE_ACCOUNTS),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """What was chosen of what waits and what was given up, and why; all of it as a file where one is asked."""
        if kind is not None:
            exported = await listing.mail(chosen, language=language, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        waiting_now, given_up = await outbox.counts(actor)
        context = {
            "found": mail_finding.MAIL.around(await mail_finding.page_of(chosen, actor=actor), chosen, language),
            "waiting": waiting_now,
            "given_up": given_up,
            "title_of": lambda kind: title_of(kind, language),
            "failure_of": lambda failure: failure_of(failure, language),
            "flash": news(done, NEWS, language),
            "own_path": _MAIL,
        }
        return Template("mail.html", context=context)

    @post("/{mail_id:int}/opnieuw")
    async def try_again(
        self,
        mail_id: FromPath[int],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """A mail is tried again at once."""
        await outbox.try_again(mail_id, actor=actor, now=now)
        return Redirect(in_language(f"{_MAIL}?gedaan=opnieuw", language), status_code=303)
