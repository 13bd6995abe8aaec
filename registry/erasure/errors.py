"""What erasure refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class ErasureBlocked(RuleBroken):
    """Nobody is erased while something about them is undecided, or a legal term runs."""

    code = "erasure-blocked"
    title = Text("Wissen kan nu niet", "Erasing is not possible now")
    detail = Text("Deze persoon kan nu niet worden gewist. {blockers}", "This person cannot be erased now. {blockers}")


class AlreadyErased(RuleBroken):
    """A person is erased once."""

    code = "already-erased"
    title = Text("Al gewist", "Erased already")
    detail = Text("Deze persoon is al gewist.", "This person has been erased already.")
