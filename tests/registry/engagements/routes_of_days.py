"""Every route about programmes, intakes, days, bookings, evaluations and reorganisations: what is sent, and who may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TAGS = frozenset({"Programma’s", "Dagenbudgetten", "Intakes", "Boekingen", "Herindelingen", "Beoordelingen"})
BESIDE = ("/regions", "/partnerships")
"""Routes of other topics that came with these."""
WHO = ("municipality", "neighbour", "adviser", "stranger", "coordinator", "colleague", "admin", "auditor", "provider")
"""A municipality that books an adviser, another, that adviser, another, the coordinator of the intake, another, and others."""
REASON = "Dit is lang genoeg om te lezen."
BOOKING = {
    "municipality": "GM0001",
    "certificate": "{number}",
    "firstDay": "2027-01-11",
    "lastDay": "2027-04-30",
    "days": 1,
    "allotment": "{allotment_id}",
}
WEEK = {"monday": 1, "tuesday": 1, "wednesday": 0.5, "thursday": 0, "friday": 1}
SCORES = {"municipalProcesses": 4, "informationManagement": 4, "organisationAdvice": 3, "changeManagement": 5}
CAPS = {"perMunicipality": 40, "perBooking": 20, "perAdviser": 40, "perAdviserPerYear": 80}


@dataclass(frozen=True, slots=True)
class Route:
    """One route: who may use it, for whom what it is about is absent (404), and everybody else is refused (403).

    Values in braces are those of the ground that the test lays; `sent` is a whole and proper body.
    """

    method: str
    path: str
    may: str = ""
    absent: str = ""
    sent: Mapping[str, Any] | None = None

    @property
    def asker(self) -> str:
        """Somebody who gets past the guard."""
        return (self.may or self.absent).split()[0]

    @property
    def place(self) -> str:
        """Its path as far as that is the same for everyone, and how many parts it has."""
        path = self.path.partition("?")[0]
        return f"{path.partition('{')[0]} {len(path.split('/'))}"

    def expected(self, who: str) -> set[int]:
        """The statuses of refusal that this person may be given: none for who may."""
        if who in self.may.split():
            return set()
        return {404} if who in self.absent.split() else {403}


def get(path: str, may: str, absent: str = "") -> Route:
    """Reading."""
    return Route("GET", path, may, absent)


def post(path: str, may: str, absent: str = "", *, sent: Mapping[str, Any] | None = None) -> Route:
    """Acting."""
    return Route("POST", path, may, absent, sent)


_OFFICE = "admin auditor"
_TOWNS = "municipality neighbour"
_ADVISERS = "adviser stranger"
_COORDINATORS = "coordinator colleague"
_INTAKES = f"{_TOWNS} {_COORDINATORS} {_OFFICE}"
_SEEN = {"seen": 0}
_PROGRAMME, _INTAKE, _ALLOTMENT = "/programmes/{programme}", "/intakes/{intake_id}", "/allotments/{allotment_id}"
_BOOKING, _OWN = "/bookings/{booking_id}", "/own-bookings/{booking_id}"

ROUTES = (
    get("/programmes", _INTAKES),
    get(_PROGRAMME, _INTAKES),
    post(
        "/programmes",
        "admin",
        sent={
            "code": "nieuw",
            "nameNl": "Nieuw",
            "nameEn": "New",
            "firstDay": "2027-01-01",
            "lastDay": "2028-12-31",
            "schemes": ["e-adviseur"],
        },
    ),
    post(
        f"{_PROGRAMME}/day-policies", "admin", sent=CAPS | {"validFrom": "2028-01-01", "sizeClass": "groot", "answerDays": 14}
    ),
    post(f"{_PROGRAMME}/intake-caps", "admin", sent={"firstDay": "2027-01-01", "lastDay": "2027-12-31", "most": 100}),
    post(
        f"{_PROGRAMME}/size-classes",
        "admin",
        sent={"holder": "{municipality}", "sizeClass": "groot", "validFrom": "2028-01-01"},
    ),
    get("/partnerships/{partnership_id}/members", _INTAKES),
    post("/partnerships/{partnership_id}/members", "admin", sent={"municipality": "GM0001", "validFrom": "2027-01-01"}),
    post("/partnerships/{partnership_id}/leavings", "admin", sent={"municipality": "GM0001", "lastDay": "2027-12-31"}),
    get("/regions", " ".join(WHO)),
    get("/regions/{region}", " ".join(WHO)),
    post("/regions", "admin", sent={"code": "noord", "name": "Noord"}),
    post("/regions/{region}/members", "admin", sent={"municipality": "GM0002", "validFrom": "2027-01-01", "validTo": None}),
    post("/regions/{region}/leavings", "admin", sent={"municipality": "GM0001", "lastDay": "2027-12-31"}),
    get("/region-coordinators", "admin"),
    post(
        "/region-coordinators", "admin", sent={"region": "{region}", "coordinator": "{coordinator}", "validFrom": "2027-06-01"}
    ),
    post("/region-coordinators/{coordinating_id}/end", "admin", sent={"validTo": "2027-12-31"}),
    get("/intakes", _INTAKES),
    get(_INTAKE, f"municipality coordinator {_OFFICE}", "neighbour colleague"),
    post(
        "/intakes",
        _COORDINATORS,
        sent={"programme": "{programme}", "holder": "{municipality}", "members": ["GM0001"], "heldOn": "2026-11-20"},
    ),
    post(
        f"{_INTAKE}/holding",
        "coordinator",
        "colleague",
        sent={
            "heldOn": "2026-06-01",
            "participants": [{"givenName": "Wil", "familyName": "Wethouder", "capacity": "wethouder"}],
        },
    ),
    post(
        f"{_INTAKE}/completion",
        "coordinator",
        "colleague",
        sent={"reference": "P-9", "days": 1, "roleSplit": "Samen.", "validUntil": "2028-12-31"},
    ),
    post(
        f"{_INTAKE}/realisation-plans",
        "coordinator",
        "colleague",
        sent={
            "firstDay": "2027-01-01",
            "lastDay": "2027-12-31",
            "reference": "R-1",
            "councilDecidedOn": "2026-11-01",
        },
    ),
    post(f"{_INTAKE}/cancellation", "coordinator admin", "colleague", sent={"reason": "mistake"}),
    post(f"{_INTAKE}/handover", "admin", sent={"coordinator": "{coordinator}"}),
    post(
        "/intakes/takeovers",
        "admin",
        sent={
            "programme": "{programme}",
            "holder": "{municipality}",
            "members": ["GM0001"],
            "coordinator": "{coordinator}",
            "heldOn": "2026-05-01",
            "reference": "OUD-1",
            "days": 2,
            "used": 1,
            "reason": REASON,
        },
    ),
    get("/allotments", _TOWNS),
    get(_ALLOTMENT, f"municipality {_OFFICE}", f"neighbour {_COORDINATORS}"),
    post(f"{_ALLOTMENT}/corrections", "admin", sent={"days": 1, "reason": REASON}),
    post(f"{_ALLOTMENT}/transfers", "admin", sent={"to": "{other_allotment}", "days": 1, "reason": REASON}),
    post("/booking-checks", "municipality", "neighbour", sent=BOOKING),
    post("/bookings", "municipality", "neighbour", sent=BOOKING | {"beneficiaries": ["GM0001"], "scope": ["gp"]}),
    get("/bookings", f"{_TOWNS} auditor"),
    get(_BOOKING, "municipality auditor", "neighbour"),
    get(f"{_BOOKING}/calendar", "municipality auditor", "neighbour"),
    post(
        f"{_BOOKING}/changes",
        "municipality",
        "neighbour",
        sent=_SEEN | {k: BOOKING[k] for k in ("firstDay", "lastDay", "days")},
    ),
    post(f"{_BOOKING}/changes/{{change_id}}/withdrawal", "municipality", "neighbour"),
    post(f"{_BOOKING}/worked-days/approval", "municipality", "neighbour", sent={"workedDays": ["{worked_day_id}"]}),
    post(
        f"{_BOOKING}/worked-days/rejection",
        "municipality",
        "neighbour",
        sent={"workedDays": ["{worked_day_id}"], "reason": "not-worked"},
    ),
    post(f"{_BOOKING}/completion", "municipality", "neighbour", sent=_SEEN),
    post(f"{_BOOKING}/cancellation", "municipality", "neighbour", sent=_SEEN),
    post(
        f"{_BOOKING}/evaluation",
        "municipality",
        "neighbour",
        sent=SCORES | {"outcome": "partly", "again": True, "remark": REASON},
    ),
    get("/own-bookings", _ADVISERS),
    get(_OWN, "adviser", "stranger"),
    get(f"{_OWN}/calendar", "adviser", "stranger"),
    post(f"{_OWN}/acceptance", "adviser", "stranger", sent=_SEEN),
    post(f"{_OWN}/refusal", "adviser", "stranger", sent=_SEEN),
    post(f"{_OWN}/changes/{{change_id}}/acceptance", "adviser", "stranger", sent=_SEEN),
    post(f"{_OWN}/changes/{{change_id}}/refusal", "adviser", "stranger", sent=_SEEN),
    post(f"{_OWN}/worked-days", "adviser", "stranger", sent={"day": "2026-11-20", "days": 0.25}),
    post(f"{_OWN}/worked-days/{{worked_day_id}}/withdrawal", "adviser", "stranger"),
    get("/own-availability", _ADVISERS),
    post("/own-availability", _ADVISERS, sent=WEEK | {"firstDay": "2027-01-01", "lastDay": "2027-12-31"}),
    get("/own-ties", _ADVISERS),
    post("/own-ties", _ADVISERS, sent={"municipality": "GM0002", "validFrom": "2027-01-01"}),
    post("/own-ties/{tie_id}/ending", "adviser", "stranger", sent={"lastDay": "2027-12-31"}),
    get("/evaluations", f"{_TOWNS} auditor"),
    get("/evaluations/due", _TOWNS),
    get("/certificates/{number}/evaluations", f"{_TOWNS} auditor"),
    get("/own-file/evaluations", _ADVISERS),
    post("/own-file/evaluations/{evaluation_id}/reply", "", _ADVISERS, sent={"content": REASON}),  # one is not shown
    get("/day-overview?firstDay=2026-11-01&lastDay=2026-12-31", f"{_COORDINATORS} {_OFFICE}"),
    get("/reorganisations", f"{_COORDINATORS} {_OFFICE}"),
    get("/reorganisations/due", "admin"),
    post("/reorganisations/preview", "admin", sent={"predecessors": ["GM0001"], "successor": "GM0002"}),
    post("/reorganisations", "admin", sent={"predecessors": ["GM0001"], "successor": "GM0002"}),
)
"""As far as an order matters, in it: what undoes the ground comes last."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Values for what stands in braces, and of those the ids that nobody else should ever be told."""

    values: Mapping[str, str]
    secret: frozenset[str] = field(default_factory=frozenset)

    def filled(self, part: Any) -> Any:
        """A path or a body with the values in it."""
        if isinstance(part, str):
            for name, value in self.values.items():
                part = part.replace(f"{{{name}}}", value)
            return part
        if isinstance(part, Mapping):
            return {key: self.filled(each) for key, each in part.items()}
        return [self.filled(each) for each in part] if isinstance(part, list) else part
