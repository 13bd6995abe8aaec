"""The auditor from outside, over real HTTP against the application: it accepts the log, and refuses every way of cheating."""

import asyncio
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import httpx
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.commands import main
from registry.public_log import log_audit, reading
from registry.public_log.kept_note import FILE
from registry.public_log.notes import NoteKey, public_half
from registry.public_log.signing import Hand
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import BEFORE
from tests.registry.public_log.test_signing import KEY, add, put_back, signed, signing

SCRIPT = Path(log_audit.__file__).read_bytes()
Audit = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
async def served(database: None, client: httpx.AsyncClient) -> AsyncIterator[str]:
    """The application behind a real port: what is asked there, it answers."""
    loop = asyncio.get_running_loop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = asyncio.run_coroutine_threadsafe(client.get(self.path), loop).result()
            self.send_response(answer.status_code)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *values: object) -> None:
            """Nothing is told on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def audit(served: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Audit:
    """The script, with its memory in the folder of the test: how it ended, and what it said."""

    async def run(*more: str) -> tuple[int, str]:
        code = await asyncio.to_thread(log_audit.main, [served, "--memory", str(tmp_path / "seen.json"), *more])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


async def behind_the_back(*statements: str) -> None:
    """What somebody with the database in hand does, every guard off."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)


async def test_a_log_that_grows_is_accepted(audit: Audit, tmp_path: Path) -> None:
    """The first time, and again after it grew; the key and the last checkpoint are remembered."""
    signer = signing(tmp_path)
    for number in (1, 255, 1, 700):
        await add(number)
        await signed(signer)
        code, told = await audit()
        assert code == 0, told
    assert "957 leaves" in told
    assert "as before and grown" in told
    [[seen]] = [list(each.values()) for each in json.loads((tmp_path / "seen.json").read_text()).values()]
    assert seen["size"] == 957


async def test_before_anything_was_signed_there_is_nothing_to_check(audit: Audit) -> None:
    """It says so, and does not call it well."""
    assert await audit() == (1, "WRONG: log/checkpoint is not there\n")


LET_GO = "ALTER TABLE log_leaf DROP CONSTRAINT log_leaf_hash_holds"
HOLD_AGAIN = (
    "DELETE FROM log_leaf",
    "ALTER TABLE log_leaf ADD CONSTRAINT log_leaf_hash_holds CHECK (leaf_hash = sha256('\\x00'::bytea || data))",
)


@pytest.mark.parametrize("value", ["sha256('\\x00'::bytea || {leaf})", "leaf_hash"])
@pytest.mark.parametrize("place", [0, 255, 256, 599])
async def test_a_changed_leaf_is_refused(audit: Audit, tmp_path: Path, place: int, value: str) -> None:
    """With its hash or without; wherever it stands."""
    await add(600)
    await signed(signing(tmp_path))
    assert (await audit())[0] == 0
    leaf = "convert_to('{\"k\":\"list\"}', 'UTF8')"
    change = f"UPDATE log_leaf SET data = {leaf}, leaf_hash = {value.format(leaf=leaf)} WHERE place = {place}"  # noqa: S608  of ours
    await behind_the_back(LET_GO, change)
    code, told = await audit()
    await behind_the_back(*HOLD_AGAIN)
    assert code == 1
    assert "a leaf was changed" in told


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_node SET hash = sha256(hash) WHERE number = 1",
        "UPDATE log_leaf SET leaf_hash = sha256(leaf_hash) WHERE place = 3",
        "DELETE FROM log_node WHERE number = 0",
    ],
)
async def test_a_changed_tile_is_refused(audit: Audit, tmp_path: Path, change: str) -> None:
    """Hashes that do not follow from the leaves: who relies on tiles would be led astray."""
    await add(600)
    await signed(signing(tmp_path))
    await behind_the_back(LET_GO, change)
    code, told = await audit()
    await behind_the_back(*HOLD_AGAIN)
    assert code == 1
    assert "the tile was changed" in told


async def test_a_shortened_log_is_refused(audit: Audit, tmp_path: Path) -> None:
    """By whoever has the key, and forgets the file with the last note: the auditor remembers."""
    signer = signing(tmp_path)
    await add(300)
    await signed(signer)
    await add(10)
    await signed(signer)
    assert (await audit())[0] == 0
    await put_back(300)
    code, told = await audit()
    assert code == 1
    assert "was shortened: it had 310 leaves, now 300" in told


async def test_a_fork_is_refused(audit: Audit, tmp_path: Path) -> None:
    """Another history of the same length and longer, well signed with the same key: only the auditor's memory tells."""
    await add(300)
    await signed(signing(tmp_path))
    assert (await audit())[0] == 0
    await put_back(0)
    (tmp_path / FILE).unlink()
    await add(200)
    await add(200)
    await signed(signing(tmp_path))
    code, told = await audit()
    assert code == 1
    assert "was forked" in told


async def test_a_wrong_signature_and_another_key_are_refused(audit: Audit, tmp_path: Path) -> None:
    """The key is the one that was seen before, or was got elsewhere; a witness that is named must have signed."""
    await add(2)
    await signed(signing(tmp_path))
    newest = await reading.newest_signed(1)
    assert newest is not None
    assert (await audit("--key", str(newest.key)))[0] == 0
    code, told = await audit("--witness", str(newest.key).replace("registry.test/log", "w"))
    assert (code, "does not belong to its id" in told) == (1, True)
    await behind_the_back("UPDATE log_checkpoint SET note = replace(note, E'\\n2\\n', E'\\n1\\n')")
    code, told = await audit()
    assert (code, "the signature of registry.test/log is wrong" in told) == (1, True)


async def test_what_was_kept_is_checked_offline_as_a_script_of_its_own(
    audit: Audit, tmp_path: Path, served: str, database: None
) -> None:
    """Run without this software on the path; and what was changed in the folder shows."""
    await add(300)
    await signed(signing(tmp_path))
    kept = tmp_path / "kept"
    assert (await audit("--save", str(kept)))[0] == 0
    script = (tmp_path / "alone.py").resolve()
    script.write_bytes(SCRIPT)
    asked = [sys.executable, "-P", str(script), served, "--memory", str(tmp_path / "other.json"), "--offline", str(kept)]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(asked, capture_output=True, text=True, cwd=tmp_path, env={"PATH": ""}, check=False)

    alone = await asyncio.to_thread(run)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "300 leaves (300 list)" in alone.stdout
    tile = kept / "log/tile/0/000"
    tile.write_bytes(tile.read_bytes()[:-1] + b"x")
    alone = await asyncio.to_thread(run)
    assert (alone.returncode, "the tile was changed" in alone.stderr) == (1, True)


async def test_a_next_log_must_say_how_the_last_one_ended(audit: Audit, tmp_path: Path) -> None:
    """A backup that was put back is told with what was lost; a next log that hides how the last one ended is refused."""
    signer = signing(tmp_path)
    await add(300)
    await signed(signer)
    await add(10)
    await signed(signer)
    assert (await audit())[0] == 0
    await put_back(300)
    await signed(signer, minutes=1)
    code, told = await audit()
    assert (code, "54 leaves were lost" in told, "registry.test/log/2: 1 leaves" in told) == (3, True, True), told
    assert told.endswith("LOST: nothing was forged, but the log no longer has all that it once had.\n")
    assert (await audit())[0] == 3


async def test_a_next_log_that_hides_the_end_of_the_last_one_is_refused(audit: Audit, tmp_path: Path) -> None:
    """Each well signed by itself; yet the second does not say how the first one ended."""
    await add(300)
    await signed(signing(tmp_path))
    (tmp_path / FILE).unlink()
    await behind_the_back(
        "CREATE TABLE kept AS SELECT * FROM log_checkpoint",
        "DELETE FROM log_checkpoint",
        "INSERT INTO log_head (number, first, size) VALUES (2, 300, 0)",
    )
    await add(1)
    await signed(signing(tmp_path))
    await behind_the_back("INSERT INTO log_checkpoint SELECT * FROM kept", "DROP TABLE kept")
    code, told = await audit()
    assert (code, "does not begin with what registry.test/log said last" in told) == (1, True), told


async def test_a_next_log_by_another_key_is_refused(audit: Audit, tmp_path: Path) -> None:
    """It says rightly how the last one ended, and anybody can: whoever only has the hosting signs with a key of their own."""
    await add(300)
    await signed(signing(tmp_path))
    assert (await audit())[0] == 0
    stranger = Ed25519PrivateKey.generate()
    (tmp_path / FILE).unlink()
    hand = Hand(public_half(stranger), stranger.sign)
    await replace(signing(tmp_path), now=hand).begin_next(now=BEFORE + timedelta(minutes=1))
    code, told = await audit()
    assert (code, "signed by a key that the log before it does not know" in told) == (1, True), told
    keys = (NoteKey("registry.test/log", public_half(KEY)), NoteKey("registry.test/log/2", hand.public))
    code, told = await audit(*(value for key in keys for value in ("--key", str(key))))
    assert code == 0, told


async def test_leaves_that_no_root_proves_name_no_key(audit: Audit, tmp_path: Path) -> None:
    """Where later ones were lost: whoever has the hosting leaves some out, and writes another key into the rest."""
    stranger = Ed25519PrivateKey.generate()
    hand = Hand(public_half(stranger), stranger.sign)
    await add(299)
    await signed(signing(tmp_path))
    assert (await audit())[0] == 0
    (tmp_path / FILE).unlink()
    await replace(signing(tmp_path), now=hand).begin_next(now=BEFORE + timedelta(minutes=1))
    kid = log_audit.thumbprint(str(NoteKey("x", hand.public)))
    leaf = "convert_to('" + json.dumps({"k": "key", "use": "log", "kid": kid, "state": "active"}) + "', 'UTF8')"
    await behind_the_back(
        "DELETE FROM log_leaf WHERE place BETWEEN 256 AND 298",
        f"UPDATE log_leaf SET data = {leaf}, leaf_hash = sha256('\\x00'::bytea || {leaf}) WHERE place = 7",  # noqa: S608  of ours
        "DELETE FROM log_node",
        "INSERT INTO log_node (log, level, number, hash) VALUES (1, 1, 0, sha256('x'))",
    )
    tile = b"".join(
        [row["leaf_hash"] for row in await fetch("SELECT leaf_hash FROM log_leaf WHERE place < 256 ORDER BY place")]
    )
    root = log_audit.root_of([tile[at : at + 32] for at in range(0, len(tile), 32)])
    await behind_the_back(f"UPDATE log_node SET hash = '\\x{root.hex()}'")  # noqa: S608  of ours
    code, told = await audit()
    assert (code, "signed by a key that the log before it does not know" in told) == (1, True), told


@pytest.mark.parametrize("seen", [0, 256, 400, 512, 600])
@pytest.mark.parametrize(("backup", "grown"), [(520, ()), (520, (1, 4)), (520, (1, 89)), (550, (1, 299)), (300, ())])
async def test_a_backup_is_told_as_a_loss_whatever_was_seen_before(
    audit: Audit, tmp_path: Path, seen: int, backup: int, grown: tuple[int, ...]
) -> None:
    """At any size, past full bundles, and with more leaves since than there had been: never called a change or a fork."""
    signer = signing(tmp_path)
    sizes = sorted({256, 400, 512, backup, 600})
    for at, (before, size) in enumerate(pairwise([0, *sizes])):
        await add(size - before)
        await signed(signer, minutes=at)
        if size == seen:
            assert (await audit())[0] == 0
    await put_back(backup)
    for number in grown:
        await add(number)
    assert (await signed(signer, minutes=len(sizes))).origin == "registry.test/log/2"
    code, told = await audit()
    at_least = f"{600 - backup // 256 * 256} leaves were lost"
    assert (code, at_least in told) == (3, True), told


async def test_a_log_that_disappears_is_refused(audit: Audit, tmp_path: Path) -> None:
    """The one before it is whole, and well signed; but a next one was seen."""
    await add(300)
    await signed(signing(tmp_path))
    moved = replace(signing(tmp_path), host="moved.test")
    await add(2)
    assert (await signed(moved, minutes=1)).origin == "moved.test/log/2"
    code, told = await audit()
    assert (code, "moved.test/log/2: 1 leaves" in told) == (0, True), told
    await behind_the_back("DELETE FROM log_checkpoint WHERE log = 2")
    code, told = await audit()
    assert (code, "is gone: moved.test/log/2" in told) == (1, True), told


async def test_a_proof_of_a_certificate_is_checked(audit: Audit, tmp_path: Path) -> None:
    """Offline, by the key of the log; about another event, or of another place, it proves nothing."""
    await making.certified(await making.world(), await making.candidate())
    await add(20)
    await signed(signing(tmp_path))
    [row] = await fetch("SELECT id FROM certificate")
    content = await reading.proof_file(row["id"])
    assert content is not None
    file = tmp_path / "CA.tlog-proof"
    file.write_bytes(content)
    code, told = await audit("--proof", str(file))
    assert (code, "'type': 'issue'" in told) == (0, True), told
    extra = content.split(b"\n")[1]
    another = b"extra " + b64encode(b64decode(extra.removeprefix(b"extra ")).replace(b'"issue"', b'"renew"'))
    for old, new in (
        (b"index 1", b"index 2"),
        (b"index 1", b"index 1048577"),
        (extra, another),
        (b"\nregistry.test/log\n", b"\nother/log\n"),
    ):
        assert old in content
        assert old != new
        file.write_bytes(content.replace(old, new))
        assert (await audit("--proof", str(file)))[0] == 1


async def test_a_proof_of_a_leaf_that_was_lost_is_told(audit: Audit, tmp_path: Path) -> None:
    """What happened was logged, and the backup that was put back does not have it."""
    await add(300)
    await signed(signing(tmp_path))
    await making.certified(await making.world(), await making.candidate())
    await signed(signing(tmp_path))
    [row] = await fetch("SELECT id FROM certificate")
    content = await reading.proof_file(row["id"])
    assert content is not None
    (tmp_path / "CA.tlog-proof").write_bytes(content)
    assert (await audit("--proof", str(tmp_path / "CA.tlog-proof")))[0] == 0
    await put_back(300)
    await signed(signing(tmp_path), minutes=1)
    code, told = await audit("--proof", str(tmp_path / "CA.tlog-proof"))
    assert (code, "was lost from registry.test/log" in told) == (3, True), told


@pytest.mark.parametrize(("again", "says"), [(0, "was shortened"), (20, "was forked")])
async def test_a_proof_shows_who_never_looked_before_that_leaves_are_gone(
    audit: Audit, tmp_path: Path, again: int, says: str
) -> None:
    """By whoever has the key, and forgets the file with the last note: the log is well signed, and the proof too."""
    await add(300)
    await making.certified(await making.world(), await making.candidate())
    await signed(signing(tmp_path))
    [row] = await fetch("SELECT id FROM certificate")
    content = await reading.proof_file(row["id"])
    assert content is not None
    (tmp_path / "CA.tlog-proof").write_bytes(content)
    await put_back(0)
    (tmp_path / FILE).unlink()
    await add(300 + again)
    await signed(signing(tmp_path))
    assert (await audit())[0] == 0
    code, told = await audit("--proof", str(tmp_path / "CA.tlog-proof"))
    assert (code, says in told) == (1, True), told


async def test_the_command_is_the_script(served: str, database: None, tmp_path: Path) -> None:
    """`registry log audit URL` needs no database; anyone can download the same script."""
    await add(3)
    await signed(signing(tmp_path))
    memory = str(tmp_path / "seen.json")
    ran = await asyncio.to_thread(CliRunner().invoke, main, ["log", "audit", served, "--memory", memory])
    assert (ran.exit_code, "3 leaves" in ran.output) == (0, True)
    ran = await asyncio.to_thread(CliRunner().invoke, main, ["log", "audit", served, "--memory", memory, "--key", "a+b+c"])
    assert ran.exit_code == 1


async def test_the_script_is_downloaded(client: httpx.AsyncClient) -> None:
    """Byte for byte what was tested here."""
    answer = await client.get("/log/log_audit.py")
    assert answer.content == SCRIPT
    assert answer.headers["content-type"].startswith("text/x-python")
