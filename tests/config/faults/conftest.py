"""One ground for the tests of a module; no test leaves it broken."""

from collections.abc import Iterator

import pytest

from config.settings import Settings
from tests.config.faults.ground import Ground
from tests.config.faults.ground import ground as made


@pytest.fixture(scope="module")
def ground(settings: Settings) -> Iterator[Ground]:
    """A registry on a PostgreSQL that keeps what it commits, as in production."""
    with made(settings, "shared_buffers=16MB") as there:
        yield there
