"""How often one may try: counted in the database, in every process alike, and never so that an owner is kept out."""

import asyncio
from datetime import datetime, timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from registry.accounts import limiter
from registry.accounts import service as accounts
from registry.accounts.errors import SecondFactorNeeded, TooManyTries, WrongCredentials
from registry.accounts.passwords import Passwords
from registry.accounts.rules import LONGEST_WAIT, OF_ACCOUNT, OF_CODES, OF_PAIR, OF_SOURCE
from registry.accounts.schemas import CreateAccount, SignIn
from registry.accounts.tables import Account, SecondFactor, SignInTry
from registry.permissions import OPERATOR
from tests.config.programs import Program
from tests.registry import making
from tests.registry.accounts import entering
from tests.registry.making import BEFORE, NOW, PASSWORD, PASSWORDS

EMAIL = "elif@test.example"
HOME, OFFICE, ATTACKER = "192.0.2.1", "192.0.2.2", "198.51.100.1"
SECOND = timedelta(seconds=1)
TRYING = """
import asyncio, os, sys
from datetime import datetime

os.environ |= {"REGISTRY_DATABASE_URL": sys.argv[1], "PICCOLO_CONF": "config.piccolo_conf"}

from registry.accounts import limiter
from registry.accounts.errors import TooManyTries
from registry.transactions import engine

async def go():
    await engine().start_connection_pool(min_size=1, max_size=1)
    now = datetime.fromisoformat(sys.argv[2])
    for _ in range(int(sys.argv[5])):
        try:
            await limiter.count(limiter.try_of(sys.argv[3], sys.argv[4]), now=now)
            print("counted", flush=True)
        except TooManyTries:
            print("refused", flush=True)

asyncio.run(go())
"""


async def owner(email: str = EMAIL) -> None:
    """Someone with an account."""
    command = CreateAccount(person=await making.person(), email=email, password=PASSWORD)
    await accounts.create(command, passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)


async def attempt(
    password: str = PASSWORD, *, source: str = HOME, now: datetime = NOW, email: str = EMAIL, code: str | None = None
) -> str:
    """How a try ends."""
    try:
        command = SignIn(email=email, password=password, code=code)
        await entering.sign_in(command, passwords=PASSWORDS, source=source, now=now)
    except (WrongCredentials, TooManyTries, SecondFactorNeeded) as error:
        return error.code
    return "in"


WRONG, LATER, IN = WrongCredentials.code, TooManyTries.code, "in"


@pytest.mark.parametrize("email", [EMAIL, "niemand@test.example"])
async def test_five_at_once(database: None, email: str) -> None:
    """The sixth is refused, whatever it is, and whether anybody has the address; in three minutes there is another."""
    await owner()
    found = [await attempt("fout fout fout", email=email) for _ in range(7)]
    assert found == [WRONG] * OF_PAIR.burst + [LATER] * 2
    with pytest.raises(TooManyTries) as refused:
        await entering.sign_in(SignIn(email=email, password=PASSWORD), passwords=PASSWORDS, source=HOME, now=NOW)
    assert refused.value.facts == {"seconds": 180}
    assert await attempt(email=email, now=NOW + 179 * SECOND) == LATER
    assert await attempt(email=email, now=NOW + 180 * SECOND) == (IN if email == EMAIL else WRONG)


async def test_however_the_address_is_typed(database: None) -> None:
    """Case and blanks make no other account."""
    await owner()
    for typed in (EMAIL, EMAIL.upper(), f" {EMAIL}", f"{EMAIL} ", EMAIL.title()):
        assert await attempt("fout fout fout", email=typed) == WRONG
    assert await attempt("fout fout fout") == LATER


async def test_who_is_in_starts_afresh(database: None) -> None:
    """After a sign-in the tries before it no longer count; those of others do."""
    await owner()
    for _ in range(3):
        assert [await attempt("fout fout fout") for _ in range(OF_PAIR.burst - 1)] == [WRONG] * 4
        assert await attempt() == IN


async def test_signing_in_all_day(database: None) -> None:
    """Whoever types right every time is never refused, however often."""
    await owner()
    assert {await attempt() for _ in range(3 * OF_ACCOUNT.burst)} == {IN}


async def test_fifty_at_once(database: None) -> None:
    """No more than five of them have their password looked at."""
    await owner()
    found = await asyncio.gather(*(attempt("fout fout fout") for _ in range(50)))
    assert sorted(found) == sorted([WRONG] * OF_PAIR.burst + [LATER] * 45)


async def test_many_at_once_on_many_accounts(database: None) -> None:
    """Tries that share an account or a source wait for each other, and none of them forever."""
    await owner()
    tries = [
        attempt("fout fout fout", source=f"10.3.0.{source}", email=f"{account}@test.example")
        for account in range(8)
        for source in range(8)
    ]
    assert set(await asyncio.gather(*tries, *[attempt() for _ in range(5)])) == {WRONG, IN}


async def test_every_process_counts_the_same(database: None, database_url: str) -> None:
    """What another process counted is counted here; by commits that stand."""
    await owner()
    program = Program(TRYING, database_url, NOW.isoformat(), EMAIL, HOME, "3")
    try:
        assert [await asyncio.to_thread(program.line) for _ in range(3)] == ["counted"] * 3
    finally:
        program.close()
    assert [await attempt("fout fout fout") for _ in range(3)] == [WRONG, WRONG, LATER]


async def test_one_source_on_many_accounts(database: None) -> None:
    """Whoever tries one password on many accounts is refused; everybody else is not."""
    await owner()
    spread = [
        await attempt("Lente2026!!!", source=ATTACKER, email=f"{each}@test.example") for each in range(OF_SOURCE.burst + 2)
    ]
    assert spread == [WRONG] * OF_SOURCE.burst + [LATER] * 2
    assert await attempt() == IN


async def test_an_attacker_does_not_keep_the_owner_out(database: None) -> None:
    """A try every ten seconds for an hour, from one source: the owner signs in meanwhile, whenever they like."""
    await owner()
    for seconds in range(0, 3_600, 10):
        now = NOW + seconds * SECOND
        await attempt("fout fout fout", source=ATTACKER, now=now)
        if seconds % 600 == 590:
            assert await attempt(source=HOME, now=now) == IN


async def test_many_attackers_do_not_either(database: None) -> None:
    """From many sources at once: an owner from a new source is in at once, or after a mistake in three minutes."""
    await owner()
    assert await attempt(source=OFFICE) == IN
    storm = [
        await attempt("fout fout fout", source=f"10.1.{each // 250}.{each % 250}") for each in range(OF_ACCOUNT.burst + 50)
    ]
    assert set(storm) == {WRONG}
    again = [await attempt("fout fout fout", source=f"10.1.{each // 250}.{each % 250}") for each in range(50, 100)]
    assert set(again) == {LATER}
    assert await attempt("een tikfout hier", source=HOME) == WRONG
    assert await attempt(source=HOME) == LATER
    assert await attempt(source=HOME, now=NOW + timedelta(minutes=3)) == IN
    assert [await attempt("een tikfout hier", source=OFFICE) for _ in range(2)] == [WRONG] * 2
    assert await attempt(source=OFFICE) == IN


async def test_from_the_attackers_own_source(database: None) -> None:
    """Even there the wait is never longer than a quarter of an hour, once the attacker stops."""
    await owner()
    for _ in range(100):
        await attempt("fout fout fout", source=ATTACKER)
    with pytest.raises(TooManyTries) as refused:
        await entering.sign_in(SignIn(email=EMAIL, password=PASSWORD), passwords=PASSWORDS, source=ATTACKER, now=NOW)
    seconds = refused.value.facts["seconds"]
    assert isinstance(seconds, int)
    assert timedelta(seconds=seconds) <= LONGEST_WAIT
    assert await attempt(source=ATTACKER, now=NOW + timedelta(seconds=seconds)) == IN


async def test_guessing_codes(database: None) -> None:
    """Who has the password guesses ten codes from wherever they are, and one each 90 seconds; the owner's own sources go on."""
    await owner()
    actor = await accounts.account_by_email(EMAIL)
    assert await attempt(source=HOME) == IN
    await making.set_up_second_factor(actor)
    found = [await attempt(source=f"10.2.0.{each}", code="000000") for each in range(OF_CODES.burst + 5)]
    assert found == [WRONG] * OF_CODES.burst + [LATER] * 5
    assert await attempt(source="10.2.0.99", code="000000", now=NOW + OF_CODES.every) == WRONG
    row = await SecondFactor.select().where(SecondFactor.account == actor).first()
    assert row is not None
    assert await attempt(source=HOME, code="000000") == WRONG
    assert await attempt(source=HOME) == SecondFactorNeeded.code


async def test_asking_for_the_code_is_no_guess(database: None) -> None:
    """A right password that still needs its code takes nothing away."""
    await owner()
    await making.set_up_second_factor(await accounts.account_by_email(EMAIL))
    assert {await attempt() for _ in range(4 * OF_PAIR.burst)} == {SecondFactorNeeded.code}


async def test_only_hashes_are_kept(database: None) -> None:
    """No address of a person or of a client stands in the table."""
    await owner()
    await attempt("fout fout fout")
    kept = str(await SignInTry.select())
    assert "elif" not in kept
    assert HOME not in kept
    assert len(await SignInTry.select()) == 3


async def test_a_clock_that_stepped_back(database: None) -> None:
    """Marks that lie far ahead keep nobody waiting longer than a quarter of an hour."""
    await owner()
    for _ in range(OF_PAIR.burst):
        await attempt("fout fout fout", now=NOW + timedelta(days=1))
    with pytest.raises(TooManyTries) as refused:
        await limiter.count(limiter.try_of(EMAIL, HOME), now=NOW)
    seconds = refused.value.facts["seconds"]
    assert isinstance(seconds, int)
    assert timedelta(seconds=seconds) <= LONGEST_WAIT


class Counting(PasswordHasher):
    """Counts its work."""

    verified = 0
    hashed = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
        """Count, and verify."""
        Counting.verified += 1
        return super().verify(hash, password)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Count, and hash."""
        Counting.hashed += 1
        return super().hash(password, salt=salt)


@pytest.mark.parametrize(
    ("email", "password", "disabled"),
    [
        (EMAIL, PASSWORD, False),
        (EMAIL, "een ander wachtwoord", False),
        (EMAIL, PASSWORD, True),
        ("niemand@test.example", PASSWORD, False),
        ("", "", False),
        (EMAIL, "x" * 1_000, False),
    ],
)
async def test_the_same_work_for_all(database: None, email: str, password: str, *, disabled: bool) -> None:
    """Right, wrong, disabled, unknown, empty or too long: argon2 verifies once and hashes nothing."""
    await owner()
    if disabled:
        await Account.update({Account.disabled_at: NOW}).where(Account.email == EMAIL)
    passwords = Passwords(Counting.from_parameters(CHEAPEST))
    Counting.verified = Counting.hashed = 0
    try:
        await entering.sign_in(SignIn(email=email, password=password), passwords=passwords, source=HOME, now=NOW)
    except WrongCredentials:
        assert (email, password, disabled) != (EMAIL, PASSWORD, False)
    assert (Counting.verified, Counting.hashed) == (1, 0)
