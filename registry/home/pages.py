"""The page where each person begins: what waits for them in each of their roles, and what they can do."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from registry.accounts.guards import signed_in
from registry.accounts.work import WITHOUT_PAGES, Waiting
from registry.home import reading
from registry.home.rules import Kind, as_one_may, told_once
from registry.permissions import Actor, Role
from registry.texts import Text

_ROLES: Mapping[Role, Text] = {
    Role.PROVIDER: Text("Als opleider", "As a training provider"),
    Role.MUNICIPALITY: Text("Voor uw gemeente", "For your municipality"),
    Role.COORDINATOR: Text("Als regie-adviseur", "As an intake coordinator"),
    Role.CERTIFIER: Text("Als certificeerder", "As a certifier"),
    Role.SCHEME_OWNER: Text("Als schemabeheerder", "As the scheme owner"),
    Role.ADMIN: Text("Als beheerder", "As an admin"),
    Role.ADVISER: Text("Als e-adviseur", "As an e-adviser"),
    Role.AUDITOR: Text("Als auditor", "As an auditor"),
}


def home_page(kinds: Sequence[Kind], topics: Sequence[Waiting]) -> ControllerRouterHandler:
    """The page that tells what waits, by kind, and gathers what each topic offers."""

    @get("/werk", guards=[signed_in])
    async def work(actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Template:
        """What waits for me in each of my roles, and what I can do."""
        held = sorted({grant.role for grant in actor.grants})
        offered = [card for waiting in topics for card in await waiting(actor, now)]
        parts = as_one_may(await reading.parts(kinds, actor=actor, now=now), offered)
        context = {
            "parts": parts,
            "roles": _ROLES,
            "cards": told_once(offered, parts),
            "notes": [WITHOUT_PAGES[role] for role in held if role in WITHOUT_PAGES],
        }
        return Template("work.html", context=context)

    return work
