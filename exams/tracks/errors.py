"""What tracks refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class TrackExists(RuleBroken):
    """A track's code is its own."""

    code = "track-exists"
    title = Text("Traject bestaat al", "Track exists")
    detail = Text("Er is al een traject met code {code}.", "There already is a track with code {code}.")


class NotApproved(RuleBroken):
    """A provider teaches and examines what it is approved for, in the period of the approval."""

    code = "provider-not-approved"
    title = Text("Opleider niet erkend", "Provider not approved")
    detail = Text(
        "De opleider is op {day} niet erkend voor dit traject. Vraag een erkenning aan.",
        "The provider is not approved for this track on {day}. Ask for an approval.",
    )


class ApprovedAlready(RuleBroken):
    """One approval of a kind starts on a day."""

    code = "approved-already"
    title = Text("Al erkend", "Approved already")
    detail = Text(
        "Vanaf {day} is deze erkenning al vastgelegd.",
        "This approval from {day} has been recorded already.",
    )
