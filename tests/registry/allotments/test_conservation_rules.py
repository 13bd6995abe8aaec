"""What must hold of a ledger, told of plain values: each rule broken once, and nothing else with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from registry.allotments.conservation import Discrepancy, Due, Posted, Rule, Side, discrepancies
from registry.allotments.ledger import SIDES, AccountKind, PostingKind

ONE, TWO = UUID(int=1), UUID(int=2)
BOOKING = UUID(int=9)


def posted(kind: PostingKind, quarters: int, *, of: UUID = ONE, to: UUID | None = None, booking: UUID | None = None) -> Posted:
    """A posting between its own two accounts."""
    source, target = SIDES[kind]
    return Posted(kind, (of, source), (to or of, target), quarters, booking)


def kept(postings: Sequence[Posted]) -> Counter[Side]:
    """The balances that these postings make."""
    made: Counter[Side] = Counter()
    for each in postings:
        made[each.source] -= each.quarters
        made[each.target] += each.quarters
    return made


LEDGER = (
    posted(PostingKind.GRANT, 80),
    posted(PostingKind.TRANSFER, 20, to=TWO),
    posted(PostingKind.RESERVE, 12, booking=BOOKING),
    posted(PostingKind.USE, 4, booking=BOOKING),
    posted(PostingKind.RELEASE, 2, booking=BOOKING),
    posted(PostingKind.CORRECT, 5),
    posted(PostingKind.EXPIRE, 3, of=TWO),
)
DUE = {BOOKING: Due(ONE, reserved=6, used=4)}


def found(postings: Sequence[Posted], balances: Mapping[Side, int] | None = None, due: Mapping[UUID, Due] = DUE) -> set[Rule]:
    """Which rules do not hold."""
    return {each.rule for each in discrepancies(postings, kept(postings) if balances is None else balances, due)}


def test_nothing_is_off() -> None:
    """Granted, transferred, reserved, used, released, corrected and expired: all of it is somewhere."""
    assert discrepancies(LEDGER, kept(LEDGER), DUE) == []
    assert discrepancies([], {}) == []


def test_a_balance_that_was_changed() -> None:
    """It is named with what it should be; what an allotment has, and all of them together, is off too."""
    balances = kept(LEDGER)
    balances[ONE, AccountKind.AVAILABLE] += 1
    assert discrepancies(LEDGER, balances, DUE) == [
        Discrepancy(Rule.BALANCE, 45, 46, allotment=ONE),
        Discrepancy(Rule.ALLOTMENT, 80 - 5, 76, allotment=ONE),
        Discrepancy(Rule.TRANSFERS, 0, 1),
    ]


def test_a_posting_that_was_removed() -> None:
    """Its balance shows it, and its booking."""
    balances = kept(LEDGER)
    assert found([each for each in LEDGER if each.kind is not PostingKind.USE], balances) == {
        Rule.BALANCE,
        Rule.RESERVED,
        Rule.USED,
    }


def test_a_posting_between_the_wrong_accounts() -> None:
    """Days that go from available to used were never reserved; a transfer stays in no allotment."""
    wrong = replace(posted(PostingKind.USE, 1), source=(ONE, AccountKind.AVAILABLE))
    assert Rule.SIDES in found([*LEDGER, wrong])
    assert found([*LEDGER, posted(PostingKind.TRANSFER, 1)]) == {Rule.SIDES}
    assert Rule.SIDES in found([*LEDGER, posted(PostingKind.RESERVE, 1, to=TWO)])


def test_an_account_below_zero() -> None:
    """Also where the postings themselves make it so."""
    assert found([*LEDGER, posted(PostingKind.EXPIRE, 46)]) == {Rule.OVERDRAWN}
    assert found([*LEDGER, posted(PostingKind.GRANT, 1), posted(PostingKind.CORRECT, 77)]) == {Rule.OVERDRAWN}


def test_a_booking_that_keeps_what_it_should_not() -> None:
    """Too much or too little reserved, in this allotment or another, and used without being worked."""
    assert found(LEDGER, due={BOOKING: Due(ONE, reserved=0, used=4)}) == {Rule.RESERVED}
    assert found(LEDGER, due={BOOKING: Due(TWO, reserved=6, used=4)}) == {Rule.RESERVED}
    assert found(LEDGER, due={BOOKING: Due(ONE, reserved=6, used=3)}) == {Rule.USED}
    assert found(LEDGER, due={}) == {Rule.RESERVED}
    assert found([*LEDGER, posted(PostingKind.RESERVE, 1)]) == {Rule.RESERVED}


def test_what_is_off_is_told_in_days() -> None:
    """With the rule first, and whose it is."""
    told = Discrepancy(Rule.RESERVED, 6, 1, allotment=ONE, booking=BOOKING)
    assert str(told) == f"reserved: allotment {ONE}, booking {BOOKING}: 0.25 days instead of 1.5"
    assert str(Discrepancy(Rule.TRANSFERS, 0, 4)) == "transfers: the whole ledger: 1 days instead of 0"


MOVES = st.lists(
    st.builds(
        lambda kind, quarters, of, to: posted(kind, quarters, of=of, to=to if kind is PostingKind.TRANSFER else None),
        st.sampled_from(sorted(PostingKind)),
        st.integers(1, 40),
        st.just(ONE),
        st.just(TWO),
    ),
    max_size=30,
)


@given(MOVES, st.integers(0, 30), st.integers(1, 5))
def test_whatever_is_posted_is_conserved(moves: list[Posted], place: int, more: int) -> None:
    """Postings that overdraw nothing leave every allotment in balance; a quarter that appears from nowhere shows, always."""
    ledger: list[Posted] = []
    for each in moves:
        if not {Rule.OVERDRAWN} & found([*ledger, each], due={}):
            ledger.append(each)
    assert found(ledger, due={}) <= {Rule.RESERVED}
    balances = kept(ledger)
    sides = sorted(balances)
    if sides:
        balances[sides[place % len(sides)]] += more
        assert {Rule.BALANCE, Rule.ALLOTMENT, Rule.TRANSFERS} <= found(ledger, balances, {})
