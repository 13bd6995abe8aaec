"""What can be had as open data, address by address, in words: the page /open-data shows it, and a test asks each address."""

from dataclasses import dataclass

from public_list.open_data.publisher import Publisher
from registry.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what one gets there, and how it is asked from a command line."""

    path: str
    title: Text
    text: Text
    options: str = ""

    def example(self, publisher: Publisher) -> str:
        """A line for a terminal."""
        return f"curl {self.options}{' ' if self.options else ''}'{publisher.site}{self.path}'"


@dataclass(frozen=True, slots=True)
class Part:
    """Addresses that belong together; `key` names the part within the page."""

    key: str
    title: Text
    text: Text
    addresses: tuple[Address, ...]


_FILES = Part(
    "bestanden",
    Text("De hele lijst als bestand", "The whole list as a file"),
    Text(
        "De lijst van vandaag, met van elke adviseur precies wat op de openbare lijst staat. Verandert er iets? Dan"
        " verandert het bestand binnen een seconde mee.",
        "Today’s list, with of each adviser exactly what stands on the public list. When anything changes, the file changes"
        " within a second.",
    ),
    (
        Address(
            "/data/adviseurs.json",
            Text("JSON, voor programma’s", "JSON, for programs"),
            Text(
                "Eén adviseur per regel, met dezelfde velden als de API. Werkt uw programma regel voor regel? Dan hoeft het"
                " bestand nooit in zijn geheel in het geheugen.",
                "One adviser a line, with the same fields as the API. A program that reads line by line never needs the"
                " whole file in memory.",
            ),
        ),
        Address(
            "/data/adviseurs.csv",
            Text("CSV, voor programma’s", "CSV, for programs"),
            Text(
                "Met komma’s, in UTF-8, met dagen als 2027-03-05. In een cel met meer waarden staat er | tussen.",
                "With commas, in UTF-8, with days as 2027-03-05. Where a cell has several values, | stands between them.",
            ),
        ),
        Address(
            "/data/adviseurs.xlsx",
            Text("Excel, voor mensen", "Excel, for people"),
            Text(
                "Met echte datums en een blad met toelichting. Wilt u een deel van de lijst? Zoek dan eerst, en download het"
                " bestand onder de lijst.",
                "With real dates and a sheet that explains. For a part of the list: search first, and download the file"
                " below the list.",
            ),
            options="--output adviseurs.xlsx",
        ),
    ),
)
_SERVICE = Part(
    "api",
    Text("Zoeken en controleren met een programma", "Searching and checking from a program"),
    Text("Hiervoor is geen account of sleutel nodig.", "This takes no account and no key."),
    (
        Address(
            "/api/v1/certified-advisers?province=Utrecht&specialism=zaakgericht-werken",
            Text("Zoeken", "Searching"),
            Text(
                "Twintig adviseurs per pagina, met hoeveel er zijn. Een kenmerk mag vaker: een van de waarden is genoeg.",
                "Twenty advisers a page, with how many there are. A facet may be given several times: any of its values will"
                " do.",
            ),
        ),
        Address(
            "/api/v1/openapi.json",
            Text("Beschrijving van de API", "Description of the API"),
            Text(
                "Alle adressen, velden en fouten, volgens OpenAPI. Ook de controle van een certificaat staat erin: met één"
                " nummer, of met veel nummers tegelijk.",
                "All addresses, fields and errors, in OpenAPI. The check of a certificate stands there too: of one number,"
                " or of many at once.",
            ),
        ),
    ),
)
_NEWS = Part(
    "wijzigingen",
    Text("Op de hoogte blijven", "Keeping up to date"),
    Text(
        "Vraag een bestand opnieuw met de waarde van ETag die u kreeg. Is er niets veranderd? Dan is het antwoord leeg (304).",
        "Ask for a file again with the value of ETag that you were given. When nothing has changed, the answer is empty (304).",
    ),
    (
        Address(
            "/wijzigingen.atom",
            Text("Feed van wijzigingen (Atom)", "Feed of changes (Atom)"),
            Text(
                "Certificaten waarvan de status de laatste 90 dagen veranderde. Een certificaat staat erin zolang de"
                " controle van het nummer ook de naam noemt; daarna verdwijnt het. Staat een adviseur niet meer in het"
                " bestand? Controleer dan het nummer.",
                "Certificates whose status changed in the last 90 days. A certificate stands in it as long as the check of"
                " its number tells the name too; after that it is gone. Is an adviser no longer in the file? Then check the"
                " number.",
            ),
        ),
        Address(
            "/data/adviseurs.json",
            Text("Alleen ophalen wat nieuw is", "Fetching only what is new"),
            Text("Met de ETag van de vorige keer.", "With the ETag of the last time."),
            options="--compressed --etag-compare lijst.etag --etag-save lijst.etag --output adviseurs.json",
        ),
    ),
)
_EMBEDDING = Part(
    "insluiten",
    Text("De lijst op uw eigen site", "The list on your own site"),
    Text(
        "Een stukje HTML zonder script en zonder cookies. U kunt het beperken met dezelfde woorden als in het adres van de"
        " lijst. Uw server mag het altijd ophalen. In een frame, of met een script in de browser, kan het alleen op sites"
        " die de beheerder noemt: vraag daarom.",
        "A piece of HTML without script and without cookies. You can narrow it down with the same words as in the address of"
        " the list. Your server may always fetch it. In a frame, or by a script in the browser, it works only on sites that"
        " the operator names: ask for it.",
    ),
    (
        Address(
            "/insluiten/adviseurs?provincie=Utrecht",
            Text("Om in een pagina te zetten", "To put into a page"),
            Text("Neemt de vormgeving van uw pagina over.", "Takes over the looks of your page."),
        ),
        Address(
            "/insluiten/adviseurs/kader?provincie=Utrecht",
            Text("Voor in een frame", "For a frame"),
            Text("Een kleine pagina met eigen vormgeving.", "A small page with looks of its own."),
        ),
    ),
)
_CATALOGUE = Part(
    "catalogus",
    Text("Voor dataportalen en zoekmachines", "For data portals and search engines"),
    Text(
        "De catalogus volgt DCAT-AP-NL 3.0. Op de pagina van elke adviseur staan de gegevens ook als JSON-LD (schema.org).",
        "The catalogue follows DCAT-AP-NL 3.0. The page of each adviser also holds the data as JSON-LD (schema.org).",
    ),
    (
        Address("/catalogus.jsonld", Text("Catalogus in JSON-LD", "Catalogue in JSON-LD"), Text("", "")),
        Address("/catalogus.ttl", Text("Catalogus in Turtle", "Catalogue in Turtle"), Text("", "")),
        Address("/sitemap.xml", Text("Sitemap", "Site map"), Text("", "")),
    ),
)
PARTS = (_FILES, _SERVICE, _NEWS, _EMBEDDING, _CATALOGUE)


def frame_of(publisher: Publisher, language: Language) -> str:
    """What stands in a page that shows the list in a frame."""
    title = Text("Gecertificeerde e-adviseurs", "Certified e-advisers").say(language)
    address = f"{publisher.site}{'/en' if language is Language.EN else ''}/insluiten/adviseurs/kader"
    return f'<iframe src="{address}" title="{title}" width="100%" height="600"></iframe>'
