"""What a status means to whoever hires, in plain words; and what is called what in a checked list."""

from collections.abc import Mapping

from public_list.checking.rules import Outcome
from registry.certificates.rules import Status
from registry.exports.answering import FileKind
from registry.texts import Text

MEANING_FOR_HIRING: Mapping[Status, Text] = {
    Status.VALID: Text(
        "U kunt deze adviseur nu inhuren als gecertificeerd e-adviseur.",
        "You can hire this adviser now as a certified e-adviser.",
    ),
    Status.NOT_YET_VALID: Text(
        "Inhuren kan voor werk vanaf de eerste dag van het certificaat, en niet voor eerder werk.",
        "You can hire for work from the first day of the certificate on, and not for earlier work.",
    ),
    Status.SUSPENDED: Text(
        "Huur deze adviseur nu niet in op dit certificaat. Controleer het later opnieuw: de schorsing kan voorbijgaan.",
        "Do not hire this adviser on this certificate now. Check again later: the suspension may end.",
    ),
    Status.EXPIRED: Text(
        "Huur niet in op dit certificaat. Vraag de adviseur of er een nieuw certificaat is, en controleer dat nummer.",
        "Do not hire on this certificate. Ask the adviser whether there is a new one, and check its number.",
    ),
    Status.REPLACED: Text(
        "Huur niet in op dit certificaat. Vraag de adviseur naar het nieuwe nummer, en controleer dat.",
        "Do not hire on this certificate. Ask the adviser for the new number, and check that.",
    ),
    Status.SUPERSEDED: Text(
        "Huur niet in op dit certificaat. Vraag de adviseur naar een certificaat van het nieuwe schema.",
        "Do not hire on this certificate. Ask the adviser for a certificate of the new scheme.",
    ),
    Status.WITHDRAWN: Text(
        "Huur niet in op dit certificaat. Het komt niet terug.",
        "Do not hire on this certificate. It will not come back.",
    ),
    Status.VOID: Text(
        "Huur niet in op dit certificaat. Het telt ook niet voor werk dat al is gedaan.",
        "Do not hire on this certificate. It does not count for work already done either.",
    ),
}

MEANING_ON_A_DAY: Mapping[Status, Text] = {
    Status.VALID: Text("Op deze dag is het certificaat geldig.", "On this day the certificate is valid."),
    Status.NOT_YET_VALID: Text(
        "Op deze dag is het certificaat nog niet ingegaan.", "On this day the certificate has not begun."
    ),
    Status.SUSPENDED: Text(
        "Op deze dag is het certificaat geschorst. Het telt dan niet.",
        "On this day the certificate is suspended. It does not count then.",
    ),
    Status.EXPIRED: Text(
        "Op deze dag is de laatste dag van het certificaat voorbij.",
        "On this day the last day of the certificate has passed.",
    ),
    Status.REPLACED: Text(
        "Op deze dag is er een ander certificaat voor in de plaats.",
        "On this day another certificate has taken its place.",
    ),
    Status.SUPERSEDED: Text(
        "Op deze dag telt het certificaat niet meer: er is een nieuw certificatieschema.",
        "On this day the certificate no longer counts: there is a new certification scheme.",
    ),
    Status.WITHDRAWN: Text(
        "Op deze dag is het certificaat ingetrokken. Het telt niet meer.",
        "On this day the certificate is withdrawn. It no longer counts.",
    ),
    Status.VOID: Text(
        "Dit certificaat is nooit geldig geweest, ook niet op deze dag.",
        "This certificate was never valid, nor on this day.",
    ),
}

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.CERTIFICATE: Text("Gevonden", "Found"),
    Outcome.UNKNOWN: Text("Onbekend nummer", "Unknown number"),
    Outcome.NO_NUMBER: Text("Geen certificaatnummer", "No certificate number"),
}
NEVER_ISSUED = Text(
    "Dit nummer is nooit uitgegeven. Vertrouw niet op een certificaat met dit nummer.",
    "This number was never issued. Do not trust a certificate with this number.",
)
STANDS_BEFORE = Text("Dit nummer staat ook op regel {row}.", "This number also stands on row {row}.")
LABELS: Mapping[str, Text] = {
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
    "dag": Text("Op welke dag?", "On which day?"),
    "numbers": Text("Nummers", "Numbers"),
    "file": Text("Bestand met nummers", "File with numbers"),
}
CREDENTIAL_LABELS: Mapping[str, Text] = {
    "file": Text("Bestand van het certificaat", "File of the certificate"),
    "text": Text("Of plak de tekst van een jwt-bestand", "Or paste the text of a jwt file"),
    "dag": Text("Ook op een andere dag?", "On another day as well?"),
}
FILES: Mapping[FileKind, Text] = {
    FileKind.XLSX: Text("Excel", "Excel"),
    FileKind.CSV: Text("CSV voor Excel", "CSV for Dutch Excel"),
    FileKind.PLAIN_CSV: Text("CSV voor programma’s", "CSV for programs"),
    FileKind.JSON: Text("JSON", "JSON"),
}
"""As `ui.export_links` says them, which makes links: a checked list is asked by a form."""
