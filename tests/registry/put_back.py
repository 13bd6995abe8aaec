"""What many tests begin with is made once in each test process, and from then on put back row by row, guards set aside."""

from dataclasses import dataclass

from registry.transactions import Connection, transaction

_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
WHERE schemaname IN ('public', 'queue') AND tablename <> 'migration' ORDER BY 1
"""
_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names,
    string_agg(format('quote_nullable(%I::text)', attname), ', ' ORDER BY attnum) AS written
FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_SEQUENCES = """
SELECT string_agg(format('SELECT setval(%L, %s)', format('%I.%I', schemaname, sequencename), last_value), '; '
    ORDER BY schemaname, sequencename)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """All that stood in a registry: a question whether anything stands there now, and what puts it back."""

    anything: str
    script: str


async def is_empty() -> bool:
    """Nothing stands in the registry."""
    async with transaction() as connection:
        tables = [row["name"] for row in await connection.fetch(_TABLES)]
        anything: bool = await connection.fetchval(_whether_anything_in(tables))
    return not anything


def _whether_anything_in(tables: list[str]) -> str:
    return "SELECT " + " OR ".join(f"EXISTS (SELECT FROM {each})" for each in tables)  # noqa: S608  its own names


async def all_rows() -> Rows:
    """What stands in the registry at this moment."""
    filled, inserts = [], []
    async with transaction() as connection:
        for table in [row["name"] for row in await connection.fetch(_TABLES)]:
            if (insert := await _insert(table, connection=connection)) is not None:
                filled.append(table)
                inserts.append(insert)
        sequences = await connection.fetchval(_SEQUENCES)
    return Rows(
        anything=_whether_anything_in(filled),
        script="; ".join(["SET LOCAL session_replication_role = replica", *inserts, *([sequences] if sequences else [])]),
    )


async def _insert(table: str, *, connection: Connection) -> str | None:
    """The statement that writes the rows of a table, as it is written out; nothing for an empty one."""
    columns = await connection.fetchrow(_COLUMNS, table)
    assert columns is not None, table
    rows = await connection.fetchval(
        f"SELECT string_agg('(' || concat_ws(', ', {columns['written']}) || ')', ', ') FROM {table}",  # noqa: S608  its own names
    )
    if rows is None:
        return None
    return f"INSERT INTO {table} ({columns['names']}) OVERRIDING SYSTEM VALUE VALUES {rows}"  # noqa: S608  as quoted by PostgreSQL


async def put_back(rows: Rows) -> bool:
    """Write them all in one go where none of their tables has a row; False, and nothing written, where one has."""
    async with transaction() as connection:
        if await connection.fetchval(rows.anything):
            return False
        await connection.execute(rows.script)
    return True
