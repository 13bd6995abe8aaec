"""The catalogue: everything that DCAT-AP-NL 3.0 makes mandatory, in two spellings that say the same."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from public_list.open_data.catalogue import PREFIXES, catalogue
from public_list.open_data.graph import json_ld, turtle
from public_list.open_data.publisher import Publisher
from tests.public_list.open_data.conftest import Listed

PUBLISHER = Publisher(
    site="https://register.example.nl",
    name='Stichting "Regie" \\ zn.\n<b>',
    identifier="https://identifier.overheid.nl/tooi/id/oorg/oorg10103",
    licence="http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    mail="opendata@example.nl",
)
NODES = catalogue(PUBLISHER, changed_at=datetime(2026, 11, 22, 12, tzinfo=UTC))
MANDATORY = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:contactPoint"],
    "dcat:Dataset": [
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dct:creator",
        "dct:identifier",
        "dcat:theme",
        "dct:accessRights",
        "dcat:contactPoint",
    ],
    "dcat:Distribution": ["dcat:accessURL", "dct:license"],
    "dcat:DataService": [
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dct:identifier",
        "dcat:theme",
        "dct:accessRights",
        "dct:license",
        "dcat:contactPoint",
        "dcat:endpointURL",
        "dcat:endpointDescription",
    ],
    "foaf:Agent": ["foaf:name"],
    "vcard:Kind": ["vcard:fn", "vcard:hasEmail"],
}


def graph() -> list[dict[str, Any]]:
    """The things of the JSON-LD."""
    told: list[dict[str, Any]] = json.loads(json_ld(NODES, PREFIXES))["@graph"]
    return told


@pytest.mark.parametrize("kind", MANDATORY)
def test_what_is_mandatory_is_there(kind: str) -> None:
    """Of each thing in the catalogue, everything that the profile demands of its kind."""
    found = [node for node in graph() if node["@type"] == kind]
    assert found
    for node in found:
        assert [name for name in MANDATORY[kind] if not node.get(name)] == []


def test_what_is_referred_to_is_told_of() -> None:
    """No thing of the catalogue points at an own thing that is not in it."""
    own = {node["@id"] for node in graph()}
    asked = {
        value["@id"]
        for node in graph()
        for values in node.values()
        if isinstance(values, list)
        for value in values
        if isinstance(value, dict) and "@id" in value
    }
    assert {address for address in asked if "#" in address} <= own
    assert PUBLISHER.identifier in own


def test_both_spellings_say_the_same() -> None:
    """As many statements in Turtle as in JSON-LD, about the same things; and every short name is explained."""
    text = turtle(NODES, PREFIXES).decode()
    for node in graph():
        said = text.split(f"\n<{node['@id']}> ")[1].split(" .\n")[0]
        statements = sum(len(values) for values in node.values() if isinstance(values, list)) + 1
        assert said.count(" ;\n    ") + 1 == statements
    used = set(re.findall(r"(?:^|[\s^])([a-z]+):[A-Za-z]", re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', " ", text)))
    assert used <= set(PREFIXES)


def test_what_an_operator_writes_ends_nothing() -> None:
    """Quotes, backslashes and new lines in a name stay in it, and an address has nothing in it that would end it."""
    text = turtle(NODES, PREFIXES).decode()
    assert '"Stichting \\"Regie\\" \\\\ zn.\\n<b>"@nl' in text
    odd = Publisher(site="https://a.nl", name="x", identifier='https://a.nl/> "<', licence="http://b.nl")
    assert "<https://a.nl/%3E%20%22%3C>" in turtle(catalogue(odd, changed_at=datetime.now(UTC)), PREFIXES).decode()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/catalogus.jsonld", "application/ld+json"), ("/catalogus.ttl", "text/turtle; charset=utf-8")],
)
async def test_the_addresses(client: httpx.AsyncClient, listed: Listed, path: str, media_type: str) -> None:
    """Any portal may read them, and need not fetch them again; each file that they name is there."""
    answer = await client.get(path)
    assert (answer.headers["content-type"], answer.headers["access-control-allow-origin"]) == (media_type, "*")
    assert (await client.get(path, headers={"if-none-match": answer.headers["etag"]})).status_code == 304
    for address in set(re.findall(r"http://registry\.test(/data/[a-z.]+)", answer.text)):
        assert (await client.head(address)).status_code == 200
