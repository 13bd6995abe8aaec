"""Which version of a scheme holds on a day, and what a version must be."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.certificates.rules import Status
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import STATUSES, Party, SchemeRules, ScopeItem, Version, in_force
from registry.texts import Text

RULES = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=("traject",),
    scope=(ScopeItem("gp", "Gemeentelijke processen", "Municipal processes"),),
    terms_version="1",
    code_of_conduct_version="1",
)
FIRST = Version(
    id=uuid4(),
    scheme=uuid4(),
    scheme_code="e-adviseur",
    scheme_name=Text("e-adviseur", "e-adviser"),
    number=1,
    effective_from=date(2026, 6, 1),
    certification_body=uuid4(),
    rules=RULES,
    signed_by=frozenset(Party),
)
SECOND = replace(FIRST, id=uuid4(), number=2, effective_from=date(2027, 1, 1))
ONE_DAY = timedelta(days=1)


def test_the_newest_signed_version_whose_day_has_come() -> None:
    """From its first day on a version holds, until the next one's first day."""
    assert in_force([FIRST, SECOND], date(2026, 6, 1)) is FIRST
    assert in_force([SECOND, FIRST], date(2026, 12, 31)) is FIRST
    assert in_force([FIRST, SECOND], date(2027, 1, 1)) is SECOND


@pytest.mark.parametrize("signed", [frozenset(), frozenset({Party.OWNER}), frozenset({Party.BODY})], ids=str)
def test_one_signature_is_not_enough(signed: frozenset[Party]) -> None:
    """A version that not both parties signed is passed over."""
    assert in_force([FIRST, replace(SECOND, signed_by=signed)], date(2028, 1, 1)) is FIRST
    with pytest.raises(NoVersionInForce):
        in_force([replace(SECOND, signed_by=signed)], date(2028, 1, 1))


def test_before_the_first_version_none_holds() -> None:
    """The refusal names the day."""
    with pytest.raises(NoVersionInForce) as refused:
        in_force([FIRST, SECOND], FIRST.effective_from - ONE_DAY)
    assert refused.value.facts == {"day": date(2026, 5, 31)}
    with pytest.raises(NoVersionInForce):
        in_force([], date(2028, 1, 1))


def test_of_two_versions_from_one_day_the_higher_number_holds() -> None:
    """A version that replaces another from its very first day."""
    corrected = replace(SECOND, number=3)
    assert in_force([corrected, SECOND, FIRST], date(2027, 1, 1)) is corrected


def test_a_policy_can_name_each_status_of_a_certificate_and_no_other():
    """The statuses of a publication policy are those of a certificate."""
    assert {status.value for status in Status} == STATUSES
