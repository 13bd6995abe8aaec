"""The outbox: mail that waits, goes out, is tried again after growing pauses, and is given up (DESIGN §7, "Time").

A mail is taken out of turn by writing down when it is tried again, before it is sent: whoever dies in between leaves a
mail that failed once, and several processes send each of them once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from registry.accounts import links
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.messages.inbox import MOST_NUMBER
from registry.messages.mailing import Letter, Line, MailRefused, Outgoing, line_to
from registry.messages.rules import KEPT_WAITING, PAUSES, WITH_LINK, Kind, tries_are_over
from registry.messages.wording import text_of, title_of
from registry.permissions import Actor, Permission
from registry.texts import Language, Text
from registry.transactions import fetch, transaction

TOO_LATE, NO_ACCOUNT, GAVE_UP, ASKED_AGAIN = "too-late", "account-disabled", "tried-too-often", "asked-again"
LINK_OVER = "link-over"
"""What stands as `failure` where it is not the kind and the code of what the mail server said."""
_AT_A_TIME = 10
"""Sent well before the first of them would be tried again."""

_GIVE_UP_LATE = """
UPDATE mail SET next_try_at = NULL, given_up_at = $1, failure = $2 FROM message
WHERE mail.message = message.id AND mail.next_try_at <= $1 AND message.recorded_at < $3
    AND mail.failure IS DISTINCT FROM $4
"""
TAKE = """
UPDATE mail SET tries = tries + 1, next_try_at = $1 + ($2::interval[])[least(tries + 1, cardinality($2::interval[]))]
WHERE id IN (SELECT id FROM mail WHERE next_try_at <= $1 ORDER BY next_try_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, message, tries
"""
_LETTERS = """
SELECT message.id, message.kind, message.subject, message.facts::text AS facts, message.path, account.email,
    account.disabled_at
FROM message JOIN account ON account.id = message.account WHERE message.id = ANY($1)
"""
_SENT = "UPDATE mail SET next_try_at = NULL, sent_at = $2, failure = NULL WHERE id = $1 AND next_try_at IS NOT NULL"
_FAILED = "UPDATE mail SET failure = $2 WHERE id = $1 AND next_try_at IS NOT NULL"
_GIVEN_UP = "UPDATE mail SET next_try_at = NULL, given_up_at = $2, failure = $3 WHERE id = $1 AND next_try_at IS NOT NULL"
_COUNTS = """
SELECT count(*) FILTER (WHERE next_try_at IS NOT NULL) AS waiting, count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up
FROM mail WHERE sent_at IS NULL
"""
_AGAIN = """
UPDATE mail SET tries = 0, next_try_at = $2, given_up_at = NULL, failure = $3 FROM message
WHERE mail.id = $1 AND mail.sent_at IS NULL AND message.id = mail.message RETURNING message.subject
"""
_HELLO = Text("U heeft een bericht in het Adviseursregister.", "You have a message in the Adviseursregister.")
_SIGN_IN = Text("Meld u aan om het te bekijken:", "Sign in to see it:")
_OPEN_LINK = Text(
    "Open deze link. Hij is alleen voor u, en werkt één keer:", "Open this link. It is for you alone, and works once:"
)


async def send_due(outgoing: Outgoing | None, *, now: datetime) -> int:
    """Send what is due, and give up what is too old; returns how many went out. Without a mail server none does."""
    async with transaction() as connection:
        await connection.execute(_GIVE_UP_LATE, now, TOO_LATE, now - KEPT_WAITING, ASKED_AGAIN)
    sent = 0
    while outgoing is not None and (taken := await _take(now)):
        delivered = await _deliver(taken, outgoing, now=now)
        if delivered is None:
            break
        sent += delivered
    return sent


async def _take(now: datetime) -> "Sequence[Any]":
    async with transaction() as connection:
        rows: Sequence[Any] = await connection.fetch(TAKE, now, list(PAUSES), _AT_A_TIME)
    return rows


async def _deliver(taken: "Sequence[Any]", outgoing: Outgoing, *, now: datetime) -> int | None:
    """How many of these went out; None when the server could not be reached, which counts as a try of each."""
    letters = {row["id"]: row for row in await fetch(_LETTERS, [row["message"] for row in taken])}
    try:
        async with line_to(outgoing) as line:
            return sum([await _deliver_one(row, letters[row["message"]], line, outgoing, now=now) for row in taken])
    except MailRefused as error:
        for row in taken:
            await _note_failure(row, MailRefused(error.reason, for_good=False), now=now)
        return None


async def _deliver_one(row: Any, told: Any, line: Line, outgoing: Outgoing, *, now: datetime) -> bool:  # noqa: ANN401  rows of asyncpg
    if told["disabled_at"] is not None:
        await _note_failure(row, MailRefused(NO_ACCOUNT, for_good=True), now=now)
        return False
    try:
        letter = await _letter(row, told, site=outgoing.site, now=now)
        await line.send(letter, now=now)
    except MailRefused as error:
        await _note_failure(row, error, now=now)
        return False
    await _execute(_SENT, row["id"], now)
    return True


async def _letter(row: Any, told: Any, *, site: str, now: datetime) -> Letter:  # noqa: ANN401  rows of asyncpg
    """The mail; a link for its reader alone gets its token here, and nowhere else. Raises MailRefused where that is over.

    Each try of such a mail has a link and an id of its own, so that the reader sees the last, which works.
    """
    if Kind(told["kind"]) not in WITH_LINK:
        return letter_of(told, site=site, path=told["path"], way=_SIGN_IN)
    path = await links.path_for_mail(told["subject"], now=now)
    if path is None:
        raise MailRefused(LINK_OVER, for_good=True)
    letter = letter_of(told, site=site, path=path, way=_OPEN_LINK)
    return replace(letter, id=f"{letter.id}-{row['tries']}")


async def _note_failure(row: Any, error: MailRefused, *, now: datetime) -> None:  # noqa: ANN401  a row of asyncpg
    if error.for_good:
        await _execute(_GIVEN_UP, row["id"], now, error.reason)
    elif tries_are_over(row["tries"]):
        await _execute(_GIVEN_UP, row["id"], now, f"{GAVE_UP} {error.reason}")
    else:
        await _execute(_FAILED, row["id"], error.reason)


async def _execute(statement: str, *values: object) -> None:
    async with transaction() as connection:
        await connection.execute(statement, *values)


def letter_of(told: Any, *, site: str, path: str, way: Text) -> Letter:  # noqa: ANN401  a row of asyncpg
    """The mail of a message: Dutch first, then English, then the way to where it is dealt with, and what to do there."""
    kind, facts = Kind(told["kind"]), msgspec.json.decode(told["facts"])
    paragraphs = [
        words
        for language in Language
        for words in (_HELLO.say(language), title_of(kind, language) + ".", text_of(kind, facts, language))
    ]
    paragraphs.append(f"{way.nl} / {way.en}")
    return Letter(
        id=f"bericht-{told['id']}",
        address=told["email"],
        title=title_of(kind, Language.NL),
        paragraphs=tuple(paragraphs),
        link=f"{site}{path}",
    )


async def counts(actor: Actor) -> tuple[int, int]:
    """How many mails wait, and how many were given up."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    [row] = await fetch(_COUNTS)
    return row["waiting"], row["given_up"]


async def try_again(mail: int, *, actor: Actor, now: datetime) -> None:
    """A mail that waits or was given up is tried at once, with all its tries before it; raises NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        subject = await connection.fetchval(_AGAIN, mail, now, ASKED_AGAIN) if mail <= MOST_NUMBER else None
        if subject is None:
            raise NotFound
        await audit.record(Action.MAIL_TRIED_AGAIN, subject, actor=actor, at=now, facts={"mail": mail})
