"""The API's answer to one number, made from the kept read model alone: the controller's, header by header and byte by byte."""

import re
from datetime import datetime

import msgspec

from public_list.checking.schemas import CheckedOut
from public_list.listing import service
from public_list.listing.conditional import validators
from public_list.listing.fresh import HEADERS
from registry.texts import Language

_AS_WRITTEN = re.compile(r"CA[0-9]{8}-[0-9]{2}", re.ASCII).fullmatch
_FIRST = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
_JSON = (b"content-type", b"application/json")
_OPEN = (b"access-control-allow-origin", b"*")
_encoded = msgspec.json.Encoder().encode


def answered(
    number: str, *, path: str, language: Language, now: datetime
) -> tuple[tuple[tuple[bytes, bytes], ...], bytes] | None:
    """The headers and the body for who asks a number of today, as it stands on its certificate, without conditions.

    Nothing where the process keeps no model or the number was never issued: the controller answers then.
    """
    found = service.check_at_once(number, now=now) if _AS_WRITTEN(number) else None
    if found is None:
        return None
    checked, standing = found
    body = _encoded(CheckedOut.of(checked, language))
    known = validators(standing.generation, path, "", language.value, changed_at=standing.changed_at, now=now)
    validated = [(name.encode(), value.encode()) for name, value in known.headers.items()]
    return (*_FIRST, *validated, _JSON, (b"content-length", b"%d" % len(body)), _OPEN), body
