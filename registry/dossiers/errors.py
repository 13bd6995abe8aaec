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
