"""Checking a credential or the PDF of a certificate in the API: no account needed."""

from datetime import datetime

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from public_list.checking.allowance import client_of, of_this_process
from public_list.checking.bringing import cost
from registry.accounts.forms import AnyRequest
from registry.credentials import checking
from registry.credentials.payload import last_second
from registry.credentials.schemas import FILE_LETTERS, CheckCredential, CredentialChecked
from registry.texts import Language

_REST_OF_BODY = 1024


class CredentialCheckController(Controller):
    """What everyone may check."""

    path = "/credential-checks"
    tags = ("Openbare lijst",)

    @post(opt={"public": True}, status_code=200, request_max_body_size=FILE_LETTERS + _REST_OF_BODY)
    async def check(
        self,
        request: AnyRequest,
        data: JSONBody[CheckCredential],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> CredentialChecked:
        """Zegt of een certificaat als bestand (.jwt of pdf) echt is en geldt, nu of aan het eind van een andere dag."""
        content = data.sent()
        of_this_process.take(client_of(request), cost(content), now=now)
        at = now if data.on is None else last_second(data.on)
        brought = await checking.opened(content, now=now)
        return CredentialChecked.of(await checking.checked(brought, at=at, now=now), language)
