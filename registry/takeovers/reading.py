"""Finding lists and their rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.takeovers.rules import Ending, Line
from registry.takeovers.tables import Takeover, TakeoverRow


@dataclass(frozen=True, slots=True)
class Filed:
    """A list: whose, who prepared it, and how it ended."""

    id: UUID
    scheme: UUID
    scheme_code: str
    issuer: str
    source: str
    file_name: str
    sha256: bytes
    prepared_by: UUID
    prepared_at: datetime
    ending: Ending | None
    ended_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says until the list ended, and the certificate that it became."""

    row: int
    line: Line | None
    certificate: str | None


async def takeover(wanted: UUID) -> Filed:
    """One list; raises NotFound."""
    found = await _filed(Takeover.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def takeover_for(actor: Actor, wanted: UUID) -> Filed:
    """One list, for who may read it; raises NotFound for another body's."""
    actor.must(Permission.READ_CERTIFICATES)
    found = await takeover(wanted)
    if not actor.sees_everything and found.scheme not in await _own_schemes(actor):
        raise NotFound
    return found


async def takeovers_for(actor: Actor) -> list[Filed]:
    """The lists for schemes of the actor's body, newest first; an auditor sees all."""
    actor.must(Permission.READ_CERTIFICATES)
    if actor.sees_everything:
        return await _filed(None)
    own = await _own_schemes(actor)
    return await _filed(Takeover.scheme.is_in(own)) if own else []


async def _own_schemes(actor: Actor) -> list[UUID]:
    return await schemes.certified_by(actor.organisations_where(Permission.READ_CERTIFICATES))


async def _filed(where: Any) -> list[Filed]:  # noqa: ANN401  a Piccolo condition has no one type
    query = Takeover.select(
        *Takeover.all_columns(),
        Takeover.scheme.code.as_alias("scheme_code"),
        Takeover.prepared_by.person.as_alias("preparer"),
        Takeover.ended_by.person.as_alias("ender"),
    )
    rows = await (query if where is None else query.where(where)).order_by(Takeover.prepared_at, ascending=False)
    return [
        Filed(
            id=row["id"],
            scheme=row["scheme"],
            scheme_code=row["scheme_code"],
            issuer=row["issuer"],
            source=row["source"],
            file_name=row["file_name"],
            sha256=row["sha256"],
            prepared_by=row["preparer"],
            prepared_at=row["prepared_at"],
            ending=Ending(row["ending"]) if row["ending"] else None,
            ended_by=row["ender"],
            ended_at=row["ended_at"],
        )
        for row in rows
    ]


async def rows_of(wanted: UUID) -> list[Row]:
    """The rows of a list, in its order."""
    rows = (
        await TakeoverRow.select(TakeoverRow.row, TakeoverRow.values, TakeoverRow.certificate.number.as_alias("number"))
        .where(TakeoverRow.takeover == wanted)
        .order_by(TakeoverRow.row)
    )
    return [
        Row(row["row"], msgspec.json.decode(row["values"], type=Line) if row["values"] else None, row["number"]) for row in rows
    ]


async def counts(wanted: Iterable[UUID]) -> dict[UUID, int]:
    """How many rows each list has."""
    found: dict[UUID, int] = {}
    for row in await TakeoverRow.select(TakeoverRow.takeover).where(TakeoverRow.takeover.is_in(list(wanted) or [UUID(int=0)])):
        found[row["takeover"]] = found.get(row["takeover"], 0) + 1
    return found
