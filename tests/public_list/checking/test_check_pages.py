"""The pages on which anyone checks one number: what they say of each status, of a wrong day and of a wrong number."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from public_list.checking.wording import MEANING_FOR_HIRING, MEANING_ON_A_DAY
from registry.certificates.document import written_out
from registry.certificates.rules import EventKind, Status
from registry.certificates.service import Issued
from registry.people.rules import Name
from registry.texts import Language
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import TODAY

UNKNOWN = "CA12345678-66"


async def certified() -> Issued:
    """A valid certificate."""
    return await making.certified(await making.world(), await making.candidate())


async def page(client: httpx.AsyncClient, path: str, *, expect: int = 200) -> str:
    """A page as text."""
    answer = await client.get(path)
    assert answer.status_code == expect, answer.text[-2_000:]
    return " ".join(answer.text.split())


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (None, Status.VALID),
        (EventKind.SUSPENDED, Status.SUSPENDED),
        (EventKind.WITHDRAWN, Status.WITHDRAWN),
        (EventKind.VOIDED, Status.VOID),
        (EventKind.SUPERSEDED, Status.SUPERSEDED),
        (EventKind.REPLACED, Status.REPLACED),
    ],
)
async def test_what_a_status_means(client: httpx.AsyncClient, kind: EventKind | None, status: Status) -> None:
    """The page of today says what it means to whoever hires; that of another day what it was then."""
    issued = await certified()
    if kind is not None:
        await making.happens(issued.id, kind, TODAY)
    today = await page(client, f"/certificaten/{issued.number}")
    assert MEANING_FOR_HIRING[status].nl in today
    past = await page(client, f"/en/certificaten/{issued.number}?dag={TODAY}")
    assert MEANING_ON_A_DAY[status].en in past
    assert MEANING_FOR_HIRING[status].en not in past


async def test_expired_and_not_yet_valid(client: httpx.AsyncClient, clock: Clock) -> None:
    """Before the first day and after the last one, as on any other page."""
    number = (await certified()).number
    clock.now = datetime(2029, 11, 20, 12, tzinfo=UTC)
    assert MEANING_FOR_HIRING[Status.EXPIRED].nl in await page(client, f"/certificaten/{number}")
    before = await page(client, f"/certificaten/{number}?dag={TODAY - timedelta(days=1)}")
    assert MEANING_ON_A_DAY[Status.NOT_YET_VALID].nl in before


async def test_the_address_on_the_certificate_leads_here(client: httpx.AsyncClient) -> None:
    """What the QR code and the line under it say is the address of this page, in both languages."""
    issued = await certified()
    for language, words in ((Language.NL, "Dit certificaat is geldig."), (Language.EN, "This certificate is valid.")):
        site = str(client.base_url)
        paper = written_out(issued.snapshot, Name("Elif", None, "Öztürk"), b"", site=site, language=language)
        answer = await client.get(paper.check.address)
        assert answer.status_code == 200
        assert words in answer.text


async def test_a_typing_error_leads_to_the_number(client: httpx.AsyncClient) -> None:
    """In the form and in the address: the issued number is a link, and what was typed stays in the field."""
    number = (await certified()).number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for path in (f"/certificaten?nummer={wrong}", f"/certificaten/{wrong}"):
        told = await page(client, path, expect=400)
        assert f'href="/certificaten/{number}"' in told
        assert f'value="{wrong}"' in told
    nothing = await page(client, "/certificaten/CA12345678-67", expect=400)
    assert "CA12345678-66" not in nothing
    assert "Typ het nummer opnieuw over" in nothing


async def test_a_candidate_number_is_called_so(client: httpx.AsyncClient) -> None:
    """Whoever types the wrong kind of number reads which kind it is."""
    assert "is een kandidaatnummer" in await page(client, "/certificaten?nummer=EA000101-45", expect=400)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dag=gisteren", "Vul een datum in"),
        ("dag=0000-01-01", "Vul een datum in"),
        ("dag=31-02-2027", "Vul een datum in"),
        ("dag=2027-01-01&dag=2027-01-02", "maar één keer"),
        ("dag=" + "1" * 10_000, "hooguit 100 tekens"),
        ("utm_source=brief", "kennen wij niet"),
        ("dag=%ff", "niet te lezen"),
        ("%00=1", "kennen wij niet"),
    ],
)
async def test_a_wrong_day_is_told_above_the_status_of_today(client: httpx.AsyncClient, query: str, words: str) -> None:
    """Whatever stands in the address, the certificate is still answered; with 400, and each fault."""
    number = (await certified()).number
    told = await page(client, f"/certificaten/{number}?{query}", expect=400)
    assert words in told
    assert "Dit certificaat is geldig." in told


@pytest.mark.parametrize("query", ["nummer=a&nummer=b", "nummer=" + "9" * 10_000, "number=1", "nummer=%00", "nummer=*"])
async def test_an_odd_question_is_told_at_the_form(client: httpx.AsyncClient, query: str) -> None:
    """With 400, never more."""
    told = await page(client, f"/certificaten?{query}", expect=400)
    assert 'name="nummer"' in told


async def test_every_day_there_is(client: httpx.AsyncClient) -> None:
    """The first and the last day that a calendar has are days like any other."""
    number = (await certified()).number
    for day in (date.min, date.max):
        assert number in await page(client, f"/certificaten/{number}?dag={day.isoformat()}")
