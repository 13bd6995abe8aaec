"""What is stamped in every list of the registry: the filter, whose rows they are, the day, and by what rules."""

from collections.abc import Sequence
from datetime import date

from registry.permissions import Actor
from registry.texts import Text

ALL = Text("alle", "all")
"""Where nothing was chosen."""
_OF_WHOM = Text("Van wie", "Of whom")
_EVERYBODY = Text("Van alle organisaties.", "Of all organisations.")
_OWN = Text(
    "Alleen wat u mag zien: van uw eigen organisatie, of van uzelf.",
    "Only what you may see: of your organisation, or yourself.",
)
_MADE_ON = Text("Gemaakt op", "Made on")
_MADE_FROM = Text("Waaruit", "Made from")


def stamps(chosen: Sequence[tuple[Text, object]], *, actor: Actor, today: date, source: Text) -> Sequence[tuple[Text, object]]:
    """What was chosen, then whose rows, the day and the source: a sentence on what is in the list and by what rules."""
    whose = _EVERYBODY if actor.sees_everything else _OWN
    return (*chosen, (_OF_WHOM, whose), (_MADE_ON, today), (_MADE_FROM, source))
