"""What letting people in refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class NothingToInvite(RuleBroken):
    """An invitation is for who has not chosen a password yet, and whose account is not disabled."""

    code = "nothing-to-invite"
    title = Text("Uitnodigen kan niet", "Inviting is not possible")
    detail = Text(
        "Dit account heeft al een wachtwoord, of is uitgezet.",
        "This account has a password already, or is disabled.",
    )


class NoSecondFactor(RuleBroken):
    """Only a second factor that was set up can be taken away."""

    code = "no-second-factor"
    title = Text("Er is geen tweede factor", "There is no second factor")
    detail = Text(
        "Dit account heeft geen tweede factor, of is uitgezet.",
        "This account has no second factor, or is disabled.",
    )
