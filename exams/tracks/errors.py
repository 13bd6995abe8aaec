"""What tracks refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class TrackExists(RuleBroken):
    """A track's code is its own."""

    code = "track-exists"
    title = Text("Traject bestaat al", "Track exists")
    detail = Text("Er is al een traject met code {code}.", "There already is a track with code {code}.")


class NotTheApprover(RuleBroken):
    """The owner of a track approves teaching it, the certification body that asks for it approves examining it."""

    code = "not-the-approver"
    title = Text("Niet aan uw organisatie", "Not for your organisation")
    detail = Text(
        "Lesgeven wordt erkend door de beheerder van het traject, examineren door de instelling die ermee certificeert.",
        "Teaching is approved by the track’s owner, examining by the body that certifies with it.",
    )


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
