"""Education of holders, and renewals that wait for a route, as lists to save."""

from collections.abc import Sequence
from datetime import date

from registry.dossiers.wording import ROUTES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.renewals.schemas import EducationOut, RenewalDossierOut
from registry.renewals.wording import OUTCOMES
from registry.sieves.sieve import Sifted
from registry.texts import Text

_HOLDER = Column(Text("Houder", "Holder"))
_NUMBER = Column(Text("Kandidaatnummer", "Candidate number"), width=16)
_EDUCATION = Outline(
    "bijscholing",
    Text("Bijscholing van houders", "Education of holders"),
    (
        _HOLDER,
        _NUMBER,
        Column(Text("Wat er is gevolgd", "What was followed"), width=40),
        Column(Text("Van wie", "Given by")),
        Column(Text("Dag", "Day"), Kind.DAY),
        Column(Text("Uren", "Hours"), Kind.DECIMAL),
        Column(Text("Opgegeven op", "Recorded at"), Kind.INSTANT),
        Column(Text("Oordeel", "Outcome"), width=18, words=OUTCOMES),
        Column(Text("Reden", "Reason"), width=40),
        Column(Text("Beoordeeld op", "Judged at"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text(
        "De bijscholing die houders opgaven: eerst wat op een oordeel wacht, dan het nieuwste.",
        "The education that holders entered: what waits to be judged, then the newest.",
    ),
)
_WAITING = Outline(
    "hercertificeringen",
    Text("Aanvragen die wachten op een route", "Renewals that wait for a route"),
    (
        _HOLDER,
        _NUMBER,
        Column(Text("Certificaat", "Certificate"), width=16),
        Column(Text("Laatste dag", "Last day"), Kind.DAY),
        Column(Text("Route", "Route"), width=24, words=ROUTES),
        Column(Text("Behaald", "Reached"), Kind.DECIMAL),
        Column(Text("Nodig", "Needed"), Kind.DECIMAL),
        Column(Text("Genoeg", "Enough"), Kind.TRUTH),
        Column(Text("Kenmerk van het dossier", "Dossier reference"), width=38),
    ),
    Text(
        "De aanvragen die nu wachten, met een rij voor elke route; bijscholing telt in uren.",
        "The renewals that wait now, with a row for each route; education counts in hours.",
    ),
)


def education(found: Sequence[EducationOut], *, actor: Actor, today: date) -> Exported:
    """These entries of education; what was followed is empty once the person was erased."""
    return _EDUCATION.of([_entry(each) for each in found], actor=actor, today=today)


def renewals(found: Sifted[Named[RenewalDossierOut]], *, actor: Actor, today: date) -> Exported:
    """These renewals, each with how far the holder is by each route."""
    rows = [row for each in found.rows for row in _routes(each.told)]
    return _WAITING.of(rows, actor=actor, today=today, chosen=found.stamped)


def _entry(each: EducationOut) -> Row:
    return (
        each.name,
        each.candidate_number,
        each.title,
        each.teacher,
        each.followed_on,
        each.hours,
        each.recorded_at,
        each.outcome,
        each.reason,
        each.judged_at,
        str(each.id),
    )


def _routes(each: RenewalDossierOut) -> list[Row]:
    own = (each.name, each.candidate_number, each.certificate, each.valid_until)
    return [(*own, route.route, route.have, route.need, route.met, str(each.dossier)) for route in each.progress]
