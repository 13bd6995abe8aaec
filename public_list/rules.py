"""What the public sees: exactly the fields of one struct, of advisers who consented, as each policy says (DESIGN §2.9)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField, folded
from registry.schemes.rules import Publication
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything the public sees about a certificate on the list, and nothing else. `valid_until` is the last day.

    `taken_over_from` is the body that issued it first, where it was taken over from elsewhere.
    """

    number: str
    name: str
    employer: str | None
    provinces: tuple[str, ...]
    specialisms: tuple[str, ...]
    scheme: Text
    valid_from: date
    valid_until: date
    status: Status
    taken_over_from: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a number always tells: status, dates, scheme, origin; the name only where the policy lets it."""

    number: str
    status: Status
    scheme: Text
    valid_from: date
    valid_until: date
    day: date
    name: str | None
    taken_over_from: str | None


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate with what is known of its holder, before anything is left out. `status` is that of the day asked."""

    number: str
    adviser: UUID
    status: Status
    status_now: Status
    scheme: Text
    valid_from: date
    valid_until: date
    name: Name | None
    employer: str | None
    provinces: tuple[str, ...]
    specialisms: tuple[str, ...]
    consent: frozenset[PublicField]
    publication: Publication
    taken_over_from: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks of the list; empty asks nothing."""

    name: str = ""
    province: str = ""
    specialism: str = ""


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
        specialisms=holding.specialisms if PublicField.SPECIALISMS in consent else (),
        scheme=holding.scheme,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        status=holding.status,
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
        scheme=holding.scheme,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        day=day,
        name=str(holding.name) if named and holding.name is not None else None,
        taken_over_from=holding.taken_over_from,
    )


def found(listed: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """The entries that answer all that was asked; each word asked begins a word of the name."""
    tests: Sequence[Callable[[Entry], bool]] = (
        lambda entry: _matches(entry.name, wanted.name),
        lambda entry: not wanted.province or wanted.province in entry.provinces,
        lambda entry: not wanted.specialism or wanted.specialism in entry.specialisms,
    )
    return [entry for entry in listed if all(test(entry) for test in tests)]


def _matches(name: str, asked: str) -> bool:
    words = folded(name).replace("'", " ").replace("-", " ").split()
    return all(
        any(word.startswith(part) for word in words) for part in folded(asked).replace("'", " ").replace("-", " ").split()
    )
