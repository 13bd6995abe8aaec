"""The description of the API is true to what the API does."""

from typing import Any

import pytest

from tests.config.stand import client_of, settings, stand

Document = dict[str, Any]


@pytest.fixture(scope="module")
async def document() -> Document:
    """The description of the small application."""
    async with client_of(stand()) as client:
        answer = await client.get("/api/v1/openapi.json")
    described: Document = answer.json()
    return described


def operations(document: Document) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of all."""
    return [(path, method, operation) for path, methods in document["paths"].items() for method, operation in methods.items()]


async def test_anyone_may_read_it() -> None:
    """The document is JSON, needs no sign-in and may be read from any site."""
    async with client_of(stand()) as client:
        answer = await client.get("/api/v1/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("path", ["/schema", "/schema/swagger", "/never-served/openapi.json", "/api/v1/schema"])
async def test_no_other_documentation(path: str) -> None:
    """The framework's own pages, which load scripts from elsewhere, are not served."""
    async with client_of(stand()) as client:
        assert (await client.get(path)).status_code == 404


async def test_server_and_path_answer(document: Document) -> None:
    """The address of the server followed by a path of the document is where the route is."""
    assert document["servers"] == [{"url": "http://test/api/v1"}]
    assert set(document["paths"]) == {
        "/openapi.json",
        "/things",
        "/things/{thing_id}",
        "/things/upload",
        "/things/cached",
        "/things/failing/{how}",
    }
    async with client_of(stand()) as client:
        assert (await client.get(document["servers"][0]["url"] + "/things/cached")).status_code == 200


def test_what_it_says_of_itself(document: Document) -> None:
    """It has a version, a licence and somebody to ask."""
    assert document["info"]["version"] == "1.0.0"
    assert set(document["info"]["contact"]) == {"name", "url", "email"}
    assert document["info"]["license"]["name"] == "EUPL-1.2"


def test_tags_and_descriptions(document: Document) -> None:
    """Each operation has a tag and a description in words."""
    for path, method, operation in operations(document):
        assert operation["tags"], (path, method)
        assert operation["description"], (path, method)


def test_security_where_there_is_a_guard(document: Document) -> None:
    """Only a route that is not public asks for a token, and only such a route says 401 and 403."""
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    guarded = {(path, method) for path, method, operation in operations(document) if "security" in operation}
    refusing = {(path, method) for path, method, operation in operations(document) if "401" in operation["responses"]}
    assert guarded == refusing == {("/things", "post")}
    assert "security" not in document


def test_problems_that_each_route_gives(document: Document) -> None:
    """A route names the problems it can answer with, and no others."""
    said = {
        (path, method): {status for status in operation["responses"] if status >= "400"}
        for path, method, operation in operations(document)
    }
    always = {"400", "429", "500", "503"}
    assert said["/things", "get"] == always
    assert said["/things/{thing_id}", "get"] == always | {"404"}
    assert said["/things", "post"] == always | {"401", "403", "404", "408", "409", "413", "415", "422"}


def test_every_problem_is_a_problem(document: Document) -> None:
    """Refusals are described as RFC 9457 problems, and every answer as carrying the version."""
    assert {"type", "title", "status", "detail"} <= set(document["components"]["schemas"]["Problem"]["required"])
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert {"API-Version", "X-Request-ID"} <= set(response["headers"])
            if status >= "400":
                assert response["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        assert "Retry-After" in operation["responses"]["429"]["headers"]


def test_every_reference_leads_somewhere(document: Document) -> None:
    """Nothing in the document points at what is not there."""

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [each for value in part.values() for each in references(value)]
        return [each for value in part for each in references(value)] if isinstance(part, list) else []

    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


async def test_behaves_as_described(document: Document) -> None:
    """Each operation, asked for wrongly and without a token, answers with a status that the document names."""
    thing = "00000000-0000-4000-8000-000000000000"
    async with client_of(stand(settings())) as client:
        for path, method, operation in operations(document):
            at = "http://test/api/v1" + path.replace("{thing_id}", thing).replace("{how}", "409")
            if path == "/things/failing/{how}":
                continue  # made to answer anything
            wrong: list[dict[str, Any]] = [{}, {"json": {}}, {"data": {"a": "b"}}]
            for sent in wrong:
                answer = await client.request(method.upper(), at, **sent)
                assert str(answer.status_code) in operation["responses"], (path, method, sent)
