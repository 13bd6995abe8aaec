"""The list as a file to save: its columns, its rows, and the filter, the day and the policy that are stamped in it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from litestar.response import Stream

from public_list.listing import service
from public_list.listing.answering import Answer
from public_list.listing.asking import Question
from public_list.listing.rules import Entry, Facet
from public_list.listing.wording import FACETS, ORDERS, Names
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.exports.answering import FileKind, file_of
from registry.exports.listing import Column, Kind, Listing, Row
from registry.texts import Language, Text

_FOR_PROGRAMS = frozenset({FileKind.PLAIN_CSV, FileKind.JSON})
_ALL = Text("alle", "all")
_POLICY = Text(
    "Alleen wie toestemming gaf om op de lijst te staan, met alleen de gegevens waarvoor toestemming is gegeven. Zo lang en in "
    "de standen die het publicatiebeleid van het certificatieschema noemt, zoals dat vandaag geldt.",
    "Only those who agreed to be on the list, with only the details that they agreed to. For as long and in the statuses "
    "that the publication policy of the certification scheme names, as it holds today.",
)
_COLUMNS = (
    Column(Text("Certificaatnummer", "Certificate number"), width=16),
    Column(Text("Naam", "Name"), width=28),
    Column(Text("Werkgever", "Employer"), width=28),
    Column(Text("Provincies", "Provinces"), width=24),
    Column(Text("Regio’s", "Regions"), width=24),
    Column(Text("Talen", "Languages"), width=20),
    Column(Text("Competenties", "Competences"), width=36),
    Column(Text("Vakgebieden", "Specialisms"), width=36),
    Column(Text("Certificatieschema", "Certification scheme"), width=24),
    Column(Text("Onderdelen", "Scope"), width=20),
    Column(Text("Geldig vanaf", "Valid from"), Kind.DAY),
    Column(Text("Geldig tot en met", "Valid through"), Kind.DAY),
    Column(Text("Stand", "Status"), width=16),
    Column(Text("Heeft tijd vanaf", "Has time from"), Kind.DAY),
    Column(Text("Overgenomen van", "Taken over from"), width=24),
)


def file(answer: Answer, question: Question, names: Names, *, language: Language, now: datetime) -> Stream:
    """What the question asks, whole, as a file of the kind that it names; for programs with codes where people read words."""
    kind, today = FileKind(question.file), amsterdam_day(now)
    rows = _batches(answer, {facet: {} for facet in Facet} if kind in _FOR_PROGRAMS else names, kind, language, now=now)
    listing = _listing(answer, question, names, today=today)
    return file_of(listing, rows, kind, language=language, day=today, total=answer.found.total)


def _listing(answer: Answer, question: Question, names: Names, *, today: date) -> Listing:
    facets: list[tuple[Text, object]] = [
        (FACETS[facet], [names[facet].get(value, value) for asked, value in answer.wanted.chosen if asked is facet] or _ALL)
        for facet in Facet
    ]
    stamped: list[tuple[Text, object]] = [
        (Text("Naam gezocht", "Name searched"), question.name or _ALL),
        (Text("Gemeente", "Municipality"), question.municipality or _ALL),
        *facets,
        (Text("Heeft tijd op", "Has time on"), question.available_from or _ALL),
        (Text("Volgorde", "Order"), ORDERS[question.order]),
        (Text("Lijst van", "List of"), question.day or today),
        (Text("Gemaakt op", "Made on"), today),
        (Text("Publicatiebeleid", "Publication policy"), _POLICY),
    ]
    return Listing("adviseurs", Text("Adviseurs met een certificaat", "Advisers with a certificate"), _COLUMNS, stamped)


async def _batches(
    answer: Answer, names: Names, kind: FileKind, language: Language, *, now: datetime
) -> AsyncIterator[Sequence[Row]]:
    async for entries in service.every(replace(answer.wanted, page=1), now=now):
        yield [_row(entry, names, kind, language) for entry in entries]


def _row(entry: Entry, names: Names, kind: FileKind, language: Language) -> Row:
    def said(facet: Facet, values: Sequence[str]) -> str | None:
        return ", ".join(names[facet].get(value, value) for value in values) or None

    for_programs = kind in _FOR_PROGRAMS
    return (
        entry.number,
        entry.name,
        entry.employer,
        said(Facet.PROVINCE, entry.provinces),
        said(Facet.REGION, entry.regions),
        said(Facet.LANGUAGE, entry.languages),
        said(Facet.COMPETENCE, entry.competences),
        said(Facet.SPECIALISM, entry.specialisms),
        entry.scheme if for_programs else entry.scheme_name.say(language),
        ", ".join(entry.scope) or None,
        entry.valid_from,
        entry.valid_until,
        entry.status.value if for_programs else STATUSES[entry.status].say(language),
        entry.available_from,
        entry.taken_over_from,
    )
