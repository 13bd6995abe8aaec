"""What the end of a period does: days that nobody reserved expire, by what comes round every night."""

from datetime import datetime

from registry.allotments import telling
from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.posting import Movement, locked_balances, post
from registry.days import amsterdam_day
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.transactions import fetch, transaction

_OVER = """
    SELECT allotment_period.allotment FROM allotment_period
    JOIN day_account ON day_account.allotment = allotment_period.allotment
    WHERE day_account.kind = 'available' AND day_account.balance > 0 AND allotment_period.last_day < $1
    ORDER BY allotment_period.allotment
"""
_IS_OVER = "SELECT 1 FROM allotment_period WHERE allotment = $1 AND last_day < $2"
_ITSELF = Actor(account=None, person=None, name="register", grants=())
"""Nobody asks for days to expire: it follows from the period."""


async def expire_due(*, now: datetime) -> int:
    """What is still available the day after the period of its allotment expires; returns how many quarters did.

    Each allotment in a transaction of its own; two that do so at once let each day expire once. Days that come back later
    expire in the next round.
    """
    day, expired = amsterdam_day(now), 0
    for row in await fetch(_OVER, day):
        async with transaction() as connection:
            standing = await locked_balances([row["allotment"]], connection=connection)
            left = standing[row["allotment"]][AccountKind.AVAILABLE]
            if left and await connection.fetchval(_IS_OVER, row["allotment"], day):
                await post(Movement(PostingKind.EXPIRE, row["allotment"], left), actor=_ITSELF, now=now)
                await telling.tell(Kind.DAYS_EXPIRED, row["allotment"], left, connection=connection, now=now)
                expired += left
    return expired
