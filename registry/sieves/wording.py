"""The words for orders that many lists have."""

from registry.texts import Text

NEWEST = Text("Eerst het nieuwste", "Newest first")
OLDEST = Text("Eerst het oudste", "Oldest first")
NAME = Text("Op naam", "By name")
NAME_REVERSED = Text("Op naam, van Z naar A", "By name, from Z to A")
