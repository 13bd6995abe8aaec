"""How a message is told: its title, and its texts from the most telling to one that needs no facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Words:
    """The title of a kind, and its texts from the most telling to one that needs no facts."""

    title: Text
    texts: Sequence[Text]


_WHICH_NL, _WHICH_EN = (
    "van {municipality} (van {firstDay} tot en met {lastDay})",
    "of {municipality} (from {firstDay} through {lastDay})",
)
_OF_NL, _OF_EN = "van {municipality}", "of {municipality}"


def words_of(title: Text, told: Text, *more: Text) -> Words:
    """`{which}` in a text is which booking it is: with its period, else with its municipality, else without either."""
    texts = []
    for text in (*more, told):
        for dutch, english in ((_WHICH_NL, _WHICH_EN), (_OF_NL, _OF_EN), ("", "")):
            filled = Text(_filled(text.nl, dutch), _filled(text.en, english))
            if filled not in texts:
                texts.append(filled)
    return Words(title, texts)


def _filled(text: str, which: str) -> str:
    return text.replace(" {which}", f" {which}" if which else "")
