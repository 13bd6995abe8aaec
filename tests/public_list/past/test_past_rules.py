"""What a past list shows of one certificate: each field by its own consent, then and now."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from public_list.listing.availability import Stated
from public_list.listing.table import About
from public_list.past.rules import Moment, PastEntry, Profile, Recorded, as_it_was, as_published_now
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from registry.texts import Text

ALL = frozenset(PublicField)
MOMENT = Moment(date(2026, 11, 20), datetime(2026, 11, 21, tzinfo=UTC))
OF_FIELDS: list[PublicField] = [each for each in PublicField if each is not PublicField.NAME]
SHOWN_AS: dict[PublicField, str] = {each: each.value for each in OF_FIELDS} | {PublicField.AVAILABILITY: "available_from"}


def recorded(consent_then: frozenset[PublicField], consent_now: frozenset[PublicField]) -> Recorded:
    """A certificate on the list, whose holder told everything there is to tell."""
    return Recorded(
        number="CA12345678-90",
        body=UUID(int=1),
        about=About("e-adviseur", Text("e-adviseur", "e-adviser"), ("gp",), None),
        valid_from=date(2026, 1, 1),
        valid_until=date(2028, 12, 31),
        status=Status.VALID,
        is_listed_now=True,
        name=Name("Elif", None, "Öztürk"),
        employer="Helder Advies BV",
        profile=Profile(("Utrecht",), ("groene-hart",), ("nl",), ("change-management",), ("bag",)),
        stated=[Stated(date(2026, 1, 1), None, (8, 8, 8, 8, 8))],
        consent_then=consent_then,
        consent_now=consent_now,
    )


def hidden(entry: PastEntry | None) -> set[str]:
    """The fields that are empty."""
    assert entry is not None
    return {name for name in SHOWN_AS.values() if not getattr(entry, name)}


def test_who_consents_to_all_is_shown_whole() -> None:
    """So what is left out below is left out for want of consent."""
    assert hidden(as_published_now(recorded(ALL, ALL), MOMENT)) == hidden(as_it_was(recorded(ALL, ALL), MOMENT)) == set()


@pytest.mark.parametrize("withheld", OF_FIELDS)
def test_what_was_withheld_then_is_on_nobodys_list(withheld: PublicField) -> None:
    """That field and no other, for everyone and for who sees it whole."""
    of = recorded(ALL - {withheld}, ALL)
    assert hidden(as_published_now(of, MOMENT)) == hidden(as_it_was(of, MOMENT)) == {SHOWN_AS[withheld]}


@pytest.mark.parametrize("withheld", OF_FIELDS)
def test_what_is_withheld_now_is_off_the_public_list(withheld: PublicField) -> None:
    """Who sees it whole sees it as it was."""
    of = recorded(ALL, ALL - {withheld})
    assert hidden(as_published_now(of, MOMENT)) == {SHOWN_AS[withheld]}
    assert hidden(as_it_was(of, MOMENT)) == set()


@pytest.mark.parametrize(("then", "now"), [(ALL - {PublicField.NAME}, ALL), (ALL, ALL - {PublicField.NAME})])
def test_without_a_name_nobody_is_on_the_public_list(then: frozenset[PublicField], now: frozenset[PublicField]) -> None:
    """Whichever of the two times it was withheld."""
    assert as_published_now(recorded(then, now), MOMENT) is None


def test_who_had_not_consented_was_on_no_list() -> None:
    """Nor is for who sees it whole; consent that ended since takes nothing off theirs."""
    without = ALL - {PublicField.NAME}
    assert as_it_was(recorded(without, ALL), MOMENT) is None
    assert as_it_was(recorded(ALL, without), MOMENT) is not None
