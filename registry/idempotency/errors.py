"""What a request with an Idempotency-Key is refused for."""

from registry.errors import RegistryError, RuleBroken
from registry.texts import Text


class KeyMalformed(RegistryError):
    """A key is 1 to 100 visible ASCII characters, and a request has one."""

    code = "idempotency-key-malformed"
    title = Text("Idempotency-Key klopt niet", "Idempotency-Key is malformed")
    detail = Text(
        "Stuur één Idempotency-Key van 1 tot en met 100 zichtbare ASCII-tekens, zonder spaties.",
        "Send one Idempotency-Key of 1 to 100 visible ASCII characters, without blanks.",
    )


class KeyReused(RegistryError):
    """One key belongs to one request: another request needs another key."""

    code = "idempotency-key-reused"
    title = Text("Idempotency-Key is al gebruikt", "Idempotency-Key was used before")
    detail = Text(
        "U gebruikte deze Idempotency-Key al voor een ander verzoek, of met andere rechten. Gebruik een nieuwe.",
        "You used this Idempotency-Key before for another request, or with other rights. Use a new one.",
    )


class StillRunning(RuleBroken):
    """The first request under this key has no answer yet; its answer can be asked for in a moment."""

    code = "idempotent-request-running"
    title = Text("Eerste verzoek loopt nog", "First request still runs")
    detail = Text(
        "Het eerste verzoek met deze Idempotency-Key is nog niet klaar. Stuur het over enkele seconden opnieuw.",
        "The first request with this Idempotency-Key is not done yet. Send it again in a few seconds.",
    )


class OutcomeUnknown(RuleBroken):
    """The first request under this key was cut off: nobody knows whether it was done, so it is not done again."""

    code = "idempotent-request-cut-off"
    title = Text("Eerste verzoek is afgebroken", "First request was cut off")
    detail = Text(
        "Het eerste verzoek met deze Idempotency-Key is afgebroken. Kijk eerst of het is uitgevoerd. "
        "Is dat niet zo, stuur het dan opnieuw met een nieuwe Idempotency-Key.",
        "The first request with this Idempotency-Key was cut off. First look whether it was carried out. "
        "If it was not, send it again with a new Idempotency-Key.",
    )
