"""What somebody who brings a certificate as a file is told: of the whole, and of each check."""

from collections.abc import Mapping

from registry.credentials.verifying import Check, Verdict
from registry.texts import Text

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.TOO_DEMANDING: Text(
        "Deze pdf is te groot of te ingewikkeld om te openen. Zo is geen certificaat van dit register.",
        "This PDF is too large or too complicated to open. No certificate of this registry is like that.",
    ),
    Verdict.DAMAGED_PDF: Text("Deze pdf is beschadigd en niet te openen.", "This PDF is damaged and cannot be opened."),
    Verdict.ENCRYPTED_PDF: Text(
        "Deze pdf is beveiligd met een wachtwoord. Vraag de houder om de pdf zoals die uit het register kwam.",
        "This PDF is locked with a password. Ask the holder for the PDF as it came from the registry.",
    ),
    Verdict.NO_CREDENTIAL: Text(
        "In deze pdf zit geen certificaat als bestand. Of wat erop staat klopt, is zo niet te zien.",
        "This PDF has no certificate as a file in it. Whether it is true cannot be seen that way.",
    ),
    Verdict.SEVERAL_ATTACHMENTS: Text(
        "In deze pdf zitten meer bijlagen. Een certificaat van dit register heeft er precies een.",
        "This PDF has several attachments. A certificate of this registry has exactly one.",
    ),
    Verdict.NOT_SEALED: Text(
        "Deze pdf heeft geen zegel. Of wat erop staat klopt, is zo niet te zien.",
        "This PDF has no seal. Whether what it says is true cannot be seen that way.",
    ),
    Verdict.FOREIGN_SEAL: Text(
        "Het zegel op deze pdf is niet van dit register.", "The seal on this PDF is not one of this registry."
    ),
    Verdict.BROKEN_SEAL: Text("Deze pdf is veranderd nadat zij is verzegeld.", "This PDF was changed after it was sealed."),
    Verdict.ENDED_SEAL: Text(
        "Het zegel op deze pdf is van dit register en heel, en gezet toen dat zegel gold. Sindsdien is het afgelopen. "
        "Vraag de houder om een nieuwe pdf.",
        "The seal on this PDF is one of this registry and whole, and was set while that seal was valid. It has ended since. "
        "Ask the holder for a new PDF.",
    ),
    Verdict.UNREADABLE: Text(
        "Dit is geen certificaat als bestand, of het is beschadigd.", "This is no certificate as a file, or it is damaged."
    ),
    Verdict.FOREIGN_ISSUER: Text("Dit bestand komt niet uit dit register.", "This file does not come from this registry."),
    Verdict.FOREIGN_KEY: Text(
        "Dit bestand is niet ondertekend met een sleutel die dit register vertrouwt. Vraag de houder om een nieuw bestand.",
        "This file is not signed with a key that this registry trusts. Ask the holder for a new file.",
    ),
    Verdict.CHANGED: Text("Dit bestand is veranderd nadat het is ondertekend.", "This file was changed after it was signed."),
    Verdict.CONTRADICTORY: Text("Dit bestand spreekt zichzelf tegen.", "This file contradicts itself."),
    Verdict.UNKNOWN_STATUS: Text(
        "Of dit certificaat geldt, is niet bekend.", "It is not known whether this certificate is valid."
    ),
    Verdict.REVOKED: Text(
        "Dit bestand geldt niet: het certificaat is geschorst of beëindigd, of er is een nieuw bestand. "
        "Vraag de houder om een nieuw bestand.",
        "This file is not valid: the certificate is suspended or ended, or there is a new file. Ask the holder for a new file.",
    ),
    Verdict.NOT_YET_VALID: Text("Dit certificaat geldt nog niet.", "This certificate is not valid yet."),
    Verdict.EXPIRED: Text("Dit certificaat is verlopen.", "This certificate has expired."),
    Verdict.VALID: Text("Dit certificaat is echt en geldig.", "This certificate is genuine and valid."),
}
CHECKS: Mapping[Check, Text] = {
    Check.FILE: Text("De pdf is te openen en heeft één bijlage", "The PDF can be opened and has one attachment"),
    Check.SEAL: Text("Het zegel van dit register is heel en geldt", "The seal of this registry is whole and valid"),
    Check.FORM: Text("Het is een certificaat als bestand", "It is a certificate as a file"),
    Check.ISSUER: Text("Het komt uit dit register", "It comes from this registry"),
    Check.KEY: Text("Een sleutel van dit register ondertekende het", "A key of this registry signed it"),
    Check.SIGNATURE: Text("Sindsdien is er niets aan veranderd", "Nothing was changed since"),
    Check.CLAIMS: Text("Het spreekt zichzelf niet tegen", "It does not contradict itself"),
    Check.STATUS: Text("Het is niet geschorst of beëindigd", "It is not suspended or ended"),
    Check.PERIOD: Text("De dag valt in de looptijd", "The day is within its period"),
}
