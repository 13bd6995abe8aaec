"""The manner of all bodies that come in and go out: frozen, camelCase outside, unknown fields refused."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Schema(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A body of the API, or a command to a service."""


LINE = r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?(?!\n)$"
"""One line of text that does not begin or end with a blank. (`$` alone lets a line end by.)"""
Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?!\n)$", max_length=40)]
"""What programs call a thing of ours by: `e-adviseur`."""
Label = Annotated[str, Meta(min_length=2, max_length=100, pattern=LINE)]
"""What people call it, in one language."""
GmCode = Annotated[str, Meta(pattern=r"^GM[0-9]{4}(?!\n)$")]
"""The code of a municipality at CBS: `GM0363`."""
