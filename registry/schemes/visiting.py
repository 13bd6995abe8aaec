"""What every page of schemes knows of who visits it, and what it calls things."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, refusal
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import NotAuthenticated, RegistryError
from registry.permissions import Actor
from registry.schemes.presenting import State
from registry.schemes.wording import FIELDS
from registry.texts import Language, Text

PATH = "/certificatieschemas"
STATES: Mapping[State, Text] = {
    State.UNSIGNED: Text("Wacht op ondertekening", "Waits for signatures"),
    State.TOO_LATE: Text("Niet op tijd ondertekend", "Not signed in time"),
    State.COMING: Text("Ondertekend, gaat nog in", "Signed, to take effect"),
    State.IN_FORCE: Text("Geldt nu", "Holds now"),
    State.SUCCEEDED: Text("Opgevolgd", "Succeeded"),
    State.ENDED: Text("Vervallen", "Ended"),
}
LABELS = {
    **FIELDS,
    "code": Text("Code", "Code"),
    "nameNl": Text("Naam in het Nederlands", "Name in Dutch"),
    "nameEn": Text("Naam in het Engels", "Name in English"),
    "owner": Text("Schemabeheerder", "Scheme owner"),
    "effectiveFrom": Text("Gaat in op", "Takes effect on"),
    "certificationBody": Text("Certificerende instelling", "Certification body"),
    "windowMonths": Text("Aanvragen kan vanaf (maanden vooraf)", "Apply from (months before)"),
    "graceMonths": Text("Aanvragen kan tot (maanden erna)", "Apply until (months after)"),
    "educationHours": Text("Uren bijscholing", "Hours of education"),
    "evaluatedEngagements": Text("Aantal beoordeelde inzetten", "Number of evaluated engagements"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who visits, if they signed in; what they sent, and when."""

    visitor: Actor | None
    form: Form
    language: Language
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return amsterdam_day(self.now)

    @property
    def actor(self) -> Actor:
        """Whoever signed in; raises NotAuthenticated."""
        if self.visitor is None:
            raise NotAuthenticated
        return self.visitor

    def page(self, name: str, *, refused: Refusal = NOTHING, **context: object) -> Template:
        """A page that anyone may keep for a moment; for who is signed in it is nobody else's."""
        kept = "public, max-age=0" if self.visitor is None else "no-store"
        told = {"labels": LABELS, "states": STATES, "refused": refused, "flash": None, **context}
        return Template(name, context=told, headers={"vary": "cookie", "cache-control": kept}, status_code=refused.status)

    def back(self, path: str, done: str) -> Redirect:
        """To the page, with the news of what was done."""
        return Redirect(in_language(f"{PATH}{path}?gedaan={done}", self.language), status_code=303)

    def refusal(self, error: RegistryError) -> Refusal:
        """The error in the visitor's language."""
        return refusal(error, self.language, LABELS)


async def visit_of(
    request: AnyRequest,
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    now: NamedDependency[datetime],
) -> Visit:
    """The dependency `visit` of these pages."""
    return Visit(request.scope["state"]["visitor"], form, language, now)
