"""How the renewals that wait for a route can be sought through."""

from registry.renewals.presenting import WaitingRenewal
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

RENEWALS: Sieve[WaitingRenewal] = Sieve(
    words=lambda row: (row.told.name, row.told.candidate_number, row.told.certificate),
    orders={
        "langst": as_read(Text("Eerst wat het langst wacht", "What waits longest first")),
        "naam": Order(wording.NAME, lambda row: row.by_family),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.by_family, descending=True),
        "tot": Order(Text("Eerst wat het eerst eindigt", "What ends first"), lambda row: row.told.valid_until),
        "tot-laatste": Order(
            Text("Eerst wat het laatst eindigt", "What ends last"), lambda row: row.told.valid_until, descending=True
        ),
    },
    stands={
        "gehaald": Stand(Text("Een route is gehaald", "A route is met"), lambda row: row.is_met),
        "niet-gehaald": Stand(Text("Nog geen route is gehaald", "No route is met yet"), lambda row: not row.is_met),
    },
    day=lambda row: row.told.valid_until,
    whole=Text("Alle aanvragen", "All applications"),
)
