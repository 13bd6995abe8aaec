"""Names of people, as they are written and as they are matched; and what an adviser may make public."""

from dataclasses import dataclass
from enum import StrEnum

from registry.folding import folded

__all__ = ["Name", "PublicField", "folded", "is_prefix", "same_email_key", "same_name_key"]


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


_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", ".": " "})
_PREFIXES = frozenset(
    "van de der den 't het ten ter te op in aan bij onder uit voor la le les l' du des di da dos von zu zum zur".split(),  # noqa: SIM905  one list of words
)


def is_prefix(word: str) -> bool:
    """A word such as `van` or `'t`, which stands before a family name."""
    return folded(word.translate(_MARKS)) in _PREFIXES


def same_name_key(name: Name) -> str:
    """Equal for names that may be of one human being: accents, case, dashes and prefixes make no difference.

    A prefix counts as one wherever it stands, also where it was typed into the family name.
    """
    words = folded(f"{name.prefix or ''} {name.family}".translate(_MARKS)).split()
    own = [word for word in words if word not in _PREFIXES] or folded(name.family).split()
    return " ".join([folded(name.given.translate(_MARKS)), "·", *own])


def same_email_key(email: str) -> str:
    """Equal for work addresses that reach the same person: case makes no difference."""
    return email.strip().casefold()


class PublicField(StrEnum):
    """What an adviser may let the public see; without NAME they are not on the list."""

    NAME = "name"
    EMPLOYER = "employer"
    PROVINCES = "provinces"
    REGIONS = "regions"
    LANGUAGES = "languages"
    COMPETENCES = "competences"
    SPECIALISMS = "specialisms"
    AVAILABILITY = "availability"
