"""The list of certificates that were issued, in the browser of who keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Status
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound
from registry.exports.answering import AskedKind, answer
from registry.exports.choosing import ORDER, InAddress
from registry.measures import finding, listing, presenting, reading
from registry.measures.finding import Order, Sought
from registry.measures.wording import LABELS
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Language, Text

_OWN = "/certificaatbeheer"
_ORDERS = {
    Order.NEWEST: Text("Eerst het nieuwste certificaat", "Newest certificate first"),
    Order.OLDEST: Text("Eerst het oudste certificaat", "Oldest certificate first"),
    Order.NAME: Text("Op naam", "By name"),
    Order.ENDS_FIRST: Text("Eerst wat het eerst afloopt", "What ends first"),
}


@dataclass(frozen=True, slots=True)
class _Filter(InAddress):
    """What was chosen, as the address has it."""

    status: str
    scheme: str
    words: str
    order: str

    @property
    def given(self) -> Mapping[str, str]:
        """Each by its name in the address."""
        return {"status": self.status, "schema": self.scheme, "zoek": self.words, ORDER: self.order}

    def read(self) -> Sought:
        """A status or an order that is none chooses nothing."""
        status = next((each for each in Status if each == self.status), None)
        order = next((each for each in Order if each == self.order), Order.NEWEST)
        return Sought(status, self.scheme, self.words, order)


async def _filtered(
    standing: Annotated[str, QueryParameter(name="status", max_length=40)] = "",
    scheme: Annotated[str, QueryParameter(name="schema", max_length=40)] = "",
    words: Annotated[str, QueryParameter(name="zoek", max_length=100)] = "",
    order: Annotated[str, QueryParameter(name=ORDER, max_length=40)] = "",
) -> _Filter:
    """The dependency `chosen` of the list."""
    return _Filter(standing, scheme, words.strip(), order)


class ManagedCertificateListPages(Controller):
    """Certificates that were issued, in the browser of who keeps them."""

    path = _OWN
    dependencies = {"chosen": Provide(_filtered)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        *,
        chosen: NamedDependency[_Filter],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        number: Annotated[str, QueryParameter(name="nummer")] = "",
        page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
        kind: AskedKind = None,
    ) -> Template | Redirect | Stream:
        """Those that are sought, and suspensions past their day; a number leads to its own page. Or the list as a file."""
        sought, today = chosen.read(), amsterdam_day(now)
        if kind is not None:
            return answer(await listing.certificates(sought, actor=actor, today=today), kind, language=language)
        refused = NOTHING
        if number.strip():
            found = await _by_number(number, language, actor=actor)
            if isinstance(found, Redirect):
                return found
            refused = found
        shown = await finding.page_of(page, sought, actor=actor, today=today)
        names = {each.scheme_code: each.scheme_name.say(language) for each in await schemes.versions()}
        context = {
            "chosen": chosen,
            "order": sought.order,
            "certificates": [finding.found_in(row) for row in shown.rows],
            "found": shown,
            "overdue": await presenting.overdue(actor, now=now) if shown.number == 1 else [],
            "typed": number.strip(),
            "statuses": [(each.value, words.say(language)) for each, words in STATUSES.items()],
            "schemes": sorted(names.items(), key=itemgetter(1)),
            "orders": [(each.value, words.say(language)) for each, words in _ORDERS.items() if each is not Order.NEWEST],
            "usual_order": _ORDERS[Order.NEWEST].say(language),
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
