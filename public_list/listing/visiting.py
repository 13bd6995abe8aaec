"""The visitor of a public page, signed in or not, and what others may be given of what they were given."""

from litestar.response import Template

from registry.accounts.forms import NOTHING, AnyRequest, Refusal
from registry.permissions import Permission


def page(name: str, request: AnyRequest, **context: object) -> Template:
    """A page that anyone may keep for a moment; for who is signed in it is nobody else's."""
    visitor = request.scope["state"]["visitor"]
    may_book = visitor is not None and visitor.may(Permission.BOOK)
    headers = {"vary": "cookie", "cache-control": "no-store" if visitor is not None else "public, max-age=0"}
    status = context.get("refused", NOTHING)
    return Template(
        name,
        context={"may_book": may_book, **context},
        headers=headers,
        status_code=status.status if isinstance(status, Refusal) else 200,
    )


def rests_on(request: AnyRequest, generation: str) -> None:
    """This answer depends on path, query, language and that generation of the public list alone: others may be given it.

    Not what somebody who is signed in was given.
    """
    state = request.scope["state"]
    if state.get("visitor") is None:
        state["generation"] = generation
