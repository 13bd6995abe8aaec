"""Checking a credential in the API: no account needed."""

from datetime import datetime

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry.credentials import checking
from registry.credentials.payload import last_second
from registry.credentials.schemas import CheckCredential, CredentialChecked
from registry.texts import Language


class CredentialCheckController(Controller):
    """What everyone may check."""

    path = "/credential-checks"
    tags = ("Openbare lijst",)

    @post(opt={"public": True}, status_code=200)
    async def check(
        self,
        data: JSONBody[CheckCredential],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> CredentialChecked:
        """Zegt of een certificaat als bestand (.jwt) echt is en geldt, nu of aan het eind van een andere dag."""
        at = now if data.on is None else last_second(data.on)
        return CredentialChecked.of(await checking.checked(data.credential, at=at, now=now), language)
