"""Passwords: their length, their hash, and as much work for an unknown account as for a known one."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from registry.accounts.passwords import LEAST_LENGTH, MOST_LENGTH, Passwords, cheapest, standard
from registry.errors import Invalid
from registry.texts import Language

GOOD = "vier woorden die blijven"


async def test_a_password_is_checked_to_its_last_character() -> None:
    """Right is right; anything longer, shorter or in other case is not."""
    passwords = cheapest()
    kept = await passwords.hash(GOOD)
    assert await passwords.matches(kept, GOOD)
    for wrong in (GOOD + " ", GOOD[:-1], GOOD.upper(), ""):
        assert not await passwords.matches(kept, wrong)


async def test_nothing_is_cut_off_a_long_password() -> None:
    """A password that begins with the right 128 characters and goes on is wrong."""
    passwords = cheapest()
    longest = "x" * MOST_LENGTH
    kept = await passwords.hash(longest)
    assert await passwords.matches(kept, longest)
    assert not await passwords.matches(kept, longest + "y")


@pytest.mark.parametrize("length", [0, LEAST_LENGTH - 1, MOST_LENGTH + 1, 100_000])
async def test_the_length_of_a_password(length: int) -> None:
    """Twelve to 128 characters; the refusal says so."""
    with pytest.raises(Invalid) as refused:
        await cheapest().hash("x" * length)
    [fault] = refused.value.faults
    assert fault.field == "password"
    assert "12 tot 128" in fault.say(Language.NL)


@pytest.mark.parametrize("length", [LEAST_LENGTH, MOST_LENGTH])
async def test_the_ends_of_the_range(length: int) -> None:
    """The shortest and the longest are taken, in any script."""
    passwords = cheapest()
    assert await passwords.matches(await passwords.hash("é" * length), "é" * length)


async def test_nobody_has_a_password() -> None:
    """Without a kept hash no password is right, not even the one that is worked on instead."""
    passwords = cheapest()
    assert not await passwords.matches(None, "nobody has this password")
    assert not await passwords.matches("", "nobody has this password")
    assert not await passwords.matches("no hash at all", GOOD)


async def test_unknown_accounts_cost_as_much_work() -> None:
    """Without a hash the same hasher verifies once all the same."""
    verified = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
            verified.append(password)
            return super().verify(hash, password)

    passwords = Passwords(Counting.from_parameters(CHEAPEST))
    await passwords.matches(None, GOOD)
    await passwords.matches(await passwords.hash(GOOD), GOOD)
    assert verified == [GOOD, GOOD]


async def test_hashes_are_argon2id_and_salted() -> None:
    """Two hashes of one password differ; one made with other parameters is outdated."""
    passwords = cheapest()
    one, other = await passwords.hash(GOOD), await passwords.hash(GOOD)
    assert one != other
    assert one.startswith("$argon2id$")
    assert not passwords.is_outdated(one)
    assert standard().is_outdated(one)
