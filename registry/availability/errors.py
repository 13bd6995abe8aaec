"""What the statements of advisers are refused for."""

from registry.errors import RuleBroken
from registry.texts import Text


class TieStands(RuleBroken):
    """A tie with an organisation is declared once at a time."""

    code = "tie-stands"
    title = Text("Deze band is al opgegeven", "This tie is declared already")
    detail = Text(
        "U gaf al een band op met deze gemeente. Die geldt vanaf {valid_from}.",
        "You declared a tie with this municipality already. It holds from {valid_from}.",
    )


class TieEnded(RuleBroken):
    """A tie is ended once."""

    code = "tie-ended"
    title = Text("Deze band is al beëindigd", "This tie has ended already")
    detail = Text("Deze band eindigt op {valid_to}.", "This tie ends on {valid_to}.")
