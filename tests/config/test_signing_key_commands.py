"""The commands for keys that sign credentials take whatever a key is called."""

import pytest

from config.commands.signing_keys import retire


@pytest.mark.parametrize("key", ["-xY_1", "--8Qz", "0EWuO7le-"])
@pytest.mark.parametrize("given_up", [[], ["--compromised"]])
def test_a_key_may_begin_with_a_dash(key: str, given_up: list[str]) -> None:
    """One in 64 does: its name is a hash in base64url, and in an emergency nobody looks up how to quote it."""
    with retire.make_context("retire", [*given_up, key]) as context:
        assert context.params == {"key": key, "compromised": "yes" if given_up else ""}
