"""`registry keys`: what an operator does with the keys that sign access tokens."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from config.token_key import make_token_key_if_absent, read_token_keys
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from tests.config.programs import CHECKOUT
from tests.config.test_results_command import MAIN

LINE = re.compile(r"^(\S{16})  (.*)$", re.MULTILINE)
ROTATIONS = AuditEntry.action == Action.TOKEN_KEY_ROTATED.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that the command works on."""
    made = tmp_path / "token-key.pem"
    make_token_key_if_absent(made)
    return made


async def keys(file: Path, database_url: str, *arguments: str, second_factor: Path | None = None) -> tuple[int, str]:
    """Run `registry keys`; its exit code and what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment |= {
        "REGISTRY_DATABASE_URL": database_url,
        "REGISTRY_TOKEN_KEY_FILE": str(file),
        "REGISTRY_SECOND_FACTOR_KEY_FILE": str(second_factor or file.with_name("second-factor-key")),
        "PYTHONPATH": str(CHECKOUT),
    }
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MAIN,
        "keys",
        *arguments,
        env=environment,
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await program.communicate()
    assert program.returncode is not None
    return program.returncode, told.decode()


async def test_list_and_rotate(file: Path, database: None, database_url: str) -> None:
    """Each key on a line, without its private half; the audit trail has which one came, and why."""
    [old] = [key.id for key in read_token_keys(file).keys]
    assert await keys(file, database_url, "list") == (0, f"{old}  signs\n")
    code, told = await keys(file, database_url, "rotate")
    (first, does), (second, will) = LINE.findall(told)
    assert (code, first) == (0, old)
    assert re.fullmatch(r"signs, believed until \S+ \S+ UTC", does)
    assert re.fullmatch(r"known, signs later, from \S+ \S+ UTC", will)
    code, told = await keys(file, database_url, "rotate", "--compromised")
    [(third, does)] = LINE.findall(told)
    assert does.startswith("signs, from")
    assert len({old, second, third}) == 3
    rows = await AuditEntry.select(AuditEntry.facts).where(ROTATIONS)
    assert all(each in str(rows) for each in (second, third, "rotated", "compromised"))
    assert "PRIVATE" not in told


@pytest.fixture
def opened(file: Path) -> Path:
    """The file, which others can read now."""
    file.chmod(0o644)
    return file


async def test_a_file_that_is_refused(opened: Path, database: None, database_url: str) -> None:
    """One sentence says why; nothing is written, not in the audit trail either."""
    before = written(opened)
    for command in (["list"], ["rotate"], ["rotate", "--compromised"]):
        code, told = await keys(opened, database_url, *command)
        assert (code, told) == (1, f"Error: the token key file can be read by others; make it private: chmod 600 {opened}\n")
    assert written(opened) == before
    assert not await AuditEntry.exists().where(ROTATIONS)


def written(file: Path) -> bytes:
    """What is in the file."""
    return file.read_bytes()
