"""What the public sees: exactly the fields of one struct, of advisers who consented, as each policy says (DESIGN §2.9)."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from typing import NamedTuple
from uuid import UUID

import msgspec

from public_list.listing.availability import Piece, first_free
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from registry.texts import Text

PAGE = 20
"""Entries on a page of the list."""


class Facet(StrEnum):
    """By what the list can be narrowed down, each with how many entries it would leave."""

    PROVINCE = "province"
    REGION = "region"
    COMPETENCE = "competence"
    SPECIALISM = "specialism"
    SCHEME = "scheme"
    LANGUAGE = "language"

    __hash__ = str.__hash__  # that of Enum is written in Python, and asked dozens of times for every question


class Order(StrEnum):
    """In which order the list stands; entries that are equal in it stand by name, and then by number."""

    NAME = "name"
    NEWEST = "newest"
    ENDS_LAST = "ends-last"


class Entry(msgspec.Struct, frozen=True):
    """Everything the public sees about a certificate on the list, and nothing else. `valid_until` is the last day.

    Codes: regions, languages, competences, specialisms, scheme, scope. `available_from`: the first day on which the adviser
    says to have time, where they say so. `taken_over_from`: the body that issued it first, where it was taken over.
    """

    number: str
    name: str
    employer: str | None
    provinces: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    competences: tuple[str, ...]
    specialisms: tuple[str, ...]
    scheme: str
    scheme_name: Text
    scope: tuple[str, ...]
    valid_from: date
    valid_until: date
    status: Status
    available_from: date | None
    taken_over_from: str | None


class Checked(msgspec.Struct, frozen=True):
    """What checking a number always tells: status, dates, scheme, origin; name and reason only where the policy lets it.

    `since` is the first day of the status; none where it never was another: void, and not yet valid.
    """

    number: str
    status: Status
    since: date | None
    scheme: str
    scheme_name: Text
    valid_from: date
    valid_until: date
    day: date
    name: str | None
    reason: Text | None
    taken_over_from: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks of the list; empty asks nothing. `chosen` is in any order: within a facet any of the values will do.

    `day`: the list of that day, as it is known now; none is today. `available_from`: who has time on that day, or before it.
    """

    name: str = ""
    chosen: tuple[tuple[Facet, str], ...] = ()
    available_from: date | None = None
    day: date | None = None
    order: Order = Order.NAME
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list: how many entries there are in all, those of the page, and how many each value of a facet leaves.

    The number at a value is what is found by all that was asked but the choices in its own facet. `taken_for`: words of the
    name that nobody has, with the words of names that they were taken for.
    """

    total: int
    entries: tuple[Entry, ...]
    facets: Mapping[Facet, Mapping[str, int]]
    page: int
    taken_for: Mapping[str, tuple[str, ...]]

    @property
    def pages(self) -> int:
        """How many pages there are: an empty list has one."""
        return max(1, ceil(self.total / PAGE))


class Lived(NamedTuple):
    """Days of one status, and through which day of those the list and the check show it; none where they do not.

    `reason` stands there where it is public.
    """

    first: date
    last: date
    status: Status
    listed_through: date | None
    named_through: date | None
    reason: Text | None

    @property
    def since(self) -> date | None:
        """The first day of the status; none where it never was another."""
        return None if self.first == date.min else self.first

    def is_listed(self, day: date) -> bool:
        """Whether the list shows it on a day of these."""
        return self.listed_through is not None and day <= self.listed_through

    def is_named(self, day: date) -> bool:
        """Whether its number has a name on a day of these."""
        return self.named_through is not None and day <= self.named_through


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with what is known of its holder, before anything is left out. `lived` has every day, in order."""

    number: str
    adviser: UUID
    lived: tuple[Lived, ...]
    scheme: str
    scheme_name: Text
    scope: tuple[str, ...]
    valid_from: date
    valid_until: date
    name: Name | None
    employer: str | None
    provinces: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    competences: tuple[str, ...]
    specialisms: tuple[str, ...]
    available: tuple[Piece, ...]
    consent: frozenset[PublicField]
    taken_over_from: str | None = None


def lived_on(lived: Sequence[Lived], day: date) -> Lived:
    """The status of a day."""
    return lived[bisect_right(lived, day, key=lambda span: span.first) - 1]


def entries(holdings: Iterable[Holding], day: date, today: date) -> list[Entry]:
    """The list of a day, by name: in a status that the policy lists, within its term, of holders who consented to their name.

    What may not be published today is not on the list of another day either.
    """
    shown = [holding for holding in holdings if _is_entry(holding, day, today)]
    return [entry_of(holding, day) for holding in sorted(shown, key=order)]


def _is_entry(holding: Holding, day: date, today: date) -> bool:
    if holding.name is None or PublicField.NAME not in holding.consent:
        return False
    return all(lived_on(holding.lived, each).is_listed(each) for each in (day, today))


def order(holding: Holding) -> tuple[tuple[str, str], str]:
    """By name, then by number."""
    return (holding.name.sort_key if holding.name else ("", ""), holding.number)


def entry_of(holding: Holding, day: date) -> Entry:
    """What the list of a day shows of a certificate: each field by its own consent."""
    consent = holding.consent
    free = first_free(holding.available, day.toordinal()) if PublicField.AVAILABILITY in consent else None
    return Entry(
        number=holding.number,
        name=str(holding.name),
        employer=holding.employer if PublicField.EMPLOYER in consent else None,
        provinces=holding.provinces if PublicField.PROVINCES in consent else (),
        regions=holding.regions if PublicField.REGIONS in consent else (),
        languages=holding.languages if PublicField.LANGUAGES in consent else (),
        competences=holding.competences if PublicField.COMPETENCES in consent else (),
        specialisms=holding.specialisms if PublicField.SPECIALISMS in consent else (),
        scheme=holding.scheme,
        scheme_name=holding.scheme_name,
        scope=holding.scope,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        status=lived_on(holding.lived, day).status,
        available_from=None if free is None else date.fromordinal(free),
        taken_over_from=holding.taken_over_from,
    )


def checked(holding: Holding, day: date, today: date) -> Checked:
    """The answer to a number: the name is there only for a holder who consented, in a status that the policy names.

    That is the status of today, whatever day is asked: what may be published today goes for the past too.
    """
    named = PublicField.NAME in holding.consent and lived_on(holding.lived, today).is_named(today)
    on_the_day = lived_on(holding.lived, day)
    return Checked(
        number=holding.number,
        status=on_the_day.status,
        since=on_the_day.since,
        scheme=holding.scheme,
        scheme_name=holding.scheme_name,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        day=day,
        name=str(holding.name) if named and holding.name is not None else None,
        reason=on_the_day.reason,
        taken_over_from=holding.taken_over_from,
    )
