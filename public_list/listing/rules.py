"""What the public sees: exactly the fields of one struct, of advisers who consented, as each policy says (DESIGN §2.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from uuid import UUID

from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField, folded
from registry.schemes.rules import Publication
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


class Order(StrEnum):
    """In which order the list stands; entries that are equal in it stand by name, and then by number."""

    NAME = "name"
    NEWEST = "newest"
    ENDS_LAST = "ends-last"


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Checked:
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


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate with what is known of its holder, before anything is left out. `status` is that of the day asked."""

    number: str
    adviser: UUID
    status: Status
    status_now: Status
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
    available_from: date | None
    consent: frozenset[PublicField]
    publication: Publication
    taken_over_from: str | None = None


def entries(holdings: Iterable[Holding]) -> list[Entry]:
    """Listed: certificates in a status that the policy lists, of holders who consented to their name; by name."""
    shown = [
        holding
        for holding in holdings
        if holding.name is not None
        and PublicField.NAME in holding.consent
        and holding.status.value in holding.publication.listed
    ]
    return [_entry(holding) for holding in sorted(shown, key=_order)]


def _order(holding: Holding) -> tuple[tuple[str, str], str]:
    return (holding.name.sort_key if holding.name else ("", ""), holding.number)


def _entry(holding: Holding) -> Entry:
    consent = holding.consent
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
        status=holding.status,
        available_from=holding.available_from if PublicField.AVAILABILITY in consent else None,
        taken_over_from=holding.taken_over_from,
    )


def checked(holding: Holding, day: date) -> Checked:
    """The answer to a number: the name is there only for a holder who consented, in a status that the policy names.

    That is the status of today, whatever day is asked: what may be published today goes for the past too.
    """
    named = PublicField.NAME in holding.consent and holding.status_now.value in holding.publication.named_on_check
    return Checked(
        number=holding.number,
        status=holding.status,
        since=None,
        scheme=holding.scheme,
        scheme_name=holding.scheme_name,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        day=day,
        name=str(holding.name) if named and holding.name is not None else None,
        reason=None,
        taken_over_from=holding.taken_over_from,
    )


def values_of(entry: Entry, facet: Facet) -> tuple[str, ...]:
    """By which values of a facet an entry is found."""
    return {
        Facet.PROVINCE: entry.provinces,
        Facet.REGION: entry.regions,
        Facet.COMPETENCE: entry.competences,
        Facet.SPECIALISM: entry.specialisms,
        Facet.SCHEME: (entry.scheme,),
        Facet.LANGUAGE: entry.languages,
    }[facet]


def found(listed: Iterable[Entry], wanted: Wanted) -> Found:
    """The entries that answer all that was asked; each word asked begins a word of the name."""
    everybody = [entry for entry in listed if _matches(entry.name, wanted.name)]
    shown = [entry for entry in everybody if all(_has(entry, facet, wanted) for facet in Facet)]
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for facet in Facet:
        for entry in everybody:
            if all(_has(entry, other, wanted) for other in Facet if other is not facet):
                for value in values_of(entry, facet):
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    first = (wanted.page - 1) * PAGE
    return Found(len(shown), tuple(shown[first : first + PAGE]), counts, wanted.page, {})


def _has(entry: Entry, facet: Facet, wanted: Wanted) -> bool:
    asked = {value for chosen, value in wanted.chosen if chosen is facet}
    return not asked or not asked.isdisjoint(values_of(entry, facet))


def _matches(name: str, asked: str) -> bool:
    words = folded(name).replace("'", " ").replace("-", " ").split()
    return all(
        any(word.startswith(part) for word in words) for part in folded(asked).replace("'", " ").replace("-", " ").split()
    )
