"""An address is one address, however it was typed: to who counts tries and to who looks for the account."""

import pytest

from registry.accounts import limiter
from registry.accounts.rules import address_of

AS_KEPT = "anna@example.test"


@pytest.mark.parametrize("typed", [AS_KEPT, " Anna@Example.test\n", "anna\x00@example.test", "\x00 ANNA@example.test \x00"])
def test_however_it_is_typed_it_counts_as_one(typed: str) -> None:
    """A sign that the account is looked for without makes no fresh tries."""
    assert address_of(typed) == AS_KEPT
    assert limiter.try_of(typed, "192.0.2.1").keys == limiter.try_of(AS_KEPT, "192.0.2.1").keys


def test_another_address_counts_apart() -> None:
    """As does another source."""
    assert limiter.try_of("bo@example.test", "192.0.2.1").keys != limiter.try_of(AS_KEPT, "192.0.2.1").keys
    assert limiter.try_of(AS_KEPT, "192.0.2.2").keys != limiter.try_of(AS_KEPT, "192.0.2.1").keys
