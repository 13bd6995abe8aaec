"""What was typed for a certificate number and is none: what is wrong with it, and which issued number may be meant."""

from collections.abc import Collection
from dataclasses import dataclass

from registry.errors import Fault, Invalid
from registry.numbering import WRONG_CHECK_DIGITS, certificate_numbers_near, read_certificate_number
from registry.texts import Text

MOST_SUGGESTIONS = 3

_WRONG_DIGITS = Text(
    "De controlecijfers van ‘{typed}’ kloppen niet: er is een cijfer verkeerd, of er zijn cijfers verwisseld.",
    "The check digits of ‘{typed}’ are wrong: a digit is wrong, or digits changed places.",
)
_RETYPE = Text("Typ het nummer opnieuw over van het certificaat.", "Copy the number from the certificate again.")
_NO_NUMBER = Text("‘{typed}’ is geen certificaatnummer.", "‘{typed}’ is not a certificate number.")
_MEANT = Text("Bedoelt u {suggestion}?", "Did you mean {suggestion}?")
_ANY_MEANT = Text("Bedoelt u een van deze nummers: {suggestions}?", "Did you mean one of these numbers: {suggestions}?")


@dataclass(frozen=True, slots=True)
class Mistype:
    """Something that is no number: what is wrong with it, and the numbers that one typing error can have made into it."""

    fault: Fault
    near: tuple[str, ...]

    def told(self, issued: Collection[str]) -> tuple[Fault, list[str]]:
        """What to say of it, and the suggestions: numbers near it that were issued, a few at most; any other is noise."""
        suggestions = [number for number in self.near if number in issued][:MOST_SUGGESTIONS]
        wrong_digits = self.fault.text is _WRONG_DIGITS
        if not suggestions and not wrong_digits:
            return self.fault, []
        first = _WRONG_DIGITS if wrong_digits else _NO_NUMBER
        then = _RETYPE if not suggestions else _MEANT if len(suggestions) == 1 else _ANY_MEANT
        facts = {**self.fault.facts, "suggestion": "".join(suggestions[:1]), "suggestions": suggestions}
        return Fault("number", _joined(first, then), facts), suggestions


def read(typed: str) -> str | Mistype:
    """The number as we write it, however it was typed; or what is wrong with it."""
    try:
        return read_certificate_number(typed)
    except Invalid as error:
        [fault] = error.faults
    if fault.text is WRONG_CHECK_DIGITS:
        fault = Fault("number", _WRONG_DIGITS, {"typed": fault.facts["typed"]})
    return Mistype(fault, tuple(certificate_numbers_near(typed)))


def _joined(first: Text, then: Text) -> Text:
    return Text(f"{first.nl} {then.nl}", f"{first.en} {then.en}")
