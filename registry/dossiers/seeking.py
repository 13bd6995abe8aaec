"""How requests for exemption, and reports of holders, can be sought through."""

from registry.dossiers.equivalence_schemas import EquivalenceOut
from registry.dossiers.self_report_schemas import SelfReportOut
from registry.people.ordering import BY_NAME, Named
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

_WAITS = Text("Wat nog wacht", "Those that wait")
EQUIVALENCES: Sieve[Named[EquivalenceOut]] = Sieve(
    words=lambda row: (row.told.name, row.told.candidate_number, row.told.part),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.told.asked_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.asked_at, descending=True),
        **BY_NAME,
        "nummer": Order(Text("Op kandidaatnummer", "By candidate number"), lambda row: row.told.candidate_number),
    },
    stands={
        "": Stand(_WAITS, lambda row: row.told.granted is None),
        "beslist": Stand(Text("Besliste verzoeken", "Decided requests"), lambda row: row.told.granted is not None),
        "alles": EVERYTHING,
    },
    day=lambda row: row.told.asked_at,
)
SELF_REPORTS: Sieve[Named[SelfReportOut]] = Sieve(
    words=lambda row: (row.told.name, row.told.certificate),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.told.reported_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.reported_at, descending=True),
        **BY_NAME,
    },
    stands={
        "": Stand(_WAITS, lambda row: row.told.seen_at is None),
        "afgehandeld": Stand(
            Text("Afgehandelde meldingen", "Reports that were dealt with"), lambda row: row.told.seen_at is not None
        ),
        "alles": EVERYTHING,
    },
    day=lambda row: row.told.reported_at,
)
