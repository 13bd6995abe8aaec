"""The timeline of a certificate in the browser, for who keeps or audits it: a day and an instant to ask, and an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.days import AMSTERDAM, amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.exports.answering import AskedKind, answer
from registry.measures import reading
from registry.measures.reading import Concerned
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text
from registry.timelines import listing
from registry.timelines.drawing import picture
from registry.timelines.rules import Answer, answer_of, lines

_LABELS = {
    "day": Text("Wat was het certificaat op deze dag?", "What was the certificate on this day?"),
    "knownAt": Text("Zoals wij het wisten op dit moment", "As we knew it at this moment"),
}
_NO_MOMENT = Text("Vul een datum en een tijd in.", "Fill in a date and a time.")


class _Asked(Schema, frozen=True):
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Filter:
    """The day and the instant, as the address has them."""

    day: str
    known_at: str

    def read(self, now: datetime) -> tuple[date, datetime]:
        """Today as known now where nothing was chosen; an instant without a zone is Amsterdam's. Raises Invalid."""
        day = Form({"day": self.day}).read(_Asked).day or amsterdam_day(now)
        if not self.known_at:
            return day, now
        try:
            at = datetime.fromisoformat(self.known_at)
            local = at.astimezone(AMSTERDAM) if at.tzinfo is not None else at.replace(tzinfo=AMSTERDAM)
            return day, local.astimezone(now.tzinfo)
        except (ValueError, OverflowError) as error:
            raise Invalid([Fault("knownAt", _NO_MOMENT, {})]) from error


async def _filtered(
    day: Annotated[str, QueryParameter(name="dag", max_length=40)] = "",
    known_at: Annotated[str, QueryParameter(name="bekend", max_length=40)] = "",
) -> _Filter:
    """The dependency `chosen` of the page."""
    return _Filter(day.strip(), known_at.strip())


async def _concerned(number: FromPath[str], actor: NamedDependency[Actor]) -> Concerned:
    """The dependency `found`; raises NotFound for a number that nobody has, or of another body."""
    try:
        return await reading.concerned_for(actor, read_certificate_number(number))
    except Invalid as error:
        raise NotFound from error


class TimelinePages(Controller):
    """A certificate on two time axes."""

    path = "/certificaatbeheer/{number:str}/tijdlijn"
    guards = (requires(Permission.READ_CERTIFICATES),)
    dependencies = {"chosen": Provide(_filtered), "found": Provide(_concerned)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def timeline(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        found: NamedDependency[Concerned],
        chosen: NamedDependency[_Filter],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """What it was on a day, as it was known at an instant; all that was ever known as a picture, a table or a file."""
        known = lines(found.issued.timeline)
        if kind is not None:
            exported = listing.timeline(known, found.issued.number, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        try:
            day, at = chosen.read(now)
        except Invalid as error:
            asked = answer_of(found.issued.timeline, amsterdam_day(now), now)
            return _page(found, asked, chosen, language, refused=refusal(error, language, _LABELS))
        return _page(found, answer_of(found.issued.timeline, day, at), chosen, language)


def _page(found: Concerned, asked: Answer, chosen: _Filter, language: Language, *, refused: Refusal = NOTHING) -> Template:
    known = lines(found.issued.timeline)
    local = asked.known_at.astimezone(AMSTERDAM).replace(tzinfo=None)
    path = f"/certificaatbeheer/{found.issued.number}/tijdlijn"
    exact = {"dag": asked.day.isoformat(), "bekend": asked.known_at.isoformat()}
    context = {
        "number": found.issued.number,
        "name": str(found.name) if found.name else "",
        "path_of": path,
        "permalink": f"{path}?{urlencode(exact)}",
        "asked": asked,
        "day": chosen.day if refused.faults else asked.day.isoformat(),
        "known_at": chosen.known_at if refused.faults else local.isoformat(timespec="minutes"),
        "known": known,
        "picture": picture(known, asked, language),
        "labels": _LABELS,
        "refused": refused,
    }
    return Template("timeline.html", context=context, status_code=refused.status)
