"""Sentences about lists of certificates issued elsewhere; what is in the way of a row the registry itself says."""

from registry.takeovers.wording import WORDS
from registry.texts import Text

_LISTS = {
    "takeover-empty": Text(
        "Onder de kolomkoppen staat geen enkel certificaat. Vul de certificaten in.",
        "There is no certificate below the headings. Fill in the certificates.",
    ),
    "intakes-empty": Text(
        "Onder de kolomkoppen staat geen enkele intake. Vul de intakes in.",
        "There is no intake below the headings. Fill in the intakes.",
    ),
    "intakes-too-many": Text(
        "De lijst heeft meer dan {limit} intakes. Verdeel haar over meer bestanden.",
        "The list has more than {limit} intakes. Spread it over several files.",
    ),
    "intake-refused": Text(
        "{told}. Verbeter de cel, of verwijder de rij.",
        "{told}. Correct the cell, or remove the row.",
    ),
    "holder-unknown": Text(
        "‘{typed}’ is nu geen gemeente of samenwerkingsverband. Vul de code in, zoals GM0363, of de hele naam.",
        "‘{typed}’ is no municipality or partnership now. Fill in the code, such as GM0363, or the whole name.",
    ),
    "members-form": Text(
        "‘{typed}’ zijn geen codes van gemeenten. Vul codes in zoals GM0363, met een komma ertussen.",
        "‘{typed}’ are no codes of municipalities. Fill in codes such as GM0363, with commas between them.",
    ),
    "coordinator-unknown": Text(
        "Er is geen regie-adviseur met e-mailadres ‘{typed}’. Vul het adres in waarmee die zich aanmeldt.",
        "There is no coordinator with e-mail address ‘{typed}’. Fill in the address with which they sign in.",
    ),
    "days-form": Text(
        "‘{typed}’ is geen aantal dagen. Vul een getal in, zoals 12 of 2,25.",
        "‘{typed}’ is no number of days. Fill in a number, such as 12 or 2.25.",
    ),
}

TAKEOVER_MESSAGES = _LISTS | {wrong.value: words for wrong, words in WORDS.items()}
