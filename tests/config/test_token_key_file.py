"""The file of keys that sign access tokens: replaced whole, seen by every process, never worse than it was."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from config.token_key import (
    LEAD,
    TokenKeyFile,
    TokenKeyRefused,
    make_token_key_if_absent,
    read_token_keys,
    rotate,
    start_anew,
)
from registry.accounts.signing_keys import CLOCKS_DIFFER, LIFETIME, Standing
from registry.accounts.tokens import Tokens
from registry.errors import NotAuthenticated

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ISSUER = "https://registry.test"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one key, as it is made at first."""
    made = tmp_path / "token-key.pem"
    make_token_key_if_absent(made)
    return made


def ids(file: Path) -> list[str]:
    """The keys in the file, the first to sign first."""
    return [key.id for key in read_token_keys(file).keys]


def test_a_new_key_is_known_before_it_signs(file: Path) -> None:
    """The one before it signs for 30 seconds more, and is in the file until its last token ended."""
    [old] = ids(file)
    new = rotate(file, now=NOW)
    ring = read_token_keys(file)
    assert (ids(file), new.signs_from) == ([old, new.id], NOW + LEAD)
    assert [ring.signing(NOW + after).id for after in (timedelta(), LEAD - timedelta(seconds=1), LEAD)] == [old, old, new.id]
    newer = rotate(file, now=NOW + LEAD + LIFETIME)
    assert ids(file) == [old, new.id, newer.id]
    newest = rotate(file, now=NOW + LEAD + LIFETIME + CLOCKS_DIFFER)
    assert ids(file) == [new.id, newer.id, newest.id]


def test_a_process_that_runs_sees_it(file: Path) -> None:
    """At its next token, without a restart: another process put a new key in the file and this one signs and reads with it."""
    keys = TokenKeyFile(file)
    tokens, account = Tokens(keys, issuer=ISSUER), uuid4()
    before = tokens.issue(account, now=NOW)
    program = "import sys; from pathlib import Path; from datetime import datetime; from config.token_key import rotate; "
    program += "rotate(Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", program, str(file), NOW.isoformat()], check=True)
    after = Tokens(TokenKeyFile(file), issuer=ISSUER).issue(account, now=NOW + LEAD)
    assert tokens.read(after, now=NOW + LEAD).account == account
    assert tokens.read(before, now=NOW + LEAD).account == account
    assert tokens.issue(account, now=NOW + LEAD).split(".")[0] == after.split(".")[0] != before.split(".")[0]


def test_a_key_that_others_have(file: Path) -> None:
    """Nothing that it signed is believed from that moment on; the new one signs at once."""
    tokens = Tokens(TokenKeyFile(file), issuer=ISSUER)
    before = tokens.issue(uuid4(), now=NOW)
    rotate(file, now=NOW)
    new = start_anew(file, now=NOW)
    assert ids(file) == [new.id]
    with pytest.raises(NotAuthenticated):
        tokens.read(before, now=NOW)
    tokens.read(tokens.issue(uuid4(), now=NOW), now=NOW)


def test_it_stays_private(file: Path) -> None:
    """The file is its owner's alone, a link to it stays a link, and nothing is left beside it."""
    link = file.with_name("link.pem")
    link.symlink_to(file)
    rotate(link, now=NOW)
    assert link.is_symlink()
    assert len(ids(file)) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(each.name for each in file.parent.iterdir()) == ["link.pem", "token-key.pem"]


def test_many_at_once(file: Path) -> None:
    """Each new key is in the file afterwards: who changes it waits for who does so already."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: rotate(file, now=NOW).id, range(8)))
    assert set(made) < set(ids(file))
    assert len(ids(file)) == 9


def _opened(file: Path) -> None:
    file.chmod(0o644)


def _gone(file: Path) -> None:
    file.unlink()


def _spoilt(file: Path) -> None:
    file.write_bytes(b"nonsense")


@pytest.mark.parametrize("spoil", [_opened, _gone, _spoilt])
def test_a_file_that_becomes_unfit(file: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]) -> None:
    """The keys that were read stay in use, and the log says so once; a new start, and a change, are refused."""
    keys = TokenKeyFile(file)
    before = keys()
    spoil(file)
    assert keys() is keys() is before
    assert capsys.readouterr().out.count("the token key file is refused") == 1
    with pytest.raises(TokenKeyRefused):
        TokenKeyFile(file)
    with pytest.raises(TokenKeyRefused):
        rotate(file, now=NOW)
    file.unlink(missing_ok=True)
    make_token_key_if_absent(file)
    assert keys().keys[0].id != before.keys[0].id


def _pem() -> str:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Signs-From: soon", "no moment"),
        ("Signs-From: 2026-11-22T12:00:00", "without an offset"),
        ("Signs-From: \xff", "no moment"),
    ],
)
def test_a_line_that_is_not_right(tmp_path: Path, line: str, said: str) -> None:
    """It is told what is wrong; nothing is guessed."""
    file = tmp_path / "keys.pem"
    file.write_bytes(f"{line}\n{_pem()}".encode("latin-1"))
    file.chmod(0o600)
    with pytest.raises(TokenKeyRefused, match=said):
        read_token_keys(file)


def test_keys_written_by_hand(tmp_path: Path) -> None:
    """Any text may stand between them; a key without a line signs since ever."""
    file = tmp_path / "keys.pem"
    file.write_text(f"of the second\nSigns-From: 2026-11-22T13:00:00+01:00\n{_pem()}\n# the first\n{_pem()}\n")
    file.chmod(0o600)
    ring = read_token_keys(file)
    assert [ring.standing(key, NOW) for key in ring.keys] == [Standing.RETIRING, Standing.SIGNING]
    assert ring.signing(NOW - timedelta(seconds=1)) is ring.keys[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_it_stays_its_owners(file: Path) -> None:
    """Whoever runs the command, the service can read the file afterwards."""
    os.chown(file, 65534, 65534)
    rotate(file, now=NOW)
    assert (file.stat().st_uid, file.stat().st_gid) == (65534, 65534)
