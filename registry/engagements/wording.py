"""The words of bookings on the page: how they stand, what happened to them, what the fields are called."""

from collections.abc import Mapping

from registry.bookings.steps import RejectReason, State, WorkedDayEnding
from registry.texts import Text

STATES: Mapping[State, Text] = {
    State.REQUESTED: Text("Aangevraagd", "Requested"),
    State.ACTIVE: Text("Actief", "Active"),
    State.FROZEN: Text("Stilgezet", "Frozen"),
    State.DECLINED: Text("Afgewezen door de adviseur", "Declined by the adviser"),
    State.LAPSED: Text("Verlopen zonder antwoord", "Lapsed without an answer"),
    State.COMPLETED: Text("Afgerond", "Completed"),
    State.CANCELLED: Text("Geannuleerd", "Cancelled"),
}
MEANINGS: Mapping[State, Text] = {
    State.REQUESTED: Text(
        "De dagen zijn gereserveerd. De adviseur moet nog antwoorden.",
        "The days are reserved. The adviser still has to answer.",
    ),
    State.ACTIVE: Text("De adviseur ging akkoord en kan werken.", "The adviser accepted and can work."),
    State.FROZEN: Text(
        "Het certificaat van de adviseur is geschorst. De dagen blijven gereserveerd. "
        "Werk vanaf de schorsing telt niet mee; werk van daarvoor wel.",
        "The adviser’s certificate is suspended. The days stay reserved. "
        "Work from the suspension on does not count; work before it does.",
    ),
    State.DECLINED: Text("De dagen zijn weer beschikbaar.", "The days are available again."),
    State.LAPSED: Text(
        "De adviseur antwoordde niet op tijd. De dagen zijn weer beschikbaar.",
        "The adviser did not answer in time. The days are available again.",
    ),
    State.COMPLETED: Text(
        "De inzet is klaar. Dagen die over waren, zijn weer beschikbaar.",
        "The engagement is done. Days that were left are available again.",
    ),
    State.CANCELLED: Text(
        "De dagen die niet zijn gewerkt, zijn weer beschikbaar.",
        "The days that were not worked are available again.",
    ),
}
MEANINGS_FOR_ADVISER: Mapping[State, Text] = {
    **MEANINGS,
    State.REQUESTED: Text(
        "De gemeente heeft de dagen gereserveerd. U moet nog antwoorden.",
        "The municipality has reserved the days. You still have to answer.",
    ),
    State.ACTIVE: Text("U ging akkoord en kunt werken.", "You accepted and can work."),
    State.FROZEN: Text(
        "Uw certificaat is geschorst. De dagen blijven gereserveerd. "
        "Werk vanaf de schorsing telt niet mee; werk van daarvoor wel.",
        "Your certificate is suspended. The days stay reserved. "
        "Work from the suspension on does not count; work before it does.",
    ),
    State.DECLINED: Text("De gemeente heeft haar dagen terug.", "The municipality has its days back."),
    State.LAPSED: Text(
        "U antwoordde niet op tijd. De gemeente heeft haar dagen terug.",
        "You did not answer in time. The municipality has its days back.",
    ),
}
WORKED_DAY_WAITS = Text("Wacht op de gemeente", "Waits for the municipality")
WORKED_DAYS: Mapping[WorkedDayEnding, Text] = {
    WorkedDayEnding.APPROVED: Text("Goedgekeurd", "Approved"),
    WorkedDayEnding.REJECTED: Text("Afgekeurd", "Rejected"),
    WorkedDayEnding.TAKEN_BACK: Text("Teruggenomen", "Taken back"),
}
REJECT_REASONS: Mapping[RejectReason, Text] = {
    RejectReason.NOT_WORKED: Text("Op deze dag is niet gewerkt", "No work was done on this day"),
    RejectReason.LESS_WORKED: Text("Er is korter gewerkt", "Less was worked"),
    RejectReason.OTHER_DAY: Text("Er is op een andere dag gewerkt", "The work was done on another day"),
    RejectReason.NOT_AGREED: Text("Dit werk was niet afgesproken", "This work was not agreed"),
    RejectReason.NOT_CERTIFIED: Text(
        "De adviseur had op deze dag geen geldig certificaat", "The adviser had no valid certificate on this day"
    ),
}
HAPPENED: Mapping[str, Text] = {
    "booking-requested": Text("de gemeente vroeg de boeking aan", "the municipality requested the booking"),
    "booking-accepted": Text("de adviseur ging akkoord", "the adviser accepted"),
    "booking-declined": Text("de adviseur wees de boeking af", "the adviser declined the booking"),
    "booking-lapsed": Text("de aanvraag verliep zonder antwoord", "the request lapsed without an answer"),
    "booking-frozen": Text("de boeking werd stilgezet", "the booking was frozen"),
    "booking-resumed": Text("de boeking werd hervat", "the booking was resumed"),
    "booking-changed": Text("de dagen of de periode veranderden", "the days or the period changed"),
    "booking-transferred": Text("de boeking ging over naar een andere gemeente", "the booking passed to another municipality"),
    "booking-completed": Text("de boeking werd afgerond", "the booking was completed"),
    "booking-cancelled": Text("de boeking werd geannuleerd", "the booking was cancelled"),
    "change-asked": Text("de gemeente vroeg om een wijziging", "the municipality asked for a change"),
    "change-accepted": Text("de adviseur ging akkoord met de wijziging", "the adviser accepted the change"),
    "change-declined": Text("de adviseur wees de wijziging af", "the adviser declined the change"),
    "change-lapsed": Text("de wijziging verviel", "the change lapsed"),
    "change-taken-back": Text("de gemeente nam de wijziging terug", "the municipality took the change back"),
    "worked-day-entered": Text("de adviseur vulde een dag in", "the adviser entered a day"),
    "worked-day-approved": Text("de gemeente keurde een dag goed", "the municipality approved a day"),
    "worked-day-rejected": Text("de gemeente keurde een dag af", "the municipality rejected a day"),
    "worked-day-taken-back": Text("de adviseur nam een dag terug", "the adviser took a day back"),
}
TERMS = Text("{days:days}, van {first_day} tot en met {last_day}", "{days:days}, from {first_day} through {last_day}")
"""What a booking is, or was."""
CHANGED = Text("{what}: {old} werd {new}", "{what}: {old} became {new}")
ASKED = Text("{what}: {new}", "{what}: {new}")
LABELS: Mapping[str, Text] = {
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "days": Text("Aantal dagen", "Number of days"),
    "day": Text("Welke dag?", "Which day?"),
    "workedDays": Text("Welke dagen?", "Which days?"),
    "change": Text("Wijziging", "Change"),
    "act": Text("Uw antwoord", "Your answer"),
    "reason": Text("Waarom keurt u af?", "Why do you reject?"),
}
