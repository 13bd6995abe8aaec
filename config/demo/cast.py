"""Who and what the demo story is about. Persons and organisations are invented; the municipalities are real.

Every number of days in it is an example, not a rule of any real programme.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from registry.organisations.tables import Kind
from registry.people.rules import PublicField
from registry.permissions import Role
from registry.schemes.rules import EquivalentRoute, Reason, Recertification, Route, SchemeRules, ScopeItem

DOMAIN = "demo.example"

SETTING_UP = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ENROLLING = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
APPLYING = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
ADMITTING = datetime(2026, 6, 18, 9, 0, tzinfo=UTC)
TAUGHT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PLANNING_INTAKES = datetime(2026, 9, 22, 9, 0, tzinfo=UTC)
HOLDING_INTAKES = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
PROFILING = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
UPLOADING = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
UPLOADING_RESITS = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
PREPARING = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
DECIDING = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
BOOKING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANSWERING = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
MEASURING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
REINSTATING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation."""

    key: str
    kind: Kind
    name: str


ORGANISATIONS = (
    Organisation("owner", Kind.SCHEME_OWNER, "Stichting e-Adviseurs"),
    Organisation("body", Kind.CERTIFICATION_BODY, "Certus Keurmerken"),
    Organisation("provider", Kind.PROVIDER, "Academie e-Overheid"),
    Organisation("partnership", Kind.PARTNERSHIP, "Samenwerking Groene Delta"),
    Organisation("coordination", Kind.COORDINATION, "Regiebureau Operatie Digitaal"),
    Organisation("operator", Kind.OPERATOR, "Beheer Adviseursregister"),
    Organisation("employer", Kind.EMPLOYER, "Helder Advies BV"),
)
PARTNERSHIP_MEMBERS = ("GM1931", "GM0513", "GM1901")
MUNICIPALITY = "GM1931"
REGION = "groene-delta"


@dataclass(frozen=True, slots=True)
class Character:
    """An invented person; `account` is the part of the e-mail address before the @ for who signs in."""

    given: str
    family: str
    prefix: str | None = None
    account: str | None = None
    role: Role | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a demo account signs in with: a password, and the secret of an app where its role needs one."""

    password: str = field(repr=False)
    secret: bytes | None = field(default=None, repr=False)


STAFF = {
    "admin": Character("Bea", "Heerder", account="beheer", role=Role.ADMIN, organisation="operator"),
    "auditor": Character("Otto", "Kijker", account="auditor", role=Role.AUDITOR, organisation="operator"),
    "owner": Character("Saskia", "Molenaar", account="schema", role=Role.SCHEME_OWNER, organisation="owner"),
    "certifier-a": Character("Arjan", "Visser", account="certificeerder-a", role=Role.CERTIFIER, organisation="body"),
    "certifier-b": Character("Lotte", "Dam", "van", "certificeerder-b", Role.CERTIFIER, "body"),
    "certifier-c": Character("Carla", "Smit", account="certificeerder-c", role=Role.CERTIFIER, organisation="body"),
    "provider": Character("Petra", "Lindeman", account="opleider", role=Role.PROVIDER, organisation="provider"),
    "coordinator": Character("Rob", "Eikelboom", account="regie", role=Role.COORDINATOR, organisation="coordination"),
    "municipality": Character("Greta", "Veenstra", account="gemeente", role=Role.MUNICIPALITY, organisation=MUNICIPALITY),
    "examiner-postma": Character("Ruben", "Postma"),
    "examiner-willems": Character("Karin", "Willems"),
    "examiner-bouazza": Character("Samira", "Bouazza"),
    "invigilator-groen": Character("Mark", "Groen"),
    "invigilator-de-boer": Character("Tineke", "Boer", "de"),
    "trainer-vermeulen": Character("Hanneke", "Vermeulen"),
    "trainer-kuipers": Character("Nico", "Kuipers"),
}
"""L. van Dam is the same person as an independent examiner of the resits and as certifier B."""

EXAMINERS = ("examiner-postma", "examiner-willems", "examiner-bouazza", "certifier-b")
INVIGILATORS = ("invigilator-groen", "invigilator-de-boer")
TEACHING = (
    ("trainer-vermeulen", ("GP", "IM"), date(2026, 6, 22), date(2026, 8, 14)),
    ("trainer-kuipers", ("OA", "VM", "ET"), date(2026, 7, 6), date(2026, 8, 28)),
)

CANDIDATES = (
    Character("Johanna", "Meer", "van der"),
    Character("Sietse", "Haan", "de"),
    Character("Elif", "Öztürk"),
    Character("Maarten", "Sørensen"),
    Character("Willemijn", "Hart", "'t"),
    Character("Youssef", "El Amrani"),
    Character("Froukje", "Súdema"),
    Character("Pieter", "Bakker-de Wit"),
    Character("Anna", "Berg", "van den"),
    Character("Minh Anh", "Nguyễn"),
    Character("Jan", "Janssen"),
    Character("Jan", "Janssen"),
)
"""In the order of their numbers, from EA000101 on; the last two share a name."""

FIRST_CERTIFICATE_HOLDER = 0
RESITS = (3, 6, 10)
UNLISTED = 7
"""The places of the three who sit a part again, and of the one who does not consent to being listed."""

PROVINCES = ("Zuid-Holland", "Utrecht", "Fryslân", "Gelderland", "Noord-Holland", "Groningen")
SPECIALISMS = ("zaakgericht-werken", "digikoppeling", "bag", "mijnoverheid", "zaakgericht-werken")
CONSENT = (PublicField.NAME, PublicField.EMPLOYER, PublicField.PROVINCES, PublicField.SPECIALISMS)

OLD_SCHEME, SCHEME, TRACK, PROGRAMME = "egem-adviseur", "e-adviseur", "opleidingstraject-e-adviseur", "operatie-digitaal"
MUNICIPAL_TRACKS = (
    ("overheid-online", "Overheid online, de basis", "Government online, the basics", "OB", ()),
    ("zaakgericht-werken", "Zaakgericht werken", "Case-oriented working", "ZW", ("overheid-online",)),
)
"""Tracks for municipal employees, who get no certificate: each with its one part, and what it asks to be passed before."""
PRACTICE = (
    "praktijkervaring",
    "Praktijkervaring",
    "Work experience",
    "Wie vier jaar als adviseur voor gemeenten werkte, laat dat zien met een portfolio en een gesprek.",
    "Who worked as an adviser for municipalities for four years shows that by a portfolio and an interview.",
)
"""An equivalent route of the main track: training is not the only way."""
COMPETENCES = (
    ("GP", "Gemeentelijke processen", "Municipal processes"),
    ("IM", "Informatiemanagement", "Information management"),
    ("OA", "Organisatieadvies", "Organisation advice"),
    ("VM", "Verandermanagement", "Change management"),
)
COMPLAINT = Reason("klacht-in-onderzoek", "Klacht wordt onderzocht", "Complaint is looked into", ("suspended",))
RULES = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=(TRACK,),
    scope=tuple(ScopeItem(code.lower(), dutch, english) for code, dutch, english in COMPETENCES),
    terms_version="2026-1",
    code_of_conduct_version="2026-1",
    reasons=(
        COMPLAINT,
        Reason("eigen-verzoek", "Op eigen verzoek", "At the holder’s own request", ("suspended", "withdrawn"), public=True),
        Reason("voldoet-niet-meer", "Voldoet niet meer aan de eisen", "No longer meets the requirements", ("withdrawn",)),
        Reason("ten-onrechte-afgegeven", "Ten onrechte afgegeven", "Issued in error", ("voided",), public=True),
    ),
    equivalent_routes=(EquivalentRoute(*PRACTICE[:3], TRACK, ("VM",)),),
    recertification=Recertification(window_months=6, grace_months=3, routes=(Route.EXAM, Route.EDUCATION), education_hours=40),
)
SUSPENDED = (9, 10)
"""The places of two certified candidates: one whose suspension was lifted, and one for whom it is proposed."""

OWN_DAYS, POOLED_DAYS, BOOKED_DAYS = Decimal(20), Decimal(40), Decimal(12)
BOOKED_FROM, BOOKED_THROUGH = date(2027, 1, 11), date(2027, 4, 30)
DAYS_VALID_UNTIL = date(2028, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is booked of somebody: a period, a number of days, and from whose days."""

    first_day: date
    last_day: date
    days: Decimal
    pool: str


LONG_BOOKING = Wanted(BOOKED_FROM, BOOKED_THROUGH, BOOKED_DAYS, MUNICIPALITY)
SHORT_BOOKING = Wanted(BOOKING.date(), BOOKING.date(), Decimal(1), "partnership")
WORKED_ONE_DAY = 1
"""The place of the adviser whose one day was worked, approved and evaluated."""
