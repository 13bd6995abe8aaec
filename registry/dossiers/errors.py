"""What dossiers refuse."""

from registry.errors import RuleBroken
from registry.texts import Language, Text

_STATES = {
    "applied": Text("aangevraagd", "applied"),
    "admitted": Text("toegelaten", "admitted"),
    "not-admitted": Text("niet toegelaten", "not admitted"),
    "complete": Text("compleet", "complete"),
    "prepared": Text("voorbereid", "prepared"),
    "granted": Text("toegekend", "granted"),
    "refused": Text("afgewezen", "refused"),
    "abandoned": Text("gestopt", "abandoned"),
}


class StepOutOfOrder(RuleBroken):
    """A dossier is admitted, complete, prepared and decided, in that order."""

    code = "step-out-of-order"
    title = Text("Deze stap kan nu niet", "Not possible at this stage")
    detail = Text(
        "Het dossier is {state_name}. Deze stap hoort daar niet bij; misschien was een collega u voor.",
        "The dossier is {state_name}. This step does not fit; perhaps a colleague was first.",
    )

    def say(self, language: Language) -> str:
        """The state by its name."""
        return self.detail.say(language, state_name=_STATES[str(self.facts["state"])])


class DossierOpen(RuleBroken):
    """One undecided application per adviser and scheme."""

    code = "dossier-open"
    title = Text("Er loopt al een aanvraag", "An application is open")
    detail = Text(
        "Voor dit schema loopt al een aanvraag van deze persoon.",
        "This person already has an open application for this scheme.",
    )


class EvidenceChanged(RuleBroken):
    """Preparing and deciding name the evidence they rest on; it must be the newest."""

    code = "evidence-changed"
    title = Text("Het bewijs is veranderd", "The evidence has changed")
    detail = Text(
        "Sinds u dit dossier opende is het bewijs veranderd. Bekijk het opnieuw.",
        "The evidence has changed since you opened this dossier. Look at it again.",
    )


class OnHold(RuleBroken):
    """Nobody prepares or decides a dossier while a certifier holds it for a case; admitting and completing go on."""

    code = "on-hold"
    title = Text("Dit dossier wordt aangehouden", "This dossier is on hold")
    detail = Text(
        "Een certificeerder houdt dit dossier aan sinds {since}. Voorbereiden en beslissen kan weer als dat voorbij is.",
        "A certifier has held this dossier since {since}. It can be prepared and decided once that is over.",
    )


class OtherTerms(RuleBroken):
    """An application agrees to the terms and code of conduct of the version in force."""

    code = "other-terms"
    title = Text("Andere voorwaarden gelden", "Other terms hold")
    detail = Text(
        "Nu gelden voorwaarden {terms} en gedragscode {code_of_conduct}. Lees die en ga ermee akkoord.",
        "Terms {terms} and code of conduct {code_of_conduct} hold now. Read and accept those.",
    )


class RenewalNotOffered(RuleBroken):
    """A certificate is renewed where its scheme says how."""

    code = "renewal-not-offered"
    title = Text("Dit schema kent geen hercertificering", "This scheme has no recertification")
    detail = Text(
        "Het schema zegt niet hoe u een certificaat verlengt. Vraag een nieuw certificaat aan.",
        "The scheme does not say how a certificate is renewed. Apply for a new one.",
    )


class RenewalTooEarly(RuleBroken):
    """A renewal is applied for once the window of the scheme is open."""

    code = "renewal-too-early"
    title = Text("Nog te vroeg", "Too early")
    detail = Text("U kunt hercertificering aanvragen vanaf {opens_on}.", "You can apply for recertification from {opens_on}.")


class RenewalTooLate(RuleBroken):
    """After the grace that the scheme gives a certificate is not renewed any more."""

    code = "renewal-too-late"
    title = Text("Te laat voor hercertificering", "Too late for recertification")
    detail = Text(
        "Hercertificering kon tot en met {closed_on}. Vraag een nieuw certificaat aan.",
        "Recertification was possible until {closed_on}. Apply for a new certificate.",
    )


class PredecessorNotValid(RuleBroken):
    """Only a certificate that is valid, or was on its last day, is renewed."""

    code = "predecessor-not-valid"
    title = Text("Dit certificaat kan niet worden verlengd", "This certificate cannot be renewed")
    detail = Text(
        "Alleen een geldig certificaat kan worden verlengd. Dit is geschorst, of voor zijn laatste dag geëindigd.",
        "Only a valid certificate can be renewed. This one is suspended, or ended before its last day.",
    )


class RenewalNeeded(RuleBroken):
    """A second certificate of a scheme does not rest on the results of the first: it is renewed, or examined anew."""

    code = "renewal-needed"
    title = Text("Dit bewijs is al gebruikt", "This evidence was used before")
    detail = Text(
        "Op dit bewijs rust al certificaat {number}. Vraag hercertificering aan, of doe opnieuw examen.",
        "Certificate {number} rests on this evidence already. Apply for recertification, or sit the exams again.",
    )


class JudgedBefore(RuleBroken):
    """After an appeal others judge an application than those who turned it down."""

    code = "judged-before"
    title = Text("U oordeelde hier eerder over", "You judged this before")
    detail = Text(
        "Deze aanvraag is na een bezwaar opnieuw begonnen. Wie er eerder over oordeelde, doet dat niet nog eens.",
        "This application began anew after an appeal. Whoever judged it before does not do so again.",
    )
