"""Each table says which personal data it holds and for how long, and what it says is done."""

from datetime import timedelta

import pytest

from config.provisions import every_table
from registry.inspection.reach import people_reached
from registry.inspection.rules import ABOUT, ACTED, LEFT_OUT, PART_OF
from registry.personal_data.holdings import Holding, holding_of
from registry.retention.rules import TERMS

TABLES = {table._meta.tablename: table for table in every_table()}  # noqa: SLF001  Piccolo's own way
AS_LONG_AS_THE_REGISTRY = "as long as the registry"
UNTIL_ERASED = "until the person is erased"
UNTIL_IT_IS_DEALT_WITH = {"heading_mapping", "acceptance_proposal", "takeover_row"}
"""Tables whose rows or values go when whoever works on them is done."""
WORDS = {
    timedelta(minutes=15): "for a quarter of an hour",
    timedelta(days=1): "for a day",
    timedelta(days=2): "for two days",
    timedelta(days=30): "for 30 days",
    timedelta(days=90): "for 90 days",
    timedelta(days=180): "for 180 days",
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_what_it_holds_and_for_how_long(schema: None, name: str) -> None:
    """One that leads to a person holds something; what has a term is kept so long, and everything else stays or is erased."""
    holding = holding_of(TABLES[name].__doc__)
    if name in {*people_reached(list(TABLES.values())), *ABOUT, *PART_OF, *ACTED, *LEFT_OUT} - KEYS_ONLY:
        assert holding is not None
    if holding is None:
        assert name not in {term.table for term in TERMS}
        return
    terms = [term for term in TERMS if term.table == name]
    for term in terms:
        assert WORDS[term.after] in holding.term
    if not terms and name not in UNTIL_IT_IS_DEALT_WITH:
        assert holding.term.startswith(AS_LONG_AS_THE_REGISTRY) or UNTIL_ERASED in holding.term


KEYS_ONLY = {"booking_beneficiary", "evidence_withdrawal"}
"""Parts of what is about somebody that hold nothing of theirs themselves."""


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        "",
        "A row.",
        "A row.\n\nPersonal data: a name.",
        "A row.\n\nPersonal data: a name, kept for a day.",
        "A row.\n\nPersonal data: none but a name.",
        "Personal data: none.\n\nA row.",
    ],
)
def test_what_says_neither_is_refused(docstring: str | None) -> None:
    """Nothing, no term, or not as its last paragraph."""
    with pytest.raises(ValueError, match="does not say"):
        holding_of(docstring)


def test_what_is_said_is_read() -> None:
    """Over several lines too."""
    assert holding_of("A row.\n\n    Personal data: none.\n    ") is None
    assert holding_of("A row.\n\n    Personal data: a\n    name. Kept for\n    a day.") == Holding("a name", "for a day")
