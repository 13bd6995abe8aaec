"""Where the process believes to be."""

import os
import time
from collections.abc import Iterator

import pytest


@pytest.fixture(params=["UTC", "Europe/Amsterdam", "Pacific/Auckland"])
def zone_of_the_process(request: pytest.FixtureRequest) -> Iterator[str]:
    """The process believes that it is somewhere."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()
