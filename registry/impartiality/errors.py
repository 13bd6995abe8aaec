"""What impartiality refuses."""

from registry.errors import RuleBroken
from registry.texts import Language, Text

_LAPSES = Text(" Dit geldt tot {lapses_on}.", " This holds until {lapses_on}.")
_STAYS = Text(
    " Een andere certificeerder moet dit doen.",
    " Another certifier has to do this.",
)


class NotIndependent(RuleBroken):
    """Who taught, examined or is close to someone neither prepares nor decides about them (DESIGN §2.3)."""

    code = "not-independent"
    title = Text("Niet onafhankelijk", "Not independent")
    detail = Text(
        "U mag dit dossier niet voorbereiden of beslissen: {reasons}.",
        "You may not prepare or decide this dossier: {reasons}.",
    )

    def say(self, language: Language) -> str:
        """The reasons, and until when they hold."""
        until = _STAYS if self.facts.get("lapses_on") is None else _LAPSES
        return super().say(language) + until.say(language, **self.facts)


class SamePerson(RuleBroken):
    """Nobody approves what they prepared themselves."""

    code = "same-person"
    title = Text("Twee personen nodig", "Two persons needed")
    detail = Text(
        "U heeft dit dossier zelf voorbereid. Een andere certificeerder beslist.",
        "You prepared this dossier yourself. Another certifier decides.",
    )
