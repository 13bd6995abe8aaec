"""What long work refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class WorkUnderway(RuleBroken):
    """One thing at a time is done with an upload."""

    code = "upload-work-underway"
    title = Text("Er wordt aan dit bestand gewerkt", "This file is being worked on")
    detail = Text(
        "Wacht tot dit klaar is, of breek het af. Deze pagina toont hoe ver het is.",
        "Wait until it is done, or cancel it. This page shows how far it is.",
    )


class WorkCancelled(RuleBroken):
    """What a person cancelled did not happen."""

    code = "upload-work-cancelled"
    title = Text("Afgebroken", "Cancelled")
    detail = Text("Dit is afgebroken; er is niets vastgelegd.", "This was cancelled; nothing was recorded.")


class NothingUnderway(RuleBroken):
    """Only work that has not ended can be cancelled."""

    code = "upload-no-work-underway"
    title = Text("Er valt niets af te breken", "There is nothing to cancel")
    detail = Text("Er wordt niet (meer) aan dit bestand gewerkt.", "This file is not being worked on (any more).")


class TriedTooOften(RuleBroken):
    """What failed time and again, or killed whoever did it, is not tried for ever."""

    code = "upload-work-tried-too-often"
    title = Text("Het is niet gelukt", "It did not work out")
    detail = Text(
        "We hebben het {tries} keer geprobeerd. Er is niets veranderd. Probeer het over een uur nog eens; lukt het dan weer "
        "niet, meld het dan aan de beheerder of lever het bestand in kleinere delen aan.",
        "We tried {tries} times. Nothing has changed. Try again in an hour; if it fails again, tell the admin, or send the "
        "file in smaller parts.",
    )
