"""What programmes refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class NoPolicy(RuleBroken):
    """Without a day policy nothing can be granted or booked."""

    code = "no-day-policy"
    title = Text("Geen dagenbeleid", "No day policy")
    detail = Text(
        "Voor dit programma geldt op {day} geen dagenbeleid. Vraag de beheerder het vast te leggen.",
        "No day policy of this programme holds on {day}. Ask the admin to enter one.",
    )


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


class IntakeCapReached(RuleBroken):
    """A period of a programme has no more intakes than its cap."""

    code = "intake-cap-reached"
    title = Text("Het plafond voor intakes is bereikt", "The cap on intakes is reached")
    detail = Text(
        "Van {first_day} tot en met {last_day} mogen er hooguit {most} intakes zijn; er zijn er al {taken}. "
        "Kies een dag buiten die periode, of vraag de beheerder het plafond te verhogen.",
        "From {first_day} through {last_day} there may be at most {most} intakes; there are {taken} already. "
        "Choose a day outside that period, or ask the admin to raise the cap.",
    )


class SizeClassExists(RuleBroken):
    """From one day on a holder has one size class in a programme."""

    code = "size-class-exists"
    title = Text("Er is al een grootteklasse vanaf die dag", "A size class from that day exists")
    detail = Text(
        "Vanaf {day} is voor deze organisatie al een grootteklasse vastgelegd. Kies een andere dag.",
        "A size class from {day} exists for this organisation already. Choose another day.",
    )
