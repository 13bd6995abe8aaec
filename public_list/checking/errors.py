"""What checking numbers refuses."""

from collections.abc import Sequence

from registry.errors import Fault, Invalid, NotFound, RegistryError
from registry.texts import Text


class Mistyped(Invalid):
    """This is no certificate number. Fact: `suggestions`, the numbers that were issued and that may be meant."""

    code = "mistyped-number"
    title = Text("Dit is geen certificaatnummer", "This is no certificate number")
    detail = Text(
        "Dit is geen certificaatnummer. Er kan een typefout in staan.",
        "This is no certificate number. It may have a typing error.",
    )

    def __init__(self, fault: Fault, *, suggestions: Sequence[str]) -> None:
        super().__init__([fault])
        self.suggestions = tuple(suggestions)
        self.facts = {"suggestions": list(suggestions)}


class TooManyNumbers(RegistryError):
    """This client checked so many numbers in lists that it must wait. Fact: `seconds`."""

    code = "too-many-numbers"
    title = Text("U controleerde veel nummers in korte tijd", "You checked many numbers in a short time")
    detail = Text(
        "U controleerde veel nummers in korte tijd. Probeer het over {seconds} seconden opnieuw.",
        "You checked many numbers in a short time. Try again in {seconds} seconds.",
    )


class NoProof(NotFound):
    """The log has no proof for this certificate that can be given."""

    code = "no-log-proof"
    title = Text("Geen bewijs uit het logboek", "No proof from the log")
    detail = Text(
        "Er is geen bewijs uit het logboek voor certificaat {number}. Een nieuw certificaat heeft het na enkele seconden. "
        "Zijn de gegevens van de houder gewist? Dan is het er niet meer.",
        "There is no proof from the log for certificate {number}. A new certificate has it within a few seconds. "
        "Were the holder’s details erased? Then it is gone.",
    )
