"""A mail server on loopback, in the event loop of the test, that keeps what it was given or refuses as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from registry.messages.mailing import MailServer, Outgoing, Security

SITE = "https://register.example.nl"
SENDER = "register@example.nl"


@dataclass
class Postman:
    """What came in; `answers` are what it says to addresses it does not take."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    signed_in: list[str] = field(default_factory=list)

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: ARG002, N802  aiosmtpd's own way
        """Take the sender, or not."""
        if address in self.answers:
            return self.answers[address]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: ARG002, N802  aiosmtpd's own way
        """Take the address, or not."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  likewise
        """Keep the letter."""
        letter = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.received.append(letter)
        return "250 OK"

    def sign_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        """Whoever knows the password."""
        known = isinstance(given, LoginPassword) and given.password == b"geheim&woord"
        self.signed_in.append("yes" if known else "no")
        return AuthResult(success=known, handled=False)

    def outgoing(self, *, user: str | None = None, password: str | None = None) -> Outgoing:
        """How the registry finds this server."""
        server = MailServer("127.0.0.1", self.port, Security.NONE, user, password)
        return Outgoing(server, sender=SENDER, site=SITE)


@asynccontextmanager
async def postman(*, with_password: bool = False) -> AsyncIterator[Postman]:
    """The server, for as long as it is wanted."""
    made = Postman()
    options: dict[str, Any] = {"authenticator": made.sign_in, "auth_require_tls": False} if with_password else {}
    lines: list[SMTP] = []

    def line() -> SMTP:
        lines.append(SMTP(made, **options))
        return lines[-1]

    server = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        for each in lines:
            if each.transport is not None:
                each.transport.close()
        server.close()
        await server.wait_closed()
