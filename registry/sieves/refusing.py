"""A page with a list that could not be chosen as it was asked is a refusal, as that of any other form."""

from typing import Any

from litestar import Response
from litestar.response import Template

from registry.sieves.offer import Sifted


async def as_refusal(response: Response[Any]) -> Response[Any]:
    """Status 400 where a list on the page tells what was typed wrong, which its title says first; for after each page."""
    if isinstance(response, Template) and any(isinstance(each, Sifted) and each.faults for each in response.context.values()):
        response.status_code = 400
        response.context["list_refused"] = True
    return response
