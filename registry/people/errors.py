"""What people refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class EmploymentRecorded(RuleBroken):
    """That a person works somewhere from a day is recorded once."""

    code = "employment-recorded"
    title = Text("Al vastgelegd", "Recorded already")
    detail = Text(
        "Dat deze persoon daar vanaf {day} werkt, is al vastgelegd.",
        "That this person works there from {day} has been recorded already.",
    )
