"""What engagements refuse."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from registry.errors import RuleBroken
from registry.quarters import days
from registry.texts import Language, Text

if TYPE_CHECKING:
    from registry.bookings.matters import Pool
    from registry.bookings.rules import Judgement


class BookingRefused(RuleBroken):
    """The judge refused: every check is named with its numbers, and so are other pools that would allow it."""

    code = "booking-refused"
    title = Text("Deze boeking kan niet", "This booking is not possible")
    detail = Text("{reasons}", "{reasons}")

    def __init__(self, judgement: "Judgement", *, alternatives: Sequence["Pool"]) -> None:
        super().__init__(
            checks=[check.facts for check in judgement.checks],
            alternatives=[
                {"allotment": pool.id, "holderName": pool.holder_name, "available": days(pool.available)}
                for pool in alternatives
            ],
        )
        self.judgement = judgement
        self.alternatives = alternatives

    def say(self, language: Language) -> str:
        """Each failed check in a sentence, who can change it, and which pool would do."""
        told = [f"{check.say(language)} {_ASK.say(language, who=check.changed_by)}" for check in self.judgement.failed]
        told += [_OTHER.say(language, holder=pool.holder_name, available=days(pool.available)) for pool in self.alternatives]
        return " ".join(told)


_ASK = Text("Wie dit kan veranderen: {who}.", "Who can change this: {who}.")
_OTHER = Text(
    "Het dagenbudget van {holder} ({available:days} beschikbaar) zou het wel toestaan.",
    "The allotment of {holder} ({available:days} available) would allow it.",
)


class BookingOutOfOrder(RuleBroken):
    """A booking goes from requested to active to completed or cancelled, and frozen between."""

    code = "booking-out-of-order"
    title = Text("Dit kan nu niet met deze boeking", "Not possible with this booking now")
    detail = Text(
        "Deze boeking staat op {state}. Wat u vroeg kan dan niet. Bekijk de boeking opnieuw.",
        "This booking is {state}. What you asked is not possible then. Look at the booking again.",
    )
