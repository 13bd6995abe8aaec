"""The list as open data: the same entries, by the same names, as the API gives them."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from datetime import date

import msgspec

from public_list.listing.rules import Entry
from public_list.listing.schemas import EntryOut
from public_list.open_data.catalogue import TITLE
from public_list.open_data.publisher import Publisher
from registry.exports import csv_text
from registry.exports.listing import Column, Kind, Listing, Row
from registry.texts import Language, Text

Batches = AsyncIterable[Sequence[Entry]]

POLICY = Text(
    "Alleen wie toestemming gaf om op de lijst te staan, met alleen de gegevens waarvoor toestemming is gegeven, zo lang als"
    " het publicatiebeleid van het certificatieschema dat toelaat.",
    "Only those who agreed to be on the list, with only the details that they agreed to, for as long as the publication policy"
    " of the certification scheme allows.",
)
BETWEEN = "|"
"""Between the values of one cell: no code and no province has it in it."""
_DAYS = frozenset({"validFrom", "validUntil", "availableFrom"})
_NAMES = [field.encode_name for field in msgspec.structs.fields(EntryOut)]
_LISTING = Listing(
    "adviseurs",
    TITLE,
    [Column(Text(name, name), Kind.DAY if name in _DAYS else Kind.TEXT) for name in _NAMES],
    stamped=(),
)
FIELDS: Mapping[str, Text] = {
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
    "name": Text("Naam, zoals die op het certificaat staat", "Name, as it stands on the certificate"),
    "employer": Text("Werkgever", "Employer"),
    "provinces": Text("Provincies waar de adviseur werkt", "Provinces in which the adviser works"),
    "regions": Text("Regio’s waar de adviseur werkt: codes", "Regions in which the adviser works: codes"),
    "languages": Text("Talen: codes van ISO 639", "Languages: codes of ISO 639"),
    "competences": Text("Competenties: codes", "Competences: codes"),
    "specialisms": Text("Vakgebieden: codes", "Specialisms: codes"),
    "scheme": Text("Certificatieschema: code", "Certification scheme: code"),
    "schemeName": Text("Naam van het schema, in het Nederlands", "Name of the scheme, in Dutch"),
    "scope": Text("Onderdelen waarvoor het certificaat geldt: codes", "Parts of the scheme that are covered: codes"),
    "validFrom": Text("Eerste dag van het certificaat", "First day of the certificate"),
    "validUntil": Text("Laatste dag van het certificaat", "Last day of the certificate"),
    "status": Text("Status vandaag: een code, zoals valid of suspended", "Status today: a code, such as valid or suspended"),
    "availableFrom": Text("Dag vanaf wanneer de adviseur tijd heeft", "Day from which the adviser has time"),
    "takenOverFrom": Text("Wie het certificaat eerder uitgaf", "Who issued the certificate before"),
}
"""What each field means; what an adviser does not show is empty (null in JSON)."""
_encoder = msgspec.json.Encoder()


def in_json(batches: Batches, publisher: Publisher, *, day: date) -> AsyncIterator[bytes]:
    """The list of that day as one JSON object, an entry a line: what it is, by what rules, and the entries."""
    told = {
        "title": TITLE.nl,
        "day": day,
        "publisher": publisher.name,
        "licence": publisher.licence,
        "policy": POLICY.nl,
        "documentation": f"{publisher.site}/open-data",
    }
    return _object(told, batches)


async def _object(told: Mapping[str, object], batches: Batches) -> AsyncIterator[bytes]:
    yield _encoder.encode(told)[:-1] + b',"entries":['
    between = b"\n"
    async for batch in batches:
        lines = [_encoder.encode(EntryOut.of(entry, Language.NL)) for entry in batch]
        if lines:
            yield between + b",\n".join(lines)
            between = b",\n"
    yield b"\n]}\n"


def in_csv(batches: Batches) -> AsyncIterator[bytes]:
    """The list as CSV for programs (RFC 4180): a line of names, then an entry a line; values of one cell have `|` between."""
    return csv_text.pieces(_LISTING, _rows(batches), variant=csv_text.PLAIN, language=Language.NL)


async def _rows(batches: Batches) -> AsyncIterator[Sequence[Row]]:
    async for batch in batches:
        yield [[_cell(value) for value in msgspec.structs.astuple(EntryOut.of(entry, Language.NL))] for entry in batch]


def _cell(value: object) -> str | date | None:
    match value:
        case list():
            return BETWEEN.join(value) or None
        case date() | None:
            return value
        case _:
            return str(value)
