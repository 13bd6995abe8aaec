"""What reviews refuse."""

from registry.errors import RuleBroken
from registry.impartiality.errors import NotIndependent
from registry.texts import Text


class ReviewClosed(RuleBroken):
    """A review is closed once; what changes afterwards opens another."""

    code = "review-closed"
    title = Text("Deze herbeoordeling is al afgerond", "This review is closed already")
    detail = Text(
        "Deze herbeoordeling is afgerond op {closed_at}. Misschien was een collega u voor.",
        "This review was closed on {closed_at}. Perhaps a colleague was first.",
    )


class NotIndependentOfHolder(NotIndependent):
    """Who taught, examined or is close to the holder does not conclude about their certificate (DESIGN §2.3)."""

    code = "not-independent-of-holder"
    title = Text("Niet onafhankelijk", "Not independent")
    detail = Text(
        "U mag deze herbeoordeling niet afronden: {reasons}.",
        "You may not close this review: {reasons}.",
    )
