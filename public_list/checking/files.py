"""A checked list as a file: what was asked at each row, and what stands of it."""

from collections.abc import Sequence
from datetime import date, datetime

from litestar.response import Stream

from public_list.checking.rules import Line, Outcome
from public_list.checking.wording import NEVER_ISSUED, OUTCOMES, STANDS_BEFORE
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.exports.answering import FileKind, file_of
from registry.exports.listing import Column, Kind, Listing, Row, at_hand
from registry.texts import Language, Text

_POLICY = Text(
    "Stand, data en schema geven wij van elk certificaat, voor altijd. Een naam of een reden staat er alleen als het "
    "certificatieschema dat toestaat; een naam alleen als de adviseur dat ook goed vindt. Wij bewaren niet wat u controleerde.",
    "Status, dates and scheme are told of every certificate, for ever. A name or a reason is there only where the "
    "certification scheme allows it; a name only where the adviser agrees as well. What you checked is not kept.",
)
_COLUMNS = (
    Column(Text("Regel", "Row"), Kind.WHOLE),
    Column(Text("Ingevuld", "Typed"), width=20),
    Column(Text("Certificaatnummer", "Certificate number"), width=18),
    Column(Text("Uitkomst", "Outcome"), width=24, words={each.value: text for each, text in OUTCOMES.items()}),
    Column(Text("Stand", "Status"), width=16, words={each.value: text for each, text in STATUSES.items()}),
    Column(Text("Sinds", "Since"), Kind.DAY),
    Column(Text("Geldig vanaf", "Valid from"), Kind.DAY),
    Column(Text("Geldig tot en met", "Valid through"), Kind.DAY),
    Column(Text("Certificatieschema", "Certification scheme"), width=24),
    Column(Text("Naam", "Name"), width=28),
    Column(Text("Reden", "Reason"), width=28),
    Column(Text("Overgenomen van", "Taken over from"), width=24),
    Column(Text("Opmerking", "Remark"), width=60),
)


def file(lines: Sequence[Line], kind: FileKind, *, day: date | None, language: Language, now: datetime) -> Stream:
    """The list as it was asked, row by row."""
    today = amsterdam_day(now)
    stamped: list[tuple[Text, object]] = [
        (Text("Stand op", "Status on"), day or today),
        (Text("Gecontroleerd op", "Checked at"), now),
        (Text("Wat u ziet", "What you see"), _POLICY),
    ]
    listing = Listing("certificaatcontrole", Text("Gecontroleerde certificaten", "Checked certificates"), _COLUMNS, stamped)
    rows = at_hand([_row(line, language) for line in lines])
    return file_of(listing, rows, kind, language=language, day=today, total=len(lines))


def remark(line: Line, language: Language) -> str:
    """What is to be said of a line beside its status; nothing where there is nothing."""
    told = []
    if line.fault is not None:
        told.append(line.fault.say(language))
    if line.outcome is Outcome.UNKNOWN:
        told.append(NEVER_ISSUED.say(language))
    if line.first_row is not None:
        told.append(STANDS_BEFORE.say(language, row=line.first_row))
    return " ".join(told)


def _row(line: Line, language: Language) -> Row:
    found = line.checked
    told = remark(line, language) or None
    if found is None:
        return (line.row, line.typed, line.number, line.outcome.value, *(None,) * 8, told)
    return (
        line.row,
        line.typed,
        line.number,
        line.outcome.value,
        found.status.value,
        found.since,
        found.valid_from,
        found.valid_until,
        found.scheme_name.say(language),
        found.name,
        found.reason.say(language) if found.reason else None,
        found.taken_over_from,
        told,
    )
