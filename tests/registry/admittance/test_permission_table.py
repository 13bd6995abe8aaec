"""The page of documentation about permissions is the table by which requests are judged, and so test data."""

from pathlib import Path

import pytest

from registry.admittance.permission_table import as_markdown
from registry.permissions import NEVER_BY_KEY, PROVED_AFRESH, ROLES, Permission, Role

PAGE = Path(__file__).parents[3] / "docs/permissions.md"


def _rows() -> dict[str, list[str]]:
    """The cells after each permission on the page, as someone reads them."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[2:] for cells in lines}


def test_the_page_is_made_from_the_table() -> None:
    """Whoever changes a permission makes the page anew: `registry account permissions > docs/permissions.md`."""
    assert PAGE.read_text("utf-8") == as_markdown()


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_stands_on_the_page(permission: Permission) -> None:
    """With a yes for exactly the roles that hold it, whether a key may, and whether it is proved afresh."""
    *held, by_key, afresh = (cell == "yes" for cell in _rows()[permission.value])
    assert {role for role, yes in zip(Role, held, strict=True) if yes} == {role for role in Role if permission in ROLES[role]}
    assert (by_key, afresh) == (permission not in NEVER_BY_KEY, permission in PROVED_AFRESH)
