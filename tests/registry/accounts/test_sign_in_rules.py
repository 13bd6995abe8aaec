"""Codes, paces and proofs as pure functions: no database, and no clock."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.accounts import rules
from registry.accounts.passwords import common_passwords
from registry.accounts.rules import LONGEST_WAIT, OF_ACCOUNT, OF_CODES, OF_PAIR, OF_PAIR_IN_A_STORM, OF_SOURCE, Pace
from registry.permissions import NEEDS_SECOND_FACTOR, NEVER_BY_KEY, PROVED_AFRESH, Role

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
PACES = (OF_PAIR, OF_PAIR_IN_A_STORM, OF_ACCOUNT, OF_SOURCE, OF_CODES)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_of_the_standard(seconds: int, code: str) -> None:
    """What RFC 6238 gives for its own secret (appendix B), in six digits."""
    now = datetime.fromtimestamp(seconds, UTC)
    assert rules.code_at(SECRET, rules.step_of(now)) == code
    assert rules.step_proved(SECRET, code, last_step=None, now=now) == seconds // 30


@pytest.mark.parametrize(("steps_away", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_a_step_off(steps_away: int, *, fits: bool) -> None:
    """A code of the step before, this one or the one after; no other."""
    step = rules.step_of(NOW) + steps_away
    assert rules.step_proved(SECRET, rules.code_at(SECRET, step), last_step=None, now=NOW) == (step if fits else None)


def test_a_step_is_used_once() -> None:
    """Never a code of a step at or before the last one used."""
    present = rules.step_of(NOW)
    code = rules.code_at(SECRET, present)
    assert rules.step_proved(SECRET, code, last_step=present - 1, now=NOW) == present
    for last in (present, present + 1):
        assert rules.step_proved(SECRET, code, last_step=last, now=NOW) is None


def test_a_code_of_two_steps_counts_as_the_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two steps happen to have one code it is good once, not twice."""
    monkeypatch.setattr(rules, "code_at", lambda _secret, _step: "123456")
    present = rules.step_of(NOW)
    assert rules.step_proved(SECRET, "123456", last_step=None, now=NOW) == present + 1
    assert rules.step_proved(SECRET, "123456", last_step=present + 1, now=NOW) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "abcdef", "٢٨٧٠٨٢", "28708é", "\x00", "-" * 60, "２８７０８２"])
def test_what_is_no_code(typed: str) -> None:
    """Six digits 0 to 9, and nothing that only looks like them."""
    assert rules.step_proved(SECRET, typed, last_step=None, now=datetime.fromtimestamp(59, UTC)) is None


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287-082"])
def test_how_a_code_may_be_typed(typed: str) -> None:
    """With the space that apps show in it."""
    assert rules.step_proved(SECRET, typed, last_step=None, now=datetime.fromtimestamp(59, UTC)) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD EFGH IJKL MNOP QRST UVWX", "ABCDEFGHIJKLMNOPQRSTUVWX"),
        ("abcdefgh-ijklmnop-qrstuvwx", "ABCDEFGHIJKLMNOPQRSTUVWX"),
        ("ABCDEFGHIJKLMNOPQRSTUVW1", None),
        ("ABCDEFGHIJKLMNOPQRSTUVW", None),
        ("287082", None),
        ("", None),
    ],
)
def test_recovery_codes(typed: str, code: str | None) -> None:
    """24 letters and digits of base32, in any case and grouping."""
    assert rules.recovery_code(typed) == code
    assert code is None or rules.in_groups(code) == "ABCD EFGH IJKL MNOP QRST UVWX"


def test_what_an_app_reads() -> None:
    """Issuer and account in the label, the secret in base32 without padding."""
    link = urlsplit(rules.link_for_app(SECRET, email="o.k+1@demo.example", issuer="Adviseursregister"))
    assert (link.scheme, link.netloc, link.path) == ("otpauth", "totp", "/Adviseursregister:o.k%2B1%40demo.example")
    assert parse_qs(link.query) == {
        "secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
        "issuer": ["Adviseursregister"],
        "digits": ["6"],
        "period": ["30"],
    }


def test_who_needs_a_second_factor() -> None:
    """Certifiers, admins, auditors and scheme owners; one such role among others is enough."""
    assert {role for role in Role if rules.needs_second_factor([role])} == NEEDS_SECOND_FACTOR
    assert {Role.CERTIFIER, Role.ADMIN, Role.AUDITOR, Role.SCHEME_OWNER} == NEEDS_SECOND_FACTOR
    assert rules.needs_second_factor([Role.ADVISER, Role.ADMIN])
    assert not rules.needs_second_factor([])


def test_what_needs_a_fresh_proof_is_never_by_key() -> None:
    """A program with a key cannot prove anything; so it is not asked to."""
    assert PROVED_AFRESH <= NEVER_BY_KEY


@pytest.mark.parametrize(
    ("ago", "proved"),
    [
        (timedelta(), True),
        (timedelta(minutes=15), True),
        (timedelta(minutes=15) + SECOND, False),
        (-SECOND, False),
        (None, False),
    ],
)
def test_how_long_a_proof_lasts(ago: timedelta | None, *, proved: bool) -> None:
    """Fifteen minutes; nothing is proved from the future, or by who never proved anything."""
    assert rules.is_proved(None if ago is None else NOW - ago, now=NOW) == proved


@pytest.mark.parametrize("pace", PACES)
def test_nobody_waits_longer_than_a_quarter_of_an_hour(pace: Pace) -> None:
    """However many tries there were, and also where a mark lies far ahead because a clock was wrong."""
    assert pace.every * pace.burst <= LONGEST_WAIT
    assert rules.wait(datetime.max.replace(tzinfo=UTC) - LONGEST_WAIT, pace, now=NOW) <= LONGEST_WAIT
    assert rules.wait(datetime.min.replace(tzinfo=UTC), pace, now=NOW) == timedelta()


@pytest.mark.parametrize("pace", PACES)
def test_as_many_as_the_burst(pace: Pace) -> None:
    """So many at once, then one each time the interval has passed; all of them back after the longest wait."""
    mark = NOW
    for _ in range(pace.burst):
        assert rules.wait(mark, pace, now=NOW) == timedelta()
        mark = rules.taken(mark, pace, now=NOW)
    assert rules.wait(mark, pace, now=NOW) == pace.every
    assert rules.wait(mark, pace, now=NOW + pace.every) == timedelta()
    assert rules.given_back(mark, pace, now=NOW) == mark - pace.every
    assert rules.wait(mark, pace, now=NOW + LONGEST_WAIT) == timedelta()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(min_value=0, max_value=400), max_size=60), st.sampled_from(PACES))
def test_no_more_than_the_pace(gaps: list[int], pace: Pace) -> None:
    """Whoever takes each try that is given never has more than the burst, and one for each interval that passed."""
    now, mark, given = NOW, NOW, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        if not rules.wait(mark, pace, now=now):
            mark, given = rules.taken(mark, pace, now=now), given + 1
    assert given <= pace.burst + (now - NOW) / pace.every


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123",
        "Wachtwoord123",
        "WACHTWOORD123",
        "welkom123456",
        "password1234",
        "Password2026!",
        "qwertyuiop123",
        "123456789012",
        "administrator",
        "iloveyou1234",
        "ikhouvanjou123",
        "gemeenteutrecht",
        "correct horse battery staple",
        "aaaaaaaaaaaa",
        "abababababab",
        "ｗａｃｈｔｗｏｏｒｄ123",
    ],
)
def test_common_passwords(password: str) -> None:
    """Dutch and English, in any case, in full-width letters too."""
    assert rules.is_common(password, common=common_passwords())


@pytest.mark.parametrize(
    "password", ["vier woorden die blijven", "zeven paarse olifanten dansen", "xK4-vuur-pL9q", "een heel ander wachtwoord"]
)
def test_passwords_that_are_one_s_own(password: str) -> None:
    """Nothing is asked of their composition."""
    assert not rules.is_common(password, common=common_passwords())


def test_the_list() -> None:
    """Thousands of them, each long enough to be chosen here, and as they are compared."""
    listed = [each for each in common_passwords() if each]
    assert len(listed) > 3_000
    assert all(12 <= len(each) <= 128 and rules.normalised(each) == each for each in listed)


@pytest.mark.parametrize(
    ("password", "is_so"),
    [
        ("elif.ozturk@test.example", True),
        ("Elif.Ozturk2026", True),
        ("Öztürk-123456", True),
        ("elif ozturk!!", True),
        ("Öztürk.Elif.2026", True),
        ("elif.test-example", True),
        ("elif lust graag appels", False),
        ("elif", True),
        ("vier woorden die blijven", False),
    ],
)
def test_a_password_about_oneself(password: str, *, is_so: bool) -> None:
    """One's address or names, with hardly more than digits and signs beside them."""
    assert rules.is_about_oneself(password, about=("elif.ozturk@test.example", "Elif", "Öztürk")) == is_so
