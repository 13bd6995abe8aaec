"""Mail that goes out: the one place that knows SMTP. A server may answer with an address in it, so its words are not kept."""

import html
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import aiosmtplib

_PORTS = {"smtp": 25, "smtps": 465}
_WITH_STARTTLS = 587
_SECONDS = 15
"""How long the mail server may take for one answer."""
_PERMANENT = 500
_AUTHENTICATION = range(530, 540)


class Security(StrEnum):
    """How the way to the mail server is kept private."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What sending mail needs: the server, from whom it comes, and the address of the registry for its links.

    Without a server, in development, each mail is printed where the program runs.
    """

    server: MailServer | None
    sender: str
    site: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: to whom, about what, and its paragraphs, the last of them a link."""

    id: str
    address: str
    title: str
    paragraphs: tuple[str, ...]
    link: str


class MailRefused(Exception):
    """The mail was not taken. `reason` names the kind and the code, no words; `for_good` when trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


def read_mail_server(text: str) -> MailServer:
    """A server from `smtp://user:password@host:port?starttls` or `smtps://…`; the ValueError ends a sentence."""
    parts = urlsplit(text)
    options = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    wrong = parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.fragment
    if wrong or not _has_a_port(parts) or options not in ([], ["starttls"]) or (options and parts.scheme == "smtps"):
        raise ValueError("is not a mail server, such as smtp://user:password@host:587?starttls or smtps://host")
    security = Security.STARTTLS if options else Security.TLS if parts.scheme == "smtps" else Security.NONE
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (_WITH_STARTTLS if options else _PORTS[parts.scheme]),
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _has_a_port(parts: SplitResult) -> bool:
    """Its port is a number, or not there; the standard library quotes another, which may be half a password."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


class Line(Protocol):
    """Where letters are handed in."""

    async def send(self, letter: Letter, *, now: datetime) -> None:
        """Hand the letter in; raises MailRefused."""


class _Printed:
    """Shows the letter to whoever develops."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    async def send(self, letter: Letter, *, now: datetime) -> None:
        """Print it, as it would be read."""
        mail = written(letter, self._outgoing, now=now)
        body = mail.get_body(("plain",))
        text = "" if body is None else body.get_content()
        heads = "".join(f"{name}: {mail[name]}\n" for name in ("To", "Subject"))
        sys.stdout.write(f"--- mail\n{heads}\n{text}---\n")
        sys.stdout.flush()


class _ToServer:
    """An open line to the mail server."""

    def __init__(self, client: aiosmtplib.SMTP, outgoing: Outgoing) -> None:
        self._client = client
        self._outgoing = outgoing

    async def send(self, letter: Letter, *, now: datetime) -> None:
        """Hand the letter in; raises MailRefused."""
        try:
            await self._client.send_message(written(letter, self._outgoing, now=now))
        except ValueError as error:
            raise MailRefused(type(error).__name__, for_good=True) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _refused(error) from None


@asynccontextmanager
async def line_to(outgoing: Outgoing) -> AsyncIterator[Line]:
    """A line to the mail server for as many letters as there are; raises MailRefused."""
    server = outgoing.server
    if server is None:
        yield _Printed(outgoing)
        return
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        timeout=_SECONDS,
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _refused(error) from None
    try:
        yield _ToServer(client, outgoing)
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
    finally:
        client.close()


def _refused(error: Exception) -> MailRefused:
    """What went wrong, without the server's words; for good when it refuses this letter, not when it refuses us."""
    code = getattr(error, "code", None)
    recipients = getattr(error, "recipients", None)
    if code is None and recipients:
        code = recipients[0].code
    kind = type(error).__name__
    if not isinstance(code, int) or code < 0:
        return MailRefused(kind, for_good=False)
    return MailRefused(f"{kind} {code}", for_good=code >= _PERMANENT and code not in _AUTHENTICATION)


def written(letter: Letter, outgoing: Outgoing, *, now: datetime) -> EmailMessage:
    """The mail, as plain text and as simple HTML; sent twice it has the same id, so that the reader sees it once."""
    mail = EmailMessage()
    mail["From"] = outgoing.sender
    mail["To"] = letter.address
    mail["Subject"] = letter.title
    mail["Date"] = now
    mail["Message-ID"] = f"<{letter.id}@{urlsplit(outgoing.site).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join([*letter.paragraphs, letter.link]) + "\n", cte="quoted-printable")
    link = html.escape(letter.link)
    body = "".join(f"<p>{html.escape(each)}</p>" for each in letter.paragraphs)
    page = f'<!doctype html><html lang="nl"><body>{body}<p><a href="{link}">{link}</a></p></body></html>'
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    return mail
