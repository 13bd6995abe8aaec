"""The page about open data: every address on it answers, and says what it says."""

import httpx
import pytest

from public_list.open_data.datasets import FIELDS
from public_list.open_data.describing import PARTS
from tests.public_list.open_data.conftest import Listed

ADDRESSES = [address.path for part in PARTS for address in part.addresses]


@pytest.mark.parametrize("path", ["/open-data", "/en/open-data"])
async def test_the_page_tells_of_everything(client: httpx.AsyncClient, listed: Listed, path: str) -> None:
    """Each address with a line to try it, each field, and the licence."""
    text = (await client.get(path)).text
    for address in ADDRESSES:
        assert address.replace("&", "&amp;") in text
    assert all(name in text for name in FIELDS)
    assert "publicdomain/zero" in text
    assert "&lt;iframe" in text


@pytest.mark.parametrize("address", ADDRESSES)
async def test_each_address_answers(client: httpx.AsyncClient, listed: Listed, address: str) -> None:
    """What the page promises is there."""
    assert (await client.get(address)).status_code == 200


async def test_the_footer_leads_to_it(client: httpx.AsyncClient) -> None:
    """From every page, in its language."""
    assert 'href="/open-data"' in (await client.get("/")).text
    assert 'href="/en/open-data"' in (await client.get("/en")).text


@pytest.mark.parametrize("path", ["/data/x.json", "/data/adviseurs.json/x", "/catalogus.rdf"])
async def test_what_is_not_there_is_told_to_programs(client: httpx.AsyncClient, path: str) -> None:
    """A problem in JSON, not a page."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
