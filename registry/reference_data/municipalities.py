"""The national list of municipalities: read whole, compared with what stands, loaded in one transaction.

Source: TOOI, Register gemeenten compleet, version 5 (2026-01-29), Ministry of the Interior; packaged as
`gemeenten.csv`. A code is never removed: rows that the file lacks stay as they are, and are reported.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.organisations.tables import Kind, Municipality, MunicipalitySuccession, Organisation
from registry.permissions import Actor, Permission
from registry.transactions import Connection, transaction

_LIST = UUID("6d756e69-0000-4000-8000-000000000001")
"""What the audit trail calls the list as a whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality of the list; `successors` are codes."""

    code: str
    name: str
    province: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What loading the list would change; `missing` codes stand in the registry and not in the list."""

    new: Sequence[Row]
    changed: Sequence[tuple[Row, Row]]
    missing: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """The registry has what the list has."""
        return not self.new and not self.changed


def packaged() -> list[Row]:
    """The list that comes with the software."""
    text = files("registry.reference_data").joinpath("gemeenten.csv").read_text("utf-8")
    return read(text.splitlines())


def read(lines: Iterable[str]) -> list[Row]:
    """The list from its CSV: code, name, province, valid_from, valid_to, successor_codes. Raises KeyError, ValueError."""
    return [
        Row(
            code=line["code"],
            name=line["name"],
            province=line["province"],
            valid_from=date.fromisoformat(line["valid_from"]) if line["valid_from"] else None,
            valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
            successors=tuple(sorted(line["successor_codes"].split())),
        )
        for line in csv.DictReader(lines)
    ]


def compare(standing: Iterable[Row], rows: Iterable[Row]) -> Difference:
    """The difference between what stands and the list."""
    old = {row.code: row for row in standing}
    new = {row.code: row for row in rows}
    return Difference(
        new=[row for code, row in new.items() if code not in old],
        changed=[(old[code], row) for code, row in new.items() if code in old and old[code] != row],
        missing=sorted(old.keys() - new.keys()),
    )


async def standing() -> list[Row]:
    """The municipalities that the registry has."""
    rows = await Municipality.select(*Municipality.all_columns(), Municipality.organisation.name.as_alias("name"))
    pairs = await MunicipalitySuccession.select(
        MunicipalitySuccession.predecessor,
        MunicipalitySuccession.successor.code.as_alias("successor"),
    )
    return [
        Row(
            code=row["code"],
            name=row["name"],
            province=row["province"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            successors=tuple(sorted(pair["successor"] for pair in pairs if pair["predecessor"] == row["id"])),
        )
        for row in rows
    ]


async def load(rows: Sequence[Row], *, actor: Actor, now: datetime) -> Difference:
    """Make the registry have what the list has; returns what changed."""
    actor.must(Permission.MANAGE_ORGANISATIONS)
    async with transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('municipalities'))")
        difference = compare(await standing(), rows)
        await _add(difference.new, now)
        for _, row in difference.changed:
            await _change(row)
        await _link([*difference.new, *(row for _, row in difference.changed)], connection)
        if not difference.is_empty:
            facts = {
                "new": [row.code for row in difference.new],
                "changed": [row.code for _, row in difference.changed],
            }
            await audit.record(Action.MUNICIPALITIES_LOADED, _LIST, actor=actor, at=now, facts=facts)
    return difference


async def _add(rows: Sequence[Row], now: datetime) -> None:
    if not rows:
        return
    ids = {row.code: uuid4() for row in rows}
    kind = Kind.MUNICIPALITY.value
    await Organisation.insert(
        *(Organisation(id=ids[row.code], kind=kind, name=row.name, recorded_at=now) for row in rows),
    )
    await Municipality.insert(
        *(
            Municipality(
                organisation=ids[row.code],
                code=row.code,
                province=row.province,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ),
    )


async def _change(row: Row) -> None:
    changed = (
        await Municipality.update(
            {
                Municipality.province: row.province,
                Municipality.valid_from: row.valid_from,
                Municipality.valid_to: row.valid_to,
            },
        )
        .where(Municipality.code == row.code)
        .returning(Municipality.organisation)
    )
    await Organisation.update({Organisation.name: row.name}).where(Organisation.id == changed[0]["organisation"])


async def _link(rows: Sequence[Row], connection: Connection) -> None:
    await connection.executemany(
        "INSERT INTO municipality_succession (id, predecessor, successor) "
        "SELECT gen_random_uuid(), old.id, new.id FROM municipality AS old, municipality AS new "
        "WHERE old.code = $1 AND new.code = $2 ON CONFLICT DO NOTHING",
        [(row.code, successor) for row in rows for successor in row.successors],
    )
