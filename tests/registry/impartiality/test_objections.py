"""Who may not judge an adviser, why, and until when."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.impartiality.errors import NotIndependent
from registry.impartiality.rules import (
    Ground,
    Judge,
    Known,
    Objection,
    RelationKind,
    Subject,
    Waivable,
    Waived,
    check_independent,
    last_day_of_statement,
    objections,
)
from registry.texts import Language

ADVISER, CERTIFIER, OTHER = uuid4(), uuid4(), uuid4()
PROVIDER, EMPLOYER, BODY = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 19)
ONE_DAY = timedelta(days=1)
TWO_YEARS = 24


def subject(*, evidence_people: frozenset[UUID] = frozenset(), employers: frozenset[UUID] = frozenset({EMPLOYER})) -> Subject:
    """The adviser, examined by one provider."""
    return Subject(ADVISER, evidence_people, frozenset({PROVIDER}), employers)


def judge(*, person: UUID = CERTIFIER, staff_of: frozenset[UUID] = frozenset({BODY})) -> Judge:
    """A certifier of the body, whose statement is in force."""
    return Judge(person, staff_of, frozenset({BODY}), stated_until=date.max)


def asked(by: Judge, about: Subject, *relations: Known, day: date = TODAY) -> list[Objection]:
    """What the rule says on a day, with a look-back of two years."""
    return objections(by, about, relations, day=day, look_back_months=TWO_YEARS)


def test_a_stranger_may_judge() -> None:
    """Nothing stands in the way of someone without any relation, whatever others did."""
    others = Known(RelationKind.TAUGHT, OTHER, TODAY, None)
    assert asked(judge(), subject(evidence_people=frozenset({OTHER})), others) == []
    check_independent(judge(), subject(), [others], day=TODAY, look_back_months=TWO_YEARS)


@pytest.mark.parametrize(
    ("by", "about", "ground"),
    [
        pytest.param(judge(person=ADVISER), subject(), Ground.SELF, id="oneself"),
        pytest.param(judge(), subject(evidence_people=frozenset({CERTIFIER})), Ground.IN_EVIDENCE, id="in the evidence"),
        pytest.param(judge(staff_of=frozenset({PROVIDER})), subject(), Ground.PROVIDER_STAFF, id="provider's staff"),
        pytest.param(judge(), subject(employers=frozenset({BODY, EMPLOYER})), Ground.SAME_EMPLOYER, id="same employer"),
    ],
)
def test_what_never_lapses(by: Judge, about: Subject, ground: Ground) -> None:
    """Oneself, whoever taught or examined for the evidence, the provider's staff and colleagues: while it is so, no."""
    assert asked(by, about) == [Objection(ground, None)]
    assert asked(by, about, day=date(2099, 1, 1)) == [Objection(ground, None)]


@pytest.mark.parametrize("kind", list(RelationKind))
def test_a_relation_that_lasts(kind: RelationKind) -> None:
    """A relation without a last day stands for ever."""
    lasting = Known(kind, CERTIFIER, date(1999, 1, 1), None)
    assert asked(judge(), subject(), lasting) == [Objection(Ground(kind.value), None)]


@pytest.mark.parametrize("kind", list(RelationKind))
@pytest.mark.parametrize(
    ("last", "lapses_on"),
    [
        pytest.param(date(2024, 11, 19), date(2026, 11, 20), id="two years ago today still counts today"),
        pytest.param(date(2024, 2, 29), date(2026, 3, 1), id="a leap day"),
        pytest.param(date(2024, 12, 31), date(2027, 1, 1), id="the last of the year"),
        pytest.param(TODAY, date(2028, 11, 20), id="today"),
    ],
)
def test_the_look_back(kind: RelationKind, last: date, lapses_on: date) -> None:
    """A relation counts through the look-back after its last day, and not one day longer."""
    ended = Known(kind, CERTIFIER, last - ONE_DAY, last)
    assert asked(judge(), subject(), ended, day=lapses_on - ONE_DAY) == [Objection(Ground(kind.value), lapses_on)]
    assert asked(judge(), subject(), ended, day=lapses_on) == []


def test_evidence_counts_whatever_its_age() -> None:
    """Whoever examined for the evidence long before the look-back is refused all the same."""
    long_ago = Known(RelationKind.EXAMINED, CERTIFIER, date(2001, 1, 1), date(2001, 1, 1))
    about = subject(evidence_people=frozenset({CERTIFIER}))
    assert asked(judge(), about, long_ago) == [Objection(Ground.IN_EVIDENCE, None)]


def test_without_look_back_a_relation_still_counts_on_its_last_day() -> None:
    """A look-back of no months ends with the relation."""
    ended = Known(RelationKind.TAUGHT, CERTIFIER, TODAY, TODAY)
    assert objections(judge(), subject(), [ended], day=TODAY, look_back_months=0)
    assert not objections(judge(), subject(), [ended], day=TODAY + ONE_DAY, look_back_months=0)


def test_every_ground_is_named_at_once() -> None:
    """The refusal names all that stands in the way, and until when only if all of it ends."""
    relations = [
        Known(RelationKind.TAUGHT, CERTIFIER, date(2025, 1, 1), date(2025, 6, 30)),
        Known(RelationKind.FAMILY, CERTIFIER, date(2025, 1, 1), date(2026, 6, 30)),
    ]
    with pytest.raises(NotIndependent) as refused:
        check_independent(judge(), subject(), relations, day=TODAY, look_back_months=TWO_YEARS)
    assert refused.value.facts["grounds"] == ["taught", "family"]
    assert refused.value.facts["lapses_on"] == date(2028, 7, 1)
    assert refused.value.say(Language.NL).endswith("Dit geldt tot 1 juli 2028.")
    about = subject(evidence_people=frozenset({CERTIFIER}))
    with pytest.raises(NotIndependent) as refused:
        check_independent(judge(), about, relations, day=TODAY, look_back_months=TWO_YEARS)
    assert refused.value.facts["grounds"] == ["in-evidence", "taught", "family"]
    assert refused.value.facts["lapses_on"] is None
    assert refused.value.say(Language.EN).endswith("Another certifier has to do this.")


@pytest.mark.parametrize("ground", list(Ground))
def test_every_ground_has_words(ground: Ground) -> None:
    """Each reason can be said in both languages."""
    text = Objection(ground, None).text
    assert text.nl != text.en


def test_nobody_judges_without_a_statement_in_force() -> None:
    """Through its last day a statement holds; the refusal says what to do first."""
    for until, stands in ((None, False), (TODAY - ONE_DAY, False), (TODAY, True)):
        found = asked(replace(judge(), stated_until=until), subject())
        assert found == ([] if stands else [Objection(Ground.NO_STATEMENT, None)])
    with pytest.raises(NotIndependent) as refused:
        check_independent(replace(judge(), stated_until=None), subject(), [], day=TODAY, look_back_months=TWO_YEARS)
    assert "Leg eerst uw belangenverklaring af" in refused.value.say(Language.NL)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 11, 20), date(2027, 11, 19)), (date(2024, 2, 29), date(2025, 2, 27)), (date(2026, 1, 1), date(2026, 12, 31))],
)
def test_a_statement_holds_for_twelve_months(first: date, last: date) -> None:
    """The last day is the day before its first day comes round."""
    assert last_day_of_statement(first) == last


EVERY_GROUND = {
    Ground.SELF: (replace(judge(), same_persons=frozenset({ADVISER})), subject(), ()),
    Ground.IN_EVIDENCE: (judge(), subject(evidence_people=frozenset({CERTIFIER})), ()),
    Ground.PROVIDER_STAFF: (judge(staff_of=frozenset({PROVIDER})), subject(), ()),
    Ground.SAME_EMPLOYER: (judge(), subject(employers=frozenset({BODY})), ()),
    Ground.NO_STATEMENT: (replace(judge(), stated_until=None), subject(), ()),
    **{Ground(kind.value): (judge(), subject(), (Known(kind, CERTIFIER, TODAY, None),)) for kind in RelationKind},
}


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("waived", list(Waivable))
def test_what_a_waiver_sets_aside(ground: Ground, waived: Waivable) -> None:
    """Its own ground for its own adviser; whoever taught, examined or belongs to the provider is never helped by one."""
    by, about, relations = EVERY_GROUND[ground]
    for person, holds in ((ADVISER, True), (OTHER, False)):
        found = asked(replace(by, waived=frozenset({Waived(person, waived)})), about, *relations)
        assert found == ([] if holds and waived.value == ground.value else [Objection(ground, None)])
    assert {each.value for each in Waivable} == {"same-employer", "family", "other"}
