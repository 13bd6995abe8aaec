"""How the renewals that wait for a route can be sought through."""

from registry.people.ordering import BY_NAME, Named
from registry.renewals.schemas import RenewalDossierOut
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text


def _is_met(renewal: RenewalDossierOut) -> bool:
    """One of the routes is."""
    return any(each.met for each in renewal.progress)


RENEWALS: Sieve[Named[RenewalDossierOut]] = Sieve(
    words=lambda row: (row.told.name, row.told.candidate_number, row.told.certificate),
    orders={
        "langst": as_read(Text("Eerst wat het langst wacht", "What waits longest first")),
        **BY_NAME,
        "tot": Order(Text("Eerst wat het eerst eindigt", "What ends first"), lambda row: row.told.valid_until),
        "tot-laatste": Order(
            Text("Eerst wat het laatst eindigt", "What ends last"), lambda row: row.told.valid_until, descending=True
        ),
    },
    stands={
        "gehaald": Stand(Text("Een route is gehaald", "A route is met"), lambda row: _is_met(row.told)),
        "niet-gehaald": Stand(Text("Nog geen route is gehaald", "No route is met yet"), lambda row: not _is_met(row.told)),
    },
    day=lambda row: row.told.valid_until,
    whole=Text("Alle aanvragen", "All applications"),
)
