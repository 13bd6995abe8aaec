"""What the API says of allotments and their postings."""

from registry.allotments.ledger import AccountKind
from registry.allotments.reading import Line, Statement
from registry.allotments.schemas import PostingOut, StatementOut
from registry.quarters import days


def statement(shown: Statement) -> StatementOut:
    """A page of a statement, in days."""
    held = shown.held
    return StatementOut(
        id=held.id,
        programme=held.programme,
        holder=held.holder,
        holder_name=held.holder_name,
        granted=days(-held.balances[AccountKind.GRANTED]),
        available=days(held.balances[AccountKind.AVAILABLE]),
        reserved=days(held.balances[AccountKind.RESERVED]),
        used=days(held.balances[AccountKind.USED]),
        expired=days(held.balances[AccountKind.EXPIRED]),
        first_day=held.period.first_day,
        last_day=held.period.last_day,
        total=shown.lines,
        postings=[_posting(each) for each in shown.postings],
    )


def _posting(line: Line) -> PostingOut:
    return PostingOut(
        id=line.id,
        recorded_at=line.recorded_at,
        kind=line.kind,
        days=days(line.quarters),
        received=line.received,
        available=days(line.available),
        intake=line.intake,
        booking=line.booking,
        other=line.other,
        other_name=line.other_name,
        reason=line.reason,
    )
