"""How programmes can be sought through."""

from registry.programmes.schemas import ProgrammeOut
from registry.sieves.sieve import Order, Sieve, as_read
from registry.texts import Text

PROGRAMMES: Sieve[ProgrammeOut] = Sieve(
    words=lambda row: (row.code, row.name_nl, row.name_en, *row.schemes),
    orders={
        "nieuwste": as_read(Text("Eerst wat het laatst begon", "What began last first")),
        "oudste": Order(Text("Eerst wat het eerst begon", "What began first first"), lambda row: row.first_day),
        "naam": Order(Text("Op Nederlandse naam", "By Dutch name"), lambda row: row.name_nl),
        "naam-engels": Order(Text("Op Engelse naam", "By English name"), lambda row: row.name_en),
        "tot": Order(Text("Eerst wat het eerst eindigt", "What ends first"), lambda row: row.last_day),
        "tot-laatste": Order(Text("Eerst wat het laatst eindigt", "What ends last"), lambda row: row.last_day, descending=True),
    },
    day=lambda row: row.first_day,
)
