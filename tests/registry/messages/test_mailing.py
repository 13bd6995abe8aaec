"""Mail goes out by SMTP, is tried again after growing pauses, and is given up; to a mail server on loopback."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.errors import NotAllowed, NotFound
from registry.messages import mail_finding, outbox, service
from registry.messages.mailing import Letter, MailServer, Outgoing, Security, read_mail_server, written
from registry.messages.rules import KEPT_WAITING, PAUSES, Kind
from registry.messages.tables import Mail
from registry.organisations.tables import Kind as OrganisationKind
from registry.permissions import Actor, Role
from registry.sieves.choosing import NOTHING_CHOSEN
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW
from tests.registry.messages.postman import SENDER, SITE, postman

FACTS = {"municipality": "’s-Hertogenbosch", "firstDay": "2027-01-11", "lastDay": "2027-04-30", "days": "12.5"}
NOBODY = Outgoing(MailServer("127.0.0.1", 9, Security.NONE), sender=SENDER, site=SITE)


async def told(actor: Actor, *, kind: Kind = Kind.BOOKING_REQUESTED, at: datetime = NOW) -> None:
    """The account is told something."""
    assert actor.account is not None
    async with transaction():
        await service.tell([actor.account], kind, subject=uuid4(), facts=FACTS, path="/mijn-boekingen/1", at=at)


async def address_of(actor: Actor) -> str:
    """Where the account is mailed."""
    [row] = await fetch("SELECT email FROM account WHERE id = $1", actor.account)
    return str(row["email"])


async def mails() -> list[dict[str, object]]:
    """The outbox."""
    rows: list[dict[str, object]] = await Mail.select().order_by(Mail.id)
    return rows


async def test_a_message_goes_out_once(database: None) -> None:
    """In Dutch and in English, as text and as HTML, with the way to the page; nobody is named but by their address."""
    adviser = (await making.candidate()).actor
    await told(adviser)
    async with postman() as server:
        assert await outbox.send_due(server.outgoing(), now=NOW) == 1
        assert await outbox.send_due(server.outgoing(), now=NOW + timedelta(days=1)) == 0
        [letter] = server.received
    assert letter["To"] == await address_of(adviser)
    assert (letter["From"], letter["Subject"]) == (SENDER, "Een gemeente wil u boeken")
    plain = letter.get_body(("plain",))
    page = letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    text = plain.get_content()
    for words in (
        "’s-Hertogenbosch",
        "11 januari 2027",
        "30 April 2027",
        "12,5 dagen",
        "12.5 days",
        f"{SITE}/mijn-boekingen/1",
    ):
        assert words in text
    assert f'<a href="{SITE}/mijn-boekingen/1">' in page.get_content()
    assert "Öztürk" not in letter.as_string()
    [mail] = await mails()
    assert (mail["sent_at"], mail["next_try_at"], mail["given_up_at"], mail["tries"]) == (NOW, None, None, 1)


async def test_what_fails_is_tried_again_after_growing_pauses_and_given_up(database: None) -> None:
    """Nobody listens: each time it is tried later; the failure is a kind and a code, not the server's words."""
    await told((await making.candidate()).actor)
    at, tries = NOW, []
    for _ in PAUSES:
        await outbox.send_due(NOBODY, now=at)
        [mail] = await mails()
        assert mail["given_up_at"] is None
        next_try = mail["next_try_at"]
        assert isinstance(next_try, datetime)
        tries.append(next_try - at)
        assert await outbox.send_due(NOBODY, now=next_try - timedelta(seconds=1)) == 0
        at = next_try
    assert tuple(tries) == PAUSES
    await outbox.send_due(NOBODY, now=at)
    [mail] = await mails()
    assert (mail["given_up_at"], mail["next_try_at"], mail["tries"]) == (at, None, len(PAUSES) + 1)
    assert str(mail["failure"]).startswith("tried-too-often SMTPConnectError")


@pytest.mark.parametrize(
    ("answer", "failure", "for_good"),
    [
        ("550 5.1.1 ans@example.nl is unknown", "SMTPRecipientsRefused 550", True),
        ("450 4.2.1 ans@example.nl is busy", "SMTPRecipientsRefused 450", False),
    ],
)
async def test_an_address_that_is_refused(database: None, answer: str, failure: str, *, for_good: bool) -> None:
    """A refusal for good is given up at once, another is tried again; others go out, and no address is kept."""
    wrong, right = (await making.candidate()).actor, (await making.candidate("Ans", "Bakker")).actor
    await told(wrong)
    await told(right)
    async with postman() as server:
        server.answers[await address_of(wrong)] = answer
        assert await outbox.send_due(server.outgoing(), now=NOW) == 1
    first, second = await mails()
    assert (first["failure"], first["given_up_at"] is not None) == (failure, for_good)
    assert second["sent_at"] == NOW


async def test_the_password_of_the_mail_server(database: None) -> None:
    """It is used where it is set, and a wrong one is no fault of the letter: it waits."""
    await told((await making.candidate()).actor)
    async with postman(with_password=True) as server:
        await outbox.send_due(server.outgoing(user="register", password="verkeerd"), now=NOW)
        [mail] = await mails()
        assert (mail["failure"], mail["given_up_at"]) == ("SMTPAuthenticationError 535", None)
        assert await outbox.send_due(server.outgoing(user="register", password="geheim&woord"), now=NOW + PAUSES[0]) == 1
        assert server.signed_in[-1] == "yes"


async def test_a_server_that_refuses_us_is_no_fault_of_the_letter(database: None) -> None:
    """It wants a password and none is set: the letter waits, until somebody sets it."""
    await told((await making.candidate()).actor)
    async with postman() as server:
        server.answers[SENDER] = "530 5.7.0 Authentication required"
        assert await outbox.send_due(server.outgoing(), now=NOW) == 0
    [mail] = await mails()
    assert (mail["failure"], mail["given_up_at"]) == ("SMTPSenderRefused 530", None)


async def test_without_a_mail_server_messages_stand_in_the_inbox_alone(database: None) -> None:
    """Mail waits for three days, in case one is set, and is then given up."""
    await told((await making.candidate()).actor)
    assert await outbox.send_due(None, now=NOW + KEPT_WAITING) == 0
    assert (await mails())[0]["given_up_at"] is None
    late = NOW + KEPT_WAITING + timedelta(seconds=1)
    await outbox.send_due(None, now=late)
    [mail] = await mails()
    assert (mail["given_up_at"], mail["failure"]) == (late, "too-late")


async def test_several_processes_send_each_mail_once(database: None) -> None:
    """Forty mails, four processes: forty letters, each another."""
    adviser = (await making.candidate()).actor
    for _ in range(40):
        await told(adviser)
    async with postman() as server:
        sent = await asyncio.gather(*(outbox.send_due(server.outgoing(), now=NOW) for _ in range(4)))
        assert (sum(sent), len(server.received)) == (40, 40)
        assert len({letter["Message-ID"] for letter in server.received}) == 40


async def test_what_one_process_takes_another_leaves(database: None, database_url: str) -> None:
    """While the first has not committed, the second takes the next ones, and does not wait."""
    adviser = (await making.candidate()).actor
    for _ in range(4):
        await told(adviser)
    lines = [await asyncpg.connect(database_url) for _ in range(2)]
    try:
        taken = []
        for line in lines:
            await line.execute("BEGIN")
            taken.append({row["id"] for row in await line.fetch(outbox.TAKE, NOW, list(PAUSES), 2, timeout=5)})
        assert [len(each) for each in taken] == [2, 2]
        assert not taken[0] & taken[1]
    finally:
        for line in lines:
            await line.close()


async def test_who_has_no_account_any_more_is_not_mailed(database: None) -> None:
    """An account that is disabled, as when its person is erased."""
    adviser = (await making.candidate()).actor
    await told(adviser)
    async with transaction() as connection:
        await connection.execute("UPDATE account SET disabled_at = $2 WHERE id = $1", adviser.account, NOW)
    async with postman() as server:
        assert await outbox.send_due(server.outgoing(), now=NOW) == 0
        assert server.received == []
    assert (await mails())[0]["failure"] == "account-disabled"


async def test_an_admin_has_it_tried_again(database: None) -> None:
    """Also what was too late; nobody else sees the outbox, and what went out is not sent again."""
    adviser = (await making.candidate()).actor
    await told(adviser)
    admin = await making.account(
        await making.person("Anna", "Beheer"), Role.ADMIN, await making.organisation(OrganisationKind.OPERATOR, "B")
    )
    late = NOW + KEPT_WAITING * 2
    await outbox.send_due(None, now=late)
    [given_up] = (await mail_finding.page_of(NOTHING_CHOSEN, actor=admin)).rows
    assert (given_up.failure, await outbox.counts(admin)) == ("too-late", (0, 1))
    await outbox.try_again(given_up.id, actor=admin, now=late)
    assert await outbox.counts(admin) == (1, 0)
    async with postman() as server:
        assert await outbox.send_due(server.outgoing(), now=late) == 1
    for number in (given_up.id, 2**70):
        with pytest.raises(NotFound):
            await outbox.try_again(number, actor=admin, now=late)
    with pytest.raises(NotAllowed):
        await mail_finding.page_of(NOTHING_CHOSEN, actor=adviser)
    with pytest.raises(NotAllowed):
        await outbox.try_again(given_up.id, actor=adviser, now=late)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://mail.example.nl", MailServer("mail.example.nl", 25, Security.NONE)),
        ("smtp://localhost:2525", MailServer("localhost", 2525, Security.NONE)),
        ("smtp://a%40b:c%3Ad@mail.nl?starttls", MailServer("mail.nl", 587, Security.STARTTLS, "a@b", "c:d")),
        ("smtps://a:b@mail.nl", MailServer("mail.nl", 465, Security.TLS, "a", "b")),
        ("smtps://mail.nl:4465", MailServer("mail.nl", 4465, Security.TLS)),
    ],
)
def test_a_mail_server_is_an_address(text: str, server: MailServer) -> None:
    """With its own port where none is named; the password is shown nowhere."""
    read = read_mail_server(text)
    assert read == server
    assert read.password is None or read.password not in repr(read)


@pytest.mark.parametrize(
    "text",
    [
        "mail.nl",
        "http://mail.nl",
        "smtp://",
        "smtp://mail.nl/x",
        "smtp://mail.nl?tls",
        "smtps://mail.nl?starttls",
        "smtp://mail.nl:x",
        "smtp://a:half/geheim@mail.nl",
    ],
)
def test_what_is_no_mail_server(text: str) -> None:
    """It is refused when the registry starts."""
    with pytest.raises(ValueError, match="is not a mail server") as refused:
        read_mail_server(text)
    assert "half" not in str(refused.value)


def test_nothing_in_a_letter_becomes_markup_or_a_heading() -> None:
    """A name of a municipality with signs in it stays what it is."""
    letter = Letter("1", "ans@example.nl", "Titel", ("<b>&",), f"{SITE}/x?a=1&b=2")
    mail = written(letter, NOBODY, now=NOW)
    page = mail.get_body(("html",))
    assert page is not None
    assert "<p>&lt;b&gt;&amp;</p>" in page.get_content()
    with pytest.raises(ValueError, match="line"):
        written(Letter("1", "ans@example.nl\nBcc: x@y.nl", "Titel", (), SITE), NOBODY, now=NOW)
