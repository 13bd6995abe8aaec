"""How requests for exemption, and reports of holders, can be sought through."""

from registry.dossiers.equivalence_schemas import EquivalenceOut
from registry.dossiers.self_report_schemas import SelfReportOut
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

_WAITS = Text("Wat nog wacht", "Those that wait")
EQUIVALENCES: Sieve[EquivalenceOut] = Sieve(
    words=lambda row: (row.name, row.candidate_number, row.part),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.asked_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.asked_at, descending=True),
        "naam": Order(wording.NAME, lambda row: row.name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.name, descending=True),
        "nummer": Order(Text("Op kandidaatnummer", "By candidate number"), lambda row: row.candidate_number),
    },
    stands={
        "": Stand(_WAITS, lambda row: row.granted is None),
        "beslist": Stand(Text("Besliste verzoeken", "Decided requests"), lambda row: row.granted is not None),
        "alles": EVERYTHING,
    },
    day=lambda row: row.asked_at,
)
SELF_REPORTS: Sieve[SelfReportOut] = Sieve(
    words=lambda row: (row.name, row.certificate),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.reported_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.reported_at, descending=True),
        "naam": Order(wording.NAME, lambda row: row.name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.name, descending=True),
    },
    stands={
        "": Stand(_WAITS, lambda row: row.seen_at is None),
        "afgehandeld": Stand(
            Text("Afgehandelde meldingen", "Reports that were dealt with"), lambda row: row.seen_at is not None
        ),
        "alles": EVERYTHING,
    },
    day=lambda row: row.reported_at,
)
