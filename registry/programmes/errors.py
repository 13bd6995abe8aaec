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
