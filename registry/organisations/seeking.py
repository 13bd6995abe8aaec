"""How regions and partnerships can be sought through."""

from registry.organisations.schemas import OrganisationOut, RegionOut
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve
from registry.texts import Text

REGIONS: Sieve[RegionOut] = Sieve(
    words=lambda row: (row.name, row.code, *(member.name for member in row.members)),
    orders={
        "naam": Order(wording.NAME, lambda row: row.name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.name, descending=True),
        "code": Order(Text("Op code", "By code"), lambda row: row.code),
        "code-omgekeerd": Order(Text("Op code, van Z naar A", "By code, from Z to A"), lambda row: row.code, descending=True),
    },
)
PARTNERSHIPS: Sieve[OrganisationOut] = Sieve(
    words=lambda row: (row.name,),
    orders={
        "naam": Order(wording.NAME, lambda row: row.name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.name, descending=True),
    },
)
