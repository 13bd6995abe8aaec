"""Messages and mail as files on the address of their page."""

import httpx

from registry.messages.finding import MESSAGES
from registry.messages.inbox import PAGE
from registry.messages.mail_finding import MAIL
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import an_admin
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.messages.test_message_pages import told


async def test_ones_own_messages(client: httpx.AsyncClient) -> None:
    """All pages together, with what they say in the language of the page; of somebody else there are none."""
    adviser, other = (await making.candidate()).actor, (await making.candidate("Jan", "Janssen")).actor
    await told(adviser, "/werk", times=PAGE + 1)
    own = await browser(client, adviser)
    rows = (await saved(own.client, "/berichten")).rows
    assert len(rows) == PAGE + 1
    assert (rows[0]["message"], rows[0]["readAt"]) == ("booking-requested", None)
    assert "voor 12,5 dagen" in rows[0]["text"]
    assert "for 12.5 days" in (await saved(own.client, "/en/berichten")).rows[0]["text"]
    assert "/berichten?bestand=xlsx" in await own.get("/berichten")
    stranger = await browser(client, other)
    assert await found_by_any_choice(stranger.client, "/berichten", MESSAGES, "a") == []


async def test_mail_that_did_not_go_out(client: httpx.AsyncClient) -> None:
    """To whom, about what and why not yet, never what it says; for admins alone."""
    adviser = (await making.candidate()).actor
    await told(adviser, "/werk")
    admin = await browser(client, await an_admin())
    found = await saved(admin.client, "/mail")
    [row] = [row for row in found.rows if row["message"] == "booking-requested"]
    assert (row["tries"], row["givenUpAt"]) == (0, None)
    assert "Buren" not in str(row)
    assert found.stamp["ofWhom"] == "Van alle organisaties."
    assert "/mail?bestand=xlsx" in await admin.get("/mail")
    assert len(await found_by_any_choice(admin.client, "/mail", MAIL, row["to"])) > 0
    for words in (row["to"].upper(), "wants to book"):
        assert row in (await saved(admin.client, f"/mail?stand=wacht&zoek={words}&volgorde=aan")).rows
    for nothing in ("stand=niet-gelukt", "zoek=niemand-heet-zo", "van=2999-01-01", "tot=2000-01-01"):
        assert (await saved(admin.client, f"/mail?{nothing}")).rows == []
    assert "Er is niets gevonden" in await admin.get("/mail?zoek=niemand-heet-zo")
    own = await browser(client, adviser)
    assert (await own.client.get("/mail?bestand=json")).status_code == 403
