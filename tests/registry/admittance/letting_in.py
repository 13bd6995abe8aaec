"""What tests of accounts by admins begin with: an admin, somebody who is invited, and the link in the mail they get."""

import re
from datetime import datetime
from uuid import UUID

from registry.admittance import inviting
from registry.admittance.schemas import InvitePerson
from registry.messages import outbox
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.messages.postman import SITE, postman

NEW_PASSWORD = "een ander viertal woorden"
ADDRESS = "nieuw@gemeente.example"
_LINK = re.compile(re.escape(SITE) + r"(/[a-z-]+/)([A-Za-z0-9_-]{43})")


async def operator() -> UUID:
    """The organisation that operates the registry."""
    return await making.organisation(Kind.OPERATOR, "De beheerder")


async def admin(of: UUID, name: str = "Anna") -> Actor:
    """Somebody who manages accounts."""
    return await making.account(await making.person(name, "Beheer"), Role.ADMIN, of)


def invitation(*, role: Role = Role.ADVISER, organisation: UUID | None = None, email: str = ADDRESS) -> InvitePerson:
    """Somebody new."""
    return InvitePerson(email=email, role=role, organisation=organisation, given_name="Nora", family_name="Nieuw")


async def invited(*, by: Actor = OPERATOR, now: datetime = NOW, email: str = ADDRESS) -> UUID:
    """The account of somebody who was invited a moment ago."""
    return await inviting.invite(invitation(email=email), actor=by, now=now)


async def links_mailed(now: datetime) -> list[tuple[str, str]]:
    """The page and the token of each link in the mail that goes out now, as its reader gets it."""
    async with postman() as server:
        await outbox.send_due(server.outgoing(), now=now)
        found = []
        for letter in server.received:
            plain = letter.get_body(("plain",))
            assert plain is not None
            found += [(path, token) for path, token in _LINK.findall(plain.get_content())]
    return found


async def token_mailed(now: datetime) -> str:
    """The token of the one link in the mail that goes out now."""
    [(_, token)] = await links_mailed(now)
    return token
