"""What programs read of a past list."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from public_list.listing.rules import PAGE
from public_list.past.asking import Question
from public_list.past.rules import PastEntry
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language


class PastEntryOut(Schema, frozen=True):
    """A certificate on a past list; `validUntil` is the last day. Without a name its holder was erased since."""

    number: str
    name: str | None
    employer: str | None
    provinces: list[str]
    regions: list[str]
    languages: list[str]
    competences: list[str]
    specialisms: list[str]
    scheme: str
    scheme_name: str
    scope: list[str]
    valid_from: date
    valid_until: date
    status: Status
    available_from: date | None
    taken_over_from: str | None

    @classmethod
    def of(cls, entry: PastEntry, language: Language) -> "PastEntryOut":
        """The entry in a language."""
        return cls(
            number=entry.number,
            name=entry.name,
            employer=entry.employer,
            provinces=list(entry.provinces),
            regions=list(entry.regions),
            languages=list(entry.languages),
            competences=list(entry.competences),
            specialisms=list(entry.specialisms),
            scheme=entry.scheme,
            scheme_name=entry.scheme_name.say(language),
            scope=list(entry.scope),
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            status=entry.status,
            available_from=entry.available_from,
            taken_over_from=entry.taken_over_from,
        )


class PastListOut(Schema, frozen=True):
    """A page of twenty of the list of `validOn`, as it was known at `knownAt`."""

    valid_on: date
    known_at: datetime
    total: int
    page: int
    pages: int
    entries: list[PastEntryOut]

    @classmethod
    def of(cls, entries: Sequence[PastEntry], question: Question, language: Language) -> "PastListOut":
        """The page that was asked for, in a language."""
        return cls(
            valid_on=question.moment.day,
            known_at=question.moment.known_at,
            total=len(entries),
            page=question.page,
            pages=pages_of(entries),
            entries=[PastEntryOut.of(each, language) for each in page_of(entries, question.page)],
        )


def pages_of(entries: Sequence[PastEntry]) -> int:
    """How many pages there are: an empty list has one."""
    return max(1, ceil(len(entries) / PAGE))


def page_of(entries: Sequence[PastEntry], page: int) -> Sequence[PastEntry]:
    """The entries of a page; of one that is not there, none."""
    return entries[(page - 1) * PAGE : page * PAGE]
