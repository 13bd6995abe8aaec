"""People of another organisation, to whom a list of the first shows nothing."""

from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from tests.registry import making


async def another_body() -> Actor:
    """A certifier of another body."""
    body = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    return await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, body)


async def another_provider() -> Actor:
    """Who works for another provider."""
    provider = await making.organisation(Kind.PROVIDER, "Een andere opleider")
    return await making.account(await making.person("Wim", "Vreemd"), Role.PROVIDER, provider)


async def an_admin() -> Actor:
    """Who keeps accounts, organisations and reference data."""
    operator = await making.organisation(Kind.OPERATOR, "De beheerorganisatie")
    return await making.account(await making.person("Ada", "Beheer"), Role.ADMIN, operator)
