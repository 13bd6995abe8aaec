"""What tracks refuse."""

from datetime import date

from registry.errors import RuleBroken
from registry.texts import Language, Text


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


class HasBegun(RuleBroken):
    """What holds already is not cancelled: what was done by it stays as it was."""

    code = "has-begun"
    title = Text("Al begonnen", "Begun already")
    detail = Text(
        "Dit geldt al vanaf {day}. Laat het eindigen: wat tot dan is gedaan, blijft gelden.",
        "This holds from {day} already. Let it end: what was done until then stays as it is.",
    )


class ApprovalOverlaps(RuleBroken):
    """Of one thing there is one approval on a day; facts: its `first` day, and its `last` where it has one."""

    code = "approval-overlaps"
    title = Text("Er is al een erkenning in deze periode", "There is an approval in this period already")
    detail = Text(
        "Een erkenning geldt al van {first} tot en met {last}. Kies een periode die daar niet in valt.",
        "An approval holds from {first} through {last} already. Choose a period outside it.",
    )
    _without_end = Text(
        "Een erkenning geldt al vanaf {first}, zonder einddatum. Beëindig die eerst.",
        "An approval holds from {first} already, without an end. End that one first.",
    )

    def __init__(self, *, first: date, last: date | None) -> None:
        super().__init__(first=first, last=last)

    def say(self, language: Language) -> str:
        """The period that stands in the way."""
        told = self.detail if self.facts["last"] is not None else self._without_end
        return told.say(language, **self.facts)
