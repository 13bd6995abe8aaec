"""Rows about somebody, and the order of their names: family name first, who was erased last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from registry.people.rules import Name
from registry.sieves import wording
from registry.sieves.sieve import Order

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """What is told of somebody, and their name: absent once they were erased."""

    told: T
    name: Name | None


def by_family(row: Named[Any]) -> tuple[str, str] | None:
    """By what a row is put in the order of names."""
    return row.name.sort_key if row.name is not None else None


BY_NAME: Mapping[str, Order[Any]] = {
    "naam": Order(wording.NAME, by_family),
    "naam-omgekeerd": Order(wording.NAME_REVERSED, by_family, descending=True),
}
