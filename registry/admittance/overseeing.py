"""Accounts as an admin sees them: all of them by name, and one of them whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.admittance.schemas import AccountDetail, AccountListed, AccountsListed, Posted, RoleOut, Standing
from registry.admittance.wording import STANDING, STANDINGS
from registry.errors import NotFound
from registry.exports.cursor import Query, family_first, folded, named
from registry.exports.paging import Page
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text
from registry.transactions import fetch

PAGE = 50
"""Accounts on a page."""
_INVITED_UNTIL = """
(SELECT max(expires_at) FROM account_link WHERE account_link.account = account.id
    AND purpose IN ('invitation', 'first-admin') AND used_at IS NULL AND withdrawn_at IS NULL)
"""
_ROLES = """
coalesce((SELECT json_agg(json_build_object('role', role, 'organisation', organisation.id,
        'organisationName', organisation.name, 'since', membership.recorded_at) ORDER BY role, organisation.name)
    FROM membership LEFT JOIN organisation ON organisation.id = membership.organisation
    WHERE membership.account = account.id AND ended_at IS NULL), '[]')::text
"""
_ACCOUNTS = f"""
SELECT * FROM (
    SELECT account.id, account.person, {named("person")} AS name, account.recorded_at, account.disabled_at,
        CASE WHEN person.erased_at IS NULL THEN account.email END AS email, {family_first("person")} AS by_family,
        {_INVITED_UNTIL} AS invited_until, {_ROLES} AS roles,
        EXISTS (SELECT 1 FROM second_factor WHERE second_factor.account = account.id AND secret IS NOT NULL)
            AS has_second_factor,
        CASE WHEN person.erased_at IS NOT NULL THEN 'erased'
            WHEN account.disabled_at IS NOT NULL THEN 'disabled'
            WHEN account.password_hash <> '' THEN 'active'
            WHEN {_INVITED_UNTIL} > $1 THEN 'invited'
            ELSE 'lapsed' END AS standing
    FROM account JOIN person ON person.id = account.person
) AS account
"""  # noqa: S608  our own text
_WANTED = f"""
{_ACCOUNTS}
WHERE ($2 = '' OR strpos({folded("name")}, {folded("$2")}) > 0 OR strpos({folded("email")}, {folded("$2")}) > 0 OR EXISTS (
        SELECT 1 FROM membership JOIN organisation ON organisation.id = membership.organisation
        WHERE membership.account = account.id AND ended_at IS NULL
            AND strpos({folded("organisation.name")}, {folded("$2")}) > 0))
    AND ($3 = '' OR EXISTS (SELECT 1 FROM membership
        WHERE membership.account = account.id AND role = $3 AND ended_at IS NULL))
    AND ($4 = '' OR standing = $4)
"""  # noqa: S608  likewise
_ONE = f"""
SELECT one.*,
    (SELECT count(*) FROM session WHERE session.account = one.id AND ended_at IS NULL
        AND started_at > $1::timestamptz - interval '12 hours' AND last_seen_at > $1::timestamptz - interval '30 minutes'
    ) AS open_sessions,
    (SELECT count(*) FROM api_key WHERE api_key.account = one.id AND revoked_at IS NULL AND expires_at > $1) AS open_api_keys,
    (SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN given_up_at IS NOT NULL THEN 'given-up' ELSE 'waiting' END
        FROM message JOIN mail ON mail.message = message.id
        WHERE message.account = one.id AND message.kind = 'invited' ORDER BY message.id DESC LIMIT 1) AS invitation_mail
FROM ({_ACCOUNTS} WHERE id = $2) AS one
"""  # noqa: S608  likewise
_decode_roles = msgspec.json.Decoder(list[RoleOut]).decode


ACCOUNTS = Offer(
    orders={
        "naam": Columns(wording.NAME, "by_family, id"),
        "naam-omgekeerd": Columns(wording.NAME_REVERSED, "by_family DESC NULLS LAST, id"),
        "nieuwste": Columns(Text("Eerst het nieuwste account", "Newest account first"), "recorded_at DESC, id"),
        "oudste": Columns(Text("Eerst het oudste account", "Oldest account first"), "recorded_at, id"),
        "stand": Columns(Text("Op hoe het ervoor staat", "By standing"), "standing, by_family, id"),
    },
    stands={each.value: Option(words) for each, words in STANDINGS.items()},
    whole=Text("Alles", "Everything"),
    state=STANDING,
)


def query(choice: Choice, *, actor: Actor, now: datetime) -> Query:
    """The accounts that were chosen: by words in the name, address or organisation; by a role that is held; by standing."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    known = ACCOUNTS.known(choice)
    values = (now, known.words, known.others.get("rol", ""), known.stand)
    return Query(f"{_WANTED} ORDER BY {ACCOUNTS.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor, now: datetime) -> Page[AccountListed]:
    """The page that was chosen; beyond the last it is the last. Whose names are on it is noted."""
    page = await query(choice, actor=actor, now=now).page(choice.page, size=PAGE)
    return page.holding(_noted(page.rows))


async def listed(choice: Choice, *, actor: Actor, now: datetime) -> AccountsListed:
    """The accounts of that page, none beyond the last, and how many there are on all pages; whose names are there is noted."""
    asked = query(choice, actor=actor, now=now)
    return AccountsListed(accounts=_noted(await asked.rows(choice.page, size=PAGE)), total=await asked.count())


async def one(account: UUID, *, actor: Actor, now: datetime) -> AccountDetail:
    """One account; raises NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    rows = await fetch(_ONE, now, account)
    if not rows:
        raise NotFound
    [known] = _noted(rows)
    row = rows[0]
    return AccountDetail(
        **msgspec.structs.asdict(known),
        disabled_at=row["disabled_at"],
        open_sessions=row["open_sessions"],
        open_api_keys=row["open_api_keys"],
        invited_until=row["invited_until"] if known.standing is Standing.INVITED else None,
        invitation_mail=Posted(row["invitation_mail"]) if row["invitation_mail"] is not None else None,
    )


def _noted(rows: Sequence[Any]) -> list[AccountListed]:
    access.noted(row["person"] for row in rows)
    return [found_in(row) for row in rows]


def found_in(row: Any) -> AccountListed:  # noqa: ANN401  a row of asyncpg
    """A row of the list."""
    return AccountListed(
        id=row["id"],
        person=row["person"],
        name=row["name"],
        email=row["email"],
        standing=Standing(row["standing"]),
        has_second_factor=row["has_second_factor"],
        roles=_decode_roles(row["roles"]),
        recorded_at=row["recorded_at"],
    )
