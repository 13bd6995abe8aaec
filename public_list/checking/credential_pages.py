"""The page on which anyone checks a certificate that they were given as a file: the PDF, or the credential in it."""

from datetime import date, datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from public_list.checking import asking
from public_list.checking.allowance import client_of, of_this_process
from public_list.checking.bringing import brought, cost
from public_list.checking.discretion import kept_by_nobody
from public_list.checking.errors import TooManyNumbers
from public_list.checking.wording import CREDENTIAL_LABELS
from public_list.listing.visiting import page
from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, kept_day, refusal
from registry.credentials import checking
from registry.credentials.payload import last_second
from registry.credentials.schemas import CredentialChecked
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.seals import limits
from registry.seals.asking import PdfReadersBusy
from registry.texts import Language

_REST_OF_FORM = 128 * 1024
_TOO_MANY, _BUSY = 429, 503


class CredentialPages(Controller):
    """Checking a certificate as a file, in the browser of anyone."""

    path = "/certificaten/bestand"
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def ask(self, request: AnyRequest) -> Template:
        """The form for a file."""
        return _form(request, Form())

    @post(request_max_body_size=limits.FILE_BYTES + _REST_OF_FORM, status_code=200)
    async def check(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template:
        """What the file is worth now, and on the day that was asked. What was sent is kept by nobody."""
        try:
            day = asking.day_typed(form.text(asking.FOR_PEOPLE))
            content = await brought(form.text("text"), form.files.get("file"))
            of_this_process.take(client_of(request), cost(content), now=now)
            opened = await checking.opened(content, now=now)
        except (Invalid, TooManyNumbers) as error:
            return _form(request, form, refusal(error, language, CREDENTIAL_LABELS, status=_TOO_MANY))
        except PdfReadersBusy as error:
            return _form(request, form, refusal(error, language, CREDENTIAL_LABELS, status=_BUSY))
        told = CredentialChecked.of(await checking.checked(opened, at=now, now=now), language)
        then = None
        if day is not None:
            then = CredentialChecked.of(await checking.checked(opened, at=last_second(day), now=now), language)
        return _answer(request, told, then, day=day, now=now)


def _form(request: AnyRequest, kept: Form, refused: Refusal = NOTHING) -> Template:
    most = limits.FILE_BYTES // limits.MEGABYTE
    context = {"kept": kept, "refused": refused, "labels": CREDENTIAL_LABELS, "most": most}
    told = page("credential_form.html", request, **context)
    return told if refused is NOTHING else kept_by_nobody(told)


def _answer(
    request: AnyRequest, told: CredentialChecked, then: CredentialChecked | None, *, day: date | None, now: datetime
) -> Template:
    known = then if then is not None and told.number is None else told
    days = (known.valid_from, known.valid_until)
    context = {
        "told": told,
        "then": then,
        "known": known,
        "valid": [None if each is None else amsterdam_day(each) for each in days],
        "day": day,
        "typed_day": kept_day(day),
        "today": amsterdam_day(now),
    }
    return kept_by_nobody(page("credential_checked.html", request, **context))
