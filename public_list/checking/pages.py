"""The page on which anyone checks a certificate number, and the one to which it leads."""

from datetime import datetime
from urllib.parse import quote

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from public_list.checking import asking, service
from public_list.checking.errors import Mistyped
from public_list.checking.wording import LABELS, MEANING_FOR_HIRING, MEANING_ON_A_DAY
from public_list.listing import service as listing
from public_list.listing.visiting import page, rests_on
from registry.accounts.forms import NOTHING, AnyRequest, Refusal, kept_day, refusal
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.texts import Language

_LONGEST = 100


class CheckPages(Controller):
    """What everyone may check."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certificaten")
    async def ask(
        self, request: AnyRequest, language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Template | Redirect:
        """The form for a number; one that exists leads to its own page."""
        try:
            number = asking.number_in(request.scope["query_string"])
            if not number:
                return _form(request)
            await service.check(number, day=None, now=now)
        except (Invalid, UnknownCertificate) as error:
            return _refused(request, error, number="" if type(error) is Invalid else number, language=language)
        way = f"/certificaten/{quote(number, safe='')}"
        return Redirect(f"/en{way}" if language is Language.EN else way, status_code=303)

    @get("/certificaten/{number:str}")
    async def check(
        self, request: AnyRequest, number: FromPath[str], language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Template:
        """The status of one certificate, today or on another day; what is wrong in the address is told above that of today."""
        asked = asking.of_people(request.scope["query_string"])
        standing = await listing.standing(now=now)
        try:
            checked = await service.check(number, day=asked.day, now=now)
        except (Invalid, UnknownCertificate) as error:
            return _refused(request, error, number=number.strip(), language=language)
        rests_on(request, standing.generation)
        return page(
            "certificate.html",
            request,
            checked=checked,
            today=amsterdam_day(now),
            for_hiring=MEANING_FOR_HIRING[checked.status],
            on_a_day=MEANING_ON_A_DAY[checked.status],
            kept_day=kept_day(asked.day),
            refused=refusal(Invalid(asked.faults), language, LABELS) if asked.faults else NOTHING,
            labels=LABELS,
        )


def _refused(request: AnyRequest, error: Invalid | UnknownCertificate, *, number: str, language: Language) -> Template:
    """Nobody ever had this number, or it is none; then the numbers that may be meant are links."""
    told = refusal(error, language, LABELS, status=404)
    if isinstance(error, UnknownCertificate):
        return page("certificate_unknown.html", request, refused=told, typed=number[:_LONGEST], labels=LABELS)
    suggestions = error.suggestions if isinstance(error, Mistyped) else ()
    return _form(request, refused=told, typed=number[:_LONGEST], suggestions=suggestions)


def _form(request: AnyRequest, *, refused: Refusal = NOTHING, typed: str = "", suggestions: tuple[str, ...] = ()) -> Template:
    return page("certificate_form.html", request, refused=refused, typed=typed, suggestions=suggestions, labels=LABELS)
