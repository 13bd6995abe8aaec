"""One statement that finds everything the registry keeps of a person: made of what `rules` says of each table."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from piccolo.columns import Bytea, ForeignKey, Timestamptz
from piccolo.table import Table

from registry.inspection.rules import ABOUT, ACTED, LEFT_OUT, PART_OF, PEOPLE, WITHHELD

_ASKED: Mapping[str, str] = {"person": "$1::uuid[]", "adviser": "$2::uuid[]", "account": "$3::uuid[]"}
_SUBJECTS = ("dossier", "certificate", "booking", "appeal", "enrolment")
"""Besides persons, files and accounts: what acts are recorded of."""
Tables = Mapping[str, type[Table]]


@cache
def statement(tables: tuple[type[Table], ...]) -> str:
    """Of persons ($1), their files ($2) and accounts ($3): a row for each field of each row, as text.

    `part` is the table, `record` the row's own number, `field` the column. Words about the person that are kept apart
    stand in the field that commits to them; words about others do not.
    """
    known = {table._meta.tablename: table for table in tables}  # noqa: SLF001  Piccolo's own way
    rows = [*_people(known), *_about(known), *_acted(known), *_audited(known), *_values()]
    found = " UNION ALL ".join(f"({each})" for each in rows)
    return (
        f"SELECT part, record, each.key AS field, each.value FROM ({found}) AS found, "  # noqa: S608  our own names
        "LATERAL jsonb_each_text(found.fields) AS each WHERE each.value IS NOT NULL AND each.value NOT IN ('', '[]', '{}')"
    )


def _people(known: Tables) -> list[str]:
    return [_whole(known["person"], f"t.id = ANY({_ASKED['person']})")]


def _about(known: Tables) -> list[str]:
    names = [name for name in known if name in ABOUT or name in PART_OF]
    return [_whole(known[name], _is_about(known, name)) for name in names if name not in LEFT_OUT]


def _is_about(known: Tables, name: str, alias: str = "t") -> str:
    """In SQL, whether a row of this table is about the person."""
    direct = [f"{alias}.{column} = ANY({_ASKED[_target(known[name], column)]})" for column in ABOUT.get(name, ())]
    through = [_within(known, name, column, alias) for column in PART_OF.get(name, ())]
    return " OR ".join([*direct, *through])


def _within(known: Tables, name: str, column: str, alias: str) -> str:
    parent, inner = _target(known[name], column), f"{alias}p"
    return f"{alias}.{column} IN (SELECT {inner}.id FROM {parent} AS {inner} WHERE {_is_about(known, parent, inner)})"  # noqa: S608


def _whole(table: type[Table], condition: str) -> str:
    """Every field of the rows, but what is withheld; bytes only as the words that they commit to."""
    name, columns = table._meta.tablename, table._meta.columns  # noqa: SLF001  Piccolo's own way
    hidden = {column._meta.name for column in columns if isinstance(column, Bytea)}  # noqa: SLF001
    hidden |= {*ACTED.get(name, ()), "id", *WITHHELD & {column._meta.name for column in columns}}  # noqa: SLF001
    fields = f"to_jsonb(t) - ARRAY[{_quoted(hidden)}]"
    if told := [column._meta.name for column in columns if isinstance(column, Bytea) and not column._meta.secret]:  # noqa: SLF001
        fields = f"({fields}) || jsonb_build_object({', '.join(_revealed(column) for column in told)})"
    return f"SELECT '{name}' AS part, t.id::text AS record, {fields} AS fields FROM {name} AS t WHERE {condition}"  # noqa: S608


def _revealed(column: str) -> str:
    kept = f"SELECT value::jsonb FROM personal_value WHERE commitment = t.{column} AND person = ANY({_ASKED['person']})"  # noqa: S608
    return f"'{column}', CASE WHEN length(t.{column}) = 32 THEN ({kept}) END"


def _acted(known: Tables) -> list[str]:
    return [_deed(known[name], column) for name, columns in ACTED.items() if name in known for column in columns]


def _deed(table: type[Table], column: str) -> str:
    """That somebody did something, in which row, as what and when."""
    name = table._meta.tablename  # noqa: SLF001  Piccolo's own way
    at = _moment(table, column)
    return (
        f"SELECT '{name}', t.id::text, jsonb_build_object('{column}', {at}) FROM {name} AS t "  # noqa: S608  our own names
        f"WHERE t.{column} = ANY({_ASKED[_target(table, column)]})"
    )


def _moment(table: type[Table], column: str) -> str:
    """When it was done: by the moment that is named after it, else by when the row was recorded."""
    moments = [each._meta.name for each in table._meta.columns if isinstance(each, Timestamptz)]  # noqa: SLF001
    wanted = (f"{column.removesuffix('_by')}_at", "recorded_at", *moments)
    return next((f"t.{each}" for each in wanted if each in moments), "true")


def _audited(known: Tables) -> Iterable[str]:
    """What was done to somebody and what is theirs, and what they did themselves; facts hold no personal data."""
    own = " UNION ALL ".join(
        f"SELECT s.id FROM {name} AS s WHERE {_is_about(known, name, 's')}"  # noqa: S608  our own names
        for name in _SUBJECTS
        if name in known
    )
    asked = " || ".join(_ASKED.values())
    told = "jsonb_build_object('action', t.action, 'recorded_at', t.recorded_at, 'facts', t.facts)"
    theirs = f"t.subject = ANY({asked}) OR t.subject IN ({own})"
    yield f"SELECT 'audit_entry', t.id::text, {told} FROM audit_entry AS t WHERE {theirs}"  # noqa: S608
    did = "jsonb_build_object('account', t.action, 'recorded_at', t.recorded_at)"
    yield f"SELECT 'audit_entry', t.id::text, {did} FROM audit_entry AS t WHERE t.account = ANY({_ASKED['account']})"  # noqa: S608


def _values() -> Iterable[str]:
    """Every value that is kept of the person, wherever its commitment stands."""
    told = "jsonb_build_object('value', t.value, 'recorded_at', t.recorded_at)"
    yield (
        f"SELECT 'personal_value', encode(t.commitment, 'hex'), {told} FROM personal_value AS t "  # noqa: S608  our own names
        f"WHERE t.person = ANY({_ASKED['person']})"
    )


def references(table: type[Table]) -> Iterable[tuple[str, str]]:
    """The columns of a table that lead to another, each with the name of that table."""
    for column in table._meta.foreign_key_columns:  # noqa: SLF001  Piccolo's own way
        yield column._meta.name, _leads_to(column)  # noqa: SLF001


def _target(table: type[Table], column: str) -> str:
    return dict(references(table))[column]


def _leads_to(column: ForeignKey[Any]) -> str:
    name: str = column._foreign_key_meta.resolved_references._meta.tablename  # noqa: SLF001  Piccolo's own way
    return name


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def people_reached(tables: Sequence[type[Table]]) -> dict[str, list[str]]:
    """Of each table, the columns that lead to a person, an adviser or an account."""
    found = {
        table._meta.tablename: [column for column, leads_to in references(table) if leads_to in PEOPLE]  # noqa: SLF001
        for table in tables
    }
    return {name: columns for name, columns in found.items() if columns}
