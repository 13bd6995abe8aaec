"""The clauses of ISO/IEC 17024, per edition."""

from registry.impartiality.errors import NotIndependent, SamePerson
from registry.schemes.clauses import EDITION, clauses, clauses_of


def test_the_clauses_of_an_edition() -> None:
    """In the order of the standard, each with words in both languages and rules; none of an edition unknown here."""
    found = clauses()
    order = [tuple(int(part) for part in each.number.split(".")) for each in found]
    assert order == sorted(order)
    assert all(each.edition == EDITION and each.title.nl and each.title.en and each.rules for each in found)
    assert clauses(1900) == ()


def test_the_clauses_of_a_rule() -> None:
    """By the name of a rule or the code of a refusal."""
    for rule, number in (
        (NotIndependent.code, "5.2"),
        (SamePerson.code, "9.4"),
        ("impartiality", "4.3"),
        ("decision", "9.4"),
        ("certificate", "9.4.8"),
        ("appeal", "9.8"),
    ):
        assert [each.number for each in clauses_of(rule)] == [number]
    assert clauses_of("onbekend") == ()
