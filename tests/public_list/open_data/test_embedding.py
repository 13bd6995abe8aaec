"""The list on the site of somebody else: a piece of HTML that brings nothing along, for the sites that the operator names."""

from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest

from config.app import create_app
from config.settings import Settings, read_settings
from registry.people.rules import PublicField
from tests.public_list.open_data.conftest import Listed

PIECE, FRAME = "/insluiten/adviseurs", "/insluiten/adviseurs/kader"
CENTRE = "https://kenniscentrum.example"


@pytest.fixture
async def named(database: None, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody before a registry that lets one other site show the list."""
    given = {
        "REGISTRY_BASE_URL": "http://registry.test",
        "REGISTRY_TOKEN_KEY_FILE": str(settings.token_key_file),
        "REGISTRY_EMBEDDING_ORIGINS": f"{CENTRE}, https://tweede.example:8443",
    }
    transport = httpx.ASGITransport(create_app(read_settings(given)))  # type: ignore[arg-type]  # httpx types a scope more loosely
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        yield client


class Parts(HTMLParser):
    """The elements and addresses of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        assert not [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag not in {"br", "meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def test_the_piece_stands_anywhere(client: httpx.AsyncClient, listed: Listed) -> None:
    """Well formed, with whole addresses, without a script, a form, a style or a page around it; in both languages."""
    for path, words in ((PIECE, "geldig tot en met 19 november 2029"), (f"/en{PIECE}", "valid through 19 November 2029")):
        answer = await client.get(path)
        assert words in answer.text
        parts = Parts(answer.text)
        assert parts.open == []
        assert set(parts.tags) <= {"section", "ul", "li", "a", "strong", "em", "br", "p"}
        assert all(address.startswith("http://registry.test/") for address in parts.addresses)
        assert "set-cookie" not in answer.headers


async def test_the_frame_is_a_page(client: httpx.AsyncClient, listed: Listed) -> None:
    """With a title, a language and one heading; and still no script."""
    answer = await client.get(FRAME)
    parts = Parts(answer.text)
    assert parts.tags.count("h1") == parts.tags.count("title") == 1
    assert not {"script", "form", "style", "iframe"} & set(parts.tags)
    assert '<html lang="nl"' in answer.text


async def test_it_shows_what_the_list_shows(client: httpx.AsyncClient, listed: Listed) -> None:
    """Narrowed down by the words of the list's own address; without consent nothing is left."""
    assert "Elif Öztürk" in (await client.get(f"{PIECE}?provincie=Zeeland")).text
    assert "Elif Öztürk" not in (await client.get(f"{PIECE}?provincie=Drenthe")).text
    await listed.consents_to(PublicField.NAME)
    assert "Zeeland" not in (await client.get(PIECE)).text
    await listed.consents_to()
    assert "Elif Öztürk" not in (await client.get(PIECE)).text


@pytest.mark.parametrize("query", ["onbekend=1", "pagina=0", "pagina=1&pagina=2", "dag=00-00-0000", "naam=" + "x" * 10_000])
async def test_bad_questions_are_refused(client: httpx.AsyncClient, listed: Listed, query: str) -> None:
    """As the list refuses them."""
    assert (await client.get(f"{PIECE}?{query}")).status_code == 400


async def test_only_named_sites_may_show_it(named: httpx.AsyncClient) -> None:
    """In a frame, or by a script; every other site, and a site that only looks like one, may not."""
    for path in (PIECE, FRAME, f"/en{FRAME}"):
        answer = await named.get(path, headers={"origin": CENTRE})
        policy = answer.headers.get_list("content-security-policy")
        assert len(policy) == 1
        assert policy[0].endswith(f"frame-ancestors {CENTRE} https://tweede.example:8443")
        assert "script-src" not in policy[0]
        assert "x-frame-options" not in answer.headers
        assert answer.headers["access-control-allow-origin"] == CENTRE
        assert answer.headers["vary"] == "origin"
    for other in ("https://evil.example", f"{CENTRE}.evil.example", "null", ""):
        answer = await named.get(PIECE, headers={"origin": other})
        assert "access-control-allow-origin" not in answer.headers


async def test_nobody_is_named_by_default(client: httpx.AsyncClient) -> None:
    """Then no site may show it; its own server may still fetch it."""
    answer = await client.get(PIECE, headers={"origin": CENTRE})
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert answer.headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in answer.headers


async def test_other_pages_are_never_framed(named: httpx.AsyncClient) -> None:
    """The setting opens the embedded list alone."""
    for path in ("/", "/open-data", "/adviseurs", "/insluiten", "/aanmelden"):
        answer = await named.get(path)
        assert answer.headers["x-frame-options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
