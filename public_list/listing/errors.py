"""What the public list answers to a number that is not on it."""

from registry.errors import NotFound
from registry.texts import Text


class NotListed(NotFound):
    """Nobody is on the list of today with this number; whether it was ever issued is for the check of the number to say."""

    code = "not-listed"
    title = Text("Niet op de lijst", "Not on the list")
    detail = Text(
        "Met dit nummer staat vandaag niemand op de lijst. Of het certificaat bestaat, ziet u als u het nummer controleert.",
        "Nobody is on the list today with this number. Check the number to see whether the certificate exists.",
    )
