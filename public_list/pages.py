"""The pages for everyone: home, the public list, and the check of one certificate number."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import quote

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from public_list import service
from public_list.rules import Wanted
from public_list.schemas import Asked
from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, kept_day, refusal
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.permissions import Permission
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.schema import Schema
from registry.texts import Language, Text

_LABELS = {
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
    "day": Text("Op welke dag?", "On which day?"),
}


class _Day(Schema, frozen=True):
    day: date | None = None


def _page(name: str, request: AnyRequest, **context: object) -> Template:
    """A page that anyone may keep for a moment; for who is signed in it is nobody else's."""
    visitor = request.scope["state"]["visitor"]
    may_book = visitor is not None and visitor.may(Permission.BOOK)
    headers = {"vary": "cookie", "cache-control": "no-store" if visitor is not None else "public, max-age=0"}
    status = context.get("refused", NOTHING)
    return Template(
        name,
        context={"may_book": may_book, "labels": _LABELS, **context},
        headers=headers,
        status_code=status.status if isinstance(status, Refusal) else 200,
    )


class PublicPages(Controller):
    """What everyone may see."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/")
    async def home(self, request: AnyRequest) -> Template:
        """The way in."""
        return _page("home.html", request)

    @get("/adviseurs")
    async def search(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        name: Annotated[Asked, QueryParameter(name="naam")] = "",
        province: Annotated[Asked, QueryParameter(name="provincie")] = "",
        specialism: Annotated[Asked, QueryParameter(name="vakgebied")] = "",
    ) -> Template:
        """The certified advisers who answer the question; its address can be kept."""
        wanted = Wanted(name.strip(), province, specialism)
        entries = await service.search(wanted, now=now)
        offered = {
            "specialisms": specialisms(),
            "province_options": [(each, each) for each in PROVINCES],
            "specialism_options": [(code, each.say(language)) for code, each in specialisms().items()],
        }
        return _page("advisers.html", request, wanted=wanted, entries=entries, **offered)

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
            return _page("certificate_form.html", request, refused=NOTHING, typed="", suggestion="")
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
        return _page("certificate_unknown.html", request, refused=refusal(error, language, {}, status=404), **typed)
    except Invalid as error:
        suggestion = str(error.faults[0].facts.get("suggestion", ""))
        refused = refusal(error, language, _LABELS)
        return _page("certificate_form.html", request, refused=refused, suggestion=suggestion, **typed)
    shown = {"checked": checked, "today": today, "kept_day": typed["typed_day"] or kept_day(asked)}
    return _page("certificate.html", request, refused=refused, **shown)
