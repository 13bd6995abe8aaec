"""What is asked of every site: site maps, robots.txt and security.txt."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from config.app import create_app
from config.settings import SettingsRefused, read_settings
from public_list.open_data import site
from public_list.open_data.publisher import Publisher, SecurityContact
from public_list.open_data.security_file import ends_soon
from public_list.open_data.site import ADVISERS_IN_A_PART
from tests.public_list.open_data.conftest import Listed

CONTACT = SecurityContact(
    contacts=("mailto:veiligheid@example.nl", "https://example.nl/melden"),
    last_day=date(2027, 10, 1),
    policy="https://example.nl/beleid",
)
PUBLISHER = Publisher(site="https://register.example.nl", name="x", identifier="https://x.nl", licence="https://l.nl")


async def test_the_site_maps_lead_to_every_page(client: httpx.AsyncClient, listed: Listed) -> None:
    """Each address in them answers; an adviser on the list is in them, in both languages, and no longer when not."""
    index = (await client.get("/sitemap.xml")).text
    assert index.count("<sitemap>") == 2
    pages, advisers = [await client.get(f"/sitemap/{part}.xml") for part in ("paginas", "adviseurs-1")]
    for line in (pages.text + advisers.text).splitlines():
        if "<loc>" in line:
            address = line.split("<loc>")[1].split("</loc>")[0]
            assert (await client.get(address)).status_code == 200, address
    assert advisers.text.count(listed.issued.number) == 2
    await listed.consents_to()
    assert (await client.get("/sitemap.xml")).text.count("<sitemap>") == 1
    assert (await client.get("/sitemap/adviseurs-1.xml")).status_code == 404


@pytest.mark.parametrize("part", ["adviseurs-0.xml", "adviseurs-2.xml", "adviseurs-x", "%00", "adviseurs-" + "9" * 300])
async def test_no_other_part_is_there(client: httpx.AsyncClient, listed: Listed, part: str) -> None:
    """Only the parts that the index names."""
    assert (await client.get(f"/sitemap/{part}")).status_code == 404


def test_a_long_list_has_several_parts() -> None:
    """A site map holds at most 50,000 addresses: two of each adviser."""
    assert ADVISERS_IN_A_PART * 2 <= 50_000
    for advisers, parts in ((0, 1), (1, 2), (ADVISERS_IN_A_PART, 2), (ADVISERS_IN_A_PART + 1, 3)):
        assert site.site_map(PUBLISHER, advisers=advisers).count("<sitemap>") == parts


async def test_no_adviser_is_in_two_parts_or_in_none() -> None:
    """Each part begins where the one before it ends, wherever the batches of the list do."""

    async def batches() -> AsyncIterator[list[Any]]:
        for first in range(0, 45_000, 7_000):
            yield list(range(first, min(first + 7_000, 45_000)))

    parts: list[list[Any]] = [
        [each async for each in site.part(batches(), first)] for first in range(0, 45_000, ADVISERS_IN_A_PART)
    ]
    assert [len(each) for each in parts] == [20_000, 20_000, 5_000]
    assert [each for one in parts for each in one] == list(range(45_000))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/adviseurs",
        "/certificaten/{number}",
        "/adviseurs/zoals-toen",
        "/open-data",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap/paginas.xml",
        "/sitemap/adviseurs-1.xml",
        "/.well-known/security.txt",
        "/insluiten/adviseurs",
        "/data/adviseurs.json",
        "/data/adviseurs.csv",
        "/data/adviseurs.xlsx",
        "/catalogus.ttl",
        "/wijzigingen.atom",
        "/api/v1/certified-advisers",
        "/api/v1/certificates/{number}",
        "/api/v1/openapi.json",
        "/healthz",
    ],
)
async def test_what_can_be_read_can_be_asked_about(client: httpx.AsyncClient, listed: Listed, path: str) -> None:
    """HEAD gives what GET gives, without its body."""
    address = path.format(number=listed.issued.number)
    whole, head = await client.get(address), await client.head(address)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    names = ("content-type", "content-length", "etag", "cache-control", "access-control-allow-origin")
    assert {name: head.headers.get(name) for name in names} == {name: whole.headers.get(name) for name in names}


async def test_robots_know_the_site_map(client: httpx.AsyncClient) -> None:
    """The public list may be found; the same list as a file is nothing to visit."""
    answer = await client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Sitemap: http://registry.test/sitemap.xml" in answer.text
    assert "Disallow: /*bestand=" in answer.text


async def test_there_is_no_security_contact_while_none_is_set(client: httpx.AsyncClient) -> None:
    """404 rather than an empty promise."""
    assert (await client.get("/.well-known/security.txt")).status_code == 404


@pytest.fixture
async def other_client(settings_with_contact: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody before a registry whose operator named a contact."""
    application = create_app(read_settings(settings_with_contact))
    transport = httpx.ASGITransport(application)  # type: ignore[arg-type]  # httpx types a scope more loosely
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        yield client


@pytest.fixture
def settings_with_contact(settings: object) -> dict[str, str]:
    """The settings of the tests, and a contact."""
    return {
        "REGISTRY_BASE_URL": "http://registry.test",
        "REGISTRY_TOKEN_KEY_FILE": str(settings.token_key_file),  # type: ignore[attr-defined]
        "REGISTRY_SECURITY_CONTACT": "mailto:veiligheid@example.nl, https://example.nl/melden",
        "REGISTRY_SECURITY_CONTACT_UNTIL": "2027-10-01",
        "REGISTRY_SECURITY_POLICY": "https://example.nl/beleid",
    }


async def test_the_security_contact(other_client: httpx.AsyncClient) -> None:
    """As RFC 9116 asks: contacts in order, until the last Amsterdam second of the day, and where it stands."""
    answer = await other_client.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:veiligheid@example.nl",
        "Contact: https://example.nl/melden",
        "Expires: 2027-10-01T21:59:59Z",
        "Preferred-Languages: nl, en",
        "Canonical: http://registry.test/.well-known/security.txt",
        "Policy: https://example.nl/beleid",
    ]


@pytest.mark.parametrize(
    ("now", "warned"),
    [
        (datetime(2027, 9, 1, 21, 59, tzinfo=UTC), False),
        (datetime(2027, 9, 1, 22, 0, tzinfo=UTC), True),
        (datetime(2028, 1, 1, tzinfo=UTC), True),
    ],
)
def test_its_end_is_seen_coming(now: datetime, *, warned: bool) -> None:
    """Less than thirty days before its last day, and ever after; without a contact nothing ends."""
    assert ends_soon(CONTACT, now) is warned
    assert ends_soon(None, now) is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECURITY_CONTACT", "veiligheid@example.nl"),
        ("SECURITY_CONTACT", "http://example.nl"),
        ("SECURITY_CONTACT", "mailto:a@b.nl\nExpires: 2099-01-01"),
        ("SECURITY_CONTACT_UNTIL", "volgend jaar"),
        ("SECURITY_POLICY", "beleid"),
        ("EMBEDDING_ORIGINS", "https://a.nl/pad"),
        ("EMBEDDING_ORIGINS", "https://a.nl; script-src *"),
        ("EMBEDDING_ORIGINS", "*"),
        ("DATA_LICENCE", "CC0"),
        ("DATA_LICENCE", "https://a.nl/>"),
        ("PUBLISHER_URI", "tooi"),
        ("PUBLISHER_MAIL", "opendata"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(name: str, text: str) -> None:
    """Nothing gets into a header, a policy or a file that would end a line of it."""
    with pytest.raises(SettingsRefused) as refused:
        read_settings({f"REGISTRY_{name}": text})
    assert any(fault.startswith(f"REGISTRY_{name} is ") for fault in refused.value.faults)


def test_a_contact_and_its_last_day_need_each_other() -> None:
    """RFC 9116 (2.5.5) has no file without an end."""
    with pytest.raises(SettingsRefused):
        read_settings({"REGISTRY_SECURITY_CONTACT": "mailto:a@example.nl"})
