"""What people call the fields, steps and reasons of intakes."""

from collections.abc import Mapping

from registry.accounts.forms import Labels
from registry.intakes.rules import CancelReason, IntakeStep
from registry.texts import Language, Text

LABELS: dict[str, Text] = {
    "programme": Text("Programma", "Programme"),
    "holder": Text("Met wie?", "With whom?"),
    "members": Text("Voor welke gemeenten?", "For which municipalities?"),
    "heldOn": Text("Dag", "Day"),
    "reference": Text("Kenmerk", "Reference"),
    "days": Text("Aantal dagen", "Number of days"),
    "used": Text("Daarvan al gebruikt", "Of these used already"),
    "roleSplit": Text("Wie doet wat?", "Who does what?"),
    "validUntil": Text("Te gebruiken tot en met", "May be used through"),
    "reason": Text("Reden", "Reason"),
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "councilDecidedOn": Text("Dag van het raadsbesluit", "Day of the council’s decision"),
    "coordinator": Text("Regie-adviseur", "Intake coordinator"),
    "region": Text("Regio", "Region"),
    "validFrom": Text("Vanaf", "From"),
    "validTo": Text("Tot en met", "Through"),
    "givenName": Text("Voornaam", "Given name"),
    "familyPrefix": Text("Tussenvoegsel", "Prefix"),
    "familyName": Text("Achternaam", "Family name"),
    "capacity": Text("Functie", "Position"),
}
TAKING_OVER: Labels = LABELS | {
    "heldOn": Text("Op welke dag is de intake gehouden?", "On which day was the intake held?"),
    "days": Text("Toegekende dagen", "Days granted"),
}
"""What the form for an intake of elsewhere calls its fields."""
_OF = Text("{label} van deelnemer {row}", "{label} of participant {row}")


def labels_of_row(row: int) -> dict[str, Text]:
    """What people call the fields of one participant, by the names that the form has for them."""
    return {
        f"{name}-{row}": Text(
            _OF.say(Language.NL, label=LABELS[name], row=row), _OF.say(Language.EN, label=LABELS[name], row=row)
        )
        for name in ("givenName", "familyPrefix", "familyName", "capacity")
    }


STATES: Mapping[IntakeStep, Text] = {
    IntakeStep.PLANNED: Text("Gepland", "Planned"),
    IntakeStep.HELD: Text("Gehouden", "Held"),
    IntakeStep.COMPLETED: Text("Afgerond", "Completed"),
    IntakeStep.CANCELLED: Text("Geannuleerd", "Cancelled"),
    IntakeStep.TAKEN_OVER: Text("Overgenomen", "Taken over"),
}
REASONS: Mapping[CancelReason, Text] = {
    CancelReason.MUNICIPALITY_DECLINED: Text("De gemeente ziet ervan af", "The municipality declines"),
    CancelReason.COORDINATOR_UNAVAILABLE: Text("De regie-adviseur kan niet", "The coordinator cannot"),
    CancelReason.PLANNED_AGAIN: Text("Er is een andere intake gepland", "Another intake was planned"),
    CancelReason.NO_PROPOSITION: Text("Het gesprek leidde niet tot een propositie", "The conversation led to no proposition"),
    CancelReason.MISTAKE: Text("Deze intake is per vergissing gepland", "This intake was planned by mistake"),
}
