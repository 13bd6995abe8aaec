"""What people call the parts of the list, and the values by which it is narrowed down."""

from collections.abc import Mapping
from types import MappingProxyType

from public_list.listing.rules import Facet, Order
from registry.organisations import regions
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.reference_data.competences import COMPETENCES
from registry.reference_data.languages import LANGUAGES
from registry.schemes.tables import Scheme
from registry.texts import Language, Text

FACETS: Mapping[Facet, Text] = {
    Facet.PROVINCE: Text("Provincie", "Province"),
    Facet.REGION: Text("Regio", "Region"),
    Facet.COMPETENCE: Text("Competentie", "Competence"),
    Facet.SPECIALISM: Text("Vakgebied", "Specialism"),
    Facet.SCHEME: Text("Certificatieschema", "Certification scheme"),
    Facet.LANGUAGE: Text("Taal", "Language"),
}
ORDERS: Mapping[Order, Text] = {
    Order.NAME: Text("Op naam", "By name"),
    Order.NEWEST: Text("Nieuwste certificaat eerst", "Newest certificate first"),
    Order.ENDS_LAST: Text("Langst geldig eerst", "Longest valid first"),
}
FIELDS: Mapping[str, Text] = {
    "naam": Text("Naam van de adviseur", "Name of the adviser"),
    "gemeente": Text("Gemeente", "Municipality"),
    "beschikbaar": Text("Heeft tijd op", "Has time on"),
    "dag": Text("Lijst van welke dag?", "List of which day?"),
    "volgorde": Text("Volgorde", "Order"),
    "pagina": Text("Pagina", "Page"),
    "bestand": Text("Bestand", "File"),
}
"""The fields of the search by their names in the address of the page."""

Names = Mapping[Facet, Mapping[str, str]]
"""What people call each value of a facet, in the order in which the values are offered."""


async def names_of_values(language: Language) -> Names:
    """The names of all values, in one language; regions and schemes are those of today."""
    schemes = await Scheme.select(Scheme.code, Scheme.name_nl, Scheme.name_en).order_by(Scheme.code)
    return _READY[language] | {
        Facet.REGION: await regions.codes(),
        Facet.SCHEME: {each["code"]: Text(each["name_nl"], each["name_en"]).say(language) for each in schemes},
    }


def _said(texts: Mapping[str, Text], language: Language) -> Mapping[str, str]:
    return MappingProxyType({str(code): text.say(language) for code, text in texts.items()})


_READY: Mapping[Language, dict[Facet, Mapping[str, str]]] = {
    language: {
        Facet.PROVINCE: {name: name for name in PROVINCES},
        Facet.COMPETENCE: _said(COMPETENCES, language),
        Facet.SPECIALISM: _said(specialisms(), language),
        Facet.LANGUAGE: _said(LANGUAGES, language),
    }
    for language in Language
}
