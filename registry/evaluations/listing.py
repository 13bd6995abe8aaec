"""Evaluations as a list to save."""

from collections.abc import Sequence
from datetime import date

from registry.evaluations.schemas import DueOut, EvaluationOut
from registry.evaluations.wording import OUTCOMES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.reference_data.competences import COMPETENCES, Competence
from registry.sieves.sieve import Sifted
from registry.texts import Text

_SCORED = (
    Competence.MUNICIPAL_PROCESSES,
    Competence.INFORMATION_MANAGEMENT,
    Competence.ORGANISATION_ADVICE,
    Competence.CHANGE_MANAGEMENT,
)
_OF_BOOKING = (
    Column(Text("Adviseur", "Adviser")),
    Column(Text("Gemeente", "Municipality"), width=28),
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
)
_BOOKING = Column(Text("Kenmerk van de boeking", "Booking reference"), width=38)
_COLUMNS = (
    *_OF_BOOKING,
    *(Column(COMPETENCES[each], Kind.WHOLE) for each in _SCORED),
    Column(Text("Bereikt wat u wilde", "Reached what was wanted"), width=20, words=OUTCOMES),
    Column(Text("Opnieuw boeken", "Book again"), Kind.TRUTH),
    Column(Text("Toelichting", "Explanation"), width=60),
    Column(Text("Antwoord van de adviseur", "Reply of the adviser"), width=60),
    Column(Text("Gegeven op", "Recorded at"), Kind.INSTANT),
    _BOOKING,
)
_OUTLINE = Outline(
    "beoordelingen",
    Text("Gegeven beoordelingen", "Evaluations given"),
    _COLUMNS,
    Text("De gegeven beoordelingen.", "The evaluations that were given."),
)
_DUE = Outline(
    "wachtende-beoordelingen",
    Text("Nog te beoordelen", "Still to evaluate"),
    (
        *_OF_BOOKING,
        Column(Text("Gewerkte dagen", "Days worked"), Kind.DECIMAL),
        Column(Text("Afgerond op", "Completed at"), Kind.INSTANT),
        _BOOKING,
    ),
    Text("De afgeronde boekingen zonder beoordeling.", "The completed bookings without an evaluation."),
)


def due(found: Sequence[DueOut], *, actor: Actor, today: date) -> Exported:
    """These bookings, which wait for an evaluation."""
    rows = [
        (each.adviser, each.municipality, each.first_day, each.last_day, each.days, each.completed_at, str(each.booking))
        for each in found
    ]
    return _DUE.of(rows, actor=actor, today=today)


def given(found: Sifted[Named[EvaluationOut]], *, actor: Actor, today: date) -> Exported:
    """These evaluations. Words about who was erased are gone."""
    return _OUTLINE.of([_row(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: EvaluationOut) -> Row:
    return (
        each.adviser,
        each.municipality,
        each.first_day,
        each.last_day,
        each.municipal_processes,
        each.information_management,
        each.organisation_advice,
        each.change_management,
        each.outcome,
        each.again,
        each.remark,
        each.reply,
        each.recorded_at,
        str(each.booking),
    )
