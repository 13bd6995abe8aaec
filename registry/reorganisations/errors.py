"""What reorganisations refuse."""

from collections.abc import Sequence

from registry.errors import RuleBroken
from registry.reorganisations.rules import Blocked
from registry.texts import Language, Text


class ReorganisationBlocked(RuleBroken):
    """Rights and duties pass on once, from the day after the last day, to a recorded successor; all in the way is named."""

    code = "reorganisation-blocked"
    title = Text("Deze overgang kan niet", "This cannot pass on")
    detail = Text("{reasons}", "{reasons}")

    def __init__(self, found: Sequence[Blocked]) -> None:
        super().__init__(codes=[each.blocker.value for each in found])
        self.found = tuple(found)

    def say(self, language: Language) -> str:
        """Each thing in the way, in a sentence."""
        return " ".join(dict.fromkeys(each.text.say(language, **each.facts) for each in self.found))


class Overtaken(RuleBroken):
    """Somebody booked, granted days or planned an intake for the municipality while it passed on; nothing was changed."""

    code = "reorganisation-overtaken"
    title = Text("Iemand was u voor", "Somebody was first")
    detail = Text(
        "Terwijl dit gebeurde, kwamen er boekingen, dagen of intakes bij. Er is niets veranderd. Probeer het opnieuw.",
        "While this was done, bookings, days or intakes were added. Nothing was changed. Try again.",
    )
