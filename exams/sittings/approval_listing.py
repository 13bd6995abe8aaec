"""Who examines and invigilates, and who was approved for what, as lists to save."""

from collections.abc import Sequence
from datetime import date

from exams.sittings.rules import CAPACITIES
from exams.sittings.schemas import CandidateExaminerOut, ExaminerApprovalOut, ExaminerOut
from exams.tracks.approving import Waiting
from exams.tracks.rules import Approved
from exams.tracks.schemas import ApprovalOut
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

KINDS = {Approved.TEACH: Text("lesgeven", "teaching"), Approved.EXAMINE: Text("examineren", "examining")}
_NAME = Column(Text("Naam", "Name"))
_PROVIDER = Column(Text("Opleider", "Training provider"), width=28)
_TRACK = Column(Text("Opleidingstraject", "Training track"), width=20)
_WHAT = Column(Text("Waarvoor", "For what"), width=16, words=KINDS)
_APPROVED_BY = Column(Text("Erkend door", "Approved by"), width=28)
_APPROVED_FROM = Column(Text("Erkend vanaf", "Approved from"), Kind.DAY)
_APPROVED_THROUGH = Column(Text("Erkend tot en met", "Approved through"), Kind.DAY)
_REFERENCE = Column(Text("Kenmerk", "Reference"), width=38)
_REGISTERED = (
    _NAME,
    Column(Text("Rol", "Capacity"), width=14, words=CAPACITIES),
    _PROVIDER,
    Column(Text("Geregistreerd vanaf", "Registered from"), Kind.DAY),
    Column(Text("Geregistreerd tot en met", "Registered through"), Kind.DAY),
    _TRACK,
    Column(Text("Onderdeel", "Exam part"), width=12),
    _APPROVED_BY,
    _APPROVED_FROM,
    _APPROVED_THROUGH,
    _REFERENCE,
)
_EXAMINERS = Outline(
    "examinatoren",
    Text("Examinatoren en surveillanten", "Examiners and invigilators"),
    _REGISTERED,
    Text(
        "Wie is geregistreerd, met een rij voor elke erkenning. Een leeg onderdeel is elk onderdeel van het traject.",
        "Who is registered, with a row for each approval. No part is every part of the track.",
    ),
)
_APPROVALS = Outline(
    "erkenningen",
    Text("Erkende opleiders", "Approved providers"),
    (_PROVIDER, _WHAT, _TRACK, _APPROVED_BY, _APPROVED_FROM, _APPROVED_THROUGH, _REFERENCE),
    Text("De erkenningen van opleiders die niet zijn geannuleerd.", "The approvals of providers that were not cancelled."),
)
_WITHOUT = Outline(
    "zonder-erkenning",
    Text("Opleiders zonder erkenning", "Providers without approval"),
    (_PROVIDER, _WHAT, _TRACK),
    Text("De opleiders die u kunt erkennen en die nu geen erkenning hebben.", "The providers that wait for your approval."),
)


def examiners(found: Sifted[ExaminerOut], *, actor: Actor, today: date) -> Exported:
    """These registrations, each with a row for every approval; one row where there is none."""
    rows = [row for each in found.rows for row in _registered(each, None)]
    return _EXAMINERS.of(rows, actor=actor, today=today, chosen=found.stamped)


def candidates(found: Sequence[CandidateExaminerOut], *, actor: Actor, today: date) -> Exported:
    """These examiners as the body that approves them sees them: for each track, with what they are approved for in it."""
    rows = [row for each in found for row in _registered(each.examiner, each.track)]
    return _EXAMINERS.of(rows, actor=actor, today=today)


def approvals(found: Sifted[ApprovalOut], *, actor: Actor, today: date) -> Exported:
    """These approvals of providers."""
    return _APPROVALS.of([_approval(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def waiting(found: Sequence[Waiting], *, actor: Actor, today: date) -> Exported:
    """These providers, with what they are not approved for."""
    rows = [(each.provider_name, each.approvable.approved, each.approvable.version.code) for each in found]
    return _WITHOUT.of(rows, actor=actor, today=today)


def _registered(each: ExaminerOut, track: str | None) -> list[Row]:
    own = (each.name, each.capacity, each.provider_name, each.valid_from, each.valid_to)
    told = [_told(approval) for approval in each.approvals] or [(track, None, None, None, None)]
    return [(*own, *approval, str(each.registration)) for approval in told]


def _told(approval: ExaminerApprovalOut) -> Row:
    return (approval.track, approval.part, approval.approved_by_name, approval.valid_from, approval.valid_to)


def _approval(each: ApprovalOut) -> Row:
    period = (each.valid_from, each.valid_to)
    return (each.provider_name, each.approved, each.track, each.approved_by_name, *period, str(each.id))
