"""What appeals and complaints refuse."""

from registry.errors import NotFound, RuleBroken
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.texts import Language, Text

_STATES = {
    "received": Text("ontvangen", "received"),
    "acknowledged": Text("bevestigd", "acknowledged"),
    "assigned": Text("in behandeling", "being handled"),
    "prepared": Text("voorbereid", "prepared"),
    "upheld": Text("gegrond", "upheld"),
    "partly-upheld": Text("deels gegrond", "partly upheld"),
    "rejected": Text("ongegrond", "rejected"),
    "inadmissible": Text("niet in behandeling genomen", "inadmissible"),
    "withdrawn": Text("ingetrokken door de afzender", "withdrawn by the sender"),
}


class AppealStepOutOfOrder(RuleBroken):
    """An appeal is acknowledged, given to a handler, prepared and decided, in that order, and ends once."""

    code = "appeal-step-out-of-order"
    title = Text("Deze stap kan nu niet", "Not possible at this stage")
    detail = Text(
        "Het bezwaar of de klacht is {state_name}. Deze stap hoort daar niet bij; misschien was een collega u voor.",
        "The appeal or complaint is {state_name}. This step does not fit; perhaps a colleague was first.",
    )

    def say(self, language: Language) -> str:
        """The state by its name."""
        return self.detail.say(language, state_name=_STATES[str(self.facts["state"])])


class TookPart(RuleBroken):
    """Who took part in what an appeal is about neither handles nor decides it (ISO/IEC 17024, 9.8.2)."""

    code = "took-part"
    title = Text("Betrokken bij het besluit", "Took part in the decision")
    detail = Text(
        "{name} was betrokken bij wat hier ter discussie staat. Een andere certificeerder moet dit doen.",
        "{name} took part in what this is about. Another certifier has to do this.",
    )


class NotIndependentForAppeal(NotIndependent):
    """Who taught, examined or is close to someone handles and decides no appeal about them."""

    code = "not-independent-for-appeal"
    detail = Text(
        "Dit bezwaar of deze klacht mag zo niet worden behandeld of beslist: {reasons}.",
        "This appeal or complaint may not be handled or decided so: {reasons}.",
    )


class OwnAppealPrepared(SamePerson):
    """Who prepared the answer to an appeal does not decide it."""

    code = "own-appeal-prepared"
    detail = Text(
        "U heeft dit zelf voorbereid. Een andere certificeerder beslist.",
        "You prepared this yourself. Another certifier decides.",
    )


class NotTheHandler(RuleBroken):
    """Whoever an appeal was given to prepares the answer."""

    code = "not-the-handler"
    title = Text("Niet aan u toegewezen", "Not given to you")
    detail = Text(
        "Dit is toegewezen aan {name}. Alleen wie behandelt bereidt het besluit voor.",
        "This was given to {name}. Only who handles it prepares the decision.",
    )


class NoSuchHandler(RuleBroken):
    """An appeal is given to a certifier of the body that handles it."""

    code = "no-such-handler"
    title = Text("Geen certificeerder", "No certifier")
    detail = Text(
        "Kies een certificeerder van de instelling die dit behandelt.",
        "Choose a certifier of the body that handles this.",
    )


class TooManyAppeals(RuleBroken):
    """So many come in at once that a program may be sending them."""

    code = "too-many-appeals"
    title = Text("Even te druk", "Too busy")
    detail = Text(
        "Er komen nu te veel berichten binnen. Probeer het later nog eens; uw termijn loopt daardoor niet af.",
        "Too many messages are coming in. Try again later; your term does not end by that.",
    )


class UnknownAppeal(NotFound):
    """No appeal or complaint has that number."""

    code = "unknown-appeal"
    title = Text("Onbekend nummer", "Unknown number")
    detail = Text(
        "Er is geen bezwaar of klacht met nummer {number}. Controleer het nummer.",
        "There is no appeal or complaint with number {number}. Check the number.",
    )
