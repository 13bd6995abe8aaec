"""What cases of the integrity watch refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class CaseClosed(RuleBroken):
    """A case is closed once, and nothing is done in it afterwards."""

    code = "integrity-case-closed"
    title = Text("Deze zaak is al gesloten", "This case is closed already")
    detail = Text(
        "Deze zaak is al gesloten. Misschien was een collega u voor.",
        "This case is closed already. Perhaps a colleague was first.",
    )


class NotYourCase(RuleBroken):
    """Whoever took a case handles it: one named person answers for it."""

    code = "integrity-case-not-yours"
    title = Text("Dit is niet uw zaak", "This case is not yours")
    detail = Text(
        "Alleen wie de zaak op zich heeft genomen, kan dit doen. Neem de zaak eerst op u.",
        "Only whoever took the case can do this. Take the case first.",
    )
