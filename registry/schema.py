"""The manner of all bodies that come in and go out: frozen, camelCase outside, unknown fields refused."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Schema(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A body of the API, or a command to a service."""


Code = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""What programs call a thing of ours by: `e-adviseur`."""
Label = Annotated[str, Meta(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
"""What people call it, in one language."""
