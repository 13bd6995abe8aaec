"""One thing to tell about one cell: a fault, which keeps the row out, or a notice, which does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exams.cells.messages import MESSAGES
from registry.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """What a value is worth telling about, before it is known at which cell it stands."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at its cell: `G13` on a sheet; `suggestion` is a value that may be meant, as it would be typed."""

    sheet: str
    cell: str
    row: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None

    @property
    def text(self) -> Text:
        """The sentences whose facts are in `facts`: what is wrong, and what to do."""
        return MESSAGES[self.code]

    def say(self, language: Language) -> str:
        """What is wrong and what to do, in that language, facts filled in."""
        return self.text.say(language, **self.facts)

    def what(self, language: Language) -> str:
        """What is wrong: the first sentence."""
        return _first(self.text).say(language, **self.facts)

    def remedy(self, language: Language) -> str:
        """What to do: the sentences after the first; empty for a notice that asks nothing."""
        return _rest(self.text).say(language, **self.facts)


def _first(text: Text) -> Text:
    """Cut before the facts are filled in, so that no fact can move the cut."""
    return Text(*(sentence if not rest else f"{sentence}." for sentence, _, rest in _cuts(text)))


def _rest(text: Text) -> Text:
    return Text(*(rest for _, _, rest in _cuts(text)))


def _cuts(text: Text) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    return text.nl.partition(". "), text.en.partition(". ")
