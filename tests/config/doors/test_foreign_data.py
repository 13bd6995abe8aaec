"""What belongs to one organisation or adviser is not there for another: no door tells that it exists, none shows any of it."""

import re
from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.config.doors import made
from tests.config.doors.described import Document, Operation

if TYPE_CHECKING:
    from tests.config.doors.everyone import Everyone

TABLE_OF: Mapping[str, tuple[str, ...]] = {
    "account_id": ("account",),
    "key_id": ("api_key",),
    "session_id": ("session",),
    "file_id": ("enrolment_file",),
    "enrolment_id": ("enrolment",),
    "teaching_id": ("teaching",),
    "registration_id": ("examiner_registration",),
    "sitting_id": ("sitting",),
    "upload_id": ("upload",),
    "provider_id": ("organisation",),
    "dossier_id": ("dossier",),
    "request_id": ("equivalence_request",),
    "report_id": ("self_report",),
    "appeal_id": ("appeal",),
    "entry_id": ("education_entry",),
    "allotment_id": ("allotment",),
    "intake_id": ("intake",),
    "booking_id": ("booking",),
    "change_id": ("booking_change",),
    "worked_day_id": ("worked_day",),
    "tie_id": ("declared_tie",),
    "evaluation_id": ("evaluation",),
    "watch_id": ("watch",),
    "partnership_id": ("organisation",),
    "provider": ("organisation",),
    "municipality": ("organisation",),
}
"""What an identifier in a path or query names, where it belongs to somebody."""
OWNED = (
    "allotment",
    "booking",
    "booking_change",
    "declared_tie",
    "dossier",
    "education_entry",
    "enrolment",
    "enrolment_file",
    "evaluation",
    "evidence",
    "examiner_registration",
    "intake",
    "result",
    "sitting",
    "teaching",
    "upload",
    "watch",
    "worked_day",
)
"""Tables of which every row belongs to an organisation or an adviser of the demo, and none to a newcomer."""
_NOT_OWN = {"account": "id <> ALL($1)", "api_key": "account <> ALL($1)", "session": "account <> ALL($1)"}
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEWCOMERS = ("second provider", "second municipality", "second adviser", "key")


@pytest.fixture(scope="module")
async def known(everyone: "Everyone") -> dict[str, list[UUID]]:
    """The identifiers that are there, by table."""
    from registry.transactions import transaction  # noqa: PLC0415  Piccolo is configured by now

    own = [who.account for who in everyone.newcomers.values()]
    tables = {table for tables in TABLE_OF.values() for table in tables} | set(OWNED)
    found = {}
    async with transaction() as connection:
        for table in sorted(tables):
            condition = _NOT_OWN.get(table, "$1::uuid[] IS NOT NULL")
            rows = await connection.fetch(f"SELECT id FROM {table} WHERE {condition}", own)  # noqa: S608  named above
            found[table] = [row["id"] for row in rows]
    return found


def requests_for(operation: Operation, known: Mapping[str, list[UUID]]) -> list[dict[str, Any]]:
    """The operation for things that are there and belong to others, a few of each kind."""
    named = [each for each in operation.parameters if each["in"] == "path" or each.get("required")]
    places = [each for each in named if each["schema"].get("format") == "uuid"]
    values = [[value for table in TABLE_OF.get(each["name"], ()) for value in known[table][:4]] or [uuid4()] for each in places]
    found = []
    for chosen in product(*values):
        path, query = operation.path, {}
        for parameter, value in zip(places, chosen, strict=True):
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", str(value))
            else:
                query[parameter["name"]] = str(value)
        found.append({"url": f"/api/v1{re.sub(r'{.*?}', 'traject', path)}", "params": query})
    return found


def is_owned(operation: Operation) -> bool:
    """The path names something that belongs to somebody."""
    return any(
        parameter["name"] in TABLE_OF
        and parameter["in"] == "path"
        and parameter["name"] not in ("provider_id", "partnership_id")
        for parameter in operation.parameters
    )


async def test_what_is_another_s_is_not_there(
    everyone: "Everyone", operations: list[Operation], known: dict[str, list[UUID]], door: httpx.AsyncClient
) -> None:
    """A newcomer with the same role asks for each thing of the demo by its identifier: 404, as for what never was."""
    faults, asked = [], set()
    for operation in operations:
        if operation.public or operation.method != "GET" or not is_owned(operation):
            continue
        for request, name in product(requests_for(operation, known), NEWCOMERS):
            who = everyone.newcomers[name]
            answer = await door.get(**request, headers=who.headers)
            if answer.status_code not in (403, 404):
                faults.append((name, operation.name, answer.status_code, answer.text[:200]))
            asked |= {operation.name} if answer.status_code == 404 else set()
    assert faults == []
    assert len(asked) >= 12, asked


async def test_no_answer_shows_what_is_another_s(
    everyone: "Everyone", operations: list[Operation], known: dict[str, list[UUID]], door: httpx.AsyncClient
) -> None:
    """In nothing that a newcomer can read is there an identifier of what belongs to another."""
    owned = {str(value): table for table in OWNED for value in known[table]}
    faults, read = [], 0
    for operation in operations:
        if operation.method != "GET":
            continue
        for request, name in product(requests_for(operation, known), NEWCOMERS):
            answer = await door.get(**request, headers=everyone.newcomers[name].headers)
            read += answer.status_code == 200
            shown = {owned[each] for each in _IDENTIFIER.findall(answer.text) if each in owned}
            if answer.status_code == 200 and shown:
                faults.append((name, operation.name, shown))
    assert faults == []
    assert read > 60


async def test_nothing_is_done_to_what_is_another_s(
    everyone: "Everyone", operations: list[Operation], document: Document, known: dict[str, list[UUID]], door: httpx.AsyncClient
) -> None:
    """Neither can a newcomer change it: with a body that would do, the answer is that it is not there."""
    faults, asked = [], set()
    for operation in operations:
        if operation.public or operation.method == "GET" or not is_owned(operation):
            continue
        bodies = made.requests(operation, document, known={}, examples=3)
        for there, body, name in product(requests_for(operation, known)[:2], bodies, NEWCOMERS):
            who = everyone.newcomers[name]
            answer = await door.request(**(body | there | {"headers": body["headers"] | who.headers}))
            if answer.status_code not in (400, 403, 404):
                faults.append((name, operation.name, answer.status_code, answer.text[:200]))
            asked |= {operation.name} if answer.status_code == 404 else set()
    assert faults == []
    assert len(asked) >= 20, asked
