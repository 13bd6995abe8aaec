"""What enrolments refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Text


class EnrolledAlready(RuleBroken):
    """A candidate is enrolled once in a version of a track with a provider."""

    code = "enrolled-already"
    title = Text("Al ingeschreven", "Enrolled already")
    detail = Text(
        "Deze kandidaat is bij u al voor dit traject ingeschreven.",
        "This candidate is enrolled in this track with you already.",
    )


class TeachingRecorded(RuleBroken):
    """Who taught what from a day is recorded once."""

    code = "teaching-recorded"
    title = Text("Al vastgelegd", "Recorded already")
    detail = Text("Dit is al vastgelegd.", "This has been recorded already.")


class UnknownCandidate(NotFound):
    """A known candidate is found by number and family name together."""

    code = "unknown-candidate"
    title = Text("Kandidaat niet gevonden", "Candidate not found")
    detail = Text(
        "Er is geen kandidaat met dit nummer en deze achternaam. Controleer beide.",
        "There is no candidate with this number and this family name. Check both.",
    )
