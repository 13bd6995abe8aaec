"""What engagements refuse."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from registry.engagements.ledger import days
from registry.errors import RuleBroken
from registry.texts import Language, Text

if TYPE_CHECKING:
    from registry.engagements.rules import Judgement, Pool


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


class NoPolicy(RuleBroken):
    """Without a day policy nothing can be granted or booked."""

    code = "no-day-policy"
    title = Text("Geen dagenbeleid", "No day policy")
    detail = Text(
        "Voor dit programma geldt op {day} geen dagenbeleid. Vraag de beheerder het vast te leggen.",
        "No day policy of this programme holds on {day}. Ask the admin to enter one.",
    )


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
    "Het dagenbudget van {holder} ({available} dagen beschikbaar) zou het wel toestaan.",
    "The allotment of {holder} ({available} days available) would allow it.",
)


class Overdrawn(RuleBroken):
    """An allotment never has fewer than no days."""

    code = "overdrawn"
    title = Text("Te weinig dagen", "Too few days")
    detail = Text(
        "Er zijn niet genoeg dagen meer; misschien was een collega u voor. Bekijk het dagenbudget opnieuw.",
        "There are not enough days left; perhaps a colleague was first. Look at the allotment again.",
    )


class NotAMember(RuleBroken):
    """An intake with a partnership names municipalities that belong to it."""

    code = "not-a-member"
    title = Text("Geen lid van het samenwerkingsverband", "Not a member of the partnership")
    detail = Text("Gemeente {municipality} is op die dag geen lid.", "Municipality {municipality} is not a member on that day.")


class ProgrammeExists(RuleBroken):
    """A programme's code is its own."""

    code = "programme-exists"
    title = Text("Programma bestaat al", "Programme exists")
    detail = Text("Er is al een programma met code {code}.", "There already is a programme with code {code}.")


class PolicyExists(RuleBroken):
    """From one day on one policy holds."""

    code = "policy-exists"
    title = Text("Er is al een dagenbeleid vanaf die dag", "A policy from that day exists")
    detail = Text(
        "Vanaf {day} is al een dagenbeleid vastgelegd. Kies een andere dag.",
        "A day policy from {day} exists already. Choose another day.",
    )
