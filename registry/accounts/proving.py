"""Who decides proves who they are again: a page asks password and code, and then carries on with what was typed.

The page sends the same form to the same address once more, with the proof beside it. Only a form that carries its session's
token comes here, so that nobody else's form is carried on.
"""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.response import Template

from registry.accounts import second_factor, service, sessions, signing_in
from registry.accounts.errors import SecondFactorNeeded, TooManyTries, WrongCredentials
from registry.accounts.guards import has_proof, needs_proof, renew_session, session_token, source_of
from registry.accounts.schemas import Proof
from registry.errors import NotAuthenticated, RegistryError
from registry.permissions import Actor
from registry.texts import Text

PASSWORD, CODE = "_password", "_code"
FIELDS = frozenset({PASSWORD, CODE})
"""What the page adds to a form; no handler sees it."""
_REFUSED, _TOO_MANY = 403, 429
_WRONG = Text("Het wachtwoord of de code klopt niet. Probeer het opnieuw.", "The password or the code is wrong. Try again.")
AnyRequest = Request[Any, Any, Any]


async def ask_for_proof(request: AnyRequest, visitor: Actor, form: FormMultiDict, *, token_field: str) -> Template | None:
    """The page that asks for a proof, where the act needs one and there is none yet; None when the act may go on."""
    if not needs_proof(request, request.route_handler) or has_proof(request, visitor):
        return None
    if PASSWORD not in form:
        return await _page(request, visitor, form, problem=None, token_field=token_field)
    now: datetime = request.app.state.clock()
    try:
        proof = msgspec.convert({"password": form.get(PASSWORD), "code": form.get(CODE) or None}, Proof)
        await signing_in.prove_again(
            proof, passwords=request.app.state.passwords, source=source_of(request), actor=visitor, now=now
        )
    except msgspec.ValidationError:
        return await _page(request, visitor, form, problem=WrongCredentials(), token_field=token_field)
    except (WrongCredentials, SecondFactorNeeded, TooManyTries) as error:
        return await _page(request, visitor, form, problem=error, token_field=token_field)
    await renew_session(request, now=now)
    request.scope["state"]["csrf"] = sessions.form_token(session_token(request))
    return None


async def _page(
    request: AnyRequest, visitor: Actor, form: FormMultiDict, *, problem: RegistryError | None, token_field: str
) -> Template:
    if visitor.account is None:
        raise NotAuthenticated
    typed = [(name, value) for name, value in form.multi_items() if name != token_field and name not in FIELDS]
    query = request.scope["query_string"].decode("latin-1")
    context = {
        "action": request.scope["path"] + (f"?{query}" if query else ""),
        "problem": _WRONG if isinstance(problem, WrongCredentials) else problem and problem.detail,
        "facts": problem.facts if problem else {},
        "kept": [(name, value) for name, value in typed if isinstance(value, str)],
        "has_file": any(isinstance(value, UploadFile) and value.filename for _, value in typed),
        "with_code": await second_factor.is_in_use(visitor.account),
        "email": (await service.about(visitor.account))[0],
    }
    status, headers = wait_for(problem)
    return Template("prove_again.html", context=context, status_code=status, headers=headers)


def wait_for(problem: RegistryError | None) -> tuple[int, dict[str, str]]:
    """Status and headers of a page that refuses a sign-in: 403, or 429 and how long to wait."""
    if isinstance(problem, TooManyTries):
        return _TOO_MANY, {"retry-after": str(problem.facts["seconds"])}
    return _REFUSED, {}
