"""Columns that say the house rules once: no cascade, no invented default, enumerations checked by the database."""

from enum import StrEnum
from typing import Any, Literal

from piccolo.columns import ForeignKey, OnDelete, OnUpdate
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check
from piccolo.table import Table


def reference(table: type[Table] | Literal["self"], **more: Any) -> Any:  # noqa: ANN401  Piccolo types a reference's attribute as Any too
    """A foreign key that must be given, and that keeps what it points at from being deleted."""
    return ForeignKey(
        table,
        null=False,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        **more,
    )


def optional_reference(table: type[Table] | Literal["self"], **more: Any) -> Any:  # noqa: ANN401  likewise
    """A foreign key that may be absent, and that keeps what it points at from being deleted."""
    return ForeignKey(
        table,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        **more,
    )


def optional_later(table: str, **more: Any) -> Any:  # noqa: ANN401  likewise
    """As `optional_reference`, to a table of a topic that stands on this one, by the name of its class."""
    return ForeignKey(
        LazyTableReference(table, app_name="registry"),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        **more,
    )


def one_of(column: str, values: type[StrEnum]) -> Check:
    """The database refuses a value that the enumeration does not have."""
    names = ", ".join(f"'{value.value}'" for value in values)
    return Check(f"{column} IN ({names})")
