"""What publishing asks of the roof: the whole application, at one instant, and the files of its pages."""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from config.app import create_app
from config.asking_itself import OwnApplication
from config.settings import Settings
from config.static_files import StaticFiles
from public_list.listing.keeping import Keeper, kept_in_this_process
from public_list.publishing.service import Published, Source, publish
from public_list.publishing.verifying import FileDifference, compared
from registry.days import system_now

_ROOT = Path(__file__).resolve().parent
_MAKING = ("*.py", "*.html", "*.po", "*.css", "*.js", "*.svg")


async def published(folder: Path, settings: Settings, *, clock: Callable[[], datetime] = system_now) -> Published:
    """Publish the folder as the public site is now; see `public_list.publishing.service.publish`."""
    now = clock()
    source = Source(
        OwnApplication(create_app(settings, clock=lambda: now).application, base_url=settings.base_url),
        base_url=settings.base_url,
        edition=_edition(settings),
        files=tuple(StaticFiles(settings.look()).names()),
    )
    async with kept_in_this_process(Keeper(os.environ["REGISTRY_DATABASE_URL"], lambda: now)):
        return await publish(folder, source, now=now)


async def verified(
    folder: Path, settings: Settings, *, clock: Callable[[], datetime] = system_now
) -> tuple[int, list[FileDifference]]:
    """How many files stand in a published folder, and which of them are not what would be published at this instant.

    It is published anew, whole, into a folder that is gone afterwards. Raises NothingPublished.
    """
    with TemporaryDirectory(prefix="registry-") as anew:
        await published(Path(anew), settings, clock=clock)
        return await asyncio.to_thread(compared, folder, Path(anew))


def _edition(settings: Settings) -> str:
    """Names the program and what its operator says: what another one made is made anew."""
    digest = hashlib.sha256(repr(settings.published_at(settings.base_url)).encode())
    for file in sorted(_program()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _program() -> Iterator[Path]:
    for package in ("config", "public_list", "registry", "exams"):
        for pattern in _MAKING:
            yield from (_ROOT.parent / package).rglob(pattern)
