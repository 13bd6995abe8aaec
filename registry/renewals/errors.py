"""What renewals refuse."""

from registry.errors import RuleBroken
from registry.impartiality.errors import NotIndependent
from registry.texts import Text


class NotIndependentForRenewal(NotIndependent):
    """Who is close to a holder neither judges their education nor finds a route met."""

    code = "not-independent-for-renewal"
    title = Text("Niet onafhankelijk van deze houder", "Not independent of this holder")
    detail = Text(
        "U mag over deze houder niet oordelen: {reasons}.",
        "You may not judge anything about this holder: {reasons}.",
    )


class EntryJudged(RuleBroken):
    """An entry of education is judged once."""

    code = "education-judged"
    title = Text("Al beoordeeld", "Judged already")
    detail = Text(
        "Een collega heeft deze bijscholing op {judged_at} al beoordeeld.",
        "A colleague judged this education on {judged_at} already.",
    )


class NoRenewal(RuleBroken):
    """Only the application that renews a certificate is completed by a route of its scheme."""

    code = "no-renewal"
    title = Text("Geen hercertificering", "No recertification")
    detail = Text(
        "Deze aanvraag verlengt geen certificaat. Alleen uitslagen maken haar compleet.",
        "This application renews no certificate. Results alone complete it.",
    )


class RouteNotOffered(RuleBroken):
    """The scheme says which routes lead to a renewal."""

    code = "route-not-offered"
    title = Text("Deze route geldt niet", "This route does not hold")
    detail = Text(
        "Het certificatieschema noemt deze route niet, of alleen nieuwe examens maken haar compleet.",
        "The scheme does not name this route, or only new exams complete it.",
    )


class RouteNotMet(RuleBroken):
    """A route is met when the holder has done as much as the scheme asks."""

    code = "route-not-met"
    title = Text("Nog niet genoeg", "Not enough yet")
    detail = Text(
        "De houder heeft {have}; het certificatieschema vraagt {need}.",
        "The holder has {have}; the scheme asks {need}.",
    )


class NoEvidenceLeft(RuleBroken):
    """A renewal too rests on evidence that counts: that of the first certification, unless it was withdrawn."""

    code = "no-evidence-left"
    title = Text("Er is geen bewijs meer", "No evidence is left")
    detail = Text(
        "Van deze houder staan hier geen uitslagen die tellen. Alleen nieuwe examens maken deze aanvraag compleet.",
        "No results of this holder count here. Only new exams complete this application.",
    )
