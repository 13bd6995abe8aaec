"""Lists of certificates issued elsewhere, as exams would hand them over."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import msgspec

from registry.permissions import Actor
from registry.takeovers import service
from registry.takeovers.rules import Line
from registry.takeovers.schemas import ListOf
from registry.takeovers.service import FileRead
from registry.transactions import fetch
from tests.registry.making import NOW, SCHEME, TODAY, Candidate

THEIRS = ListOf(scheme=SCHEME, issuer="Keurmerk Oost", source="Register van Keurmerk Oost, 1 november 2026")
_FILE = """
SELECT candidate_number, given_name, family_name FROM adviser JOIN person ON person.id = adviser.person WHERE adviser.id = $1
"""
_digest = count(1)
JAN = Line(
    row=2,
    number=None,
    given_name="Jan",
    family_prefix=None,
    family_name="Janssen",
    work_email=None,
    certificate="KO-1",
    scheme="Informatieadviseur",
    first_day=date(2025, 3, 1),
    last_day=date(2028, 2, 29),
)


def line(**other: Any) -> Line:
    """A row about Jan Janssen, who is new, but for what is said otherwise."""
    return msgspec.structs.replace(JAN, **other)


async def about(of: Candidate, **other: Any) -> Line:
    """A row about somebody known."""
    [row] = await fetch(_FILE, of.adviser)
    known = {"number": row["candidate_number"], "given_name": row["given_name"], "family_name": row["family_name"]}
    return line(**known | {"row": 3, "certificate": "KO-2"} | other)


def read(*lines: Line, digest: bytes | None = None) -> FileRead:
    """A file with these rows, unlike any other unless its digest is given."""
    return FileRead("oost.xlsx", digest or next(_digest).to_bytes(32), lines)


async def prepared(by: Actor, *lines: Line, digest: bytes | None = None) -> UUID:
    """A list that a certifier prepared."""
    return await service.prepare(THEIRS, read(*lines, digest=digest), actor=by, now=NOW)


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
