"""What a past list shows: as it was then to who may see it whole, and to the public no more than may be published today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from public_list.listing import policy
from public_list.listing.availability import Stated, available_from
from registry.certificates.rules import Status, Timeline, status_on
from registry.certificates.snapshot import Snapshot
from registry.days import amsterdam_day
from registry.people.rules import Name, PublicField
from registry.schemes.rules import Publication
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """Which past list: that of a day, as it was known at an instant."""

    day: date
    known_at: datetime


class Profile(msgspec.Struct, frozen=True):
    """What an adviser said of themselves, by codes; who said nothing said none of it."""

    provinces: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A certificate with what was known of its holder at the instant, and what they consent to now.

    `timeline` has every event that is known now. `name` is as issued; nothing of somebody who was erased. `body` issued it.
    """

    number: str
    body: UUID
    snapshot: Snapshot
    publication: Publication
    timeline: Timeline
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
    """As the list of the day showed it by what was known: nothing of who had not consented, or whom the policy did not list.

    Of who was erased since, number, scheme, dates and status are left.
    """
    status = _listed(recorded, moment.day, moment.known_at)
    if status is None or PublicField.NAME not in recorded.consent_then:
        return None
    return _entry(recorded, moment, status, recorded.consent_then if recorded.name is not None else frozenset())


def as_published_now(recorded: Recorded, moment: Moment, *, now: datetime) -> PastEntry | None:
    """As it was, of what may still be published: consented to then and now, and still on the list by its status of today."""
    consent = recorded.consent_then & recorded.consent_now
    if recorded.name is None or PublicField.NAME not in consent or _listed(recorded, amsterdam_day(now), now) is None:
        return None
    status = _listed(recorded, moment.day, moment.known_at)
    return _entry(recorded, moment, status, consent) if status is not None else None


def _listed(recorded: Recorded, day: date, known_at: datetime) -> Status | None:
    """The status on that day, by what was known, where the policy lists it then."""
    if not policy.is_listed(recorded.publication, recorded.timeline, day, known_at):
        return None
    return status_on(recorded.timeline, day, known_at)


def _entry(recorded: Recorded, moment: Moment, status: Status, consent: frozenset[PublicField]) -> PastEntry:
    snapshot, profile = recorded.snapshot, recorded.profile
    return PastEntry(
        number=recorded.number,
        name=str(recorded.name) if recorded.name is not None else None,
        employer=recorded.employer if PublicField.EMPLOYER in consent else None,
        provinces=profile.provinces if PublicField.PROVINCES in consent else (),
        regions=profile.regions if PublicField.REGIONS in consent else (),
        languages=profile.languages if PublicField.LANGUAGES in consent else (),
        competences=profile.competences if PublicField.COMPETENCES in consent else (),
        specialisms=profile.specialisms if PublicField.SPECIALISMS in consent else (),
        scheme=snapshot.scheme,
        scheme_name=Text(snapshot.scheme_name_nl, snapshot.scheme_name_en),
        scope=tuple(item.code for item in snapshot.scope),
        valid_from=snapshot.valid_from,
        valid_until=snapshot.valid_until,
        status=status,
        available_from=available_from(recorded.stated, moment.day) if PublicField.AVAILABILITY in consent else None,
        taken_over_from=snapshot.taken_over.issuer if snapshot.taken_over else None,
    )


def order(recorded: Recorded) -> tuple[bool, tuple[str, str], str]:
    """By name and then by number; tombstones last, by number."""
    name = recorded.name
    return (name is None, name.sort_key if name else ("", ""), recorded.number)
