"""The catalogue of the open data, as DCAT-AP-NL 3.0 asks: one dataset, its files, its feed and the API that serves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from public_list.open_data.graph import Iri, Node, Typed, Value
from public_list.open_data.publisher import Publisher
from registry.texts import Text

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_THEME, _THEMES = Iri(f"{_EU}/data-theme/GOVE"), Iri(f"{_EU}/data-theme")
_PUBLIC = Iri(f"{_EU}/access-right/PUBLIC")
_CONTINUOUSLY = Iri(f"{_EU}/frequency/CONT")
_STABLE = Iri(f"{_EU}/planned-availability/STABLE")
_NETHERLANDS = Iri(f"{_EU}/country/NLD")
_DUTCH, _ENGLISH = Iri(f"{_EU}/language/NLD"), Iri(f"{_EU}/language/ENG")
_MEDIA = "http://www.iana.org/assignments/media-types/"

TITLE = Text("Gecertificeerde e-adviseurs", "Certified e-advisers")
DESCRIPTION = Text(
    "Wie als e-adviseur gecertificeerd is en dat openbaar wil laten zien: naam, certificaat, geldigheid en wat de adviseur"
    " verder van zichzelf laat zien.",
    "Who is certified as an e-adviser and lets the public see it: name, certificate, validity, and whatever else the adviser"
    " lets be seen.",
)
_CATALOGUE = Text("Open data van het Adviseursregister", "Open data of the Adviseursregister")
_ABOUT_CATALOGUE = Text(
    "Wat het Adviseursregister als open data geeft: de lijst van gecertificeerde adviseurs en de API.",
    "What the Adviseursregister gives as open data: the list of certified advisers and the API.",
)
_API = Text("API van het Adviseursregister", "API of the Adviseursregister")
_ABOUT_API = Text(
    "Zoeken in de lijst en een certificaat controleren, vandaag of op een andere dag, in JSON.",
    "Searching the list and checking a certificate, today or on another day, in JSON.",
)
_KEYWORDS = (
    Text("e-adviseur", "e-adviser"),
    Text("certificaat", "certificate"),
    Text("gemeente", "municipality"),
    Text("certificering van personen", "certification of persons"),
)
_EDITIONS = Text("Uit het Adviseursregister, {format}", "From the Adviseursregister, {format}")


@dataclass(frozen=True, slots=True)
class _File:
    """A form in which the list can be had: its name in addresses and in the two lists of kinds of files."""

    ending: str
    format: str
    kind: str
    media_type: str
    path: str


_FILES = (
    _File("json", "JSON", "JSON", "application/json", "/data/adviseurs.json"),
    _File("csv", "CSV", "CSV", "text/csv", "/data/adviseurs.csv"),
    _File(
        "xlsx",
        "Excel",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "/data/adviseurs.xlsx",
    ),
)


def catalogue(publisher: Publisher, *, changed_at: datetime) -> list[Node]:
    """Everything the catalogue says; `changed_at` is the instant since when the list is as it is."""
    page = f"{publisher.site}/open-data"
    dataset, service = f"{page}#adviseurs", f"{page}#api"
    modified = Typed(f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "xsd:dateTime")
    known: list[tuple[str, Value]] = [
        ("dct:publisher", Iri(publisher.identifier)),
        ("dct:creator", Iri(publisher.identifier)),
        ("dcat:contactPoint", Iri(f"{page}#contact")),
        ("dct:language", _DUTCH),
        ("dct:language", _ENGLISH),
    ]
    about: list[tuple[str, Value]] = [
        ("dcat:theme", _THEME),
        ("dct:accessRights", _PUBLIC),
        ("dcat:landingPage", Iri(page)),
        ("foaf:page", Iri(page)),
        *(("dcat:keyword", each) for each in _KEYWORDS),
    ]
    return [
        Node(f"{page}#catalogus", "dcat:Catalog", [*_of_catalogue(publisher, page, modified), *known]),
        Node(dataset, "dcat:Dataset", [*_of_dataset(publisher, page, modified), *known, *about]),
        *(_distribution(publisher, page, each, modified) for each in _FILES),
        Node(service, "dcat:DataService", [*_of_service(publisher, page), *known, *about]),
        *_named(publisher, page),
    ]


def _of_catalogue(publisher: Publisher, page: str, modified: Typed) -> Sequence[tuple[str, Value]]:
    return [
        ("dct:title", _CATALOGUE),
        ("dct:description", _ABOUT_CATALOGUE),
        ("dct:license", Iri(publisher.licence)),
        ("foaf:homepage", Iri(page)),
        ("dcat:themeTaxonomy", _THEMES),
        ("dct:spatial", _NETHERLANDS),
        ("dct:modified", modified),
        ("dcat:dataset", Iri(f"{page}#adviseurs")),
        ("dcat:service", Iri(f"{page}#api")),
    ]


def _of_dataset(publisher: Publisher, page: str, modified: Typed) -> Sequence[tuple[str, Value]]:
    return [
        ("dct:title", TITLE),
        ("dct:description", DESCRIPTION),
        ("dct:identifier", f"{page}#adviseurs"),
        ("dct:accrualPeriodicity", _CONTINUOUSLY),
        ("dct:spatial", _NETHERLANDS),
        ("dct:modified", modified),
        ("dct:conformsTo", Iri(f"{publisher.site}/api/v1/openapi.json")),
        *(("dcat:distribution", Iri(f"{page}#adviseurs-{each.ending}")) for each in _FILES),
    ]


def _distribution(publisher: Publisher, page: str, file: _File, modified: Typed) -> Node:
    address = Iri(publisher.site + file.path)
    said: list[tuple[str, Value]] = [
        ("dct:title", Text(f"{TITLE.nl} ({file.format})", f"{TITLE.en} ({file.format})")),
        ("dct:description", Text(_EDITIONS.nl.format(format=file.format), _EDITIONS.en.format(format=file.format))),
        ("dcat:accessURL", address),
        ("dcat:downloadURL", address),
        ("dcat:mediaType", Iri(_MEDIA + file.media_type)),
        ("dct:format", Iri(f"{_EU}/file-type/{file.kind}")),
        ("dct:license", Iri(publisher.licence)),
        ("dct:language", _DUTCH),
        ("dct:modified", modified),
        ("dct:conformsTo", Iri(f"{publisher.site}/api/v1/openapi.json")),
        ("dcat:accessService", Iri(f"{page}#api")),
        ("dcatap:availability", _STABLE),
    ]
    return Node(f"{page}#adviseurs-{file.ending}", "dcat:Distribution", said)


def _of_service(publisher: Publisher, page: str) -> Sequence[tuple[str, Value]]:
    return [
        ("dct:title", _API),
        ("dct:description", _ABOUT_API),
        ("dct:identifier", f"{page}#api"),
        ("dcat:endpointURL", Iri(f"{publisher.site}/api/v1")),
        ("dcat:endpointDescription", Iri(f"{publisher.site}/api/v1/openapi.json")),
        ("dct:license", Iri(publisher.licence)),
        ("dct:format", Iri(f"{_EU}/file-type/JSON")),
        ("dcat:servesDataset", Iri(f"{page}#adviseurs")),
    ]


def _named(publisher: Publisher, page: str) -> list[Node]:
    """Who and what is referred to: what the profile wants to know of them."""
    name = Text(publisher.name, publisher.name)
    reached: tuple[str, Value] = ("vcard:hasURL", Iri(page))
    if publisher.mail:
        reached = ("vcard:hasEmail", Iri(f"mailto:{publisher.mail}"))
    return [
        Node(publisher.identifier, "foaf:Agent", [("foaf:name", name)]),
        Node(f"{page}#contact", "vcard:Kind", [("vcard:fn", name), reached]),
        Node(
            _THEME.address,
            "skos:Concept",
            [("skos:prefLabel", Text("Overheid en publieke sector", "Government and public sector"))],
        ),
        Node(page, "foaf:Document", [("dct:title", _CATALOGUE)]),
        Node(_DUTCH.address, "dct:LinguisticSystem", []),
        Node(_ENGLISH.address, "dct:LinguisticSystem", []),
    ]
