"""What the public sees: the fields of one struct, of who consented, in the statuses that the policy names."""

from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from public_list.checking.schemas import CheckedOut
from public_list.listing import rules
from public_list.listing.availability import Stated, pieces
from public_list.listing.finding import found
from public_list.listing.policy import Place, shown_through
from public_list.listing.rules import Checked, Entry, Facet, Holding, Lived, Wanted
from public_list.listing.schemas import EntryOut
from registry.certificates.rules import Status
from registry.people.rules import Name, PublicField
from registry.schemes.rules import Publication
from registry.texts import Language, Text

ALL = frozenset(PublicField)
DAY = date(2026, 11, 22)
TODAY = date(2026, 12, 24)


def lived(*runs: tuple[date, Status], publication: Publication = Publication()) -> tuple[Lived, ...]:  # noqa: B008  never changed
    """Statuses from these days on, the first of them from ever, with how long the policy shows each."""
    ends = [first - date.resolution for first, _ in runs[1:]] + [date.max]
    found = []
    for (first, status), last in zip(runs, ends, strict=True):
        listed, named = (shown_through(publication, place, status, first) for place in Place)
        found.append(Lived(first, last, status, listed, named, None))
    return tuple(found)


HOLDING = Holding(
    number="CA12345678-66",
    adviser=uuid4(),
    lived=lived((date.min, Status.VALID)),
    scheme="e-adviseur",
    scheme_name=Text("e-adviseur", "e-adviser"),
    scope=("advies",),
    valid_from=date(2026, 11, 19),
    valid_until=date(2029, 11, 18),
    name=Name("Johanna", "van der", "Meer"),
    employer="Helder Advies BV",
    provinces=("Utrecht",),
    regions=("groene-hart",),
    languages=("nl", "fy"),
    competences=("change-management",),
    specialisms=("bag",),
    available=pieces([Stated(date(2027, 1, 2), None, (4, 4, 0, 0, 0))]),
    consent=ALL,
)


def entries(holdings: list[Holding]) -> list[Entry]:
    """The list of today."""
    return rules.entries(holdings, DAY, TODAY)


def checked(holding: Holding, day: date) -> Checked:
    """The answer of today about a day."""
    return rules.checked(holding, day, TODAY)


def test_an_entry_has_exactly_these_fields() -> None:
    """A field more is a decision: about the law, the screens, the exports and this test."""
    assert list(Entry.__struct_fields__) == [
        *("number", "name", "employer", "provinces", "regions", "languages", "competences", "specialisms"),
        *("scheme", "scheme_name", "scope", "valid_from", "valid_until", "status", "available_from", "taken_over_from"),
    ]
    assert list(EntryOut.__struct_fields__) == list(Entry.__struct_fields__)
    told = ["number", "status", "since", "scheme", "scheme_name", "valid_from", "valid_until", "day", "name", "reason"]
    told.append("taken_over_from")
    assert list(Checked.__struct_fields__) == told
    assert set(CheckedOut.__struct_fields__) == set(told)


def test_all_of_it_goes_out_unchanged() -> None:
    """With every consent the entry tells all its fields, in the language asked."""
    [entry] = entries([HOLDING])
    out = EntryOut.of(entry, Language.EN)
    assert (out.name, out.employer, out.provinces, out.specialisms) == (
        "Johanna van der Meer",
        "Helder Advies BV",
        ["Utrecht"],
        ["bag"],
    )
    assert (out.scheme_name, out.status, out.valid_until) == ("e-adviser", Status.VALID, date(2029, 11, 18))
    answer = CheckedOut.of(checked(HOLDING, DAY), Language.NL)
    assert (answer.scheme_name, answer.day, answer.name) == ("e-adviseur", DAY, "Johanna van der Meer")


@pytest.mark.parametrize("withheld", list(PublicField))
def test_what_was_not_consented_to_is_left_out(withheld: PublicField) -> None:
    """Each field by its own consent; without the name there is no entry at all."""
    shown = entries([replace(HOLDING, consent=ALL - {withheld})])
    if withheld is PublicField.NAME:
        assert shown == []
        assert checked(replace(HOLDING, consent=ALL - {withheld}), DAY).name is None
        return
    [entry] = shown
    shows = {field: "available_from" if field is PublicField.AVAILABILITY else field.value for field in ALL}
    assert not getattr(entry, shows[withheld])
    for other in ALL - {withheld}:
        assert getattr(entry, shows[other])


def test_without_any_consent_nothing_is_listed() -> None:
    """Consent to other fields than the name does not list anyone."""
    assert entries([replace(HOLDING, consent=frozenset()), replace(HOLDING, consent=ALL - {PublicField.NAME})]) == []


def test_who_was_erased_is_not_listed() -> None:
    """Without a name there is no entry; the number is answered all the same."""
    erased = replace(HOLDING, name=None)
    assert entries([erased]) == []
    assert checked(erased, DAY) == replace(checked(HOLDING, DAY), name=None)


@pytest.mark.parametrize("status", list(Status))
def test_the_policy_says_which_statuses_are_listed(status: Status) -> None:
    """On the list only in the statuses that the version's policy lists."""
    for policy, shown in (
        (Publication(), status in {Status.VALID, Status.SUSPENDED}),
        (Publication(listed=(status.value,)), True),
        (Publication(listed=()), False),
    ):
        assert bool(entries([replace(HOLDING, lived=lived((date.min, status), publication=policy))])) is shown


@pytest.mark.parametrize("status", list(Status))
def test_the_policy_says_in_which_status_a_number_has_a_name(status: Status) -> None:
    """Status, dates and scheme are always told; the name only where the policy says so."""
    held = replace(HOLDING, lived=lived((date.min, status)))
    named = status in {Status.VALID, Status.SUSPENDED, Status.NOT_YET_VALID}
    assert (checked(held, DAY).name is not None) is named
    assert checked(held, DAY).status is status
    nowhere = lived((date.min, status), publication=Publication(named_on_check=()))
    assert checked(replace(held, lived=nowhere), DAY).name is None


@pytest.mark.parametrize("now", [Status.VOID, Status.WITHDRAWN, Status.EXPIRED, Status.SUPERSEDED, Status.REPLACED])
def test_asking_for_a_past_day_does_not_bring_back_a_name(now: Status) -> None:
    """What may be published today goes for the past too: the day's status is told, and no name."""
    ended = replace(HOLDING, lived=lived((date.min, Status.VALID), (TODAY, now)))
    past = checked(ended, DAY)
    assert (past.status, past.name) == (Status.VALID, None)
    assert entries([ended]) == []


def test_the_order_is_by_name_then_number() -> None:
    """Family name without prefix and accents, then given name, then number."""
    people = [
        (Name("Elif", None, "Öztürk"), "CA4"),
        (Name("Anna", "van den", "Berg"), "CA3"),
        (Name("Jan", None, "Janssen"), "CA2"),
        (Name("Jan", None, "Janssen"), "CA1"),
    ]
    shown = entries([replace(HOLDING, name=name, number=number) for name, number in people])
    assert [entry.number for entry in shown] == ["CA3", "CA1", "CA2", "CA4"]


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        ("", True),
        ("meer", True),
        ("MEER joh", True),
        ("van der me", True),
        ("eer", False),
        ("meer janssen", False),
        ("méér", True),
        ("  meer ", True),
        ("-", True),
        ("%", False),
        ("meer.*", False),
    ],
)
def test_searching_by_name(asked: str, *, hit: bool) -> None:
    """Each word that is asked begins a word of the name, whatever its accents and case."""
    assert bool(found(entries([HOLDING]), Wanted(name=asked)).total) is hit


def test_searching_by_name_with_apostrophe_and_hyphen() -> None:
    """'t Hart and Bakker-de Wit are found by each part."""
    hart = replace(HOLDING, name=Name("Willemijn", "'t", "Hart"))
    wit = replace(HOLDING, name=Name("Pieter", None, "Bakker-de Wit"))
    for asked, held in (("'t hart", hart), ("t hart", hart), ("wit", wit), ("bakker-de", wit), ("de wit bakker", wit)):
        assert found(entries([held]), Wanted(name=asked)).total, asked


def test_searching_by_province_and_specialism() -> None:
    """All that is asked must hold, and what is withheld cannot be found by."""
    listed = entries([HOLDING, replace(HOLDING, consent=frozenset({PublicField.NAME}))])
    assert found(listed, Wanted()).total == 2
    assert found(listed, Wanted("joh", ((Facet.PROVINCE, "Utrecht"), (Facet.SPECIALISM, "bag")))).total == 1
    assert found(listed, Wanted(chosen=((Facet.PROVINCE, "Zeeland"), (Facet.SPECIALISM, "bag")))).total == 0
    assert found(listed, Wanted(chosen=((Facet.PROVINCE, "Utrecht"), (Facet.SPECIALISM, "digid")))).total == 0
