"""The page that tells what can be had as open data, and how."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from public_list.listing.visiting import page
from public_list.open_data.answering import publisher_of
from public_list.open_data.datasets import FIELDS, POLICY
from public_list.open_data.describing import PARTS, frame_of
from registry.accounts.forms import AnyRequest
from registry.texts import Language


class OpenDataPages(Controller):
    """What everyone may have."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/open-data")
    async def describe(self, request: AnyRequest, language: NamedDependency[Language]) -> Template:
        """Every address with an example, the fields, and the licence."""
        publisher = publisher_of(request)
        return page(
            "open_data.html",
            request,
            publisher=publisher,
            parts=PARTS,
            fields=[(name, text.say(language)) for name, text in FIELDS.items()],
            policy=POLICY,
            in_a_frame=frame_of(publisher, language),
        )
