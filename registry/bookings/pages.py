"""The page on which a municipality books an adviser, with every check told beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, kept_day, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.allotments.ledger import AccountKind
from registry.bookings import presenting, service
from registry.bookings.errors import BookingRefused
from registry.bookings.schemas import AskBooking, JudgementOut
from registry.bookings.service import Standing, Weighed
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.numbering import read_certificate_number
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.quarters import days
from registry.texts import Language, Text

_LABELS = {
    "municipality": Text("Voor welke gemeente?", "For which municipality?"),
    "certificate": Text("Certificaatnummer van de adviseur", "Certificate number of the adviser"),
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "days": Text("Aantal dagen", "Number of days"),
    "allotment": Text("Uit welk dagenbudget?", "From which allotment?"),
}
_ASKED_AS = {
    "municipality": "gemeente",
    "certificate": "certificaat",
    "firstDay": "van",
    "lastDay": "tot",
    "days": "dagen",
    "allotment": "budget",
}
"""What the address of the form calls each field, so that a link can fill it in."""
_CHECK_ONLY = "toets"


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who asks for a booking, and what they typed."""

    form: Form
    language: Language
    actor: Actor
    now: datetime


class BookingPages(Controller):
    """Booking in the browser."""

    path = "/boekingen"

    @get("/nieuw", guards=[requires(Permission.BOOK)])
    async def ask(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """The form, filled in as far as the address says."""
        asked = {field: request.query_params.get(name, "")[:100] for field, name in _ASKED_AS.items()}
        return await _form(_Visit(Form(asked), language, actor, now))

    @post("/nieuw", guards=[requires(Permission.BOOK)])
    async def book(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Book, or only say whether that would be allowed; either way with every check."""
        visit = _Visit(form, language, actor, now)
        try:
            command = _command(form)
            if form.text("act") == _CHECK_ONLY:
                return await _form(visit, weighed=await service.weigh(command, actor=actor, now=now))
            await service.request(command, actor=actor, now=now)
        except BookingRefused as error:
            weighed = replace(
                await service.weigh(command, actor=actor, now=now),
                judgement=error.judgement,
                alternatives=tuple(error.alternatives),
            )
            return await _form(visit, refused=Refusal(409), weighed=weighed)
        except UnknownCertificate as error:
            unknown = Invalid([Fault("certificate", error.detail, error.facts)])
            return await _form(visit, refused=refusal(unknown, language, _LABELS))
        except (Invalid, RuleBroken) as error:
            return await _form(visit, refused=refusal(_at_own_fields(error), language, _LABELS))
        return Redirect(in_language("/boekingen?gedaan=geboekt", language), status_code=303)


def _command(form: Form) -> AskBooking:
    """What was asked; a wrong certificate number is told together with the other faults."""
    faults: list[Fault] = []
    try:
        command = form.read(AskBooking)
    except Invalid as error:
        faults.extend(error.faults)
    if form.text("certificate"):
        try:
            read_certificate_number(form.text("certificate"))
        except Invalid as error:
            faults.extend(error.faults)
    if faults:
        raise Invalid(faults)
    return command


def _at_own_fields(error: Invalid | RuleBroken) -> Invalid | RuleBroken:
    """A fault of the number is a fault of the field that this form has for it."""
    if not isinstance(error, Invalid):
        return error
    return Invalid([replace(fault, field="certificate") if fault.field == "number" else fault for fault in error.faults])


async def _form(visit: _Visit, *, refused: Refusal = NOTHING, weighed: Weighed | None = None) -> Template:
    language, actor = visit.language, visit.actor
    allotments = await service.allotments_for(actor, now=visit.now)
    judgement = presenting.judgement(weighed, language) if weighed else None
    context = {
        "municipalities": await _own_municipalities(actor, visit.now),
        "pools": [(each.id, _pool(each, language)) for each in allotments],
        "adviser": weighed.name if weighed else None,
        "judgement": judgement,
        "alternatives": _alternatives(visit.form, judgement),
        "today": kept_day(amsterdam_day(visit.now)),
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
    }
    return Template("booking.html", context=context, status_code=refused.status)


async def _own_municipalities(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    own = actor.organisations_where(Permission.BOOK)
    everywhere = await organisations.municipalities(on=amsterdam_day(now))
    return [(each.code, each.name) for each in everywhere if each.id in own]


def _pool(standing: Standing, language: Language) -> str:
    available = days(standing.balances[AccountKind.AVAILABLE])
    told = Text("{holder} ({available} dagen beschikbaar)", "{holder} ({available} days available)")
    return told.say(language, holder=standing.holder_name, available=available)


def _alternatives(form: Form, judgement: JudgementOut | None) -> Sequence[dict[str, Any]]:
    """The other pools that would allow the booking, each with the address of this form filled in for it."""
    asked = {name: form.text(field) for field, name in _ASKED_AS.items()}
    return [
        {"pool": pool, "path": "/boekingen/nieuw?" + urlencode(asked | {"budget": pool.allotment})}
        for pool in (judgement.alternatives if judgement else ())
    ]
