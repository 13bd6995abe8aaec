"""Forms of pages: the token that ties them to a session, reading them into commands, and what a page shows of a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.response import Template
from msgspec import inspect

from registry.accounts import proving, sessions
from registry.accounts.guards import ForeignForm, refuse_foreign_origin, session_token, visitor_on
from registry.days import read_day
from registry.errors import NO_DAY, TOO_LONG, Fault, Invalid, NotAuthenticated, RegistryError
from registry.texts import Language, Text

TOKEN = "_csrf"  # noqa: S105 - the name of a field, no secret
_AS_TYPED = frozenset({"password", "oldPassword", "newPassword"})
AnyRequest = Request[Any, Any, Any]
Command = TypeVar("Command", bound=msgspec.Struct)
Labels = Mapping[str, Text]
"""What a page calls each field of a command."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_MISSING = Text("Vul dit in.", "Fill this in.")
_NUMBER = Text("Vul een getal in, zoals 2 of 2,25.", "Enter a number, such as 2 or 2.25.")
_CHOICE = Text("Kies een van de mogelijkheden.", "Choose one of the options.")
_TOO_SHORT = Text("Schrijf ten minste {least} tekens.", "Write at least {least} characters.")
_ODD = Text("Deze invoer klopt niet. Controleer wat u typte.", "This input is not right. Check what you typed.")


@dataclass(frozen=True, slots=True)
class Form:
    """What a page's form sent: its texts, without white space around them (but a password), and its files."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed, or nothing."""
        return self.fields.get(name, "")

    def read(self, kind: type[Command]) -> Command:
        """The command that the fields of its names make; one left empty is not given. Raises Invalid, every fault at once."""
        values: dict[str, object] = {}
        faults = []
        for each in msgspec.structs.fields(kind):
            typed = self.text(each.encode_name)
            if not typed:
                if each.required:
                    faults.append(Fault(each.encode_name, _MISSING))
                continue
            try:
                values[each.name] = msgspec.convert(_as_written(typed, each.type), each.type, strict=False)
            except msgspec.ValidationError:
                faults.append(_fault(each.encode_name, typed, each.type))
        if faults:
            raise Invalid(faults)
        return kind(**values)


def _as_written(typed: str, kind: Any) -> str:  # noqa: ANN401 - a type, whatever it is
    """Numbers with a comma and days as `5-3-2027` or `5 maart 2027` are what people here write."""
    match _bare(kind):
        case inspect.DecimalType():
            return typed.replace(",", ".")
        case inspect.DateType() if day := read_day(typed):
            return day.isoformat()
        case _:
            return typed


def _bare(kind: Any) -> inspect.Type:  # noqa: ANN401 - a type, whatever it is
    found = inspect.type_info(kind)
    while isinstance(found, inspect.Metadata):
        found = found.type
    if isinstance(found, inspect.UnionType):
        return next(each for each in found.types if not isinstance(each, inspect.NoneType))
    return found


def _fault(name: str, typed: str, kind: Any) -> Fault:  # noqa: ANN401 - a type, whatever it is
    match _bare(kind):
        case inspect.DateType():
            return Fault(name, NO_DAY)
        case inspect.DecimalType():
            return Fault(name, _NUMBER)
        case inspect.EnumType() | inspect.UUIDType():
            return Fault(name, _CHOICE)
        case inspect.StrType(min_length=int(least)) if len(typed) < least:
            return Fault(name, _TOO_SHORT, {"least": least})
        case inspect.StrType(max_length=int(most)) if len(typed) > most:
            return Fault(name, TOO_LONG, {"most": most})
        case _:
            return Fault(name, _ODD)


async def know_visitor(request: AnyRequest) -> Template | None:
    """Before every page: who visits, for its header; and no form is taken from elsewhere. Raises ForeignForm.

    A route that changes something takes the token of its session, unless it is public: then its origin must do. Returns the
    page that asks who decides to prove themselves again, where that is due.
    """
    visitor = await visitor_on(request)
    state = request.scope["state"]
    state["visitor"] = visitor
    state["csrf"] = sessions.form_token(session_token(request)) if visitor is not None else ""
    if request.method in _SAFE:
        return None
    refuse_foreign_origin(request)
    if request.route_handler.opt.get("public"):
        return None
    if visitor is None:
        raise NotAuthenticated
    form = await request.form()
    sent = form.get(TOKEN)
    if not isinstance(sent, str) or not sessions.is_form_token(session_token(request), sent):
        raise ForeignForm
    return await proving.ask_for_proof(request, visitor, form, token_field=TOKEN)


async def read_form(request: AnyRequest) -> Form:
    """The form of this request: the dependency `form` of pages. Of a field sent twice the last counts."""
    fields, files = {}, {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files[name] = value
        elif name != TOKEN and name not in proving.FIELDS:
            fields[name] = str(value) if name in _AS_TYPED else str(value).replace("\r\n", "\n").strip()
    return Form(fields, files)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page shows of an error: a sentence about the whole, or a fault at each field."""

    status: int = 200
    title: str = ""
    text: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    at: Mapping[str, str] = field(default_factory=dict)


NOTHING = Refusal()
"""Nothing was refused."""


def refusal(error: RegistryError, language: Language, labels: Labels, *, status: int = 409) -> Refusal:
    """The error in the language of the page. Faults in the input are status 400, and each is named by its field's label."""
    title = error.title.say(language)
    if not isinstance(error, Invalid):
        return Refusal(status, title, error.say(language))
    at = {fault.field: fault.say(language) for fault in error.faults}
    told = ((name, _named(labels[name].say(language), text) if name in labels else text) for name, text in at.items())
    return Refusal(400, title, error.say(language), tuple(told), at)


def _named(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def news(code: str, texts: Mapping[str, Text], language: Language) -> dict[str, str] | None:
    """The flash for the code after a redirect (`?gedaan=…`): one of these sentences, never what the address says."""
    return {"kind": "ok", "text": texts[code].say(language)} if code in texts else None


def kept_decimal(value: Decimal | None, language: Language) -> str:
    """A number as the page's language writes it, to fill in a field."""
    return "" if value is None else str(value.normalize() + 0).replace(".", "," if language is Language.NL else ".")


def kept_day(value: date | None) -> str:
    """A day as a date field of a browser takes it."""
    return "" if value is None else value.isoformat()
