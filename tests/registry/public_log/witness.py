"""A small witness over real HTTP, as C2SP tlog-witness v1.0.0 has it: one log, kept in memory, one thread for each question."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.public_log.checkpoints import read_checkpoint
from registry.public_log.notes import BadNote, Kind, NoteKey, cosign, public_half, read_note
from registry.public_log.tree import EMPTY, is_consistent

NAME = "witness.test"


class RefusedError(Exception):
    """What it answers to whom it does not sign for."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


@dataclass
class Witness:
    """What it saw of the log that it knows by its key, and everything it was asked."""

    log: NoteKey
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    seen: tuple[int, bytes] = (0, EMPTY)
    asked: list[bytes] = field(default_factory=list)
    held_up: Event = field(default_factory=Event)
    waits: float = 0
    lies: bytes | None = None
    lock: Lock = field(default_factory=Lock)
    url: str = ""

    @property
    def known_by(self) -> NoteKey:
        """By which its signatures are checked."""
        return NoteKey(NAME, public_half(self.key), Kind.COSIGNATURE)

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Status and body."""
        self.asked.append(body)
        try:
            return (200, self.lies) if self.lies is not None else (200, self._signed(body))
        except RefusedError as refused:
            return refused.status, refused.body

    def _signed(self, body: bytes) -> bytes:
        """By the rules of the protocol, in their order."""
        head, _, note = body.partition(b"\n\n")
        first, *lines = head.decode().split("\n")
        try:
            read = read_note(note)
            said = read_checkpoint(read)
            if said.origin != self.log.name:
                raise RefusedError(404, b"unknown log")
            if not read.verified([self.log]):
                raise RefusedError(403, b"no known signature")
        except BadNote as error:
            raise RefusedError(403, str(error).encode()) from error
        old = int(first.removeprefix("old "))
        if old > said.size:
            raise RefusedError(400, b"old is larger")
        with self.lock:
            if old != self.seen[0] or (said.size == old and said.root != self.seen[1]):
                raise RefusedError(409, f"{self.seen[0]}\n".encode())
            if not is_consistent(self.seen, (said.size, said.root), [b64decode(line) for line in lines]):
                raise RefusedError(422, b"the proof does not hold")
            self.seen = (said.size, said.root)
        return str(cosign(read.text, self.key, name=NAME, seen_at=datetime.now(UTC))).encode()


@contextmanager
def running(witness: Witness) -> Iterator[Witness]:
    """The witness at work on loopback; its address is in `url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            witness.held_up.wait(witness.waits)
            status, told = witness.answer(body) if self.path == "/watch/add-checkpoint" else (404, b"")
            self.send_response(status)
            self.send_header("content-type", "text/x.tlog.size" if status == 409 else "text/plain")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *values: object) -> None:
            """Nothing is told on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    witness.url = f"http://127.0.0.1:{server.server_address[1]}/watch"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield witness
    finally:
        witness.held_up.set()
        server.shutdown()
        thread.join()
        server.server_close()
