"""The page on which anyone checks a certificate number."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import quote

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from public_list.listing import service
from public_list.listing.schemas import Asked
from public_list.listing.visiting import page
from registry.accounts.forms import NOTHING, AnyRequest, Form, kept_day, refusal
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.schema import Schema
from registry.texts import Language, Text

_LABELS = {
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
    "day": Text("Op welke dag?", "On which day?"),
}


class _Day(Schema, frozen=True):
    day: date | None = None


class CheckPages(Controller):
    """What everyone may check."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certificaten")
    async def ask(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        number: Annotated[Asked, QueryParameter(name="nummer")] = "",
    ) -> Template | Redirect:
        """The form for a number; one that exists leads to its own page."""
        if not number.strip():
            return page("certificate_form.html", request, refused=NOTHING, typed="", suggestion="", labels=_LABELS)
        found = await _checked(request, number, "", language=language, now=now)
        if found.status_code != NOTHING.status:
            return found
        way = f"/certificaten/{quote(number.strip(), safe='')}"
        return Redirect(f"/en{way}" if language is Language.EN else way, status_code=303)

    @get("/certificaten/{number:str}")
    async def check(
        self,
        request: AnyRequest,
        number: FromPath[str],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        day: Annotated[Asked, QueryParameter(name="dag")] = "",
    ) -> Template:
        """The status of one certificate, today or on another day."""
        return await _checked(request, number, day, language=language, now=now)


async def _checked(request: AnyRequest, number: str, day: str, *, language: Language, now: datetime) -> Template:
    """The page of the certificate, or what is wrong with the number or the day."""
    typed = {"typed": number.strip(), "typed_day": day.strip()}
    today = amsterdam_day(now)
    refused, asked = NOTHING, None
    try:
        asked = Form({"day": day.strip()}).read(_Day).day
    except Invalid as error:
        refused = refusal(error, language, _LABELS)
    try:
        checked = await service.check(number, day=asked, now=now)
    except UnknownCertificate as error:
        return page(
            "certificate_unknown.html", request, refused=refusal(error, language, {}, status=404), labels=_LABELS, **typed
        )
    except Invalid as error:
        suggestion = str(error.faults[0].facts.get("suggestion", ""))
        refused = refusal(error, language, _LABELS)
        return page("certificate_form.html", request, refused=refused, suggestion=suggestion, labels=_LABELS, **typed)
    shown = {"checked": checked, "today": today, "kept_day": typed["typed_day"] or kept_day(asked)}
    return page("certificate.html", request, refused=refused, labels=_LABELS, **shown)
