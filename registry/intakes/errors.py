"""What intakes refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class IntakeOutOfOrder(RuleBroken):
    """An intake is held and completed once, and takes no step after it was completed or cancelled."""

    code = "intake-out-of-order"
    title = Text("Deze stap kan nu niet", "This step is not possible now")
    detail = Text(
        "Deze intake heeft deze stap al gehad, of is al afgerond of geannuleerd.",
        "This intake took this step before, or was completed or cancelled.",
    )


class IntakeNotHeld(RuleBroken):
    """An intake is held and completed on its day or later."""

    code = "intake-not-held"
    title = Text("Intake nog niet gehouden", "Intake not held yet")
    detail = Text(
        "Deze intake is op {held_on}. Leg hem vast of rond hem af op die dag of later.",
        "This intake is on {held_on}. Record or complete it on that day or later.",
    )


class IntakeNotCompleted(RuleBroken):
    """A plan carries out what a completed intake came to."""

    code = "intake-not-completed"
    title = Text("Intake nog niet afgerond", "Intake not completed yet")
    detail = Text(
        "Een realisatieplan hoort bij een afgeronde intake. Rond de intake eerst af.",
        "A realisation plan belongs to a completed intake. Complete the intake first.",
    )


class CapExceeded(RuleBroken):
    """The days of a municipality or partnership stay within the policy's cap."""

    code = "cap-exceeded"
    title = Text("Meer dagen dan het beleid toestaat", "More days than the policy allows")
    detail = Text(
        "Het dagenbeleid staat {cap:days} toe. Al toegekend: {granted:days}. U kunt nog {room:days} toekennen.",
        "The day policy allows {cap:days}. Granted already: {granted:days}. You can grant {room:days} more.",
    )


class NotAMember(RuleBroken):
    """An intake with a partnership names municipalities that belong to it."""

    code = "not-a-member"
    title = Text("Geen lid van het samenwerkingsverband", "Not a member of the partnership")
    detail = Text("Gemeente {municipality} is op die dag geen lid.", "Municipality {municipality} is not a member on that day.")


class OutsideProgramme(RuleBroken):
    """An intake is held, and days are granted, within the period of their programme."""

    code = "outside-programme"
    title = Text("Buiten het programma", "Outside the programme")
    detail = Text(
        "Het programma loopt van {first_day} tot en met {last_day}; {day} valt daarbuiten.",
        "The programme runs from {first_day} through {last_day}; {day} lies outside it.",
    )


class NotYourRegion(RuleBroken):
    """Where municipalities lie in a region, a coordinator of that region holds the intake."""

    code = "not-your-region"
    title = Text("Niet uw regio", "Not your region")
    detail = Text(
        "Op {day} werkt u niet in de regio van {municipalities}. Een regie-adviseur van die regio kan de intake plannen.",
        "On {day} you do not work in the region of {municipalities}. A coordinator of that region can plan the intake.",
    )


class OwnMunicipality(RuleBroken):
    """Whoever books for a municipality grants it no days."""

    code = "own-municipality"
    title = Text("Uw eigen gemeente", "Your own municipality")
    detail = Text(
        "U boekt zelf voor {municipalities}. Laat een ander de intake met deze gemeente doen.",
        "You book for {municipalities} yourself. Let somebody else do the intake with this municipality.",
    )


class TakenOverBefore(RuleBroken):
    """What an intake elsewhere came to is taken over once."""

    code = "intake-taken-over"
    title = Text("Al overgenomen", "Taken over before")
    detail = Text(
        "De propositie met kenmerk {reference} is voor deze gemeente of dit samenwerkingsverband al overgenomen.",
        "The proposition with reference {reference} has been taken over for this municipality or partnership before.",
    )


class CoordinatorAlready(RuleBroken):
    """A coordinator works in a region once at a time."""

    code = "coordinator-already"
    title = Text("Werkt al in deze regio", "Works in this region already")
    detail = Text(
        "Deze regie-adviseur werkt in (een deel van) die periode al in deze regio.",
        "This coordinator works in this region already, in that period or a part of it.",
    )


class AlreadyEnded(RuleBroken):
    """Working in a region is ended once."""

    code = "coordinating-ended"
    title = Text("Al beëindigd", "Ended before")
    detail = Text(
        "Dit heeft al een laatste dag: {valid_to}.",
        "This has a last day already: {valid_to}.",
    )
