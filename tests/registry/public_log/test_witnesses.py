"""Witnesses over real HTTP: they sign what grew, their lines stand under the checkpoint, and what they refuse is not served."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.public_log import reading, witnesses
from registry.public_log.notes import NoteKey, cosign, public_half
from registry.public_log.signing import name_of
from registry.public_log.witness import read_witness, read_witnesses
from registry.public_log.witnesses import AGAIN_AFTER, Asking
from registry.transactions import fetch
from tests.registry.making import BEFORE
from tests.registry.public_log.test_signing import HOST, KEY, add, put_back, signed, signing
from tests.registry.public_log.witness import NAME, Witness, running

LOG = NoteKey(name_of(HOST, 1), public_half(KEY))


@pytest.fixture
def witness() -> Iterator[Witness]:
    """One that knows the log."""
    with running(Witness(LOG)) as at_work:
        yield at_work


def asking(witness: Witness) -> Asking:
    """Who asks that one witness."""
    return Asking([read_witness(f"{witness.known_by} {witness.url}")])


async def test_a_witness_signs_what_grew(database: None, witness: Witness, tmp_path: Path) -> None:
    """Each checkpoint with the proof from the last that it saw; its line is served; nobody is asked twice."""
    ask, signer = asking(witness), signing(tmp_path)
    assert await ask.round(now=BEFORE) == 0
    for number in (3, 300, 1):
        await add(number)
        said = await signed(signer)
        assert await ask.round(now=BEFORE) == 1
        assert await ask.round(now=BEFORE) == 0
        assert witness.seen == (said.size, said.root)
        newest = await reading.newest_signed(1)
        assert newest is not None
        assert newest.note.verified([LOG, witness.known_by])[witness.known_by] is not None
    assert len(witness.asked) == 3


async def test_a_witness_that_saw_another_size_is_asked_again(database: None, witness: Witness, tmp_path: Path) -> None:
    """It saw a checkpoint whose line never arrived: it says the size, and gets the proof from there."""
    ask, signer = asking(witness), signing(tmp_path)
    await add(5)
    said = await signed(signer)
    witness.seen = (said.size, said.root)
    await add(5)
    await signed(signer)
    assert await ask.round(now=BEFORE) == 1
    assert [body.partition(b"\n")[0] for body in witness.asked] == [b"old 0", b"old 5"]


async def test_the_same_size_is_signed_again_every_hour(database: None, witness: Witness, tmp_path: Path) -> None:
    """So that the age of what a witness saw says whether it still watches."""
    ask, signer = asking(witness), signing(tmp_path)
    await add(5)
    await signed(signer)
    assert await ask.round(now=BEFORE) == 1
    await signed(signer, minutes=60)
    assert await ask.round(now=BEFORE) == 1
    assert witness.asked[1].startswith(b"old 5\n\n")


async def test_a_witness_refuses_a_fork(database: None, witness: Witness, tmp_path: Path) -> None:
    """A log that was made anew behind the file and database: the witness saw more, or another history, and never signs."""
    ask, signer = asking(witness), signing(tmp_path)
    await add(20)
    await signed(signer)
    assert await ask.round(now=BEFORE) == 1
    await put_back(0)
    (tmp_path / "other").mkdir()
    forked = signing(tmp_path / "other")
    for _ in range(3):
        await add(9)
        await signed(forked)
        assert await ask.round(now=BEFORE) == 0
        ask.again.clear()
    assert witness.seen[0] == 20


@pytest.mark.parametrize("known", ["another log", "another key"])
async def test_a_witness_that_does_not_know_the_log_is_left_alone(
    database: None, witness: Witness, tmp_path: Path, known: str
) -> None:
    """404 and 403: it is asked again after a minute, and not before."""
    witness.log = NoteKey("else/log" if known == "another log" else LOG.name, public_half(Ed25519PrivateKey.generate()))
    ask, signer = asking(witness), signing(tmp_path)
    await add(1)
    await signed(signer)
    assert await ask.round(now=BEFORE) == 0
    witness.log = LOG
    assert await ask.round(now=BEFORE + AGAIN_AFTER - timedelta(seconds=1)) == 0
    assert await ask.round(now=BEFORE + AGAIN_AFTER) == 1
    assert len(witness.asked) == 2


async def test_what_is_no_signature_of_the_witness_is_not_kept(database: None, witness: Witness, tmp_path: Path) -> None:
    """By another key, on another text, nothing, or nonsense: never served."""
    ask, signer = asking(witness), signing(tmp_path)
    await add(1)
    await signed(signer)
    other = cosign("else\n", Ed25519PrivateKey.generate(), name=NAME, seen_at=BEFORE)
    text = cosign("else\n", witness.key, name=NAME, seen_at=BEFORE)
    note = await reading.newest_signed(1)
    assert note is not None
    twice = [cosign(note.note.text, witness.key, name=NAME, seen_at=BEFORE + timedelta(seconds=each)) for each in (0, 1)]
    two = "".join(map(str, twice)).encode()
    longer = cosign(f"{note.note.text}\nmore text\n", witness.key, name=NAME, seen_at=BEFORE)
    more = f"more text\n\n{longer}".encode()
    for lie in (str(other).encode(), str(text).encode(), more, two, b"", b"\xff\n", b"a" * 100_000, b"\n\n", b"hello\n"):
        witness.lies = lie
        assert await ask.round(now=BEFORE) == 0
        ask.again.clear()
    assert await fetch("SELECT 1 FROM log_cosignature") == []


async def test_a_witness_that_is_slow_or_gone_holds_up_nothing(
    database: None, witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one signs; whoever does not answer in time is asked again later."""
    monkeypatch.setattr(witnesses, "PATIENCE", 0.2)
    signer = signing(tmp_path)
    await add(1)
    await signed(signer)
    with running(Witness(LOG, waits=20)) as slow:
        gone = f"{NoteKey('gone.test', slow.known_by.public, slow.known_by.kind)} http://127.0.0.1:1/watch"
        late = f"{NoteKey('slow.test', slow.known_by.public, slow.known_by.kind)} {slow.url}"
        ask = Asking([read_witness(each) for each in (late, gone, str(asking(witness).witnesses[0]))])
        assert await ask.round(now=BEFORE) == 1
    assert ask.again.keys() == {"slow.test", "gone.test"}


async def test_a_witness_that_sends_a_byte_now_and_then_is_hung_up_on(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never silent for long, and would go on for days: the round ends, and so does the thread that listens."""
    monkeypatch.setattr(witnesses, "PATIENCE", 0.2)
    await add(1)
    await signed(signing(tmp_path))
    hung_up = asyncio.Event()

    async def dribble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            for _again in range(200):
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.05)
            return
        hung_up.set()

    async with await asyncio.start_server(dribble, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        ask = Asking([read_witness(f"{Witness(LOG).known_by} http://127.0.0.1:{port}/watch")])
        assert await asyncio.wait_for(ask.round(now=BEFORE), 3) == 0
        await asyncio.wait_for(hung_up.wait(), 3)
    assert ask.again.keys() == {NAME}


def test_several_witnesses_are_named_with_commas() -> None:
    """None where nothing is said."""
    text = f"{Witness(LOG).known_by} https://witness.test/watch/"
    assert [each.url for each in read_witnesses(f"{text}, {text}")] == ["https://witness.test/watch"] * 2
    assert read_witnesses("") == ()


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c https://witness.test", f"{LOG}", f"{LOG} ftp://x", f"{LOG} https://x/?q", f"{LOG} https://x"]
)
def test_a_witness_is_named_by_key_and_address(text: str) -> None:
    """What is neither is refused."""
    with pytest.raises(ValueError, match=r"witness|key"):
        read_witness(text)
