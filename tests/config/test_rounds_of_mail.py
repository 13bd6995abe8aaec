"""Mail that comes round beside the server: who forgot a password gets their link without anybody doing anything."""

import asyncio
from collections.abc import Sequence
from email.message import EmailMessage

import pytest

from config import rounds
from registry.admittance import forgetting
from registry.days import system_now
from registry.transactions import fetch
from tests.registry import making
from tests.registry.messages.postman import postman


async def until_one(received: Sequence[EmailMessage]) -> EmailMessage:
    """Wait for the first letter; not for ever."""
    for _ in range(200):
        if received:
            return received[0]
        await asyncio.sleep(0.05)
    raise AssertionError("no mail came")


async def test_who_forgot_a_password_gets_a_link(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """By mail, in both languages, in the round after they asked."""
    monkeypatch.setattr(rounds, "MAILING_EVERY", 0.05)
    actor = await making.account(await making.person(), None)
    [row] = await fetch("SELECT email FROM account WHERE id = $1", actor.account)
    stop = asyncio.Event()
    async with postman() as server:
        task = asyncio.create_task(rounds.go_round(stop, server.outgoing()))
        await forgetting.ask(row["email"], now=system_now())
        letter = await until_one(server.received)
        stop.set()
        await asyncio.wait_for(task, 5)
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert (letter["To"], letter["Subject"]) == (row["email"], "Kies een nieuw wachtwoord")
    assert "/nieuw-wachtwoord/" in plain.get_content()
    assert "Open this link. It is for you alone, and works once:" in plain.get_content()
    assert "Meld u aan om het te bekijken" not in plain.get_content()
