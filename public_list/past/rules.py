"""What a past list shows: as it was then to who may see it whole, and to the public no more than may be published today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from public_list.listing.availability import Stated, available_from
from public_list.listing.table import About
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """Which past list: that of a day, as it was known at an instant."""

    day: date
    known_at: datetime


class Profile(NamedTuple):
    """What an adviser said of themselves, by codes; who said nothing said none of it."""

    provinces: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A certificate that was on the list, with what was known of its holder, and what they consent to now.

    `status` is that of the day, by what was known at the instant; `is_listed_now` whether its status of today is on the list.
    `name` is as issued; nothing of somebody who was erased. `body` issued it.
    """

    number: str
    body: UUID
    about: About
    valid_from: date
    valid_until: date
    status: Status
    is_listed_now: bool
    name: Name | None
    employer: str | None
    profile: Profile
    stated: Sequence[Stated]
    consent_then: frozenset[PublicField]
    consent_now: frozenset[PublicField]


@dataclass(frozen=True, slots=True)
class PastEntry:
    """A certificate on a past list. Without a name it is the tombstone of somebody who was erased.

    Regions, languages, competences, specialisms, scheme, scope: codes. `valid_until` is the last day, as issued.
    """

    number: str
    name: str | None
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


def as_it_was(recorded: Recorded, moment: Moment) -> PastEntry | None:
    """As the list of the day showed it by what was known: nothing of who had not consented.

    Of who was erased since, number, scheme, dates and status are left.
    """
    if PublicField.NAME not in recorded.consent_then:
        return None
    return _entry(recorded, moment, recorded.consent_then if recorded.name is not None else frozenset())


def as_published_now(recorded: Recorded, moment: Moment) -> PastEntry | None:
    """As it was, of what may still be published: consented to then and now, and still on the list by its status of today."""
    consent = recorded.consent_then & recorded.consent_now
    if recorded.name is None or PublicField.NAME not in consent or not recorded.is_listed_now:
        return None
    return _entry(recorded, moment, consent)


def _entry(recorded: Recorded, moment: Moment, consent: frozenset[PublicField]) -> PastEntry:
    profile, about = recorded.profile, recorded.about
    return PastEntry(
        number=recorded.number,
        name=str(recorded.name) if recorded.name is not None else None,
        employer=recorded.employer if PublicField.EMPLOYER in consent else None,
        provinces=profile.provinces if PublicField.PROVINCES in consent else (),
        regions=profile.regions if PublicField.REGIONS in consent else (),
        languages=profile.languages if PublicField.LANGUAGES in consent else (),
        competences=profile.competences if PublicField.COMPETENCES in consent else (),
        specialisms=profile.specialisms if PublicField.SPECIALISMS in consent else (),
        scheme=about.scheme,
        scheme_name=about.scheme_name,
        scope=about.scope,
        valid_from=recorded.valid_from,
        valid_until=recorded.valid_until,
        status=recorded.status,
        available_from=available_from(recorded.stated, moment.day) if PublicField.AVAILABILITY in consent else None,
        taken_over_from=about.taken_over_from,
    )


def order(recorded: Recorded) -> tuple[bool, tuple[str, str], str]:
    """By name and then by number; tombstones last, by number."""
    name = recorded.name
    return (name is None, name.sort_key if name else ("", ""), recorded.number)
