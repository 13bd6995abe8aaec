"""What every page of approvals knows of who visits it; and the page on which something ends, or is cancelled beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from exams.sittings.schemas import ExaminerApprovalOut, ExaminerOut
from exams.tracks.schemas import ApprovalOut
from registry.accounts.forms import NOTHING, Form, Refusal
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import NotAllowed
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

PATH = "/erkenningen"
LABELS = {
    "what": Text("Waarvoor?", "For what?"),
    "provider": Text("Opleider", "Training provider"),
    "scope": Text("Voor welke onderdelen?", "For which parts?"),
    "approvedBy": Text("Namens", "On behalf of"),
    "validFrom": Text("Vanaf", "From"),
    "validTo": Text("Tot en met", "Through"),
    "lastDay": Text("Laatste dag", "Last day"),
}
OF_APPROVALS = {
    "title": Text("Erkenning beëindigen", "End an approval"),
    "end": Text("Beëindig de erkenning", "End the approval"),
    "cancel": Text("Annuleer de erkenning", "Cancel the approval"),
    "back": Text("Erkenningen", "Approvals"),
}
"""What the page calls an ending."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who approves, what they sent, and when."""

    form: Form
    language: Language
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return amsterdam_day(self.now)

    def back(self, done: str) -> Redirect:
        """To the list, with the news of what was done."""
        return Redirect(in_language(f"{PATH}?gedaan={done}", self.language), status_code=303)


async def visit_of(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Visit:
    """The dependency `visit` of these pages; raises NotAllowed for who neither approves nor reads everything."""
    if not (actor.may(Permission.APPROVE_TEACHING) or actor.may(Permission.APPROVE_EXAMINING) or actor.sees_everything):
        raise NotAllowed
    return Visit(form, language, actor, now)


@dataclass(frozen=True, slots=True)
class Ending:
    """What may end: whose it is, what for, its period, and where its page is."""

    who: str
    what: str
    of: ApprovalOut | ExaminerApprovalOut | ExaminerOut
    own_path: str
    words: Mapping[str, Text]
    back_path: str = PATH


def ending_page(shown: Ending, *, today: date, kept: Form, refused: Refusal = NOTHING) -> Template:
    """Until when? What has not begun can be cancelled there too."""
    context = {
        "shown": shown,
        "is_to_begin": shown.of.valid_from > today,
        "labels": LABELS,
        "today": today,
        "kept": kept,
        "refused": refused,
    }
    return Template("ending.html", context=context, status_code=refused.status)
