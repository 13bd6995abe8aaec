"""The statements as pages, linked at the foot of every page."""

from collections.abc import Sequence

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from config.guidance.operator import ASKED, missing
from config.guidance.statements import STATEMENTS, Statement, completed
from public_list.listing.visiting import page
from registry.accounts.forms import AnyRequest
from registry.texts import Language


def _page_of(statement: Statement) -> HTTPRouteHandler:
    @get(f"/{statement.slug}", opt={"public": True}, name=f"statement {statement.slug}")
    async def show(request: AnyRequest, language: NamedDependency[Language]) -> Template:
        """The statement; in development it also lists what is not filled in."""
        state = request.app.state
        names_settings = not state.in_production
        unfilled = [ASKED[field] for field in missing(state.operator) if field in statement.needs]
        return page(
            "statement.html",
            request,
            statement=statement,
            shown=completed(statement, state.operator, language=language, names_settings=names_settings),
            unfilled=unfilled if names_settings else [],
        )

    return show


STATEMENT_PAGES: Sequence[HTTPRouteHandler] = tuple(_page_of(statement) for statement in STATEMENTS)
