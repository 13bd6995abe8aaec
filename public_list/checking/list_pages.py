"""The page on which anyone checks a list of numbers: pasted or in a file, told on the page or given back as a file."""

from collections.abc import Sequence
from datetime import date, datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Stream, Template

from exams.spreadsheets.errors import UploadRefused
from exams.spreadsheets.reader import ReadersBusy
from public_list.checking import asking, files, numbers, service
from public_list.checking.allowance import client_of, of_this_process
from public_list.checking.discretion import kept_by_nobody
from public_list.checking.errors import TooManyNumbers
from public_list.checking.numbers import Typed
from public_list.checking.rules import Line, counted
from public_list.checking.wording import FILES, LABELS, OUTCOMES
from public_list.listing.visiting import page
from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, kept_day, refusal
from registry.certificates.rules import Status
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.exports.answering import ASKED, FileKind
from registry.texts import Language, Text

MOST_SHOWN = 500
"""Rows on the page; the file has all of them."""
_A_FILE = 500
"""Reading a file counts as so many numbers."""
_FORM_BYTES = 64 * 1024

_NOTHING_SENT = Text("Plak nummers, of kies een bestand.", "Paste numbers, or choose a file.")
_BOTH_SENT = Text("Plak nummers of kies een bestand, niet allebei.", "Paste numbers or choose a file, not both.")


class CheckListPages(Controller):
    """Checking a list of numbers, in the browser of anyone."""

    path = "/certificaten/lijst"
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def ask(self, request: AnyRequest) -> Template:
        """The form for a list."""
        return _form(request, Form())

    @post(request_max_body_size=service.FILE_BYTES + _FORM_BYTES, status_code=200)
    async def check(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Stream:
        """The status of every number, on the page or as a file; what cannot be read is told at the form."""
        try:
            day = asking.day_typed(form.text(asking.FOR_PEOPLE))
            kind = _kind(form)
            typed = await _sent(form, client=client_of(request), now=now)
        except (UploadRefused, ReadersBusy) as error:
            return _form(request, form, refusal(Invalid([Fault("file", error.detail, error.facts)]), language, LABELS))
        except (Invalid, TooManyNumbers) as error:
            return _form(request, form, refusal(error, language, LABELS, status=429))
        lines = await service.check_list(typed, day=day, now=now)
        if kind is not None:
            return files.file(lines, kind, day=day, language=language, now=now)
        return _answer(request, lines, typed, day=day, language=language, now=now)


async def _sent(form: Form, *, client: str, now: datetime) -> list[Typed]:
    """The list that was pasted, sent as a file, or kept by the page. Raises Invalid, an UploadRefused, TooManyNumbers."""
    pasted, upload = form.text("numbers"), form.files.get("file")
    content = await upload.read(service.FILE_BYTES + 1) if upload is not None else b""
    if upload is None or not (content or upload.filename):
        typed = numbers.from_kept(form.text("kept")) if form.text("kept") else _pasted(pasted)
    elif pasted:
        raise Invalid([Fault("file", _BOTH_SENT)])
    else:
        of_this_process.take(client, _A_FILE, now=now)
        typed = await service.read_upload(content, filename=upload.filename)
    of_this_process.take(client, len(typed), now=now)
    return typed


def _pasted(text: str) -> list[Typed]:
    if not text:
        raise Invalid([Fault("numbers", _NOTHING_SENT)])
    return numbers.in_text(text)


def _kind(form: Form) -> FileKind | None:
    """The kind of file that is asked; anything else is the page."""
    return FileKind(form.text(ASKED)) if form.text(ASKED) in set(FileKind) else None


def _form(request: AnyRequest, kept: Form, refused: Refusal = NOTHING) -> Template:
    context = {"kept": kept, "refused": refused, "labels": LABELS, "most": numbers.MOST}
    told = page("certificate_list.html", request, **context)
    return told if refused is NOTHING else kept_by_nobody(told)


def _answer(
    request: AnyRequest, lines: Sequence[Line], typed: Sequence[Typed], *, day: date | None, language: Language, now: datetime
) -> Template:
    """What must be looked at comes first: all that is not valid; then the rest. Both in the order asked."""
    today = amsterdam_day(now)
    attended = [line for line in lines if not _is_valid(line)]
    shown = [*attended, *(line for line in lines if _is_valid(line))][:MOST_SHOWN]
    words = {**{each.value: text for each, text in STATUSES.items()}, **{each.value: text for each, text in OUTCOMES.items()}}
    return kept_by_nobody(
        page(
            "certificate_list_checked.html",
            request,
            shown=[(line, files.remark(line, language)) for line in shown],
            total=len(lines),
            counts=[(words[kind].say(language), kind, number) for kind, number in counted(lines).items()],
            statuses={each.value for each in Status},
            day=day or today,
            today=today,
            typed_day=kept_day(day),
            kept=numbers.kept(typed),
            files=[(kind.value, text.say(language)) for kind, text in FILES.items()],
            outcomes=OUTCOMES,
        )
    )


def _is_valid(line: Line) -> bool:
    return line.checked is not None and line.checked.status is Status.VALID and line.first_row is None
