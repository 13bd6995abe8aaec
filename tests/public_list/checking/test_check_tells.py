"""What the check of a number tells besides its status: the reason where it is public, what is known by now, and its origin."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from public_list.listing import service as public_list
from registry.certificates import service as certificates
from registry.certificates.happenings import Happening, record_event
from registry.certificates.rules import EventKind, Status
from registry.schemes.rules import Reason
from registry.takeovers import service as takeovers
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import NOW, RULES, TODAY
from tests.registry.takeovers.lists import about, prepared

REASONS = (
    Reason("fraude", "Fraude", "Fraud", ("withdrawn",), public=True),
    Reason("eigen-verzoek", "Op eigen verzoek", "At own request", ("withdrawn",), public=False),
)


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
async def test_a_reason_is_told_only_where_the_scheme_makes_it_public(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    """On the page, by program, in a list and in its file; in the language of whoever asks."""
    monkeypatch.setattr(making, "RULES", msgspec.structs.replace(RULES, reasons=REASONS))
    issued = await making.certified(await making.world(), await making.candidate())
    prepared_by, decided_by = [await making.person(given) for given in ("Vera", "Bas")]
    happening = Happening(issued.id, EventKind.WITHDRAWN, TODAY, prepared_by, decided_by, reason.code)
    async with transaction():
        await record_event(happening, now=NOW)
    told = (await client.get(f"/api/v1/certificates/{issued.number}", headers={"accept-language": "en"})).json()
    assert (told["status"], told["reason"]) == ("withdrawn", reason.name_en if reason.public else None)
    pages = [
        (await client.get(f"/certificaten/{issued.number}")).text,
        (await client.post("/certificaten/lijst", data={"numbers": issued.number}, files={"file": ("", b"")})).text,
        (
            await client.post(
                "/certificaten/lijst", data={"numbers": issued.number, "bestand": "csv"}, files={"file": ("", b"")}
            )
        ).text,
    ]
    assert [reason.name_nl in page for page in pages] == [reason.public] * 3


async def test_what_is_recorded_later_is_not_known_yet(database: None) -> None:
    """Of the same day another answer is given once it was recorded, and none of what nobody knew when it was asked."""
    issued = await making.certified(await making.world(), await making.candidate())
    later = NOW + timedelta(hours=2)
    await making.happens(issued.id, EventKind.SUSPENDED, TODAY, at=later)
    for known_at, status in ((later - timedelta(microseconds=1), Status.VALID), (later, Status.SUSPENDED)):
        told = await public_list.check(issued.number, day=TODAY, now=known_at)
        assert told.status is status
        [listed] = (await public_list.check_all([issued.number], day=TODAY, now=known_at)).values()
        assert listed.status is status


async def test_a_certificate_taken_over_says_from_whom(client: httpx.AsyncClient) -> None:
    """On the page, by program and in a list; of any other nothing is said of it."""
    world, known = await making.world(), await making.candidate()
    takeover = await prepared(world.certifiers[0], await about(known))
    await takeovers.decide(takeover, actor=world.certifiers[1], now=NOW)
    [issued] = await certificates.of_advisers([known.adviser])
    own = await making.certified(world, await making.candidate("Jan"))
    for number, body in ((issued.number, "Keurmerk Oost"), (own.number, None)):
        assert (await client.get(f"/api/v1/certificates/{number}")).json()["takenOverFrom"] == body
        page = (await client.get(f"/certificaten/{number}")).text
        assert ("Overgenomen van" in page, "Keurmerk Oost" in page) == (body is not None, body is not None)
        [line] = (await client.post("/api/v1/certificate-checks", json={"numbers": [number]})).json()["lines"]
        assert line["certificate"]["takenOverFrom"] == body
