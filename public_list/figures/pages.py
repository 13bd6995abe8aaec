"""Figures for everyone: certificates over time, and pass rates by quarter. Numbers alone, and none that tells of a person."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from exams.integrity.bars import Bar, bar_of
from exams.pass_rates.by_quarter import STEP, Quarter
from public_list.figures import listing, service
from public_list.listing.visiting import page
from registry.accounts.forms import AnyRequest
from registry.certificates.rules import Status
from registry.days import amsterdam_day
from registry.exports.answering import AskedKind, answer
from registry.overview.certificate_pages import drawn
from registry.pictures.drawing import Paint
from registry.texts import Language, Text

PATH = "/cijfers"
_QUARTER = Text("{number}e kwartaal {year}", "quarter {number} of {year}")


class _Table(StrEnum):
    CERTIFICATES = "certificaten"
    RATES = "slagen"


class FigurePages(Controller):
    """Figures in the browser of anyone."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get(PATH)
    async def figures(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.CERTIFICATES,
    ) -> Template | Stream:
        """How many certificates were valid by month, and how many passed by quarter; either as a file."""
        known = await service.figures(now=now)
        if kind is not None:
            today = amsterdam_day(now)
            if table is _Table.RATES:
                return answer(listing.pass_rates(known.quarters, today=today), kind, language=language)
            return answer(listing.in_force(known.standings, today=today), kind, language=language)
        return page(
            "figures.html",
            request,
            found=known.standings,
            columns=drawn(known.standings, ((Status.VALID, Paint.FULL),), language),
            parts=_by_part(known.quarters, language),
            quarters=[(each, quarter_name(each, language), _bar(each, language)) for each in known.quarters],
            step=STEP,
        )


def quarter_name(quarter: Quarter, language: Language) -> str:
    """`3e kwartaal 2026`."""
    return _QUARTER.say(language, number=str((quarter.first_day.month + 2) // 3), year=str(quarter.first_day.year))


def _bar(quarter: Quarter, language: Language) -> Bar | None:
    return None if quarter.tally is None else bar_of(quarter_name(quarter, language), quarter.tally)


def _by_part(quarters: Sequence[Quarter], language: Language) -> list[tuple[str, list[Bar]]]:
    """The bars that may be drawn, by track and part; a part of which nothing may be told is in the table alone."""
    found: dict[str, list[Bar]] = {}
    for each in quarters:
        bar = _bar(each, language)
        if bar is not None:
            found.setdefault(f"{each.track.say(language)}: {each.part.say(language)}", []).append(bar)
    return list(found.items())
