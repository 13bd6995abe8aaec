"""Finding mail that has not gone out: waiting or given up, by who gets it and what it is about, by the day it was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.exports.cursor import Query, folded
from registry.exports.paging import Page
from registry.messages.finding import about
from registry.messages.rules import Kind
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.sieves.sieve import PAGE
from registry.texts import Text

_FOUND = f"""
SELECT mail.id, mail.tries, mail.next_try_at, mail.given_up_at, mail.failure, message.kind, message.recorded_at, account.email,
    account.person
FROM mail JOIN message ON message.id = mail.message JOIN account ON account.id = message.account
WHERE mail.sent_at IS NULL AND ($1 = '' OR (mail.given_up_at IS NULL) = ($1 = 'wacht'))
    AND ($2 = '' OR message.kind = ANY($3) OR strpos({folded("account.email")}, {folded("$2")}) > 0)
    AND ($4::date IS NULL OR (message.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date >= $4)
    AND ($5::date IS NULL OR (message.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date <= $5)
"""  # noqa: S608  our own columns
MAIL = Offer(
    orders={
        "wacht": Columns(Text("Eerst wat wacht", "What waits first"), "mail.given_up_at DESC NULLS FIRST, mail.id DESC"),
        "nieuwste": Columns(wording.NEWEST, "message.recorded_at DESC, mail.id DESC"),
        "oudste": Columns(wording.OLDEST, "message.recorded_at, mail.id"),
        "aan": Columns(Text("Op wie het krijgt", "By who gets it"), "account.email, mail.id"),
        "aan-omgekeerd": Columns(
            Text("Op wie het krijgt, van Z naar A", "By who gets it, from Z to A"), "account.email DESC, mail.id DESC"
        ),
    },
    stands={
        "wacht": Option(Text("Wat wacht", "What waits")),
        "niet-gelukt": Option(Text("Wat niet is gelukt", "What failed")),
    },
    has_period=True,
)


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A mail that has not gone out: waiting until its next try, or given up."""

    id: int
    kind: Kind
    email: str
    told_at: datetime
    tries: int
    next_try_at: datetime | None
    given_up_at: datetime | None
    failure: str | None


def query(choice: Choice, *, actor: Actor) -> Query:
    """The mail that was chosen of what has not gone out, for admins: words in the address, or in what it is about."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    known = MAIL.known(choice)
    sought = (known.words, [kind.value for kind in about(known.words)])
    values = (known.stand, *sought, known.first_day, known.last_day)
    return Query(f"{_FOUND} ORDER BY {MAIL.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor) -> Page[Outstanding]:
    """The page that was chosen."""
    page = await query(choice, actor=actor).page(choice.page, size=PAGE)
    access.noted(row["person"] for row in page.rows)
    return page.holding([_outstanding(row) for row in page.rows])


def _outstanding(row: Any) -> Outstanding:  # noqa: ANN401  a row of asyncpg
    return Outstanding(
        id=row["id"],
        kind=Kind(row["kind"]),
        email=row["email"],
        told_at=row["recorded_at"],
        tries=row["tries"],
        next_try_at=row["next_try_at"],
        given_up_at=row["given_up_at"],
        failure=row["failure"],
    )
