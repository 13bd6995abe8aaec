"""What impartiality refuses."""

from registry.errors import RuleBroken
from registry.texts import Language, Text

_LAPSES = Text(" Dit geldt tot {lapses_on}.", " This holds until {lapses_on}.")
_STAYS = Text(
    " Een andere certificeerder moet dit doen.",
    " Another certifier has to do this.",
)
_STATE_FIRST = Text(
    " Leg eerst uw belangenverklaring af, bij ‘Mijn belangen’.",
    " First make your conflict statement, under ‘My interests’.",
)
_ONLY_UNSTATED = ["no-statement"]


class NotIndependent(RuleBroken):
    """Who taught, examined or is close to someone neither prepares nor decides about them (DESIGN §2.3)."""

    code = "not-independent"
    title = Text("Niet onafhankelijk", "Not independent")
    detail = Text(
        "U mag dit dossier niet voorbereiden of beslissen: {reasons}.",
        "You may not prepare or decide this dossier: {reasons}.",
    )

    def say(self, language: Language) -> str:
        """The reasons, and until when they hold; or what to do first."""
        until = _STAYS if self.facts.get("lapses_on") is None else _LAPSES
        if self.facts.get("grounds") == _ONLY_UNSTATED:
            until = _STATE_FIRST
        return super().say(language) + until.say(language, **self.facts)


class SamePerson(RuleBroken):
    """Nobody approves what they prepared themselves."""

    code = "same-person"
    title = Text("Twee personen nodig", "Two persons needed")
    detail = Text(
        "U heeft dit dossier zelf voorbereid. Een andere certificeerder beslist.",
        "You prepared this dossier yourself. Another certifier decides.",
    )


class RelationEnded(RuleBroken):
    """A declared relation gets a last day once."""

    code = "declared-relation-ended"
    title = Text("Deze relatie is al beëindigd", "This relation has ended already")
    detail = Text(
        "Deze relatie heeft al een laatste dag. Is zij er weer? Geef haar dan opnieuw op.",
        "This relation has a last day already. Is it there again? Then declare it anew.",
    )


class WaiverNotNeeded(RuleBroken):
    """A waiver is for what stands in the way now."""

    code = "waiver-not-needed"
    title = Text("Ontheffing niet nodig", "Waiver not needed")
    detail = Text(
        "Deze reden staat u bij deze adviseur niet in de weg. Er is niets om ontheffing van te vragen.",
        "This reason does not stand in your way with this adviser. There is nothing to waive.",
    )


class WaiverOpen(RuleBroken):
    """One request at a time for a ground and an adviser."""

    code = "waiver-open"
    title = Text("Er wacht al een verzoek", "A request is waiting already")
    detail = Text(
        "U vroeg hiervoor al ontheffing. Een collega moet daarover eerst beslissen.",
        "You asked for this waiver already. A colleague has to decide about that first.",
    )


class WaiverClosed(RuleBroken):
    """A request for a waiver is granted or declined once, and before its last day is over."""

    code = "waiver-closed"
    title = Text("Dit verzoek is al afgehandeld", "This request has been handled already")
    detail = Text(
        "Over dit verzoek is al beslist, of de laatste dag is voorbij. Misschien was een collega u voor.",
        "This request was decided already, or its last day is over. Perhaps a colleague was first.",
    )


class OwnWaiver(SamePerson):
    """Nobody grants or declines their own waiver, under whatever record of themselves."""

    code = "own-waiver"
    title = Text("Twee personen nodig", "Two persons needed")
    detail = Text(
        "U vroeg deze ontheffing zelf. Een andere certificeerder beslist.",
        "You asked for this waiver yourself. Another certifier decides.",
    )


class NotIndependentForWaiver(NotIndependent):
    """Who is not independent of the adviser themselves, waiver or no waiver, grants none about them (DESIGN §2.3)."""

    code = "not-independent-for-waiver"
    title = Text("Niet onafhankelijk", "Not independent")
    detail = Text(
        "U mag over deze ontheffing niet beslissen: {reasons}.",
        "You may not decide about this waiver: {reasons}.",
    )
