"""Names of people as they are compared: without accents and case, and the forms in which an examiner is written."""

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-",
})  # fmt: skip
_TITLES = frozenset({"dhr", "mw", "mevr", "mevrouw", "meneer", "drs", "dr", "ir", "ing", "mr", "prof", "ms", "mrs"})


def tidy(text: str) -> str:
    """The text in composed form with single blanks and none at the ends; people's blanks are no fault."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """What is compared of a name: no accents, no case, one kind of apostrophe and dash."""
    plain = unicodedata.normalize("NFD", tidy(name).casefold().translate(_PLAIN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_PLAIN)


def initials_of(given_name: str) -> str:
    """The first letters of the given names: `Minh Anh` gives `ma`."""
    return "".join(word[0] for word in re.split(r"[\s.\-]+", folded(given_name)) if word)


def spoken_key(typed: str) -> str:
    """A typed name of one person, to be looked up among `spoken_keys`: `Postma, R.` and `drs. R. Postma` are one."""
    name = folded(typed)
    if "," in name:
        family, _, before = name.partition(",")
        name = f"{before} {family}"
    words = name.replace(".", " ").split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return " ".join(words)


def spoken_keys(*, given_name: str, initials: str, family_name: str) -> frozenset[str]:
    """Every way to write a registered person: with all or the first of the given names or initials."""
    letters = folded(initials).replace(".", " ").split() or list(initials_of(given_name))
    given = folded(given_name).split()
    before = {" ".join(letters), "".join(letters), *letters[:1], " ".join(given), *given[:1]} - {""}
    return frozenset(spoken_key(f"{each} {folded(family_name)}") for each in before)
