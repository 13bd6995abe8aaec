"""What certificates refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Text


class AlreadyCertified(RuleBroken):
    """One valid or suspended certificate per person and scheme."""

    code = "already-certified"
    title = Text("Al gecertificeerd", "Already certified")
    detail = Text(
        "Deze persoon heeft voor dit schema al een certificaat tot en met {valid_until}.",
        "This person already holds a certificate of this scheme until {valid_until}.",
    )


class UnknownCertificate(NotFound):
    """No certificate has that number."""

    code = "unknown-certificate"
    title = Text("Onbekend certificaatnummer", "Unknown certificate number")
    detail = Text(
        "Er is geen certificaat met nummer {number} uitgegeven. Controleer het nummer.",
        "No certificate with number {number} has been issued. Check the number.",
    )


class DocumentErased(NotFound):
    """The holder was erased, and with their name the document; what the number answers stays."""

    code = "document-erased"
    title = Text("Document gewist", "Document erased")
    detail = Text(
        "De gegevens van de houder zijn gewist, en daarmee dit document. Het nummer {number} kunt u nog wel controleren.",
        "The holder’s details have been erased, and this document with them. You can still check number {number}.",
    )
