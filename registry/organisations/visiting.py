"""What the pages of regions and partnerships know of who visits them, and how they show either."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Invalid, NotFound, RuleBroken
from registry.organisations import service
from registry.organisations.schemas import Leave, MemberOut
from registry.organisations.wording import LABELS
from registry.permissions import Actor
from registry.texts import Language


@dataclass(frozen=True, slots=True)
class Whole:
    """A region or a partnership, as one template shows both."""

    name: str
    path: str
    above: str
    is_region: bool
    members: list[MemberOut]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks, and what they sent."""

    form: Form
    language: Language
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return amsterdam_day(self.now)

    def page(self, template: str, *, refused: Refusal = NOTHING, **context: object) -> Template:
        """The page, with what was typed and what was refused of it."""
        told = {"labels": LABELS, "kept": self.form, "refused": refused, "flash": None, "today": self.today, **context}
        return Template(template, context=told, status_code=refused.status)

    def back(self, path: str) -> Redirect:
        """To the page, with the news of what was done."""
        return Redirect(in_language(path, self.language), status_code=303)

    def refusal(self, error: Invalid | RuleBroken) -> Refusal:
        """The error in the visitor's language."""
        return refusal(error, self.language, LABELS)

    async def members(self, whole: Whole, *, refused: Refusal = NOTHING, flash: dict[str, str] | None = None) -> Template:
        """A region or partnership: who belongs to it, and the form for one more."""
        there = await service.municipalities(on=self.today)
        context: dict[str, Any] = {
            "whole": whole,
            "choices": sorted(((each.code, each.name) for each in there), key=lambda each: each[1]),
            "own_path": whole.path,
            "flash": flash,
        }
        return self.page("belonging.html", refused=refused, **context)

    def leaving(self, whole: Whole, code: str, *, refused: Refusal = NOTHING) -> Template:
        """The form for the last day of one municipality; raises NotFound for what never belonged to it."""
        names = [each.name for each in whole.members if each.code == code]
        if not names:
            raise NotFound
        return self.page("leaving.html", refused=refused, whole=whole, code=code, municipality=names[0])


async def visit_of(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Visit:
    """The dependency `visit` of these pages."""
    return Visit(form, language, actor, now)


def last_day(form: Form, municipality: str) -> Leave:
    """The municipality is the one of the page; raises Invalid without a day."""
    return Form({**form.fields, "municipality": municipality}).read(Leave)
