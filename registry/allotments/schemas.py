"""What goes out about allotments. Days outside, in quarters: `2.25`."""

from decimal import Decimal
from uuid import UUID

from registry.schema import Schema


class AllotmentOut(Schema, frozen=True):
    """The days of a municipality or partnership in a programme."""

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    granted: Decimal
    available: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal
