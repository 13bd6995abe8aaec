"""The one place where a program shows its token: a single `Authorization: Bearer` header (RFC 6750, 2.1)."""

import re
from collections.abc import Sequence

from registry.errors import NotAuthenticated

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.ASCII | re.IGNORECASE)


def token_in(headers: Sequence[str]) -> str:
    """The token of a request, given every Authorization header it has; raises NotAuthenticated unless there is exactly one."""
    found = _BEARER.fullmatch(headers[0]) if len(headers) == 1 else None
    if found is None:
        raise NotAuthenticated
    return found[1]
