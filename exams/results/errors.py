"""What accepting an upload refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class AcceptedBefore(RuleBroken):
    """One file is accepted once per provider, as long as it is not retracted."""

    code = "upload-accepted-before"
    title = Text("Dit bestand is al verwerkt", "This file was taken before")
    detail = Text(
        "Precies dit bestand is al aangenomen. Er is niets veranderd.",
        "Exactly this file has been accepted before. Nothing has changed.",
    )


class HasFaults(RuleBroken):
    """A file is recorded whole or not at all."""

    code = "upload-has-faults"
    title = Text("Het bestand bevat fouten", "The file has faults")
    detail = Text(
        "Er zijn {count} fouten; er is niets vastgelegd. Herstel ze in uw bestand en lever het opnieuw aan.",
        "There are {count} faults; nothing was recorded. Correct them in your file and upload it again.",
    )


class NothingNew(RuleBroken):
    """A file without a new result changes nothing, and is not accepted."""

    code = "upload-has-nothing-new"
    title = Text("Niets nieuws in het bestand", "Nothing new in the file")
    detail = Text(
        "In dit bestand staat geen uitslag die nog niet is vastgelegd.",
        "This file has no result that is not on record already.",
    )


class CorrectionsNotYet(RuleBroken):
    """Results on record are corrected with a reason, which a file alone does not give."""

    code = "upload-has-corrections"
    title = Text("Het bestand wijzigt vastgelegde uitslagen", "The file changes results on record")
    detail = Text(
        "{count} uitslagen wijken af van wat is vastgelegd. Wijzigen via een bestand kan in deze versie nog niet.",
        "{count} results differ from what is on record. This version cannot change them by file yet.",
    )
