"""Names of people, as they are written and as they are matched; and what an adviser may make public."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name: given name, prefix (`van der`) and family name."""

    given: str
    prefix: str | None
    family: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.given, self.prefix, self.family) if part)

    @property
    def sort_key(self) -> tuple[str, str]:
        """Family name first, without accents and case, prefix last: the Dutch order."""
        return (folded(self.family), folded(f"{self.given} {self.prefix or ''}"))


_NOT_DECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def folded(text: str) -> str:
    """Without accents, case and doubled blanks, so that `ozturk` finds Öztürk and `sorensen` Sørensen."""
    lowered = unicodedata.normalize("NFKD", text.casefold()).translate(_NOT_DECOMPOSED)
    return " ".join("".join(char for char in lowered if not unicodedata.combining(char)).split())


class PublicField(StrEnum):
    """What an adviser may let the public see; without NAME they are not on the list."""

    NAME = "name"
    EMPLOYER = "employer"
    PROVINCES = "provinces"
    SPECIALISMS = "specialisms"
