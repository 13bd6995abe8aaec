"""The list of certificates that were issued, in the browser of who keeps them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound
from registry.exports.answering import AskedKind, answer
from registry.measures import finding, listing, presenting, reading
from registry.measures.wording import LABELS
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language

_OWN = "/certificaatbeheer"


class ManagedCertificateListPages(Controller):
    """Certificates that were issued, in the browser of who keeps them."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        *,
        chosen: NamedDependency[Choice],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        number: Annotated[str, QueryParameter(name="nummer")] = "",
        scheme: Annotated[str, QueryParameter(name="schema", max_length=40)] = "",
        status: Annotated[str, QueryParameter(name="status", max_length=40)] = "",
        kind: AskedKind = None,
    ) -> Template | Redirect | Stream:
        """Those that were chosen, and suspensions past their day; a number leads to its own page. Or the list as a file.

        Addresses that were kept before `stand` have `status` for it.
        """
        choice, today = replace(chosen, stand=chosen.stand or status, others={"schema": scheme}), amsterdam_day(now)
        if kind is not None:
            return answer(await listing.certificates(choice, actor=actor, today=today), kind, language=language)
        refused = NOTHING
        if number.strip():
            found = await _by_number(number, language, actor=actor)
            if isinstance(found, Redirect):
                return found
            refused = found
        page = await finding.page_of(choice, actor=actor, today=today)
        context = {
            "found": finding.CERTIFICATES.around(page, choice, language),
            "overdue": await presenting.overdue(actor, now=now) if page.number == 1 else [],
            "typed": number.strip(),
            "schemes": await schemes.names(language),
            "labels": LABELS,
            "may_act": actor.may(Permission.DECIDE_CERTIFICATES),
            "refused": refused,
        }
        return Template("managed_certificates.html", context=context, status_code=refused.status)


async def _by_number(typed: str, language: Language, *, actor: Actor) -> Redirect | Refusal:
    """The way to the certificate with that number, or why there is none for who asks."""
    try:
        found = await reading.concerned_for(actor, read_certificate_number(typed))
    except (Invalid, UnknownCertificate, NotFound) as error:
        return refusal(error, language, LABELS, status=404)
    return Redirect(in_language(f"{_OWN}/{found.issued.number}", language), status_code=303)
