"""What comes in and goes out about saved filters."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.saved_filters.rules import LONGEST
from registry.schema import LINE, Schema


class SaveFilter(Schema, frozen=True):
    """Keep the list at this address, as it is filtered, under this name."""

    name: Annotated[str, Meta(min_length=2, max_length=60, pattern=LINE)]
    address: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class SavedFilterOut(Schema, frozen=True):
    """A list as it was filtered, and where it is."""

    id: UUID
    name: str
    address: str
