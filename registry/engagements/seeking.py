"""How bookings can be sought through: by how they stand or what they ask, by words, in an order."""

from collections.abc import Mapping
from dataclasses import replace

from registry.bookings.steps import State
from registry.engagements.asking import Asks
from registry.engagements.wording import STATES
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text

WHICH: Mapping[str, State | Asks] = {
    "te-beantwoorden": Asks.ANSWER,
    "met-dagen": Asks.DAYS,
    "aangevraagd": State.REQUESTED,
    "actief": State.ACTIVE,
    "stilgezet": State.FROZEN,
    "afgerond": State.COMPLETED,
    "geannuleerd": State.CANCELLED,
    "afgewezen": State.DECLINED,
    "verlopen": State.LAPSED,
}
"""Which bookings a list shows, by what its address calls them."""
_ASKED = {
    "te-beantwoorden": Option(Text("Wacht op de adviseur", "Waits for the adviser")),
    "met-dagen": Option(Text("Dagen wachten op de gemeente", "Days wait for the municipality")),
}
BOOKINGS = Offer(
    orders={
        "nieuwste": Columns(Text("Eerst de nieuwste boeking", "Newest booking first"), "recorded_at DESC, id"),
        "oudste": Columns(Text("Eerst de oudste boeking", "Oldest booking first"), "recorded_at, id"),
        "begin": Columns(Text("Eerst wat het eerst begint", "What begins first"), "first_day, recorded_at, id"),
        "begin-laatste": Columns(Text("Eerst wat het laatst begint", "What begins last"), "first_day DESC, recorded_at, id"),
        "einde": Columns(Text("Eerst wat het eerst afloopt", "What ends first"), "last_day, recorded_at, id"),
        "einde-laatste": Columns(Text("Eerst wat het laatst afloopt", "What ends last"), "last_day DESC, recorded_at, id"),
    },
    stands={**_ASKED, **{code: Option(STATES[which]) for code, which in WHICH.items() if isinstance(which, State)}},
    whole=Text("Alle boekingen", "All bookings"),
)
"""By columns of `booking_now`."""
OWN_BOOKINGS = replace(BOOKINGS, stands={**BOOKINGS.stands, "te-beantwoorden": Option(Text("Wacht op u", "Waits for you"))})
"""As the adviser is told of them."""


def in_state(state: State | None, page: int) -> Choice:
    """The bookings that stand so, or all, as a choice of the list."""
    codes = [code for code, which in WHICH.items() if which is state]
    return Choice(codes[0] if codes else "", page=page)
