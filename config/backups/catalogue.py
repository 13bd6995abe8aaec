"""What the database says of itself: its tables, its sequences, and what guards them.

The statements on tables are put together by the database, which quotes its own names. What belongs to an extension or to
PostgreSQL itself is none of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from config.backups.manifest import Column
from registry.transactions import Connection

SAME_WRITING = """
SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL xmloption = 'content';
SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0
"""
"""Values read as text are always the same text; and whatever is long may be long."""

_OURS = """
namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema' AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE deptype = 'e' AND objid = class.oid AND classid = 'pg_class'::regclass)
"""
_TABLES = f"""
SELECT namespace.nspname AS schema, class.relname AS name, array_agg(attname::text ORDER BY attnum) AS columns,
    array_agg(format_type(atttypid, atttypmod) ORDER BY attnum) AS types,
    format('SELECT count(*) AS rows, %s FROM (SELECT encode(sha256(convert_to(ROW(%s)::text, ''UTF8'')), ''hex'') AS own '
        'FROM %I.%I OFFSET 0) AS digested',
        (SELECT string_agg(format('coalesce(sum((''x'' || substr(own, %s, 15))::bit(60)::bigint), 0)::text', first),
            ' || ''-'' || ') FROM unnest(ARRAY[1, 16, 31, 46]) AS first),
        string_agg(quote_ident(attname), ', ' ORDER BY attname), namespace.nspname, class.relname) AS digesting
FROM pg_class AS class JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
    JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
WHERE class.relkind = 'r' AND class.relpersistence <> 't' AND {_OURS}
GROUP BY namespace.nspname, class.relname ORDER BY namespace.nspname, class.relname
"""  # noqa: S608 - text of ours
"""`digesting` asks for the number of rows and a digest of them all, whatever their order: of the SHA-256 of each row, as
text, 240 bits are added up in four sums. OFFSET 0 has each made once, and not for each sum."""
_LOCKING = f"""
SELECT format('LOCK TABLE %s IN ACCESS SHARE MODE', string_agg(format('%I.%I', namespace.nspname, class.relname), ', '))
FROM pg_class AS class JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind = 'r' AND class.relpersistence <> 't' AND {_OURS} HAVING count(*) > 0
"""  # noqa: S608 - likewise
_SEQUENCES = f"""
SELECT namespace.nspname AS schema, class.relname AS name,
    format('SELECT last_value, is_called FROM %I.%I', namespace.nspname, class.relname) AS asking
FROM pg_class AS class JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind = 'S' AND {_OURS} ORDER BY namespace.nspname, class.relname
"""  # noqa: S608 - likewise
_THINGS = f"""
SELECT count(*) FROM pg_class AS class JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND {_OURS}
"""  # noqa: S608 - likewise
_GUARDS = """
SELECT format('constraint %s of %s: %s%s', conname, conrelid::regclass, pg_get_constraintdef(pg_constraint.oid),
        CASE WHEN convalidated THEN '' ELSE ', not validated' END) AS guard
FROM pg_constraint JOIN pg_namespace ON pg_namespace.oid = connamespace
WHERE conrelid <> 0 AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL
SELECT format('trigger %s: %s', tgenabled, pg_get_triggerdef(pg_trigger.oid)) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT format('foreign key %s is kept: %s', conname, string_agg(tgenabled::text, '' ORDER BY tgtype, tgname LIKE '%_i_%'))
FROM pg_trigger JOIN pg_constraint ON pg_constraint.oid = tgconstraint WHERE contype = 'f' GROUP BY conname, conrelid
UNION ALL
SELECT format('index, valid %s: %s', indisvalid, pg_get_indexdef(indexrelid)) FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
ORDER BY guard
"""


@dataclass(frozen=True, slots=True)
class StandingTable:
    """A table of this database, and the question for its digest."""

    schema: str
    name: str
    columns: Sequence[Column]
    digesting: str

    @property
    def full_name(self) -> str:
        """With its schema."""
        return f"{self.schema}.{self.name}"


async def tables(connection: Connection) -> list[StandingTable]:
    """Every table that keeps rows, by name."""
    return [
        StandingTable(
            row["schema"],
            row["name"],
            [Column(name=name, type=kind) for name, kind in zip(row["columns"], row["types"], strict=True)],
            row["digesting"],
        )
        for row in await connection.fetch(_TABLES)
    ]


async def digest(connection: Connection, table: StandingTable) -> tuple[int, str]:
    """How many rows the table has, and the digest of them all."""
    row = await connection.fetchrow(table.digesting)
    if row is None:
        raise RuntimeError(f"{table.full_name} gave no digest")
    return row[0], row[1]


async def keep_from_changing(connection: Connection) -> None:
    """No table is altered or dropped until the transaction ends; rows may be."""
    if (statement := await connection.fetchval(_LOCKING)) is not None:
        await connection.execute(statement)


async def sequences(connection: Connection) -> list[tuple[str, str, int, bool]]:
    """Of each sequence its schema, name, last value, and whether that was handed out."""
    found = []
    for row in await connection.fetch(_SEQUENCES):
        value = await connection.fetchrow(row["asking"])
        if value is None:
            raise RuntimeError(f"{row['name']} has no value")
        found.append((row["schema"], row["name"], value["last_value"], value["is_called"]))
    return found


async def is_empty(connection: Connection) -> bool:
    """Whether there is no table, view or sequence at all."""
    return not await connection.fetchval(_THINGS)


async def guards(connection: Connection) -> list[str]:
    """Every constraint, trigger and index, with its definition and whether it is in force."""
    return [row["guard"] for row in await connection.fetch(_GUARDS)]
