"""What a message says: the most telling of the texts of its kind that its facts fill."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from string import Formatter

from registry.messages.rules import Kind
from registry.messages.words import WORDS
from registry.texts import Language, Text

_ANSWERS = {
    "accepted": Text("is aangenomen", "was accepted"),
    "declined": Text("is afgewezen; de boeking blijft zoals zij was", "was declined; the booking stays as it was"),
    "lapsed": Text("is vervallen; de boeking blijft zoals zij was", "lapsed; the booking stays as it was"),
    "taken-back": Text("is teruggenomen; de boeking blijft zoals zij was", "was taken back; the booking stays as it was"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")


def title_of(kind: Kind, language: Language) -> str:
    """What a message of this kind is called."""
    return WORDS[kind].title.say(language)


def text_of(kind: Kind, facts: Mapping[str, object], language: Language) -> str:
    """The most telling text that these facts fill."""
    known = {name: _fact(value, language) for name, value in facts.items() if value is not None and value != []}
    if (answer := _ANSWERS.get(str(facts.get("answer")))) is not None:
        known["answer"] = answer
    return next(text for text in WORDS[kind].texts if placeholders(text) <= set(known)).say(language, **known)


def placeholders(text: Text) -> set[str]:
    """The facts that a text asks for."""
    return {name for _, name, _, _ in Formatter().parse(text.nl) if name}


def _fact(value: object, language: Language) -> object:
    """A fact as it was before it was written down: a day, a number, or sentences in both languages."""
    match value:
        case str() if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        case str() if _NUMBER.fullmatch(value):
            return Decimal(value)
        case list():
            return " ".join(str(each[language.value]) if isinstance(each, dict) else str(each) for each in value)
        case _:
            return value
