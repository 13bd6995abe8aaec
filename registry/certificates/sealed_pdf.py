"""The document of a certificate as it leaves the registry: with its credential attached, and sealed.

The document itself is kept as it was made; the credential and the seal are those of the moment it is asked for. So a
reinstated certificate never goes out with the credential of before, nor with a seal that was given up.
"""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import structlog

from registry.credentials import service as credentials
from registry.seals import service as seals
from registry.signing_keys.files import SigningKeyRefused

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_log = structlog.get_logger(__name__)


class _Claims(msgspec.Struct, frozen=True):
    iat: int


async def sealed(certificate: UUID, content: bytes, *, now: datetime) -> bytes:
    """The document with what seals it; as it is where its credential is not signed yet, or nothing can be sealed here."""
    address = await credentials.address_of(certificate)
    jws = None if address is None else await credentials.current(address)
    if jws is None:
        _log.warning("a PDF was given without a seal", reason="its credential is not signed yet")
        return content
    try:
        return await seals.sealed(content, jws, since=_signed_at(jws), now=now)
    except SigningKeyRefused as refused:
        _log.warning("a PDF was given without a seal", reason=str(refused))
        return content


def _signed_at(jws: str) -> datetime:
    """When the registry signed a credential of its own."""
    body = jws.split(".")[1]
    claims = msgspec.json.decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=_Claims)
    return _EPOCH + timedelta(seconds=claims.iat)
