"""Trainers as they are typed, matched to exactly one person registered with the provider."""

import difflib
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from exams.cells.names import initials_of, spoken_key, spoken_keys
from exams.cells.typed import Read, fault
from registry.people.rules import Name


class NamedTrainers:
    """The provider's trainers, by every way to write each one's name."""

    def __init__(self, trainers: Mapping[UUID, Name]) -> None:
        self._trainers = trainers
        self._by_key: defaultdict[str, list[UUID]] = defaultdict(list)
        for person, name in trainers.items():
            for key in spoken_keys(given_name=name.given, initials="", family_name=family_of(name)):
                self._by_key[key].append(person)

    def match(self, typed: str) -> Read[UUID]:
        """The one trainer of that name; else what is in the way."""
        named = self._by_key.get(spoken_key(typed), [])
        if len(named) == 1:
            return Read(named[0])
        if named:
            names = sorted(str(self._trainers[person]) for person in named)
            return fault("trainer-ambiguous", typed=typed, names=names, suggestion=names[0])
        return fault("trainer-unknown", typed=typed, suggestion=self._nearest(typed))

    def _nearest(self, typed: str) -> str | None:
        key = spoken_key(typed)
        ending = {person for name, persons in self._by_key.items() if name.endswith(f" {key}") for person in persons}
        if len(ending) == 1:
            return written(self._trainers[ending.pop()])
        close = difflib.get_close_matches(key, self._by_key, n=1, cutoff=0.6)
        return written(self._trainers[self._by_key[close[0]][0]]) if close else None


def family_of(name: Name) -> str:
    """The family name with its prefix: `van der Meer`."""
    return f"{name.prefix} {name.family}" if name.prefix else name.family


def written(name: Name) -> str:
    """Initials and family name: `R. Postma`."""
    return f"{''.join(f'{letter.upper()}.' for letter in initials_of(name.given))} {family_of(name)}"
