"""The error tree: an error names the rule it comes from, says it in both languages and carries the facts.

Each class has a stable `code`, a `title` and a `detail` whose `{names}` are facts. `config/statuses.py` alone knows HTTP.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from registry.texts import Language, Text


class RegistryError(Exception):
    """Anything the registry refuses; raise a subclass with its facts as keywords."""

    code: ClassVar[str]
    title: ClassVar[Text]
    detail: ClassVar[Text]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def say(self, language: Language) -> str:
        """The detail in that language, facts filled in."""
        return self.detail.say(language, **self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.say(Language.EN)}"


class NotFound(RegistryError):
    """There is no such thing, or not for whoever asks: the two look alike."""

    code = "not-found"
    title = Text("Niet gevonden", "Not found")
    detail = Text("Dit bestaat niet, of u mag het niet zien.", "This does not exist, or you may not see it.")


class NotAuthenticated(RegistryError):
    """Whoever asks has not shown who they are."""

    code = "not-authenticated"
    title = Text("Aanmelden nodig", "Sign-in needed")
    detail = Text("Meld u aan om verder te gaan.", "Sign in to continue.")


class NotAllowed(RegistryError):
    """Whoever asks is known, and may not do this."""

    code = "not-allowed"
    title = Text("Niet toegestaan", "Not allowed")
    detail = Text("Uw rol geeft geen recht op deze handeling.", "Your role does not allow this.")


class RuleBroken(RegistryError):
    """The request is well formed, and a rule of the registry forbids it as things stand."""

    code = "rule-broken"
    title = Text("Een regel staat dit niet toe", "A rule forbids this")
    detail = Text("Een regel staat dit niet toe.", "A rule forbids this.")


NO_DAY = Text("Vul een datum in, zoals 05-03-2027.", "Enter a date, such as 05-03-2027.")
TOO_LONG = Text("Schrijf hooguit {most} tekens.", "Write at most {most} characters.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was sent: where, and what to do about it."""

    field: str
    text: Text
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def say(self, language: Language) -> str:
        """What is wrong, in that language, facts filled in."""
        return self.text.say(language, **self.facts)


class Invalid(RegistryError):
    """What was sent is wrong in itself; every fault is told at once."""

    code = "invalid-input"
    title = Text("De invoer klopt niet", "The input is not right")
    detail = Text("Controleer de genoemde velden en probeer het opnieuw.", "Check the fields named and try again.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)
