"""Certificates as they are read, before they are put in order: numbers, and places of what many have in common.

What may not be shown from today on is left out here: it is not even remembered.
"""

from array import array
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple, TypeAlias

from public_list.listing.interned import Interned
from public_list.listing.rules import Facet, Holding, Lived
from public_list.listing.spelled import Named, Spelled
from public_list.listing.writing import as_number, digest, encoded
from registry.people.rules import PublicField

Read: TypeAlias = tuple[int, bytes, int, int, Hashable, Hashable, Any, int, Any, Any, Any, Any, Any, Any, Any]
"""A certificate as it is read: number, file, first and last day, what tells its life, what it says, holder, consent, and the
fields of `CONSENTED`."""
LISTED, NAMED, BARE = 2, 1, 0
"""What may be shown from today on: the whole entry, the name at the check, or neither."""
BIT = {field: 1 << place for place, field in enumerate(PublicField)}
"""Of what is consented to, in one number."""
CONSENTED = (
    PublicField.PROVINCES,
    PublicField.REGIONS,
    PublicField.COMPETENCES,
    PublicField.SPECIALISMS,
    PublicField.LANGUAGES,
    PublicField.EMPLOYER,
    PublicField.AVAILABILITY,
)
"""In the order in which they are read."""
_FIELD_OF = {
    Facet.PROVINCE: PublicField.PROVINCES,
    Facet.REGION: PublicField.REGIONS,
    Facet.COMPETENCE: PublicField.COMPETENCES,
    Facet.SPECIALISM: PublicField.SPECIALISMS,
    Facet.LANGUAGE: PublicField.LANGUAGES,
}


_OF_NO_NAME = digest(b"")


class About(NamedTuple):
    """What a certificate says that others say too: scheme, its name, codes of the scope, and who issued it first."""

    scheme: str
    scheme_name: Any
    scope: tuple[str, ...]
    taken_over_from: str | None


class Reading(NamedTuple):
    """How what is read tells something; of what is read twice it is asked once."""

    lived: Callable[[Any], tuple[Lived, ...]]
    about: Callable[[Any], About]
    name: Callable[[Any], Named]
    codes: Callable[[Any], tuple[str, ...]]
    employer: Callable[[Any], str | None]
    available: Callable[[Any], tuple[int, ...]]


class Table:
    """Certificates, as many as were added; `level` says of each what may be shown.

    `field_of` and `spelled` have those of LISTED alone. What can be made of a name is made here, while the database still makes
    the next rows.
    """

    def __init__(self, reading: Reading, today: date) -> None:
        self.numbers, self.valid_from, self.valid_until = array("q"), array("i"), array("i")
        self.advisers, self.level = bytearray(), bytearray()
        self.names, self.name_lengths, self.name_digests = bytearray(), array("I"), bytearray()
        self.spelled = Spelled()
        self.lived_of, self.about_of = array("i"), array("i")
        self.levels: list[int] = []
        self.lived = Interned(_with_level(reading.lived, self.levels, today))
        self.abouts = Interned(reading.about)
        made = dict.fromkeys(CONSENTED, reading.codes) | {
            PublicField.EMPLOYER: reading.employer,
            PublicField.AVAILABILITY: reading.available,
        }
        self.fields = {field: Interned(read) for field, read in made.items()}
        self.field_of = {field: array("i") for field in CONSENTED}
        self._reading = reading

    @classmethod
    def of(cls, holdings: Iterable[Holding], today: date) -> "Table":
        """Certificates that are at hand."""
        table = cls(_AT_HAND, today)
        if rows := [_read(each) for each in holdings]:
            table.add(list(zip(*rows, strict=True)))
        return table

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Some more; the columns are those of `Read`."""
        numbers, advisers, firsts, lasts, lives, abouts, holders, given, *stated = columns
        places = list(map(self.lived.__getitem__, lives))
        levels = [
            self.levels[place] if consent & BIT[PublicField.NAME] and holder is not None else BARE
            for place, consent, holder in zip(places, given, holders, strict=True)
        ]
        self.numbers.extend(numbers)
        self.advisers += b"".join(advisers)
        self.valid_from.extend(firsts)
        self.valid_until.extend(lasts)
        self.lived_of.extend(places)
        self.about_of.extend(map(self.abouts.__getitem__, abouts))
        self.level += bytes(levels)
        self._name(holders, levels)
        listed = [level == LISTED for level in levels]
        consents = list(compress(given, listed))
        for field, values in zip(CONSENTED, stated, strict=True):
            place, bit = self.fields[field].__getitem__, BIT[field]
            told = zip(compress(values, listed), consents, strict=True)
            self.field_of[field].extend([place(value if consent & bit else None) for value, consent in told])

    def _name(self, holders: Sequence[Any], levels: Sequence[int]) -> None:
        names = list(map(self._reading.name, compress(holders, levels)))
        written = list(map(encoded, names))
        self.spelled.add([name for name, level in zip(names, filter(None, levels), strict=True) if level == LISTED])
        self.names += b"".join(written)
        lengths, digests = map(len, written), map(digest, written)
        self.name_lengths.extend([next(lengths) if level else 0 for level in levels])
        self.name_digests += b"".join([next(digests) if level else _OF_NO_NAME for level in levels])

    def facet(self, facet: Facet) -> tuple[Sequence[int], Sequence[tuple[str, ...]]]:
        """Of each certificate that may be listed the place of its values, and the values of each place."""
        if facet is Facet.SCHEME:
            listed = [level == LISTED for level in self.level]
            return list(compress(self.about_of, listed)), [(about.scheme,) for about in self.abouts.kept]
        field = _FIELD_OF[facet]
        return self.field_of[field], self.fields[field].kept


def _with_level(
    lived: Callable[[Any], tuple[Lived, ...]], levels: list[int], today: date
) -> Callable[[Any], tuple[Lived, ...]]:
    """The same; and what may be shown of each is added to the levels."""

    def read(key: Hashable) -> tuple[Lived, ...]:
        found = lived(key)
        ahead = [(span, max(today, span.first)) for span in found if span.last >= today]
        if any(span.is_listed(day) for span, day in ahead):
            levels.append(LISTED)
        else:
            levels.append(NAMED if any(span.is_named(day) for span, day in ahead) else BARE)
        return found

    return read


def _read(holding: Holding) -> Read:
    return (
        as_number(holding.number),
        holding.adviser.bytes,
        holding.valid_from.toordinal(),
        holding.valid_until.toordinal(),
        holding.lived,
        About(holding.scheme, holding.scheme_name, holding.scope, holding.taken_over_from),
        holding.name,
        sum(BIT[field] for field in holding.consent),
        holding.provinces,
        holding.regions,
        holding.competences,
        holding.specialisms,
        holding.languages,
        holding.employer,
        holding.available,
    )


_AT_HAND = Reading(
    lived=lambda lived: lived,
    about=lambda about: about,
    name=lambda name: name,
    codes=lambda codes: codes or (),
    employer=lambda employer: employer,
    available=lambda pieces: tuple(number for piece in pieces or () for number in piece),
)
