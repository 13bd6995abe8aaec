"""What people call measures, how they end, and the fields of the forms."""

from collections.abc import Mapping

from registry.certificates.rules import EventKind
from registry.measures.rules import Ending, Measure
from registry.texts import Text

SLUGS: Mapping[str, Measure] = {
    "schorsen": Measure.SUSPENDED,
    "schorsing-opheffen": Measure.REINSTATED,
    "intrekken": Measure.WITHDRAWN,
    "nietig-verklaren": Measure.VOIDED,
    "vervangen": Measure.REPLACED,
}
"""The last part of the path of each form."""

ACTS: Mapping[Measure, Text] = {
    Measure.SUSPENDED: Text("Schorsen", "Suspend"),
    Measure.REINSTATED: Text("Schorsing opheffen", "Reinstate"),
    Measure.WITHDRAWN: Text("Intrekken", "Withdraw"),
    Measure.VOIDED: Text("Nietig verklaren", "Void"),
    Measure.REPLACED: Text("Vervangen", "Replace"),
}

MEANING: Mapping[Measure, Text] = {
    Measure.SUSPENDED: Text(
        "Het certificaat telt tijdelijk niet. Daarna heft u de schorsing op of trekt u het in.",
        "The certificate does not count for a while. After that it is reinstated or withdrawn.",
    ),
    Measure.REINSTATED: Text(
        "Het certificaat is vanaf deze dag weer geldig.",
        "The certificate is valid again from this day on.",
    ),
    Measure.WITHDRAWN: Text(
        "Het certificaat telt vanaf deze dag niet meer. Dit kan niet worden teruggedraaid.",
        "From this day on the certificate no longer counts. This cannot be undone.",
    ),
    Measure.VOIDED: Text(
        "Het certificaat is nooit geldig geweest, op geen enkele dag. Dit kan niet worden teruggedraaid.",
        "The certificate never was valid, on any day. This cannot be undone.",
    ),
    Measure.REPLACED: Text(
        "Er komt een nieuw certificaat met een verbeterde naam of een ander toepassingsgebied. Het oude blijft te controleren.",
        "A new certificate is issued with a corrected name or another scope. The old one can still be checked.",
    ),
}

ENDINGS: Mapping[Ending, Text] = {
    Ending.DECIDED: Text("Besloten", "Decided"),
    Ending.DECLINED: Text("Afgewezen", "Declined"),
    Ending.TAKEN_BACK: Text("Teruggenomen", "Taken back"),
}

EVENTS: Mapping[EventKind, Text] = {
    EventKind.GRANTED: Text("Toegekend", "Granted"),
    EventKind.SUSPENDED: Text("Geschorst", "Suspended"),
    EventKind.REINSTATED: Text("Schorsing opgeheven", "Reinstated"),
    EventKind.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
    EventKind.VOIDED: Text("Nietig verklaard", "Voided"),
    EventKind.REPLACED: Text("Vervangen", "Replaced"),
    EventKind.SUPERSEDED: Text("Vervallen door een nieuw schema", "Superseded by a new scheme"),
}

LABELS: Mapping[str, Text] = {
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
    "certificates": Text("Nummers van de certificaten", "Numbers of the certificates"),
    "measure": Text("Welke maatregel?", "Which measure?"),
    "effectiveOn": Text("Vanaf welke dag?", "From which day?"),
    "reason": Text("Reden uit het schema", "Reason of the scheme"),
    "resolveBy": Text("Uiterlijk opgelost op", "Resolved by"),
    "scope": Text("Wat valt onder het certificaat?", "What does the certificate cover?"),
    "givenName": Text("Voornaam", "Given name"),
    "familyPrefix": Text("Tussenvoegsel", "Prefix"),
    "familyName": Text("Achternaam", "Family name"),
    "explanation": Text("Toelichting", "Explanation"),
    "remark": Text("Waarom wijst u dit af?", "Why do you decline this?"),
}
