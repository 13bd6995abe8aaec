"""The files of the log, at the addresses that C2SP tlog-tiles v0.1.0 gives them: for programs, without an account."""

from pathlib import Path

from litestar import Controller, Response, get
from litestar.params import FromPath

from registry.errors import NotFound
from registry.public_log import log_audit, reading
from registry.public_log.reading import Signed
from registry.public_log.tiles import read_address

_FIRST, _LAST = 1, 32_767
_SHARED = {"access-control-allow-origin": "*"}
_FRESH = {**_SHARED, "cache-control": "public, max-age=5"}
_FOR_EVER = {**_SHARED, "cache-control": "public, max-age=31536000, immutable"}
_AUDITOR = Path(log_audit.__file__).read_bytes()
_TEXT = "text/plain"
_BYTES = "application/octet-stream"


class PublicLogFiles(Controller):
    """What was signed of the log; a log that began after a backup was put back has its number in the address."""

    path = "/log"
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/checkpoint")
    async def checkpoint(self) -> Response[bytes]:
        """The size and root of the log, signed, and who saw them."""
        return await _checkpoint(_FIRST)

    @get("/key")
    async def key(self) -> Response[bytes]:
        """The key by which its signature is checked: name+id+key."""
        return await _key(_FIRST)

    @get("/log_audit.py", sync_to_thread=False)
    def auditor(self) -> Response[bytes]:
        """The script that checks the log from outside."""
        return Response(_AUDITOR, media_type="text/x-python", headers=_FRESH)

    @get("/tile/{address:path}")
    async def tile(self, address: FromPath[str]) -> Response[bytes]:
        """Hashes, or leaves, which never change."""
        return await _tile(_FIRST, address)

    @get("/{number:int}/checkpoint")
    async def later_checkpoint(self, number: FromPath[int]) -> Response[bytes]:
        """The same of a later log."""
        return await _checkpoint(_later(number))

    @get("/{number:int}/key")
    async def later_key(self, number: FromPath[int]) -> Response[bytes]:
        """The same of a later log."""
        return await _key(_later(number))

    @get("/{number:int}/tile/{address:path}")
    async def later_tile(self, number: FromPath[int], address: FromPath[str]) -> Response[bytes]:
        """The same of a later log."""
        return await _tile(_later(number), address)


def _later(number: int) -> int:
    if not _FIRST < number <= _LAST:
        raise NotFound
    return number


async def _checkpoint(number: int) -> Response[bytes]:
    return Response(str((await _signed(number)).note).encode(), media_type=_TEXT, headers=_FRESH)


async def _key(number: int) -> Response[bytes]:
    return Response(f"{(await _signed(number)).key}\n".encode(), media_type=_TEXT, headers=_FRESH)


async def _signed(number: int) -> Signed:
    signed = await reading.newest_signed(number)
    if signed is None:
        raise NotFound
    return signed


async def _tile(number: int, address: str) -> Response[bytes]:
    wanted = read_address(address.removeprefix("/"))
    content = None if wanted is None else await reading.tile(number, wanted)
    if content is None:
        raise NotFound
    return Response(content, media_type=_BYTES, headers=_FOR_EVER)
