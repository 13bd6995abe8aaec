"""The page on which a municipality books an adviser, with every check told beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from msgspec import Meta

from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, kept_day, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.bookings import presenting, service
from registry.bookings.addressing import TICKED_MUNICIPALITY, TICKED_PART, address, fields_of, ticked
from registry.bookings.errors import BookingRefused
from registry.bookings.offering import offer, scope_names
from registry.bookings.presenting import named
from registry.bookings.schemas import AskBooking, JudgementOut, ScopeCode
from registry.bookings.service import Weighed
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.schema import GmCode
from registry.texts import Language, Text

_LABELS = {
    "municipality": Text("Voor welke gemeente?", "For which municipality?"),
    "certificate": Text("Certificaatnummer van de adviseur", "Certificate number of the adviser"),
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "days": Text("Aantal dagen", "Number of days"),
    "allotment": Text("Uit welk dagenbudget?", "From which allotment?"),
    "beneficiaries": Text("Voor welke gemeenten gaat de adviseur werken?", "For which municipalities will the adviser work?"),
    "scope": Text("Wat moet het certificaat dekken?", "What must the certificate cover?"),
}
_CHOICE = Text("Kies uit deze lijst.", "Choose from this list.")
_CHECK_ONLY = "toets"
_TICKS = {
    "beneficiaries": (TICKED_MUNICIPALITY, Annotated[list[GmCode], Meta(max_length=50)]),
    "scope": (TICKED_PART, Annotated[list[ScopeCode], Meta(max_length=20)]),
}
"""The fields of a booking that are tick boxes, and what they may hold."""


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
        return await _form(_Visit(Form(fields_of(request.query_params)), language, actor, now))

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
    ticks: dict[str, Any] = {}
    try:
        ticks = _ticked(form)
    except Invalid as error:
        faults.extend(error.faults)
    try:
        command = msgspec.structs.replace(form.read(AskBooking), **ticks)
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


def _ticked(form: Form) -> dict[str, Any]:
    """The municipalities and the parts of a certificate that were ticked; raises Invalid for what is no code."""
    found, faults = {}, []
    for field, (tick, kind) in _TICKS.items():
        try:
            found[field] = msgspec.convert(sorted(ticked(form.fields, tick)), kind)
        except msgspec.ValidationError:
            faults.append(Fault(field, _CHOICE))
    if faults:
        raise Invalid(faults)
    return found


async def _form(visit: _Visit, *, refused: Refusal = NOTHING, weighed: Weighed | None = None) -> Template:
    language = visit.language
    offered = await offer(visit.actor, language=language, now=visit.now)
    judgement = presenting.judgement(named(weighed, await scope_names(language)), language) if weighed else None
    context = {
        "offered": offered,
        "ticked_municipality": TICKED_MUNICIPALITY,
        "ticked_part": TICKED_PART,
        "adviser": weighed.name if weighed else None,
        "judgement": judgement,
        "alternatives": _alternatives(visit.form, judgement),
        "today": kept_day(amsterdam_day(visit.now)),
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
    }
    return Template("booking.html", context=context, status_code=refused.status)


def _alternatives(form: Form, judgement: JudgementOut | None) -> Sequence[dict[str, Any]]:
    """The other pools that would allow the booking, each with the address of this form filled in for it."""
    return [
        {"pool": pool, "path": address({**form.fields, "allotment": str(pool.allotment)})}
        for pool in (judgement.alternatives if judgement else ())
    ]
