"""What is refused in the life of a booking: answering, changing, working, completing."""

from collections.abc import Sequence

from registry.errors import RuleBroken
from registry.texts import Language, Text


class BookingChangedSince(RuleBroken):
    """Whoever decides about a booking has seen everything that happened to it."""

    code = "booking-changed-since"
    title = Text("Deze boeking is intussen veranderd", "This booking has changed since")
    detail = Text(
        "Er gebeurde iets met deze boeking nadat u de pagina opende: {changes}. Bekijk de boeking en probeer het opnieuw.",
        "Something happened to this booking after you opened the page: {changes}. Look at the booking and try again.",
    )

    def __init__(self, changes: Sequence[Text], *, happenings: int) -> None:
        super().__init__(changes=[change.nl for change in changes], happenings=happenings)
        self.changes = changes

    def say(self, language: Language) -> str:
        """What changed, in the order in which it happened."""
        return self.detail.say(language, changes="; ".join(change.say(language) for change in self.changes))


class AnswerTooLate(RuleBroken):
    """The adviser answers within the term."""

    code = "answer-too-late"
    title = Text("De termijn is voorbij", "The term has passed")
    detail = Text(
        "U kon antwoorden tot en met {answer_by}. De gemeente kan het opnieuw vragen.",
        "You could answer until {answer_by}. The municipality can ask again.",
    )


class ChangeWaits(RuleBroken):
    """One change of a booking waits at a time."""

    code = "booking-change-waits"
    title = Text("Er wacht al een wijziging", "A change waits already")
    detail = Text(
        "De adviseur moet nog antwoorden op een andere wijziging. Wacht daarop, of neem die wijziging terug.",
        "The adviser still has to answer another change. Wait for that, or take that change back.",
    )


class ChangeAnswered(RuleBroken):
    """A change is answered, or taken back, once."""

    code = "booking-change-answered"
    title = Text("Deze wijziging wacht niet meer", "This change no longer waits")
    detail = Text(
        "Deze wijziging is al beantwoord, verlopen of teruggenomen.",
        "This change was answered, has lapsed, or was taken back.",
    )


class LessThanWorked(RuleBroken):
    """A booking keeps at least the days that were worked for it."""

    code = "less-than-worked"
    title = Text("Er zijn al meer dagen gewerkt", "More days have been worked")
    detail = Text(
        "Al gewerkt of ingevuld: {worked:days}. Kies ten minste dat aantal.",
        "Worked or entered already: {worked:days}. Choose at least that number.",
    )


class WorkedOutside(RuleBroken):
    """A booking keeps the period in which was worked."""

    code = "worked-outside"
    title = Text("Er is buiten deze periode gewerkt", "There was work outside this period")
    detail = Text(
        "Er is gewerkt van {first_day} tot en met {last_day}. Die dagen moeten in de periode blijven.",
        "There was work from {first_day} through {last_day}. Those days have to stay in the period.",
    )


class DaysWait(RuleBroken):
    """A booking is completed when every day that was entered has been approved or rejected."""

    code = "worked-days-wait"
    title = Text("Er wachten nog dagen op u", "Days wait for you still")
    detail = Text(
        "Keur eerst {waiting} ingevulde dagen goed of af. Rond daarna de boeking af.",
        "Approve or reject {waiting} entered days first. Complete the booking after that.",
    )


class NothingWorked(RuleBroken):
    """A booking for which nobody worked is cancelled, not completed."""

    code = "nothing-worked"
    title = Text("Er is nog niet gewerkt", "Nothing has been worked yet")
    detail = Text(
        "Voor deze boeking is geen dag goedgekeurd. Annuleer de boeking als die niet doorgaat.",
        "No day has been approved for this booking. Cancel the booking if it does not go on.",
    )


class MoreThanADay(RuleBroken):
    """Nobody works more than one day on a date, for however many municipalities."""

    code = "more-than-a-day"
    title = Text("Te veel op één dag", "Too much on one day")
    detail = Text(
        "Op {day} kunt u nog {room:days} invullen. Bij alle gemeenten samen is dat hooguit 1 dag.",
        "On {day} you can enter {room} more of a day. For all municipalities together that is at most 1 day.",
    )


class MoreThanLeft(RuleBroken):
    """No more is worked than was booked."""

    code = "more-than-left"
    title = Text("Zo veel dagen zijn er niet meer", "There are not that many days left")
    detail = Text(
        "Deze boeking heeft nog {left:days} over. Vraag de gemeente om meer dagen als dat nodig is.",
        "This booking has {left:days} left. Ask the municipality for more days if you need them.",
    )


class NotCertifiedThatDay(RuleBroken):
    """Work counts on days on which the adviser has a valid certificate of a scheme that the programme accepts."""

    code = "not-certified-that-day"
    title = Text("Geen geldig certificaat op die dag", "No valid certificate on that day")
    detail = Text(
        "Op {day} was er geen geldig certificaat van een schema dat dit programma accepteert. Die dag telt niet mee.",
        "On {day} there was no valid certificate of a scheme that this programme accepts. That day does not count.",
    )


class OwnWorkedDay(RuleBroken):
    """Whoever entered a day does not approve or reject it."""

    code = "own-worked-day"
    title = Text("Dit zijn uw eigen dagen", "These are your own days")
    detail = Text(
        "U vulde deze dagen zelf in. Een collega moet ze goedkeuren of afkeuren.",
        "You entered these days yourself. A colleague has to approve or reject them.",
    )


class WorkedDayAnswered(RuleBroken):
    """A day is approved, rejected or taken back once."""

    code = "worked-day-answered"
    title = Text("Deze dag wacht niet meer", "This day no longer waits")
    detail = Text(
        "{day} is al goedgekeurd, afgekeurd of teruggenomen. Bekijk de boeking opnieuw.",
        "{day} was approved, rejected or taken back already. Look at the booking again.",
    )


class OwnRequest(RuleBroken):
    """Whoever asks an adviser for a municipality is somebody else than that adviser."""

    code = "own-request"
    title = Text("U vroeg dit zelf", "You asked this yourself")
    detail = Text(
        "U vroeg dit voor de gemeente. U kunt niet ook als adviseur akkoord gaan. Vraag een collega om de boeking te maken.",
        "You asked this for the municipality. You cannot accept it as the adviser too. Ask a colleague to make the booking.",
    )
