"""What waits for someone who signed in: each topic says its own, a page shows all of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from registry.permissions import Actor, Role
from registry.texts import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do: where, how much of it waits, and the next step."""

    title: Text
    path: str
    text: Text
    count: int | str | None = None
    counted: Text = NOTHING


Waiting: TypeAlias = Callable[[Actor, datetime], Awaitable[list[Card]]]
"""Asked of each topic with pages: what waits for this actor now; nothing for who has nothing to do there."""

WITHOUT_PAGES: Mapping[Role, Text] = {
    Role.AUDITOR: Text(
        "U bent auditor. U mag alles bekijken en niets veranderen.",
        "You are an auditor. You may look at everything, and change nothing.",
    ),
}
