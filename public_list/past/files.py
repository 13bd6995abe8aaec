"""A past list as a file to save. No time of making stands in it: it is equal each time it is asked."""

import asyncio
from collections.abc import Sequence

from litestar.response import Stream

from public_list.listing.rules import Facet
from public_list.listing.wording import Names
from public_list.past.rules import Moment, PastEntry
from registry.certificates.wording import STATUSES
from registry.exports.answering import FileKind, file_of
from registry.exports.listing import IN_A_BATCH, Batches, Column, Kind, Listing, Row
from registry.texts import Language, Text

PUBLISHED = Text(
    "Wat van de lijst van toen vandaag nog openbaar mag zijn, volgens de toestemming van de adviseur en het publicatiebeleid "
    "van het certificatieschema.",
    "What of the list of then may still be public today, by the consent of the adviser and the publication policy of the "
    "certification scheme.",
)
WHOLE = Text(
    "De lijst zoals die toen was, ook wat vandaag niet meer openbaar is. Van wie is gewist staan alleen het nummer, het "
    "schema, de data en de status er nog.",
    "The list as it was then, also what is no longer public today. Of those who were erased only the number, the scheme, the "
    "dates and the status are left.",
)
_FOR_PROGRAMS = frozenset({FileKind.PLAIN_CSV, FileKind.JSON})
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
    Column(Text("Status", "Status"), width=16, words=STATUSES),
    Column(Text("Heeft tijd vanaf", "Has time from"), Kind.DAY),
    Column(Text("Overgenomen van", "Taken over from"), width=24),
)


def file(
    entries: Sequence[PastEntry], moment: Moment, policy: Text, kind: FileKind, names: Names, *, language: Language
) -> Stream:
    """The whole list as a file of that kind; for programs with codes where people read words."""
    if kind in _FOR_PROGRAMS:
        names = {facet: {} for facet in Facet}
    rows = _batches(entries, names, language if kind not in _FOR_PROGRAMS else None)
    return file_of(_listing(moment, policy), rows, kind, language=language, day=moment.day, total=len(entries))


async def _batches(entries: Sequence[PastEntry], names: Names, language: Language | None) -> Batches:
    """Some at a time, unpacked and written in a thread: others are answered meanwhile, and its rows are never all in memory."""

    def rows(first: int) -> list[Row]:
        return [_row(each, names, language) for each in entries[first : first + IN_A_BATCH]]

    for first in range(0, len(entries), IN_A_BATCH):
        yield await asyncio.to_thread(rows, first)


def _listing(moment: Moment, policy: Text) -> Listing:
    stamped = (
        (Text("Lijst van", "List of"), moment.day),
        (Text("Zoals bekend op", "As known at"), moment.known_at),
        (Text("Publicatiebeleid", "Publication policy"), policy),
    )
    return Listing("adviseurs-zoals-toen", Text("Adviseurs zoals toen", "Advisers as they were"), _COLUMNS, stamped)


def _row(entry: PastEntry, names: Names, language: Language | None) -> Row:
    def said(facet: Facet, values: Sequence[str]) -> str | None:
        return ", ".join(names[facet].get(value, value) for value in values) or None

    return (
        entry.number,
        entry.name,
        entry.employer,
        said(Facet.PROVINCE, entry.provinces),
        said(Facet.REGION, entry.regions),
        said(Facet.LANGUAGE, entry.languages),
        said(Facet.COMPETENCE, entry.competences),
        said(Facet.SPECIALISM, entry.specialisms),
        entry.scheme if language is None else entry.scheme_name.say(language),
        ", ".join(entry.scope) or None,
        entry.valid_from,
        entry.valid_until,
        entry.status.value,
        entry.available_from,
        entry.taken_over_from,
    )
