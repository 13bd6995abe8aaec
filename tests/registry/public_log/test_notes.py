"""Signed notes, checkpoints and proofs as files: the known answer, what they prove, and what is refused."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from registry.public_log.checkpoints import Checkpoint, ProofFile, read_checkpoint, read_proof
from registry.public_log.notes import BadNote, Kind, Note, NoteKey, Signature, cosign, public_half, read_key, read_note, sign
from registry.public_log.tree import inclusion, leaf_hash, proof
from tests.registry.public_log.trees import grown

KNOWN_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
KNOWN_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
LOG, OTHER, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([each]) * 32) for each in (1, 2, 3))
NAME = "registry.example/log"
KEY = NoteKey(NAME, public_half(LOG))
SEEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
_, ROOTS, NODES = grown(20)
TEXT = str(Checkpoint(NAME, 20, ROOTS[20]))
NOTE = Note(TEXT, (sign(TEXT, LOG, name=NAME),))


def test_the_known_note_is_verified_by_the_known_key() -> None:
    """Key and note come back as they are written."""
    key = read_key(KNOWN_KEY)
    note = read_note(KNOWN_NOTE.encode())
    assert (str(key), str(note)) == (KNOWN_KEY, KNOWN_NOTE)
    assert note.verified([key]) == {key: None}


def test_only_keys_that_are_asked_for_count() -> None:
    """Others' signatures are passed over, also by the same name; a wrong one of a known key refuses the note."""
    other = NoteKey(NAME, public_half(OTHER))
    assert NOTE.verified([other]) == {}
    assert Note(TEXT, (sign(TEXT, OTHER, name=NAME), *NOTE.signatures)).verified([KEY]) == {KEY: None}
    forged = Signature(NAME, KEY.id, sign(TEXT, OTHER, name=NAME).value)
    with pytest.raises(BadNote, match="is wrong"):
        Note(TEXT, (*NOTE.signatures, forged)).verified([KEY])
    with pytest.raises(BadNote, match="is wrong"):
        Note(TEXT.replace("20", "21"), NOTE.signatures).verified([KEY])


def test_a_witness_says_when_it_saw_the_checkpoint() -> None:
    """Its signature is on the moment too: another moment is another signature."""
    witness = NoteKey("witness.example", public_half(WITNESS), Kind.COSIGNATURE)
    signature = cosign(TEXT, WITNESS, name="witness.example", seen_at=SEEN)
    note = read_note(str(Note(TEXT, (*NOTE.signatures, signature))).encode())
    assert note.verified([KEY, witness]) == {KEY: None, witness: SEEN}
    assert read_key(str(witness)) == witness
    later = Signature(signature.name, signature.id, (int.from_bytes(signature.value[:8]) + 1).to_bytes(8) + signature.value[8:])
    with pytest.raises(BadNote, match="is wrong"):
        Note(TEXT, (later,)).verified([witness])
    for value in (b"", signature.value[:8], b"\xff" * 72, signature.value + b"\0"):
        with pytest.raises(BadNote, match="is wrong"):
            Note(TEXT, (Signature(signature.name, signature.id, value),)).verified([witness])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\nno signature\n",
        KNOWN_NOTE.encode()[:-1],
        KNOWN_NOTE.encode() + b"\n",
        KNOWN_NOTE.replace("message", "mess\tage").encode(),
        KNOWN_NOTE.replace("\n\n", "\r\n\r\n").encode(),
        KNOWN_NOTE.replace("— example", "- example").encode(),
        KNOWN_NOTE.replace("/foo ", "/f oo ").encode(),
        KNOWN_NOTE.replace("aQM=", "aQM").encode(),
        "text\n\n— name AAAA\n".encode(),
        KNOWN_NOTE.encode() + 70 * KNOWN_NOTE.split("\n\n")[1].encode(),
        b"\xff" + KNOWN_NOTE.encode(),
        b"a" * 2_000_000 + KNOWN_NOTE.encode(),
    ],
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadNote):
        read_note(raw)


@given(st.binary(max_size=300))
def test_no_bytes_do_worse_than_being_refused(raw: bytes) -> None:
    """A note, a key or a proof, or BadNote: never another error."""
    for read in (read_note, read_proof, lambda each: read_key(each.decode("latin-1"))):
        try:
            read(raw)
        except BadNote:
            continue


def test_what_is_no_key_is_refused() -> None:
    """Another id, another kind, another length, or no base64."""
    name, _, material = KNOWN_KEY.split("+", 2)
    for wrong in ("", name, f"{name}+530d903b+{material}", f"{name}+530d903a+B{material[1:]}", KNOWN_KEY[:-4], KNOWN_KEY + "!"):
        with pytest.raises(BadNote):
            read_key(wrong)
    with pytest.raises(ValueError, match="no name of a key"):
        NoteKey("with a blank", public_half(LOG))


def test_a_checkpoint_comes_back_from_its_note() -> None:
    """Lines after the third are let be; a size that is no plain number and a root that is no hash are refused."""
    assert read_checkpoint(NOTE) == Checkpoint(NAME, 20, ROOTS[20])
    assert read_checkpoint(Note(TEXT + "more\n")) == Checkpoint(NAME, 20, ROOTS[20])
    root = b64encode(ROOTS[20]).decode()
    for wrong in (
        f"{NAME}\n20\n",
        f"{NAME}\n020\n{root}\n",
        f"{NAME}\n-1\n{root}\n",
        f"{NAME}\n20\n{root[:-4]}\n",
        f"\n20\n{root}\n",
    ):
        with pytest.raises(BadNote):
            read_checkpoint(Note(wrong))


@pytest.mark.parametrize("index", [0, 7, 19])
def test_a_proof_file_proves_its_leaf_alone(index: int) -> None:
    """It comes back as it was written, also with extra data in it, and proves no other leaf and no other place."""
    file = ProofFile(index, proof(inclusion(index, 20), NODES), NOTE)
    leaf = leaf_hash(index.to_bytes(4))
    back = read_proof(str(file).encode())
    assert str(back) == str(file)
    assert back.proves(leaf)
    assert not back.proves(leaf_hash(b"another"))
    assert not ProofFile(index + 1, back.path, NOTE).proves(leaf)
    assert not ProofFile(99, back.path, NOTE).proves(leaf)
    with_extra = str(file).replace("index ", "extra YWJj\nindex ", 1)
    assert read_proof(with_extra.encode()).proves(leaf)


@pytest.mark.parametrize("wrong", ["v2", "Index 7", "index 07", "index -7", "index x", "not base64!"])
def test_what_is_no_proof_is_refused(wrong: str) -> None:
    """Another version, a place that is no plain number, a hash that is none."""
    whole = str(ProofFile(7, proof(inclusion(7, 20), NODES), NOTE))
    lines = whole.split("\n")
    changed = {"v2": ("@v1", "@v2"), "not base64!": (lines[2], "not base64!")}.get(wrong, ("index 7", wrong))
    with pytest.raises(BadNote):
        read_proof(whole.replace(*changed, 1).encode())
