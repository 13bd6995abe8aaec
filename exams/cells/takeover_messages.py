"""Sentences about lists of certificates issued elsewhere; what is in the way of a row the registry itself says."""

from registry.takeovers.wording import WORDS
from registry.texts import Text

_LISTS = {
    "takeover-empty": Text(
        "Onder de kolomkoppen staat geen enkel certificaat. Vul de certificaten in.",
        "There is no certificate below the headings. Fill in the certificates.",
    ),
}

TAKEOVER_MESSAGES = _LISTS | {wrong.value: words for wrong, words in WORDS.items()}
