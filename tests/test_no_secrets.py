"""No secret stands in what is kept under version control: keys, tokens, and passwords in addresses.

The samples with which the scan is seen to find are put together as the test runs, so that none stands here either.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KINDS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"),
    "a token of a forge": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|github_pat_[A-Za-z0-9_]{22})"),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{35}"),
    "a token of a chat or payment": re.compile(r"\bxox[abpr]-[0-9A-Za-z-]{20}|\b[rs]k_live_[0-9A-Za-z]{20}"),
    "a signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    "a key or token of our own": re.compile(r"\b(?:ar|rt)_[A-Za-z0-9]{6,}[A-Za-z0-9_-]{26,}"),
    "a key of age": re.compile(r"\bAGE-SECRET-KEY-1[A-Z0-9]{50}"),
    "a password in an address": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s/:@\"'{}<>…]+:(?P<password>[^\s/@\"'{}<>…]+)@(?P<host>[a-z0-9.-]+)"
    ),
}
INVENTED = frozenset({"password", "geheim", "geheim%26woord", "c%3Ad", "secret", "wrong", "anders", "x", "y", "b", "p"})
"""What stands for a password where an address is explained or tested."""
_NOT_TEXT = frozenset({".ttf", ".xlsx", ".ods", ".xls", ".xlsm", ".png", ".zip", ".gz", ".ico", ".pdf", ".docx"})


def tracked() -> list[Path]:
    """Every file under version control, but for those that are no text."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if told.returncode:
        pytest.skip("this is no checkout: there is nothing to list")
    names = [name for name in told.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if Path(name).suffix not in _NOT_TEXT and (ROOT / name).is_file()]


def secrets_in(text: str) -> Iterator[tuple[str, int]]:
    """The kind of each secret, and the line on which it stands; never the secret."""
    for kind, pattern in KINDS.items():
        for found in pattern.finditer(text):
            if found.groupdict().get("password") not in INVENTED:
                yield kind, text.count("\n", 0, found.start()) + 1


def test_no_secret_stands_in_any_file() -> None:
    """Wherever it is: in code, in tests, in settings or in a text."""
    files = tracked()
    assert len(files) > 500
    found = [
        f"{file.relative_to(ROOT)}:{line}: {kind}"
        for file in files
        for kind, line in secrets_in(file.read_text("utf-8", "replace"))
    ]
    assert found == []


LETTERS = "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4fGh7jKl0n" * 2
SAMPLES = {
    "a private key": "-----BEGIN " + "PRIVATE KEY-----\n" + LETTERS,
    "a token of a forge": "ghp" + "_" + LETTERS[:36],
    "a key of a cloud": "AKIA" + "ABCDEFGHIJ234567",
    "a token of a chat or payment": "xoxb" + "-" + LETTERS[:24],
    "a signed token": ".".join(["eyJ" + LETTERS[:20], "eyJ" + LETTERS[:20], LETTERS[:20]]),
    "a key or token of our own": "rt" + "_" + LETTERS[:43],
    "a key of age": "AGE-SECRET-KEY" + "-1" + LETTERS.upper()[:58],
    "a password in an address": "postgresql://registry" + ":" + LETTERS[:12] + "@db.example.nl/registry",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_scan_finds(kind: str) -> None:
    """Each kind of secret, on its line."""
    assert list(secrets_in(f"één\nsetting = {SAMPLES[kind]}\n")) == [(kind, 2)]


def test_the_scan_leaves_examples_alone() -> None:
    """An address that explains itself is no secret."""
    assert list(secrets_in("postgresql://user:password@host/database smtp://a:geheim@mail.nl https://host/path")) == []
