"""What requests for equivalence refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class EquivalenceAsked(RuleBroken):
    """A part is asked for once, while the request is open or after it was granted."""

    code = "equivalence-asked"
    title = Text("Al gevraagd", "Asked already")
    detail = Text(
        "Voor onderdeel {part} loopt al een verzoek, of het is al toegekend.",
        "A request for part {part} is open already, or was granted.",
    )


class EquivalencePrepared(RuleBroken):
    """A request is prepared once."""

    code = "equivalence-prepared"
    title = Text("Al voorbereid", "Prepared already")
    detail = Text(
        "Een collega heeft dit verzoek al voorbereid. Een andere certificeerder beslist.",
        "A colleague prepared this request already. Another certifier decides.",
    )


class EquivalenceNotPrepared(RuleBroken):
    """A request is decided after it was prepared."""

    code = "equivalence-not-prepared"
    title = Text("Nog niet voorbereid", "Not prepared yet")
    detail = Text(
        "Eerst bereidt een certificeerder dit verzoek voor. Daarna beslist een ander.",
        "First a certifier prepares this request. Then another one decides.",
    )


class EquivalenceDecided(RuleBroken):
    """A request is decided once."""

    code = "equivalence-decided"
    title = Text("Al beslist", "Decided already")
    detail = Text("Over dit verzoek is al beslist.", "This request was decided already.")


class NotOpenToRequests(RuleBroken):
    """Equivalence is asked and judged while the application is not decided."""

    code = "not-open-to-requests"
    title = Text("Deze aanvraag is voorbij", "This application is over")
    detail = Text(
        "Over deze aanvraag is beslist, of hij is gestopt. Een verzoek hoort bij een lopende aanvraag.",
        "This application was decided or stopped. A request belongs to an open application.",
    )
