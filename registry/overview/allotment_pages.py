"""The course of an allotment in the browser, for who may read the allotment."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream, Template

from registry.accounts.guards import requires
from registry.allotments import reading
from registry.allotments.ledger import AccountKind
from registry.days import amsterdam_day
from registry.exports.answering import AskedKind, answer
from registry.exports.listing import Column as ListColumn
from registry.exports.listing import Exported, Kind, Row
from registry.exports.outline import Outline
from registry.overview.allotment_course import Division, course
from registry.overview.in_force import days_until
from registry.permissions import Actor, Permission
from registry.pictures.drawing import Column, Paint, columns
from registry.programmes import reading as programmes
from registry.quarters import days as in_days
from registry.texts import Language, Text, written

_PARTS = (
    (AccountKind.USED, Paint.FULL, Text("Gebruikt", "Used")),
    (AccountKind.RESERVED, Paint.STRIPES, Text("Gereserveerd", "Reserved")),
    (AccountKind.EXPIRED, Paint.DOTS, Text("Verlopen", "Expired")),
    (AccountKind.AVAILABLE, Paint.OPEN, Text("Beschikbaar", "Available")),
)
_OUTLINE = Outline(
    "verloop-van-dagen",
    Text("Verloop van een dagenbudget", "Course of an allotment"),
    (
        ListColumn(Text("Dag", "Day"), Kind.DAY),
        *(ListColumn(words, Kind.DECIMAL) for _, _, words in _PARTS),
        ListColumn(Text("Totaal", "Total"), Kind.DECIMAL),
    ),
    Text(
        "Hoe de dagen aan het eind van de dag waren verdeeld, uit de boekingen in het dagenboek.",
        "How the days were divided at the end of the day, from the postings in the day ledger.",
    ),
)


class AllotmentCoursePages(Controller):
    """How the days of an allotment went, in the browser."""

    @get("/dagenbudgetten/{allotment_id:uuid}/verloop", guards=[requires(Permission.READ_INTAKES)])
    async def course(
        self,
        allotment_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The days of one allotment by month: as a picture with a table, or as a file."""
        held = (await reading.statement(allotment_id, actor=actor, now=now)).held
        today = amsterdam_day(now)
        found = await course(allotment_id, days_until(today))
        if kind is not None:
            return answer(_exported(found, held.holder_name, actor=actor, today=today), kind, language=language)
        context = {
            "allotment": held,
            "programme": (await programmes.names(language))[held.programme],
            "columns": _drawn(found, language),
            "parts": [(paint, words.say(language)) for _, paint, words in _PARTS],
            "kinds": [(each, words.say(language)) for each, _, words in _PARTS],
            "found": found,
        }
        return Template("allotment_course.html", context=context)


def _drawn(found: Sequence[Division], language: Language) -> list[Column]:
    return columns(
        [
            (
                written(each.day, language),
                written(in_days(each.total), language),
                [(paint, max(each.quarters[kind], 0)) for kind, paint, _ in _PARTS],
            )
            for each in found
        ]
    )


def _exported(found: Sequence[Division], holder: str, *, actor: Actor, today: date) -> Exported:
    rows: list[Row] = [
        (each.day, *(in_days(each.quarters[kind]) for kind, _, _ in _PARTS), in_days(each.total)) for each in found
    ]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=[(Text("Gemeente of samenwerkingsverband", "Holder"), holder)])
