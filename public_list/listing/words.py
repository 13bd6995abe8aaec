"""The words of names, as they are asked for and found: without accents, by their beginnings, and with typing errors. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from registry.people.rules import folded, is_prefix

_BLANKS = str.maketrans(dict.fromkeys("'’‘`´-‐‑–—./", " "))
_SHORT_FORMS = {"vd": ("v", "d"), "vh": ("v", "h"), "vt": ("v", "t"), "vdr": ("v", "der"), "vdn": ("v", "den")}
_LONGEST_PREFIX = len("onder")
_TWO_LETTERS_OF, _ONE_LETTER_OF, _BEGINNING_OF = 8, 4, 5
MOST_WORDS = 12
"""Words of a question beyond these are not looked at."""


def split(text: str) -> list[str]:
    """The words of a text; apostrophes, dashes and dots divide them as blanks do."""
    return folded(text.translate(_BLANKS)).split()


def words_of(name: str) -> set[str]:
    """By which words a name is found: its own, and a family name written as one with its prefixes (`vandenberg`)."""
    return found_by(split(name))


def found_by(own: Sequence[str]) -> set[str]:
    """The same of a name whose words are these."""
    found, joined = set(own), ""
    for word in own:
        if _is_short_prefix(word):
            joined += word
        elif joined:
            found.add(joined + word)
            joined = ""
    return found


def before_family(own: Sequence[str]) -> tuple[set[str], str]:
    """By which words a name is found of which these stand before the family name, and the prefixes they end with, as one.

    With `of_family` all words are told, and each half once for all names that have it: those of the one, those of the other,
    and, where that has one, the prefixes of the one with the word of the other.
    """
    ends = len(own)
    while ends and _is_short_prefix(own[ends - 1]):
        ends -= 1
    return found_by(own), "".join(own[ends:])


def of_family(own: Sequence[str]) -> tuple[set[str], str]:
    """The same of a family name, and the word that prefixes before it run into; empty where it has none but prefixes."""
    begins = 0
    while begins < len(own) and _is_short_prefix(own[begins]):
        begins += 1
    into = "".join(own[: begins + 1]) if begins < len(own) else ""
    return found_by(own[begins:]).union(own[:begins]), into


def _is_short_prefix(word: str) -> bool:
    return len(word) <= _LONGEST_PREFIX and _is_prefix(word)


_is_prefix = lru_cache(maxsize=4_096)(is_prefix)


def asked(text: str) -> tuple[str, ...]:
    """The words that are asked for, each once; `vd` is the beginnings of two."""
    spoken = [part for word in split(text) for part in _SHORT_FORMS.get(word, (word,))]
    return tuple(dict.fromkeys(spoken))[:MOST_WORDS]


def tolerance(word: str) -> int:
    """How many typing errors a word may have: none if it is short, one, or two if it is long."""
    return 2 if len(word) >= _TWO_LETTERS_OF else int(len(word) >= _ONE_LETTER_OF)


def may_be_beginning(word: str) -> bool:
    """Whether a word with a typing error is long enough to be taken for the beginning of one."""
    return len(word) >= _BEGINNING_OF


def nearest(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known words for which a mistyped one is taken: those that differ least; a wrong, missing, or swapped letter is one.

    Where none is near enough, the words that begin with it but for one error.
    """
    for errors in range(1, tolerance(word) + 1):
        if near := within(word, known, errors):
            return near
    return begun(word, known) if may_be_beginning(word) else ()


def within(word: str, known: Sequence[str], errors: int) -> tuple[str, ...]:
    """The known words that differ by no more errors, each once."""
    return _within(word, known, known, errors)


def begun(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words that are longer, and begin with it but for one error, each once."""
    longer = [each for each in known if len(each) > len(word)]
    return _within(word, longer, [each[: len(word)] for each in longer], 1)


def _within(word: str, known: Sequence[str], compared: Sequence[str], errors: int) -> tuple[str, ...]:
    if not compared:
        return ()
    distances = cdist([word], compared, scorer=OSA.distance, score_cutoff=errors)[0]
    return tuple(sorted({known[place] for place in (distances <= errors).nonzero()[0].tolist()}))


def padded(word: str) -> str:
    """With two blanks before it and behind it, which are letters of its runs of three."""
    return f"{beginning(word)}  "


def beginning(word: str) -> str:
    """The same of a word that may go on."""
    return f"  {word}"
