"""What intakes refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class IntakeOutOfOrder(RuleBroken):
    """An intake is completed once, and not after it was cancelled."""

    code = "intake-out-of-order"
    title = Text("Deze intake is al afgerond of geannuleerd", "This intake is over")
    detail = Text("Deze intake is al afgerond of geannuleerd.", "This intake was completed or cancelled before.")


class IntakeNotHeld(RuleBroken):
    """An intake is completed on its day or later."""

    code = "intake-not-held"
    title = Text("Intake nog niet gehouden", "Intake not held yet")
    detail = Text(
        "Deze intake is op {held_on}. Rond hem af op die dag of later.",
        "This intake is on {held_on}. Complete it on that day or later.",
    )


class CapExceeded(RuleBroken):
    """The days of a municipality or partnership stay within the policy's cap."""

    code = "cap-exceeded"
    title = Text("Meer dagen dan het beleid toestaat", "More days than the policy allows")
    detail = Text(
        "Het dagenbeleid staat {cap} dagen toe; {granted} zijn al toegekend, dus er kunnen er nog {room} bij.",
        "The day policy allows {cap} days; {granted} have been granted, so {room} more are possible.",
    )


class NotAMember(RuleBroken):
    """An intake with a partnership names municipalities that belong to it."""

    code = "not-a-member"
    title = Text("Geen lid van het samenwerkingsverband", "Not a member of the partnership")
    detail = Text("Gemeente {municipality} is op die dag geen lid.", "Municipality {municipality} is not a member on that day.")
