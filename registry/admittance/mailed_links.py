"""A link by mail: the message that stands in the inbox, without the link, and the mail that gets its token as it goes out."""

from datetime import datetime
from uuid import UUID

from registry.accounts import links
from registry.accounts.purposes import Purpose
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.permissions import Actor

_KINDS = {
    Purpose.INVITATION: Kind.INVITED,
    Purpose.NEW_PASSWORD: Kind.PASSWORD_ASKED,
    Purpose.SECOND_FACTOR: Kind.SECOND_FACTOR_RESET_ASKED,
}


async def ask(account: UUID, purpose: Purpose, *, actor: Actor | None, now: datetime) -> None:
    """The account is mailed a link for this; inside the caller's transaction, which audits it.

    A link for the same purpose that was still open is withdrawn. `actor` is who asked, if that is known.
    """
    link = await links.opened(account, purpose, actor=actor, now=now)
    await messages.tell([account], _KINDS[purpose], subject=link, facts={}, path="/werk", at=now)
